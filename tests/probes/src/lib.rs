//! A server that returns what it receives, for the same API in OpenAPI 3.0 and in 3.1.

mod echo;

include!(concat!(env!("OUT_DIR"), "/openapi30.rs"));
include!(concat!(env!("OUT_DIR"), "/openapi31.rs"));

use axum::Router;
use std::sync::Arc;

/// The versions of the spec.
pub const VERSIONS: [&str; 2] = ["3.0", "3.1"];

/// The server for a version of the spec, or `None` if there is no such version.
pub fn service(version: &str) -> Option<Router> {
    match version {
        "3.0" => Some(openapi30::service(Arc::new(echo::Echo))),
        "3.1" => Some(openapi31::service(Arc::new(echo::Echo))),
        _ => None,
    }
}
