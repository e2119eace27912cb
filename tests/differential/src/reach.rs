//! Collects all keywords of a draft 4 schema that apply to a value, to its properties or to its items, through
//! references, `allOf`, `anyOf`, `oneOf` and the like.

use serde_json::{Map, Value};

/// A schema with its `definitions`.
#[derive(Clone, Copy)]
pub struct Root<'s>(pub &'s Value);

/// An object of keywords.
pub type Keywords<'s> = &'s Map<String, Value>;

impl<'s> Root<'s> {
    /// The keywords of a schema, with references resolved.
    pub fn follow(self, schema: &'s Value) -> Option<Keywords<'s>> {
        let mut schema = schema.as_object()?;
        for _ in 0..50 {
            let Some(target) = schema.get("$ref").and_then(Value::as_str) else { return Some(schema) };
            schema = self.0.pointer(target.strip_prefix('#')?)?.as_object()?;
        }
        None
    }

    /// All keywords that apply to a value, each object once.
    pub fn about(self, schemas: &[&'s Value]) -> Vec<Keywords<'s>> {
        let mut found: Vec<Keywords<'s>> = Vec::new();
        let mut waiting: Vec<&Value> = schemas.to_vec();
        while let Some(schema) = waiting.pop() {
            let Some(keywords) = self.follow(schema) else { continue };
            if found.iter().any(|known| std::ptr::eq(*known, keywords)) {
                continue;
            }
            found.push(keywords);
            for union in ["allOf", "anyOf", "oneOf"] {
                waiting.extend(keywords.get(union).and_then(Value::as_array).into_iter().flatten());
            }
            waiting.extend(keywords.get("not"));
            let dependencies = keywords.get("dependencies").and_then(Value::as_object);
            waiting.extend(dependencies.into_iter().flat_map(Map::values).filter(|value| value.is_object()));
        }
        found
    }
}

/// The schemas of the items of an array.
pub fn items<'s>(about: &[Keywords<'s>], index: usize) -> Vec<&'s Value> {
    let each = about.iter().filter_map(|keywords| match keywords.get("items")? {
        Value::Array(items) => items.get(index).or_else(|| keywords.get("additionalItems")),
        items => Some(items),
    });
    each.filter(|schema| schema.is_object()).collect()
}

/// The schemas of a property of an object.
pub fn members<'s>(about: &[Keywords<'s>], name: &str) -> Vec<&'s Value> {
    let mut found = Vec::new();
    for keywords in about {
        let before = found.len();
        let object = |keyword| keywords.get(keyword).and_then(Value::as_object);
        found.extend(object("properties").and_then(|properties| properties.get(name)));
        let patterns = object("patternProperties").into_iter().flatten();
        found.extend(patterns.filter(|(pattern, _)| matches(pattern, name)).map(|(_, schema)| schema));
        if found.len() == before {
            found.extend(keywords.get("additionalProperties").filter(|schema| schema.is_object()));
        }
    }
    found
}

/// Whether a pattern matches a text; an invalid pattern matches nothing.
pub fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text))
}
