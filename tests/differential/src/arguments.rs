//! Parameters that are sent as text: reads a text as a value, validates it, and writes it into a request. This follows
//! Swagger 2.0 and is independent of the generated code.

use crate::compare::Source;
use crate::rewrite::{Rule, Rules, target};
use crate::validators::validator;
use jsonschema::Validator;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use stubsmith_tests::bodies::Question;

/// A parameter of a document.
pub struct Argument<'d> {
    document: &'d Value,
    parameter: &'d Map<String, Value>,
    /// In draft 4.
    pub schema: Value,
    validator: Validator,
}

/// The longest chain of references that is followed.
const REFERENCES: usize = 8;

impl<'d> Argument<'d> {
    /// The parameter at a JSON pointer; None if the validator cannot read its schema. Keywords do not imply a type: the
    /// `type` alone decides how a text is read.
    pub fn of(document: &'d Value, source: &Source<'_>, pointer: &str) -> Option<Self> {
        let rules: Rules = Rule::ALL.into_iter().filter(|rule| *rule != Rule::ImpliedType).collect();
        let schema = source.rewrite(pointer, rules);
        let validator = validator(&schema).ok()?;
        Some(Self { document, parameter: document.pointer(pointer)?.as_object()?, schema, validator })
    }

    fn says_true(&self, keyword: &str) -> bool {
        self.parameter.get(keyword) == Some(&Value::Bool(true))
    }

    /// Whether each item is a parameter of its own.
    fn is_multi(&self) -> bool {
        self.is_array() && self.parameter.get("collectionFormat").is_some_and(|format| format == "multi")
    }

    fn is_array(&self) -> bool {
        self.parameter.get("type").is_some_and(|ty| ty == "array")
    }

    /// The schema of the items, with references resolved.
    fn items<'a>(&'a self, schema: &'a Map<String, Value>) -> Option<&'a Map<String, Value>> {
        let mut items = schema.get("items")?.as_object()?;
        for _ in 0..REFERENCES {
            let Some(target) = target(items) else { break };
            items = self.document.pointer(&target)?.as_object()?;
        }
        Some(items)
    }

    /// Whether the parameter accepts these texts; no text means that it is omitted.
    pub fn accepts(&self, texts: &[String]) -> bool {
        let may_be_empty = self.says_true("allowEmptyValue");
        if texts.is_empty() {
            return !self.says_true("required");
        }
        if self.is_multi() {
            let items = self.items(self.parameter);
            let is_string = items.is_none_or(|items| type_of(items) == "string");
            let given = texts.iter().filter(|text| !may_be_empty || is_string || !text.is_empty());
            let values: Vec<Value> = given.map(|text| self.read(items, text)).collect();
            return (may_be_empty && values.is_empty()) || self.validator.is_valid(&Value::Array(values));
        }
        let [text] = texts else { return false };
        let is_no_value = text.is_empty() && type_of(self.parameter) != "string";
        (may_be_empty && is_no_value) || self.validator.is_valid(&self.read(Some(self.parameter), text))
    }

