//! The documentation of types and fields.

use super::facts::Facts;
use crate::api::SchemaId;
use crate::model::Expr;

/// The formats that a Rust type expresses.
const TYPED: [&str; 4] = ["int32", "int64", "float", "double"];

/// Returns the `format` of a property, unless its type expresses it.
pub(super) fn format_to_show(facts: &Facts<'_>, schema: SchemaId, expr: &Expr) -> Option<String> {
    let expr = if let Expr::Nullable(inner) = expr { inner } else { expr };
    if matches!(expr, Expr::Preset(_) | Expr::Foreign(_)) || facts.is_named(schema) {
        return None;
    }
    facts.schema(schema).format.clone().filter(|format| !TYPED.contains(&format.as_str()))
}
