//! Tells by a JSON pointer into a document if the place is in a definition, a parameter, a body or a response.

use crate::rewrite::unescaped;
use serde_json::Value;

/// The object that a place of a document belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Belongs {
    /// The definition with this name.
    Definition(String),
    /// The parameter at this JSON pointer, which is not a body.
    Parameter(String),
    /// The body parameter at this JSON pointer.
    Body(String),
    /// A schema of a response.
    Response,
    /// A header of a response.
    Header,
    /// A place outside of the specification's structure that a reference leads to.
    Other,
}

/// The object that the place at a JSON pointer belongs to.
pub fn belongs(pointer: &str) -> Belongs {
    let steps: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    let step = |index: usize| steps.get(index).map_or("", String::as_str);
    let around = match (step(0), step(2)) {
        ("definitions", _) => return Belongs::Definition(step(1).to_owned()),
        ("parameters" | "responses", _) => 0,
        ("paths", "parameters") => 2,
        ("paths", _) => 3,
        _ => return Belongs::Other,
    };
    let length = around + 2;
    let object: String = pointer.split('/').take(length + 1).collect::<Vec<_>>().join("/");
    match (step(around), step(length)) {
        ("parameters", "schema") => Belongs::Body(object),
        ("parameters", _) => Belongs::Parameter(object),
        ("responses", "headers") => Belongs::Header,
        ("responses", _) => Belongs::Response,
        _ => Belongs::Other,
    }
}

/// The kind of a place in an OpenAPI 3 document whose keywords are not judged.
pub fn place_of(pointer: &str) -> &'static str {
    let has = |part: &str| pointer.contains(part);
    match pointer {
        _ if has("/headers/") => "a response header",
        _ if has("/responses/") => "a response",
        _ if has("/requestBody") || has("/requestBodies/") => "a request body",
        _ if has("/parameters/") => "a parameter",
        _ => "another schema",
    }
}

/// All parameters of a document with their JSON pointers.
pub fn parameters(document: &Value) -> Vec<(String, &Value)> {
    let mut lists = vec!["/parameters".to_owned()];
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        let path = format!("/paths/{}", crate::rewrite::escaped(path));
        lists.push(format!("{path}/parameters"));
        let methods = item.as_object().into_iter().flatten().map(|(method, _)| method);
        lists.extend(methods.map(|method| format!("{path}/{method}/parameters")));
    }
    let mut found = Vec::new();
    for list in lists {
        let each: Vec<(String, &Value)> = match document.pointer(&list) {
            Some(Value::Array(all)) => {
                all.iter().enumerate().map(|(index, one)| (index.to_string(), one)).collect()
            }
            Some(Value::Object(all)) => {
                all.iter().map(|(name, one)| (crate::rewrite::escaped(name), one)).collect()
            }
            _ => Vec::new(),
        };
        found.extend(each.into_iter().map(|(step, parameter)| (format!("{list}/{step}"), parameter)));
    }
    found.retain(|(_, parameter)| parameter["name"].is_string() && parameter["in"].is_string());
    found
}

#[cfg(test)]
mod tests {
    use super::{Belongs, belongs, parameters};
    use serde_json::json;

    #[test]
    fn a_place_belongs_to_the_object_around_it() {
        let own = |text: &str| text.to_owned();
        let rows = [
            ("/definitions/A~1B/properties/c", Belongs::Definition(own("A/B"))),
            ("/parameters/Limit", Belongs::Parameter(own("/parameters/Limit"))),
            ("/parameters/Limit/items", Belongs::Parameter(own("/parameters/Limit"))),
            ("/parameters/Body/schema/items", Belongs::Body(own("/parameters/Body"))),
            ("/paths/~1a/parameters/0/items", Belongs::Parameter(own("/paths/~1a/parameters/0"))),
            ("/paths/~1a/get/parameters/1", Belongs::Parameter(own("/paths/~1a/get/parameters/1"))),
            ("/paths/~1a/put/parameters/1/schema", Belongs::Body(own("/paths/~1a/put/parameters/1"))),
            ("/paths/~1a/get/responses/200/schema", Belongs::Response),
            ("/paths/~1a/get/responses/200/headers/X-A/items", Belongs::Header),
            ("/responses/Bad/headers/X-A", Belongs::Header),
            ("/properties/lists", Belongs::Other),
        ];
        for (pointer, expected) in rows {
            assert_eq!(belongs(pointer), expected, "{pointer}");
        }
    }

    #[test]
    fn parameters_are_found_in_all_places() {
        let id = json!({"name": "id", "in": "path"});
        let document = json!({
            "parameters": {"A/B": id},
            "paths": {"/a": {"parameters": [id], "get": {"parameters": [{"$ref": "#/parameters/A~1B"}, id]}}},
        });
        let pointers: Vec<String> = parameters(&document).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/parameters/A~1B", "/paths/~1a/parameters/0", "/paths/~1a/get/parameters/1"]);
    }
}
