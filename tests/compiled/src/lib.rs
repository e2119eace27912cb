//! The golden outputs, compiled: what is generated builds, and without a warning.

#[rustfmt::skip]
#[path = "../../golden/names/expected/mod.rs"]
pub mod names;
#[rustfmt::skip]
#[path = "../../golden/operations/expected/mod.rs"]
pub mod operations;
#[rustfmt::skip]
#[path = "../../golden/schemas/expected/mod.rs"]
pub mod schemas;
#[rustfmt::skip]
#[path = "../../golden/security/expected/mod.rs"]
pub mod security;
