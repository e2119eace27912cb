//! What several tests do: compile many descriptions as one program, and make values from schemas.
#![allow(clippy::missing_panics_doc, clippy::missing_errors_doc, reason = "a test panics where it fails")]

pub mod bodies;
pub mod json_schema;
pub mod round_trip;
pub mod values;
