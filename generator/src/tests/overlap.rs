//! Which alternatives of a `oneOf` overlap, and the value that proves it.

use super::*;
use crate::choices::{Choices, OneOf};
use crate::lower::lower;
use crate::read;
use crate::tests::definitions::{place, sources};
use serde_json::json;

/// Returns the diagnostics about the `oneOf` of these schemas, with the setting for it.
fn reported(schemas: &Value, setting: Option<OneOf>) -> Vec<Diagnostic> {
    let base = json!({"type": "object", "properties": {"base": {"type": "string"}}});
    let user = json!({"type": "object", "properties": {"x": {"$ref": "#/definitions/X"}}});
    let definitions = json!({"X": {"oneOf": schemas}, "Base": base, "User": user});
    let sources = sources(&definitions);
    let one_of = setting.map(|how| (place("X"), how)).into_iter().collect();
    let choices = Choices { one_of, ..Choices::default() };
    let mut diagnostics = Diagnostics::default();
    let api = read::read(&sources, &choices, &mut diagnostics);
    lower(&api, &sources, &choices, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    let all = diagnostics.into_vec().into_iter();
    all.filter(|diagnostic| diagnostic.code == codes::AMBIGUOUS_UNION).collect()
}

/// Objects with a property of this schema, which is required.
fn with(name: &str, schema: &Value) -> Value {
    json!({"type": "object", "required": [name], "properties": {name: schema}})
}

/// The same, without other properties.
fn closed(name: &str, schema: &Value) -> Value {
    let mut object = with(name, schema);
    object["additionalProperties"] = json!(false);
    object
}

#[test]
fn an_overlap_is_proved_by_a_value() {
    use Severity::{Note, Warning};
    let text = json!({"type": "string"});
    let number = json!({"type": "integer"});
    let only = |value: &str| json!({"type": "string", "enum": [value]});
    let list = |item: &Value| json!({"type": "array", "items": item});
    let mut optional = closed("url", &text);
    optional["properties"]["more"] = text.clone();
    let mut numbers = with("a", &number);
    numbers["additionalProperties"] = number.clone();
    let mut full = list(&text);
    full["minItems"] = json!(1);
    let cases = [
        // Objects.
        (with("url", &text), with("url", &text), Some((Warning, "an object with only `url`"))),
        (closed("url", &text), optional.clone(), Some((Warning, "an object with only `url`"))),
        (closed("url", &text), with("other", &text), None),
        (with("a", &text), with("b", &text), Some((Note, "an object with only `a` and `b`"))),
        (with("a", &text), with("a", &number), None),
        (with("kind", &only("a")), with("kind", &only("b")), None),
        (with("kind", &only("a")), with("kind", &text), Some((Warning, "an object with only `kind`"))),
        (with("a", &with("kind", &only("a"))), with("a", &with("kind", &only("b"))), None),
        (
            with("a", &with("b", &text)),
            with("a", &with("c", &text)),
            Some((Warning, "an object with only `a`")),
        ),
        (with("a", &with("b", &closed("c", &text))), with("a", &with("b", &closed("d", &text))), None),
        (numbers.clone(), with("b", &text), None),
        (numbers, with("b", &number), Some((Note, "an object with only `a` and `b`"))),
        (
            json!({"type": "object", "properties": {"a": text}}),
            with("b", &text),
            Some((Warning, "an object with only `b`")),
        ),
        (
            json!({"type": "object", "properties": {"a": text}}),
            json!({"type": "object", "properties": {"b": text}}),
            Some((Warning, "an empty object")),
        ),
        (with("a", &text), json!({"type": "object", "not": {"required": ["a"]}}), None),
        // Patterns inside.
        (
            with("a", &json!({"type": "string", "pattern": "^[a-f]+$"})),
            with("a", &json!({"type": "string", "pattern": "^[0-9]+$"})),
            None,
        ),
        // Other values.
        (text.clone(), number.clone(), None),
        (number.clone(), json!({"type": "number"}), Some((Warning, "the value `1`"))),
        (text.clone(), only("a"), Some((Warning, "the value `\"a\"`"))),
        (json!({"type": "string", "maxLength": 3}), json!({"type": "string", "minLength": 4}), None),
        (list(&text), list(&number), Some((Warning, "the value `[]`"))),
        (full, list(&number), None),
        (text.clone(), with("a", &text), None),
    ];
    for (one, other, expected) in cases {
        let found = reported(&json!([one, other]), None);
        let found = found.first().map(|found| (found.severity, found.message.as_str()));
        let message = |value: &str| {
            format!(
                "{value} matches two alternatives of a `oneOf`, `oneOf/0` and `oneOf/1`, so it is rejected"
            )
        };
        let expected = expected.map(|(severity, value)| (severity, message(value)));
        assert_eq!(
            found,
            expected.as_ref().map(|(severity, text)| (*severity, text.as_str())),
            "{one} {other}"
        );
    }
}

/// A union has one diagnostic: the first warning, or else the first note.
#[test]
fn a_union_is_reported_once() {
    let text = json!({"type": "string"});
    let schemas = json!([
        with("a", &text),
        closed("b", &text),
        with("c", &text),
        with("c", &text),
        {"$ref": "#/definitions/Base"},
    ]);
    let found = reported(&schemas, None);
    let messages: Vec<_> = found.iter().map(|found| found.message.as_str()).collect();
    let expected = "an object with only `a` matches two alternatives of a `oneOf`, `oneOf/0` and `Base`, so it is \
                    rejected; 6 other pairs of alternatives overlap too";
    assert_eq!(messages, [expected]);
    let help = "to accept such values, use `--one-of '#/definitions/X=any'` or `Config::one_of(\"#/definitions/X\", \
                OneOf::Any)`";
    assert!(found.iter().all(|found| found.help.contains(&help.to_owned())), "{found:?}");
    assert!(reported(&schemas, Some(OneOf::Any)).is_empty());
}