    /// Reads a text as the `type`, or as a string if that fails.
    fn read(&self, schema: Option<&Map<String, Value>>, text: &str) -> Value {
        let Some(schema) = schema else { return json!(text) };
        let value = match type_of(schema) {
            "array" if text.is_empty() => return json!([]),
            "array" => {
                let items = self.items(schema);
                let texts = text.split(separator(schema));
                return texts.map(|text| self.read(items, text)).collect();
            }
            "integer" if text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit()) => {
                serde_json::from_str(text).ok()
            }
            "number" => serde_json::from_str(text).ok().filter(Value::is_number),
            "boolean" => serde_json::from_str(text).ok().filter(Value::is_boolean),
            _ => None,
        };
        value.unwrap_or_else(|| json!(text))
    }

    /// The texts of a value.
    pub fn texts(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(values) if self.is_multi() => {
                let items = self.items(self.parameter);
                values.iter().map(|value| self.text(items, value)).collect()
            }
            value => vec![self.text(Some(self.parameter), value)],
        }
    }

    fn text(&self, schema: Option<&Map<String, Value>>, value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Array(values) => {
                let items = schema.and_then(|schema| self.items(schema));
                let texts: Vec<String> = values.iter().map(|value| self.text(items, value)).collect();
                texts.join(schema.map_or(",", separator))
            }
            other => other.to_string(),
        }
    }

    /// Whether any text is accepted and split into the same items, independent of the type.
    fn is_free(&self, schema: &Map<String, Value>) -> bool {
        let narrows = |keyword: &String| {
            let about_text = ["type", "items", "collectionFormat", "default", "description", "format"];
            let about_place = ["name", "in", "required", "allowEmptyValue"];
            !about_text.contains(&keyword.as_str())
                && !about_place.contains(&keyword.as_str())
                && !keyword.starts_with("x-")
        };
        match type_of(schema) {
            "array" => {
                !schema.keys().any(narrows) && self.items(schema).is_none_or(|items| self.is_free(items))
            }
            "string" | "file" => !schema.keys().any(narrows),
            _ => false,
        }
    }

    /// The reason if a keyword of the parameter, or of its items, rejects no text.
    pub fn rejects_no_text(&self, schema: &Map<String, Value>, keyword: &str) -> Option<&'static str> {
        let is_true = schema.get(keyword) == Some(&Value::Bool(true));
        let is_string = ["string", "file"].contains(&type_of(schema));
        match keyword {
            "type" if is_string => Some("any text is a string"),
            "type" if self.is_free(schema) => Some("any text is an array of strings"),
            "items" if self.items(schema).is_none_or(|items| self.is_free(items)) => {
                Some("any text is an array of strings")
            }
            "collectionFormat" if schema.get(keyword).is_some_and(|format| format == "csv") => {
                Some("`csv` is the default")
            }
            "collectionFormat" if self.is_free(&without_one_item(schema)) => {
                Some("any text is an array of strings")
            }
            "minItems" if schema.get(keyword).is_some_and(|least| *least == 1) && self.is_multi() => {
                Some("a `multi` array that is sent has an item")
            }
            "required" | "allowEmptyValue" if !is_true => Some("it is false"),
            "allowEmptyValue" if is_string => Some("a string may be empty anyway"),
            "required" | "name" | "in" if self.parameter.get("in").is_some_and(|place| place == "path") => {
                Some("without it, the path does not match")
            }
            _ => None,
        }
    }
}

/// The schema without a `minItems` of one, which has no effect on the split into items.
fn without_one_item(schema: &Map<String, Value>) -> Map<String, Value> {
    let is_one = |(keyword, value): &(&String, &Value)| *keyword == "minItems" && **value == 1;
    let kept = schema.iter().filter(|member| !is_one(member));
    kept.map(|(keyword, value)| (keyword.clone(), value.clone())).collect()
}

fn type_of(schema: &Map<String, Value>) -> &str {
    schema.get("type").and_then(Value::as_str).unwrap_or("string")
}

fn separator(schema: &Map<String, Value>) -> &'static str {
    match schema.get("collectionFormat").and_then(Value::as_str) {
        Some("ssv") => " ",
        Some("tsv") => "\t",
        Some("pipes") => "|",
        _ => ",",
    }
}

/// Why texts cannot be sent as this parameter; None if they can be.
pub fn unwritable(parameter: &Value, texts: &[String]) -> Option<&'static str> {
    /// Clients and servers may limit longer paths and headers.
    const LONG: usize = 8000;
    if texts.iter().any(|text| text.len() > LONG) {
        return Some("too long to send");
    }
    match (parameter["in"].as_str(), texts) {
        (_, [_, _, ..]) if parameter["type"] == "file" => {
            Some("files with the same name are read one by one")
        }
        (Some("header"), [_, _, ..]) => Some("a repeated header is one list"),
        (Some("path"), [text]) if text.is_empty() => Some("a path segment is not empty"),
        (Some("path"), [_]) => None,
        (Some("path"), _) => Some("without it, the path does not match"),
        (Some("header"), texts) => {
            let is_visible = |byte: u8| (b' '..=b'~').contains(&byte) || byte == b'\t';
            let is_trimmed = |text: &str| text.trim_matches([' ', '\t']) == text;
            let is_written = |text: &String| {
                text.bytes().all(is_visible) && is_trimmed(text) && text.split(',').all(is_trimmed)
            };
            (!texts.iter().all(is_written))
                .then_some("a header value is visible ASCII without surrounding space")
        }
        _ => None,
    }
}

