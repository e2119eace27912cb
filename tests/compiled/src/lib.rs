//! The golden outputs and skeletons, compiled: what is generated builds, and without a warning.

#[rustfmt::skip]
#[path = "../../golden/all_of/expected/mod.rs"]
pub mod all_of;
#[rustfmt::skip]
#[path = "../../golden/all_of/stub.rs"]
pub mod all_of_stub;
#[rustfmt::skip]
#[path = "../../golden/constraints/expected/mod.rs"]
pub mod constraints;
#[rustfmt::skip]
#[path = "../../golden/constraints/stub.rs"]
pub mod constraints_stub;
#[rustfmt::skip]
#[path = "../../golden/empty/expected/mod.rs"]
pub mod empty;
#[rustfmt::skip]
#[path = "../../golden/empty/stub.rs"]
pub mod empty_stub;
#[rustfmt::skip]
#[path = "../../golden/names/expected/mod.rs"]
pub mod names;
#[rustfmt::skip]
#[path = "../../golden/names/stub.rs"]
pub mod names_stub;
#[rustfmt::skip]
#[path = "../../golden/operations/expected/mod.rs"]
pub mod operations;
#[rustfmt::skip]
#[path = "../../golden/operations/stub.rs"]
pub mod operations_stub;
#[rustfmt::skip]
#[path = "../../golden/schemas/expected/mod.rs"]
pub mod schemas;
#[rustfmt::skip]
#[path = "../../golden/schemas/stub.rs"]
pub mod schemas_stub;
#[rustfmt::skip]
#[path = "../../golden/security/expected/mod.rs"]
pub mod security;
#[rustfmt::skip]
#[path = "../../golden/security/stub.rs"]
pub mod security_stub;
#[rustfmt::skip]
#[path = "../../golden/unimplemented/expected/mod.rs"]
pub mod unimplemented;
#[rustfmt::skip]
#[path = "../../golden/unimplemented/stub.rs"]
pub mod unimplemented_stub;
