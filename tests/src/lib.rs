//! Code that several tests share: it compiles many specs as one program, and makes values from schemas.
#![allow(clippy::missing_panics_doc, clippy::missing_errors_doc, reason = "a test panics when it fails")]

pub mod bodies;
pub mod json_schema;
pub mod round_trip;
pub mod values;
