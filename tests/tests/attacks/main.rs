//! The running servers under attack: bytes that are no HTTP, floods, senders that stop, and ten thousand connections.
//! Whoever does it is refused, the memory stays bounded, and everybody else is served.
#![cfg(target_os = "linux")]

mod connections;
mod content;
mod floods;
mod malformed;
#[path = "../example_server/process.rs"]
#[allow(dead_code, reason = "in part")]
mod process;
mod target;
