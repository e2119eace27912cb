//! Values as text, in the styles of parameters and forms.

use serde_json::{Map, Value};

/// The style of a parameter, of a form's field or of a `collectionFormat`.
pub struct Style<'s> {
    name: &'s str,
    explode: bool,
}

impl<'s> Style<'s> {
    /// The style of a parameter or of an `encoding`.
    pub fn of(described: &'s Value, default: &'s str) -> Self {
        let name = match described["collectionFormat"].as_str() {
            Some("multi") => "form",
            Some("ssv") => "spaceDelimited",
            Some("pipes") => "pipeDelimited",
            Some("tsv") => "tabDelimited",
            Some(_) => "simple",
            None => described["style"].as_str().unwrap_or(default),
        };
        Self { name, explode: described["explode"].as_bool().unwrap_or(name == "form") }
    }

    /// The value in a path or in a header.
    pub fn text(&self, name: &str, value: &Value) -> String {
        let (first, between) = match self.name {
            "label" => (".".to_owned(), if self.explode { "." } else { "," }),
            "matrix" if self.explode && value.is_object() => (";".to_owned(), ";"),
            "matrix" if self.explode && value.is_array() => (format!(";{name}="), ""),
            "matrix" => (format!(";{name}="), ","),
            _ => (String::new(), ","),
        };
        let between = if between.is_empty() { first.as_str() } else { between };
        format!("{first}{}", self.joined(value, between))
    }

    /// The value in a query, in a cookie or in a form.
    pub fn pairs(&self, name: &str, value: &Value) -> Vec<(String, String)> {
        match (self.name, value) {
            ("deepObject", value) => deep(name, value),
            ("form", Value::Array(items)) if self.explode => {
                items.iter().map(|item| (name.to_owned(), plain(item))).collect()
            }
            ("form", Value::Object(members)) if self.explode => {
                members.iter().flat_map(|(name, member)| deep(name, member)).collect()
            }
            (style, value) => {
                let between = match style {
                    "spaceDelimited" => " ",
                    "pipeDelimited" => "|",
                    "tabDelimited" => "\t",
                    _ => ",",
                };
                vec![(name.to_owned(), self.joined(value, between))]
            }
        }
    }

    fn joined(&self, value: &Value, between: &str) -> String {
        let words: Vec<String> = match value {
            Value::Array(items) => items.iter().map(plain).collect(),
            Value::Object(members) if self.explode => assignments(members),
            Value::Object(members) => {
                members.iter().flat_map(|(name, member)| [name.clone(), plain(member)]).collect()
            }
            one => vec![plain(one)],
        };
        words.join(between)
    }
}

fn assignments(members: &Map<String, Value>) -> Vec<String> {
    members.iter().map(|(name, member)| format!("{name}={}", plain(member))).collect()
}

/// `name[property]`, for each value in a value.
fn deep(name: &str, value: &Value) -> Vec<(String, String)> {
    match value {
        Value::Object(members) => {
            members.iter().flat_map(|(member, value)| deep(&format!("{name}[{member}]"), value)).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| deep(&format!("{name}[]"), item)).collect(),
        one => vec![(name.to_owned(), plain(one))],
    }
}

/// A scalar as text.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
