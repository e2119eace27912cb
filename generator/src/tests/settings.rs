//! The keys of `stubsmith.yaml`: what the reader accepts, and what its JSON Schema says.

use super::keys::{Form, KEYS, OVERRIDE, Values};
use super::settings_schema;
use crate::Config;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;

fn schema() -> Value {
    serde_json::from_str(&settings_schema()).unwrap()
}

/// The findings of a run with these settings.
fn read(settings: &Value) -> Vec<String> {
    let folder = tempfile::TempDir::new().unwrap();
    let spec = folder.path().join("api.yaml");
    fs::write(&spec, "openapi: 3.0.0\ninfo: {title: A, version: '1'}\npaths: {}\n").unwrap();
    fs::write(folder.path().join("stubsmith.yaml"), settings.to_string()).unwrap();
    let report = Config::new(spec).check().report;
    let of_settings = report.findings().filter(|finding| finding.position.path.ends_with("stubsmith.yaml"));
    of_settings.map(|finding| format!("{}: {}", finding.code, finding.message)).collect()
}

/// A value that the schema of a key allows.
fn sample(schema: &Value) -> Value {
    if let Some(values) = schema.get("enum") {
        return values[0].clone();
    }
    if let Some(alternatives) = schema.get("anyOf") {
        return sample(&alternatives[0]);
    }
    match &schema["type"] {
        Value::String(name) if name == "boolean" => json!(true),
        Value::String(name) if name == "integer" => schema["maximum"].clone(),
        Value::String(name) if name == "array" => json!([sample(&schema["items"])]),
        Value::String(name) if name == "object" && schema["properties"].get("until").is_some() => {
            let members = schema["properties"].as_object().unwrap().keys();
            members.map(|key| (key.clone(), json!("#/info"))).collect::<serde_json::Map<_, _>>().into()
        }
        Value::String(name) if name == "object" && schema.get("required").is_some() => {
            json!({"at": "#/info/title", "expected": "A", "value": "B"})
        }
        Value::String(name) if name == "object" => json!({"#": sample(&schema["additionalProperties"])}),
        _ if schema.get("pattern").is_some() => json!("basic"),
        _ => json!("#/info"),
    }
}

/// Every key of the schema is read, and its values are of the type that the reader expects.
#[test]
fn the_reader_accepts_what_the_schema_says() {
    let schema = schema();
    let properties = schema["properties"].as_object().unwrap();
    assert_eq!(properties.len(), KEYS.len(), "a key is listed twice");
    for (name, property) in properties {
        let settings = json!({name.as_str(): sample(property)});
        let wrong =
            |message: &String| message.starts_with("unknown-keyword") || message.starts_with("wrong-type");
        // The place of a sample is not a URL.
        let messages = read(&settings).into_iter().filter(|message| wrong(message) && name != "refs");
        assert_eq!(messages.collect::<Vec<_>>(), Vec::<String>::new(), "{settings}");
    }
}

/// A value that the schema rejects is also an error of the reader.
#[test]
fn the_reader_rejects_what_the_schema_rejects() {
    for key in &KEYS {
        let wrong = match key.form {
            Form::Text(_) | Form::Folder(_) | Form::Word(..) | Form::Bytes(_) | Form::Flag(_) => json!([]),
            Form::List(..) | Form::FlagOrList(..) | Form::ListOrMap(_) | Form::Overrides | Form::Accepted => {
                json!("text")
            }
            Form::Map(..) | Form::Lists(_) | Form::Folders(_) => json!(["text"]),
        };
        let messages = read(&json!({key.name: wrong}));
        assert!(
            messages.iter().any(|message| message.starts_with("wrong-type")),
            "{}: {messages:?}",
            key.name
        );
        let word = match &key.form {
            Form::Word(..) => json!("wrong"),
            Form::Map(Values::Words(_) | Values::SecuritySchemes, _) => json!({"a": "wrong"}),
            Form::List(Values::Codes, _) => json!(["wrong"]),
            _ => continue,
        };
        assert_ne!(read(&json!({key.name: word})), Vec::<String>::new(), "{}", key.name);
    }
    let messages = read(&json!({"ref-rot": "."}));
    assert!(messages[0].starts_with("unknown-keyword"), "{messages:?}");
}

/// The words of the schema are the words that the reader parses, in both spellings of numbers.
#[test]
fn every_word_of_the_schema_is_read() {
    let schema = schema();
    for (name, property) in schema["properties"].as_object().unwrap() {
        for word in property.get("enum").and_then(Value::as_array).into_iter().flatten() {
            assert_eq!(read(&json!({name.as_str(): word})), Vec::<String>::new(), "{name}: {word}");
        }
    }
    assert_eq!(schema["properties"]["unimplemented"]["enum"], json!(["compile-error", "501", 501]));
    let codes = schema["properties"]["allow"]["items"]["enum"].as_array().unwrap();
    let read_all = read(&json!({"allow": codes}));
    assert_eq!(read_all, Vec::<String>::new());
}

#[test]
fn each_key_of_an_override_is_in_the_schema() {
    let schema = schema();
    let item = &schema["properties"]["override"]["items"];
    let keys: BTreeSet<&str> = item["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, OVERRIDE.iter().map(|(name, _)| *name).collect());
    for settings in [
        json!({"at": "#/info/title", "expected": "A", "remove": true, "absent": false}),
        json!({"at": "#/info/x-a", "absent": true, "value": 1}),
    ] {
        let messages = read(&json!({"override": [settings]}));
        assert_eq!(messages, Vec::<String>::new());
    }
    let messages = read(&json!({"override": [{"at": "#", "vallue": 1}]}));
    assert!(messages.iter().any(|message| message.starts_with("unknown-keyword")), "{messages:?}");
}

/// A default is a value that its key accepts, and a description is a sentence.
#[test]
fn defaults_are_values_and_descriptions_are_sentences() {
    for key in &KEYS {
        assert!(key.description.ends_with('.'), "{}", key.name);
        if let Some(default) = key.default {
            let default: Value = serde_json::from_str(default).unwrap();
            assert_eq!(read(&json!({key.name: default})), Vec::<String>::new(), "{}", key.name);
        }
    }
}
