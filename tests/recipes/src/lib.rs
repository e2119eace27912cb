//! The server that the recipes use, and a client that writes its requests by hand and sees the bytes of the responses.

mod client;
pub mod rooms;
mod server;

include!(concat!(env!("OUT_DIR"), "/api.rs"));
include!(concat!(env!("OUT_DIR"), "/apis.rs"));
include!(concat!(env!("OUT_DIR"), "/containers.rs"));
include!(concat!(env!("OUT_DIR"), "/documents.rs"));
include!(concat!(env!("OUT_DIR"), "/news.rs"));
include!(concat!(env!("OUT_DIR"), "/notes.rs"));
include!(concat!(env!("OUT_DIR"), "/parcels.rs"));
include!(concat!(env!("OUT_DIR"), "/poll.rs"));
include!(concat!(env!("OUT_DIR"), "/tasks.rs"));

pub use client::{Client, Connection, Served, serve};
pub use server::{MatrixError, Server};
