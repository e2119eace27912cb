//! `type`: the JSON types of a schema.

use crate::api::JsonType;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::suggest::did_you_mean;

/// Reads one type, or a list of types.
pub(super) fn read_types(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Vec<JsonType> {
    let Some(types) = object.take("type") else {
        if object.has("type") {
            // This is YAML's null, not the type `null`. Without `type`, the schema would accept any value.
            let message = "`type` has no value; it is ignored";
            let place = object.place.member("type").key();
            let help = "write a type; for null, write `'null'` in quotes";
            diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message).help(help));
        }
        return Vec::new();
    };
    let names = if types.value.is_array() { types.items(diagnostics) } else { vec![types] };
    let is_openapi3 = object.dialect().is_openapi3();
    names.iter().filter_map(|name| read_type(name, is_openapi3, diagnostics)).collect()
}

const TYPES: [(&str, JsonType); 8] = [
    ("null", JsonType::Null),
    ("boolean", JsonType::Boolean),
    ("integer", JsonType::Integer),
    ("number", JsonType::Number),
    ("string", JsonType::String),
    ("array", JsonType::Array),
    ("object", JsonType::Object),
    ("file", JsonType::File),
];

/// Types of other languages that authors write by mistake.
const FOREIGN_TYPES: [(&str, &str); 17] = [
    ("date", "type: string, format: date"),
    ("datetime", "type: string, format: date-time"),
    ("date-time", "type: string, format: date-time"),
    ("uuid", "type: string, format: uuid"),
    ("uri", "type: string, format: uri"),
    ("byte", "type: string, format: byte"),
    ("text", "type: string"),
    ("bool", "type: boolean"),
    ("int", "type: integer"),
    ("int32", "type: integer, format: int32"),
    ("int64", "type: integer, format: int64"),
    ("long", "type: integer, format: int64"),
    ("float", "type: number, format: float"),
    ("double", "type: number, format: double"),
    ("list", "type: array"),
    ("map", "type: object, additionalProperties: ..."),
    // In OpenAPI 3.
    ("file", "type: string, format: binary"),
];

fn read_type(name: &Cursor<'_>, is_openapi3: bool, diagnostics: &mut Diagnostics) -> Option<JsonType> {
    // In a list of types, an unquoted `null` is YAML's null.
    let text = if name.value.is_null() { "null" } else { name.string(diagnostics)? };
    let known = TYPES.iter().filter(|(_, kind)| !is_openapi3 || *kind != JsonType::File);
    let json_type = known.clone().find(|(known, _)| *known == text).map(|(_, kind)| *kind);
    if json_type.is_none() {
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_TYPE, name.place.clone(), format!("`{text}` is not a JSON type"));
        let known = known.map(|(known, _)| *known);
        let foreign = FOREIGN_TYPES.iter().find(|(name, _)| *name == text.to_lowercase());
        diagnostics.push(match (foreign, did_you_mean(text, known)) {
            (Some((_, meant)), _) => diagnostic.help(format!("write `{meant}`")),
            (None, Some(meant)) => diagnostic.help(format!("did you mean `{meant}`?")),
            (None, None) => {
                diagnostic.help("the types are boolean, integer, number, string, array and object")
            }
        });
    }
    json_type
}
