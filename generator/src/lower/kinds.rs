//! What kind of value a schema is for, and whether it has a name.

use crate::api::{self, Items, JsonType, Schema};
use crate::diagnostic::Place;
use serde_json::Value;

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
    if !given.is_empty() || !schema.types.is_empty() || !schema.unions.is_empty() {
        return given;
    }
    let says = |keywords: &[&str]| {
        schema.constraints.iter().any(|constraint| keywords.contains(&constraint.keyword))
    };
    let object = ["minProperties", "maxProperties", "patternProperties", "dependencies"];
    let members = !schema.properties.is_empty() || !schema.required.is_empty() || !schema.all_of.is_empty();
    let implied = [
        (members || !matches!(schema.additional, api::Additional::Unsaid) || says(&object), JsonType::Object),
        (
            !matches!(schema.items, Items::Unsaid) || says(&["minItems", "maxItems", "uniqueItems"]),
            JsonType::Array,
        ),
        (is_string_enum(schema) || says(&["minLength", "maxLength", "pattern"]), JsonType::String),
        (says(&["minimum", "maximum", "multipleOf"]), JsonType::Number),
    ];
    implied.into_iter().filter(|(holds, _)| *holds).map(|(_, kind)| kind).collect()
}

/// Whether a schema is for objects alone.
pub fn is_object(schema: &Schema) -> bool {
    kinds(schema) == [JsonType::Object]
}

/// Whether null is a value as well.
pub fn is_nullable(schema: &Schema) -> bool {
    schema.types.contains(&JsonType::Null) && schema.types.len() > 1
}

/// Whether a schema is a closed set of strings.
pub fn is_string_enum(schema: &Schema) -> bool {
    let values = schema.enumeration.as_deref().unwrap_or_default();
    let strings = schema.types.is_empty() || schema.types == [JsonType::String];
    strings && !values.is_empty() && values.iter().all(Value::is_string)
}
