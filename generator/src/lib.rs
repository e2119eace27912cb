//! Stubsmith reads an API description (Swagger 2.0) with the JSON Schemas that it refers to, and
//! generates the Rust that a server author implements: serde types, a trait with one `async` method
//! for each operation, and an axum router in front of it.
//!
//! # The pipeline
//!
//! ```text
//! load -> read -> lower -> names -> emit -> format -> write
//! ```
//!
//! | stage | takes | gives | never |
//! |---|---|---|---|
//! | load | paths | every file that they reach, parsed once | interprets |
//! | read | files | what the documents say, a place on every node | knows a word of Rust |
//! | lower | that | what will be written: types, operations | chooses an identifier |
//! | names | the model | every identifier, and every collision | emits |
//! | emit | model, names | tokens, one file here for each concept | invents a name |
//! | format | tokens | text | |
//! | write | text | a folder that holds it | deletes what it did not write |
//!
//! A stage that can complain takes a sink of diagnostics, does all that it can, and the run stops after
//! a stage that left an error. Stages share data modules and never call each other.
//!
//! # What is deliberately absent
//!
//! Nothing is fetched: a reference reaches files under one folder. Nothing is printed: a run returns
//! files and a report. No text of a description becomes source text but as a literal or as a doc comment
//! that does nothing. What is generated depends on axum, serde and `serde_json`, and `regex` where it has
//! patterns; on nothing of ours.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod allow;
mod api;
mod arena;
mod bounds;
mod build_script;
mod choices;
mod codes;
mod config;
mod cursor;
mod diagnostic;
mod dialect;
mod digits;
mod emit;
mod format;
mod json;
mod load;
mod locate;
mod lower;
mod manifest;
mod model;
mod named;
mod names;
mod output;
mod overrides;
mod parse;
mod pattern;
mod pattern_cost;
mod pipeline;
mod places;
mod pointer;
mod printable;
mod read;
mod report;
mod resolve;
mod rust_path;
mod settings;
mod sources;
mod spans;
mod suggest;
mod type_paths;
mod write;
mod yaml;

pub use choices::{CheckResponses, Head, Unimplemented};
pub use codes::{CODES, Code, Level, STALE, explain};
pub use config::{Config, KeepUnknown, SecurityScheme};
pub use diagnostic::Severity;
pub use emit::crates::known_crate;
pub use manifest::Manifest;
pub use names::check_crate_name;
pub use output::{Dependency, File, HEADER};
pub use overrides::{Absent, Given};
pub use pipeline::Generated;
pub use report::{Finding, Position, Report, Style};
pub use write::{Difference, check_symlink, compare, write, write_file};

/// The support code, where its own tests can reach it. The library has no use for it as code.
#[cfg(test)]
#[path = "../support/mod.rs"]
#[allow(clippy::pedantic, reason = "it is held to the lints of the crates that it is copied into")]
mod support;

#[cfg(test)]
#[path = "tests/support.rs"]
mod support_tests;

#[cfg(test)]
#[path = "tests/diagnostic.rs"]
mod diagnostic_tests;

#[cfg(test)]
#[path = "tests/mentions.rs"]
mod mentions_tests;

#[cfg(test)]
#[path = "tests/parts.rs"]
mod parts_tests;

#[cfg(test)]
#[path = "tests/reason.rs"]
mod reason_tests;

#[cfg(test)]
#[path = "tests/tagged.rs"]
mod tagged_tests;

#[cfg(test)]
#[path = "tests/held.rs"]
mod held_tests;

#[cfg(test)]
#[path = "tests/manifest.rs"]
mod manifest_tests;

#[cfg(test)]
#[path = "tests/parse.rs"]
mod parse_tests;

#[cfg(test)]
#[path = "tests/cycles.rs"]
mod cycles_tests;

#[cfg(test)]
#[path = "tests/pattern.rs"]
mod pattern_tests;

#[cfg(test)]
#[path = "tests/dialect.rs"]
mod dialect_tests;
/// What the unit tests of several files share.
#[cfg(test)]
mod tests {
    pub mod definitions;
}
