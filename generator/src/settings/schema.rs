//! The JSON Schema of `stubsmith.yaml`, for editors.

use super::keys::{ABSENT, ACCEPTED, AT, EXPECTED, Form, KEYS, Key, OVERRIDE, REMOVE, VALUE, Values};
use crate::codes::{CODES, Level};
use crate::presets;
use serde_json::{Map, Value, json};

/// Returns the JSON Schema (draft 2020-12) of `stubsmith.yaml`. It accepts the keys that Stubsmith reads, and no
/// others.
pub fn settings_schema() -> String {
    let properties: Map<String, Value> =
        KEYS.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "stubsmith.yaml",
        "description": "The settings of Stubsmith, next to the first spec. A place is a JSON pointer in the first spec, such as `#/components/schemas/Event`, or in any other file: `event.json#/properties/id`.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": properties,
    });
    format!("{schema:#}\n")
}

fn property(key: &Key) -> Value {
    let mut schema = form(&key.form);
    if let Some(members) = schema.as_object_mut() {
        members.insert("description".to_owned(), json!(key.description));
        let default = key.default.and_then(|default| serde_json::from_str::<Value>(default).ok());
        members.extend(default.map(|default| ("default".to_owned(), default)));
    }
    schema
}

fn form(form: &Form) -> Value {
    let list = |items: Value| json!({"type": "array", "items": items});
    let map = |values: Value| json!({"type": "object", "additionalProperties": values});
    match form {
        Form::Flag(_) => json!({"type": "boolean"}),
        Form::Text(_) | Form::Folder(_) => text(),
        Form::Folders(_) => map(text()),
        Form::Word(words, _) => one_of(words),
        Form::Bytes(_) => json!({"type": "integer", "minimum": 0, "maximum": u32::MAX}),
        Form::List(each, _) => list(values(each)),
        Form::FlagOrList(..) => json!({"anyOf": [{"type": "boolean"}, list(text())]}),
        Form::Map(each, _) => map(values(each)),
        Form::ListOrMap(_) => {
            let words = presets::words();
            // A list may also have formats with words: `date=chrono`.
            let item = json!({"anyOf": [{"enum": words}, {"type": "string", "pattern": "="}]});
            json!({"anyOf": [list(item), map(json!({"enum": words}))]})
        }
        Form::Lists(_) => map(list(text())),
        Form::Overrides => list(json!({
            "type": "object",
            "additionalProperties": false,
            "required": [AT],
            "properties": OVERRIDE.iter().map(|(name, about)| ((*name).to_owned(), override_key(name, about))).collect::<Map<_, _>>(),
            "allOf": [either(EXPECTED, ABSENT), either(VALUE, REMOVE)],
        })),
        Form::Accepted => list(json!({
            "type": "object",
            "additionalProperties": false,
            "required": ACCEPTED.map(|(name, _)| name),
            "properties": ACCEPTED.iter().map(|(name, about)| ((*name).to_owned(), accepted_key(about))).collect::<Map<_, _>>(),
        })),
    }
}

/// Exactly one of two keys. A flag that is `false` counts as absent.
fn either(value: &str, flag: &str) -> Value {
    let is_set = json!({"required": [flag], "properties": {flag: {"const": true}}});
    json!({"oneOf": [{"required": [value]}, is_set]})
}

fn override_key(name: &str, about: &str) -> Value {
    match name {
        AT => json!({"type": ["string", "number", "boolean"], "description": about}),
        ABSENT | REMOVE => json!({"type": "boolean", "description": about}),
        _ => json!({"description": about}),
    }
}

fn accepted_key(about: &str) -> Value {
    json!({"type": ["string", "number", "boolean"], "description": about})
}

fn values(values: &Values) -> Value {
    match values {
        Values::Text => text(),
        Values::Words(words) => one_of(words),
        Values::Codes => {
            // If a mistake is harmless at some places, it is a warning there.
            let codes = CODES.iter().filter(|code| code.level != Level::Error);
            json!({"enum": codes.map(|code| code.name).collect::<Vec<_>>()})
        }
        Values::SecuritySchemes => {
            json!({"type": "string", "pattern": "^(basic|bearer|mutualTLS|(header|query|cookie|http):.+)$"})
        }
    }
}

/// The reader accepts numbers and booleans as the texts that YAML's authors mean.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// Words. In YAML, a word of digits is a number.
fn one_of(words: &[&str]) -> Value {
    let numbers = words.iter().filter_map(|word| word.parse::<u32>().ok());
    let values: Vec<Value> =
        words.iter().map(|word| json!(word)).chain(numbers.map(|number| json!(number))).collect();
    json!({"enum": values})
}
