//! Tags: properties with the same value in all objects of a struct, such as discriminators.

use super::text::quoted;
use crate::model::{Scalar, Tag};
use proc_macro2::Literal;

/// Writes the row of a struct's table for its tags, if it has any.
pub(super) fn write_tags(tags: &[Tag]) -> String {
    let tags: Vec<String> =
        tags.iter().map(|tag| format!("{} = {}", quoted(&tag.wire), constant(&tag.value))).collect();
    if tags.is_empty() { String::new() } else { format!("    tag({}),\n", tags.join(", ")) }
}

/// Without a suffix, an integer would be an `i32`.
fn constant(scalar: &Scalar) -> String {
    match scalar {
        Scalar::String(text) => quoted(text).to_string(),
        Scalar::Integer(integer) => Literal::i64_suffixed(*integer).to_string().replace("- ", "-"),
        Scalar::Boolean(boolean) => boolean.to_string(),
        Scalar::Number(number) => Literal::f64_suffixed(*number).to_string().replace("- ", "-"),
    }
}
