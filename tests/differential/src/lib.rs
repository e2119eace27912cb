//! Takes Swagger 2.0 documents and gives plain JSON Schemas of draft 4 for their definitions, values that are valid
//! by them, and values that differ from these in one place. What generated decoders say of the values is compared
//! with what the `jsonschema` crate says. It knows nothing of the generator, which it judges: what the generator
//! decides differently from JSON Schema stands in [`rewrite::Rule`], one by one.
#![allow(clippy::missing_panics_doc, reason = "a test panics where it fails")]

pub mod arguments;
pub mod compare;
pub mod compositions;
pub mod documents;
pub mod families;
pub mod make;
pub mod mutate;
pub mod numbers;
pub mod part;
pub mod places;
pub mod prove;
pub mod reach;
pub mod report;
pub mod rewrite;
pub mod table;
pub mod texts;
pub mod validators;
