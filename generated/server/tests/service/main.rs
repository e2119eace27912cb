//! Tests of the service, with both stores. If PostgreSQL is not installed, the tests that need it print that they are
//! skipped. With the variable `REQUIRE_POSTGRES`, they fail instead.

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
