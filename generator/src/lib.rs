//! Stubsmith generates the server side of an HTTP API from its spec: serde types, a trait with one `async` method per
//! operation, and an axum router that checks each request before it calls your method. It reads OpenAPI 3.0 to 3.2 and
//! Swagger 2.0. It can also generate a client.
//!
//! # How do I use it?
//!
//! A build script generates the code from the spec:
//!
//! ```no_run
//! // build.rs, in `main`
//! stubsmith::Config::new("spec/chat.yaml").name("api").build_script();
//! ```
//!
//! `src/main.rs` includes the generated module, and serves the API:
//!
//! ```ignore
//! // src/main.rs
//! include!(concat!(env!("OUT_DIR"), "/api.rs")); // `pub mod api`
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, api::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! You implement the trait. If the spec adds an operation, the server does not compile until it has the method:
//!
//! ```ignore
//! impl Api for Server {
//!     type Principal = (); // or your type for users
//!     type Error = Rejection; // or your own type, with your API's error body
//!
//!     async fn authenticate(&self, _: &Context, sent: Credentials) -> Result<(), Rejection> {
//!         let Credentials::Token { token } = sent;
//!         match token.token.expose() {
//!             "secret" => Ok(()),
//!             _ => Err(Rejection::MissingCredentials),
//!         }
//!     }
//!
//!     async fn send_message(
//!         &self,
//!         _: Context,
//!         (): (),
//!         request: SendMessageRequest,
//!     ) -> Result<SendMessageResponse, Rejection> {
//!         match (request.room, request.body) {
//!             (1, Message::Text(text)) => println!("{}", text.text),
//!             (1, Message::Image(image)) => println!("{}", image.url),
//!             _ => return Ok(SendMessageResponse::NotFound),
//!         }
//!         Ok(Sent::new(1).into())
//!     }
//! }
//! ```
//!
//! The [quick start](guide::quick_start) has the whole package. The program `stubsmith` creates one with `stubsmith new`, and
//! prints such an implementation with `stubsmith stub`: see [The program](guide::program).
//!
//! # What does it generate?
//!
//! | item of the module | contents |
//! |---|---|
//! | `types` | a struct, an enum or an alias for each schema: see [Types](guide::types) |
//! | `Api` | the trait that you implement, with a method for each operation: see [Handlers](guide::handlers) |
//! | `SendMessageRequest` | the parameters and the body of a request |
//! | `SendMessageResponse` | an enum with a variant for each declared status code |
//! | `Credentials` | the credentials of a request, for your method `authenticate`: see [Security](guide::security) |
//! | `Rejection` | the reason why a request does not reach your method, for your error type |
//! | `service`, `router`, `routes` | the axum router, as a whole or by operation |
//! | `client`, `outgoing` | on request, a client; the webhooks and callbacks of the spec |
//!
//! The generated code depends on axum, serde and `serde_json`, and on `regex` if the spec has patterns. It does not depend
//! on this crate. If the `Cargo.toml` of a package lacks one of them, its build script shows a warning.
//!
//! # What is in the library?
//!
//! - [`Config`] has a method for each setting, and methods that run the generator: [`Config::build_script`] for build
//!   scripts, [`Config::generate`] for the files as text, [`Config::check`] for the mistakes of a spec, [`Config::stub`] for
//!   a skeleton of a server, [`Config::package`] for a new package, [`Config::bundle`] for a spec in one document,
//!   [`Config::diff`] for the changes of a spec, and [`Config::inventory`] for the effect of each keyword.
//! - [`Apis`] generates several APIs, which share the support code.
//! - [`Generated`] is the result of a run: the files, the crates that they need, and the [`Report`].
//! - [`write()`] writes files to a folder, and [`compare`] compares files with a folder.
//! - [`CODES`] lists the codes of diagnostics, and [`explain`] returns the explanation of a code.
//!
//! The [guide] has a chapter for each question.

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
#![warn(missing_debug_implementations, unreachable_pub)]

mod accepted;
mod allow;
mod api;
mod apis;
mod arena;
mod attribute;
mod bounds;
mod build_script;
mod bundle;
mod choices;
mod codes;
mod config;
mod cursor;
mod diagnostic;
mod dialect;
mod diff;
mod digits;
mod embedded;
mod emit;
mod find_references;
mod format;
// Only rustdoc reads it, so it does not slow down builds.
#[cfg(doc)]
pub mod guide;
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
mod package;
mod parse;
mod pattern;
mod pattern_cost;
mod pipeline;
mod places;
mod pointer;
mod presets;
mod printable;
mod read;
mod reference;
mod report;
mod resolve;
mod resolve_presets;
mod resources;
mod rust_path;
mod server_url;
mod settings;
mod sides;
mod sources;
mod spans;
mod subtypes;
mod suggest;
mod type_paths;
mod walk;
mod write;
mod yaml;

pub use apis::Apis;
pub use bundle::DocumentFormat;
pub use choices::{CheckResponses, Head, OneOf, Unimplemented};
pub use codes::{CODES, Code, Level, STALE, explain};
pub use config::{Config, EventItems, KeepUnknown, SecurityScheme};
pub use diagnostic::Severity;
pub use diff::{
    Annotation, Change, CompileError, Counts, RULES, Rule, Spot, Verdict, find_rule, summary_json,
    summary_text,
};
pub use emit::crates::known_crate;
pub use manifest::Manifest;
pub use names::check_crate_name;
pub use output::{Dependency, File, HEADER};
pub use overrides::{Absent, Given};
pub use package::Package;
pub use pipeline::{Compared, Generated};
pub use report::{Finding, Position, Report, Style};
pub use settings::settings_schema;
pub use write::{Difference, check_symlink, compare, write, write_file};

/// The support code, compiled for its tests. The library only embeds its text.
#[cfg(test)]
#[path = "../support/mod.rs"]
#[allow(
    unreachable_pub,
    clippy::pedantic,
    reason = "it follows the lints of the crates that it is copied into"
)]
mod support;

#[cfg(test)]
#[path = "tests/outgoing.rs"]
mod outgoing_tests;

#[cfg(test)]
#[path = "tests/support.rs"]
mod support_tests;

#[cfg(test)]
#[path = "tests/attribute.rs"]
mod attribute_tests;
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
#[path = "tests/schema_keywords.rs"]
mod schema_keywords_tests;

#[cfg(test)]
#[path = "tests/streams.rs"]
mod streams_tests;

#[cfg(test)]
#[path = "tests/text_tree.rs"]
mod text_tree_tests;

#[cfg(test)]
#[path = "tests/tagged.rs"]
mod tagged_tests;
#[cfg(test)]
#[path = "tests/union.rs"]
mod union_tests;

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

#[cfg(test)]
#[path = "tests/keywords.rs"]
mod keywords_tests;

/// Code shared by the unit tests.
#[cfg(test)]
mod tests {
    pub(crate) mod definitions;
}