/// A request with the texts, to the operation that has only this parameter.
pub fn question(module: usize, operation: usize, parameter: &Value, texts: &[String]) -> Question {
    let name = parameter["name"].as_str().unwrap_or_default();
    let pairs: Vec<String> =
        texts.iter().map(|text| format!("{}={}", encoded(name), encoded(text))).collect();
    let pairs = pairs.join("&");
    let target = format!("/take{operation}");
    let empty = Question { module, method: "GET", target, headers: Vec::new(), body: String::new() };
    let typed = |media_type: &str| vec![("content-type".to_owned(), media_type.to_owned())];
    match (parameter["in"].as_str(), parameter["type"].as_str()) {
        (Some("path"), _) => {
            Question { target: format!("{}/{}", empty.target, encoded(&texts.concat())), ..empty }
        }
        (Some("header"), _) => {
            let headers = texts.iter().map(|text| (name.to_owned(), text.clone()));
            Question { headers: headers.collect(), ..empty }
        }
        (Some("formData"), Some("file")) => {
            let headers = typed("multipart/form-data; boundary=end");
            Question { method: "POST", headers, body: multipart(name, texts), ..empty }
        }
        (Some("formData"), _) => {
            let headers = typed("application/x-www-form-urlencoded");
            Question { method: "POST", headers, body: pairs, ..empty }
        }
        _ if pairs.is_empty() => empty,
        _ => Question { target: format!("{}?{pairs}", empty.target), ..empty },
    }
}

fn multipart(name: &str, texts: &[String]) -> String {
    let mut body = String::new();
    for text in texts {
        let about = format!("content-disposition: form-data; name=\"{name}\"; filename=\"file\"");
        write!(body, "--end\r\n{about}\r\n\r\n{text}\r\n").unwrap();
    }
    body + "--end--\r\n"
}

/// A text with percent-encoding, for a path, a query or a form.
fn encoded(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte {
            byte if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            byte => write!(encoded, "%{byte:02X}").unwrap(),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::{Argument, question, unwritable};
    use crate::compare::Source;
    use serde_json::{Value, json};
    use std::collections::HashSet;

    /// Whether a parameter accepts the texts.
    fn accepts(parameter: &Value, texts: &[&str]) -> bool {
        let document = json!({"parameters": {"A": parameter}});
        let none = HashSet::new();
        let source = Source::of(&document, &none);
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        Argument::of(&document, &source, "/parameters/A").unwrap().accepts(&texts)
    }

    #[test]
    fn texts_are_read_by_the_type() {
        let integer = json!({"name": "a", "in": "query", "type": "integer", "maximum": 9, "required": true});
        let rows: [(&[&str], bool); 7] = [
            (&["9"], true),
            (&["10"], false),
            (&["-1"], true),
            (&["1.0"], false),
            (&[""], false),
            (&["1", "1"], false),
            (&[], false),
        ];
        for (texts, expected) in rows {
            assert_eq!(accepts(&integer, texts), expected, "{texts:?}");
        }
    }

    #[test]
    fn arrays_are_split() {
        let items = json!({"type": "array", "items": {"type": "integer"}, "maxItems": 2});
        let pipes = json!({"type": "array", "collectionFormat": "pipes", "items": items});
        assert!(accepts(&pipes, &["1,2|3"]) && !accepts(&pipes, &["1,2,3|3"]) && accepts(&pipes, &[""]));
        let multi = json!({"type": "array", "collectionFormat": "multi", "items": {"type": "integer"}});
        assert!(accepts(&multi, &["1", "2"]) && !accepts(&multi, &["1,2"]) && !accepts(&multi, &[""]));
    }

    #[test]
    fn an_empty_text_may_be_no_value() {
        let integer = json!({"type": "integer", "required": true, "allowEmptyValue": true});
        assert!(accepts(&integer, &[""]) && !accepts(&integer, &[]) && !accepts(&integer, &["a"]));
        let string = json!({"type": "string", "minLength": 1, "allowEmptyValue": true});
        assert!(!accepts(&string, &[""]));
    }

    #[test]
    fn requests_have_the_texts() {
        let text = ["a b".to_owned()];
        let of = |place: &str| json!({"name": "n", "in": place, "type": "string"});
        assert_eq!(question(0, 3, &of("query"), &text).target, "/take3?n=a%20b");
        assert_eq!(question(0, 3, &of("path"), &text).target, "/take3/a%20b");
        assert_eq!(question(0, 3, &of("formData"), &text).body, "n=a%20b");
        assert_eq!(question(0, 3, &of("header"), &text).headers, [("n".to_owned(), "a b".to_owned())]);
        assert!(unwritable(&of("header"), &["\n".to_owned()]).is_some());
        assert!(unwritable(&of("header"), &["a".to_owned(), "b".to_owned()]).is_some());
        assert!(unwritable(&of("path"), &[String::new()]).is_some());
        assert_eq!(unwritable(&of("query"), &["\n".to_owned()]), None);
    }
}
