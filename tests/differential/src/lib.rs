//! Compares the verdicts of generated decoders with those of the `jsonschema` crate.
//!
//! For the definitions of Swagger 2.0 documents, this crate makes JSON Schemas of draft 4, valid values, and values
//! that differ from these in one place. The schemas are independent of the generator: each deliberate difference
//! from JSON Schema is a [`rewrite::Rule`].
#![allow(clippy::missing_panics_doc, reason = "a test fails by a panic")]

pub mod arguments;
pub mod compare;
pub mod compositions;
pub mod documents;
pub mod examples;
pub mod families;
pub mod make;
pub mod mutate;
pub mod numbers;
pub mod openapi3;
pub mod part;
pub mod places;
pub mod prove;
pub mod reach;
pub mod report;
pub mod rewrite;
pub mod table;
pub mod texts;
pub mod unions;
pub mod validators;
