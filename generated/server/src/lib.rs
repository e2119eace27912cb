//! A reference server of the guest events API: the generated trait, implemented as a production server would do it.
//!
//! - [`store`]: where events and tokens are kept, in SQLite or PostgreSQL.
//! - `hub` and `tail`: how polls wait, and are woken.
//! - `writer` and `publishing`: how events get into the store.
//! - `api`: the implementation of the generated trait. `access`, `seats` and `stream_token` are its parts.
//! - `routes`, `metrics` and `node`: monitoring, and the listener.
#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::print_stdout
    )
)]

pub mod access;
mod api;
pub mod config;
mod docs_page;
mod error;
mod hub;
mod metrics;
pub mod node;
mod publishing;
mod routes;
mod seats;
pub mod store;
mod stream_token;
mod tail;
mod writer;

pub use publishing::is_id;
