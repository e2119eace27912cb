//! What kind of value a schema is for, and whether it has a name.

use super::enumeration::{implied_kind, lists_null};
use crate::api::{self, Items, JsonType, Schema};
use crate::diagnostic::Place;

/// Whether a schema has a name of its own: a definition, or a file as a whole.
pub fn is_named(schema: &Schema) -> bool {
    schema.place.as_ref().is_some_and(is_named_place)
}

/// Whether what stands here has a name of its own.
pub fn is_named_place(place: &Place) -> bool {
    let tokens: Vec<_> = place.pointer.tokens().collect();
    tokens.is_empty() || (tokens.len() == 2 && tokens.first().is_some_and(|first| first == "definitions"))
}

/// The types other than null; where none are given, those that the keywords imply.
pub fn kinds(schema: &Schema) -> Vec<JsonType> {
    let given: Vec<_> = schema.types.iter().copied().filter(|kind| *kind != JsonType::Null).collect();
    if !given.is_empty() || !schema.types.is_empty() {
        return given;
    }
    if !schema.unions.is_empty() {
        return if schema.properties.is_empty() { given } else { vec![JsonType::Object] };
    }
    let says = |keywords: &[&str]| {
        schema.constraints.iter().any(|constraint| keywords.contains(&constraint.keyword))
    };
    let object = ["minProperties", "maxProperties"];
    let members = !schema.properties.is_empty()
        || !schema.required.is_empty()
        || !schema.pattern_properties.is_empty()
        || !schema.dependencies.is_empty();
    let implied = [
        (members || !matches!(schema.additional, api::Additional::Unsaid) || says(&object), JsonType::Object),
        (
            !matches!(schema.items, Items::Unsaid) || says(&["minItems", "maxItems", "uniqueItems"]),
            JsonType::Array,
        ),
        (says(&["minLength", "maxLength", "pattern"]), JsonType::String),
        (says(&["minimum", "maximum", "multipleOf"]), JsonType::Number),
    ];
    let implied = implied.into_iter().filter(|(holds, _)| *holds).map(|(_, kind)| kind);
    implied_kind(schema).map_or_else(|| implied.collect(), |kind| vec![kind])
}

/// Whether a schema is for objects alone.
pub fn is_object(schema: &Schema) -> bool {
    kinds(schema) == [JsonType::Object]
}

/// Whether a schema is for values of one type that text can hold: null is none of them.
pub fn is_scalar(schema: &Schema) -> bool {
    is_scalar_or_null(schema) && !is_nullable(schema)
}

fn is_scalar_or_null(schema: &Schema) -> bool {
    let known = [JsonType::String, JsonType::Integer, JsonType::Number, JsonType::Boolean];
    matches!(kinds(schema).as_slice(), [kind] if known.contains(kind))
}

/// Whether a parameter or a header can have this schema. Text cannot say null, so that nobody sends it;
/// without a type, text is a string.
pub fn is_text(schema: &Schema) -> bool {
    is_scalar_or_null(schema) || (kinds(schema).is_empty() && schema.types.is_empty())
}

/// Whether clients do not send what has this schema. A definition says it of itself, and not of the properties that
/// refer to it.
pub fn is_read_only(schema: &Schema) -> bool {
    schema.read_only && !is_named(schema)
}

/// Whether null is a value as well.
///
/// | keywords | null |
/// |---|---|
/// | `x-nullable: true` | accepted |
/// | `enum` that lists null | accepted, whatever `type` says |
/// | `enum` that does not list it | rejected, whatever `type` says |
/// | `type: [.., 'null']` | accepted |
pub fn is_nullable(schema: &Schema) -> bool {
    schema.nullable
        || match &schema.enumeration {
            Some(_) => lists_null(schema),
            None => schema.types.contains(&JsonType::Null) && schema.types.len() > 1,
        }
}
