//! Every part of the support code, for its own tests. What is generated has a `mod.rs` with the parts
//! in use.
#![allow(dead_code, unused_imports, reason = "as in what is generated")]

/// As what is generated has it in a debug build.
pub const CHECK_RESPONSES: bool = true;

mod accept;
mod argument;
mod authorization;
mod basic;
mod bearer;
mod body;
mod body_of;
pub mod check;
mod checked;
mod content;
mod context;
mod counted;
mod decode;
mod default_argument;
mod default_arguments;
mod defaulted;
mod dispatch;
mod empty;
mod examples;
mod form;
mod glue;
mod head;
mod header;
mod header_list;
mod header_secret;
mod integer_arguments;
mod integers;
mod json;
mod list;
mod location;
mod media_type;
mod more;
mod multi;
mod multipart;
mod nested;
pub mod object;
mod pattern;
mod presented;
mod read_only;
mod rejection;
mod router;
pub mod schema;
mod secret;
mod stream;
mod strict_value;
pub mod tagged;
mod template;
mod text_body;
mod text_or_json_body;
mod upload;

pub use accept::Accept;
pub use argument::{Argument, Query, Scalar};
pub use basic::Basic;
pub use bearer::Bearer;
pub use body::{body, optional_body};
pub use checked::{checked, checked_body, checked_content, checked_header};
pub use content::{Content, bytes, json_as, json_or_text, text};
pub use context::{Context, Operation};
pub use decode::{Decode, Members, Object, Seed, Trail};
pub use examples::Examples;
pub use glue::{Routes, fallbacks, open, undeclared};
pub use head::head;
pub use header::{each_header, header, list_header};
pub use header_secret::conceal;
pub use json::json;
pub use more::Nullable;
pub use pattern::Pattern;
pub use rejection::Rejection;
pub use router::connect;
pub use secret::Secret;
pub use tagged::{Buffered, Tag};
