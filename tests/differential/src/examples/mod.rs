//! Decodes the body examples of published OpenAPI 3 documents, and validates them with the `jsonschema` crate.

pub mod files;
pub mod found;
pub mod program;
pub mod schemas;
