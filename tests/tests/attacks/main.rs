//! Attacks on running servers: bytes that are not HTTP, floods, senders that stop, and ten thousand connections. The
//! servers reject the attacker, use bounded memory, and serve everybody else.
#![cfg(target_os = "linux")]

mod connections;
mod content;
mod floods;
mod malformed;
#[path = "../example_server/process.rs"]
#[allow(dead_code, reason = "in part")]
mod process;
mod target;
