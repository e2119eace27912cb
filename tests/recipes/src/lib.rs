//! The server that the recipes are put around, and a client that writes its requests by hand and sees the
//! bytes of the answers.

mod client;
mod server;

pub use client::{Client, Connection, Served, serve};
pub use server::{MatrixError, Server};
