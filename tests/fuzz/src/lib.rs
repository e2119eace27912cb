//! The shared part of the fuzz targets: the servers, and the checks of every run of the generator.
#![forbid(unsafe_code)]
#![allow(missing_docs, dead_code, reason = "what is generated is public, and used in parts")]

pub mod access;
#[path = "../../tests/properties/check.rs"]
pub mod check;
#[path = "../../tests/properties/mutate.rs"]
pub mod mutate;
pub mod request;

use std::sync::Arc;

include!(concat!(env!("OUT_DIR"), "/servers.rs"));
