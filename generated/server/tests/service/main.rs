//! Tests of the service, with both stores. Those with PostgreSQL are skipped, and print it, if it is not installed. With the
//! variable `REQUIRE_POSTGRES`, they fail instead.

mod access;
mod checker;
mod cluster;
mod fixture;
mod http;
mod operation;
mod polls;
mod program;
mod proof;
mod publishing;
mod stores;
