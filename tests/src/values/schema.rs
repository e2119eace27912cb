//! A schema as it is written, with `$ref` followed and the parts of `allOf` in one list.

use serde_json::{Map, Value};
use std::collections::BTreeSet;

type Object = Map<String, Value>;

/// A Swagger 2.0 document in one file.
pub struct Document<'d>(pub &'d Value);

/// All schemas that apply to one value: the schema itself, and those in its `allOf`.
#[derive(Clone, Default)]
pub struct Node<'d> {
    /// Each is an object without `$ref`.
    pub parts: Vec<&'d Object>,
    /// The properties that are discriminators, and their required values.
    pub tags: Vec<(String, String)>,
    /// The name of the definition, if the node is one definition alone.
    pub name: Option<String>,
    /// Whether the schema accepts null.
    pub nullable: bool,
}

const CHOICES: [&str; 6] = ["oneOf", "anyOf", "not", "patternProperties", "dependencies", "additionalItems"];
/// The first two of them.
const UNIONS: [&str; 2] = ["oneOf", "anyOf"];

fn has_keyword(node: &Node<'_>, keywords: &[&str]) -> bool {
    node.parts.iter().any(|part| keywords.iter().any(|keyword| part.contains_key(*keyword)))
}

impl<'d> Document<'d> {
    /// The schema after `$ref`s, and the definition's name if there was a `$ref`.
    fn follow(&self, mut schema: &'d Value) -> Option<(&'d Object, Option<String>)> {
        let mut name = None;
        for _ in 0..20 {
            let object = schema.as_object()?;
            let only = object.get("allOf").and_then(Value::as_array).filter(|all| {
                let says = ["description", "title", "allOf", "example", "externalDocs"];
                all.len() == 1
                    && object.keys().all(|key| says.contains(&key.as_str()) || key.starts_with("x-ms"))
            });
            match (object.get("$ref").and_then(Value::as_str), only) {
                (Some(reference), _) => {
                    let pointer = reference
                        .strip_prefix('#')?
                        .replace("%20", " ")
                        .replace("%7B", "{")
                        .replace("%7D", "}");
                    name = pointer
                        .strip_prefix("/definitions/")
                        .map(|name| name.replace("~1", "/").replace("~0", "~"));
                    schema = self.0.pointer(&pointer)?;
                }
                (None, Some(all)) => schema = &all[0],
                (None, None) => return Some((object, name)),
            }
        }
        None
    }

    /// The node of a value that has these schemas.
    pub fn node(&self, schemas: &[&'d Value]) -> Option<Node<'d>> {
        let mut node = Node::default();
        for schema in schemas {
            let (object, name) = self.follow(schema)?;
            node.name = name.filter(|_| schemas.len() == 1);
            let null = |kinds: &Value| kinds.as_array().is_some_and(|kinds| kinds.contains(&"null".into()));
            let nullable =
                object.get("x-nullable") == Some(&Value::Bool(true)) || object.get("type").is_some_and(null);
            node.nullable = nullable && !object.contains_key("enum") && schemas.len() == 1;
            self.take_in(object, &mut node.parts, 0)?;
        }
        if let Some(name) = &node.name {
            node.tags = self.tags(name);
        }
        (!has_keyword(&node, &CHOICES)).then_some(node)
    }

    /// The node of a value that has these schemas, with an alternative of each `oneOf` and `anyOf`.
    pub fn node_of(
        &self,
        schemas: &[&'d Value],
        choose: &mut impl FnMut(&'d [Value]) -> Option<&'d Value>,
    ) -> Option<Node<'d>> {
        let mut node = Node::default();
        for schema in schemas {
            let (object, name) = self.follow(schema)?;
            node.name = name.filter(|_| schemas.len() == 1);
            self.take_in(object, &mut node.parts, 0)?;
        }
        if let Some(name) = &node.name {
            node.tags = self.tags(name);
        }
        let mut next = 0;
        while let Some(part) = node.parts.get(next).copied() {
            next += 1;
            for keyword in UNIONS {
                let Some(alternatives) = part.get(keyword).and_then(Value::as_array) else { continue };
                let alternative = choose(alternatives)?;
                node.tags.extend(Self::chosen_tag(part, alternative));
                self.take_in(self.follow(alternative)?.0, &mut node.parts, 0)?;
            }
        }
        (next < 20 && !has_keyword(&node, &CHOICES[UNIONS.len()..])).then_some(node)
    }

    /// The property that selects an alternative in OpenAPI 3, and its value.
    fn chosen_tag(part: &Object, alternative: &Value) -> Option<(String, String)> {
        let discriminator = part.get("discriminator")?;
        let reference = alternative["$ref"].as_str()?;
        let mapped = discriminator["mapping"].as_object().into_iter().flatten();
        let mapped =
            mapped.filter(|(_, target)| *target == reference).map(|(value, _)| value.as_str()).next();
        let value = mapped.or(reference.rsplit('/').next())?;
        Some((discriminator["propertyName"].as_str()?.to_owned(), value.to_owned()))
    }

    fn take_in(&self, object: &'d Object, parts: &mut Vec<&'d Object>, depth: usize) -> Option<()> {
        if depth > 20 {
            return None;
        }
        for member in object.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.take_in(self.follow(member)?.0, parts, depth + 1)?;
        }
        if !parts.iter().any(|part| std::ptr::eq(*part, object)) {
            parts.push(object);
        }
        Some(())
    }

    fn definition(&self, name: &str) -> Option<&'d Value> {
        self.0.get("definitions")?.get(name)
    }

    /// The definition and those that it extends, the nearest first.
    fn ancestors(&self, name: &str) -> Vec<String> {
        let mut found = vec![name.to_owned()];
        let mut next = 0;
        while let Some(name) = found.get(next).cloned() {
            next += 1;
            let all = self.definition(&name).and_then(|schema| schema["allOf"].as_array());
            for member in all.into_iter().flatten() {
                let parent = member["$ref"].as_str().and_then(|at| at.strip_prefix("#/definitions/"));
                found.extend(parent.map(str::to_owned).filter(|parent| !found.contains(parent)));
            }
        }
        found
    }

    fn discriminator(&self, name: &str) -> Option<&'d str> {
        self.definition(name)?.get("discriminator")?.as_str()
    }

    /// The definition and its subtypes.
    pub fn family(&self, name: &str) -> Vec<String> {
        if !self.ancestors(name).iter().any(|ancestor| self.discriminator(ancestor).is_some()) {
            return vec![name.to_owned()];
        }
        let all = self.0["definitions"].as_object().into_iter().flat_map(Map::keys);
        all.filter(|other| self.ancestors(other).iter().any(|ancestor| ancestor == name)).cloned().collect()
    }

    /// "The value of this property MUST be the name of this schema or any schema that inherits it."
    fn tags(&self, name: &str) -> Vec<(String, String)> {
        let Some(definition) = self.definition(name) else { return Vec::new() };
        let mut tags: Vec<(String, String)> = Vec::new();
        for ancestor in self.ancestors(name) {
            let Some(member) = self.discriminator(&ancestor) else { continue };
            if self.family(&ancestor).len() < 2 || tags.iter().any(|(known, _)| known == member) {
                continue;
            }
            let inline = definition["allOf"].as_array().into_iter().flatten();
            let one = inline.chain([definition]).find_map(|part| {
                match part["properties"][member]["enum"].as_array()?.as_slice() {
                    [Value::String(value)] => Some(value.as_str()),
                    _ => None,
                }
            });
            // A base can list the value of its only subtype.
            let is_free = |one: &&str| {
                let of_other = |other: &String| {
                    let value = self.definition(other).and_then(|it| it["x-ms-discriminator-value"].as_str());
                    other != name && value.unwrap_or(other) == *one
                };
                !self.family(&ancestor).iter().any(of_other)
            };
            let value =
                definition["x-ms-discriminator-value"].as_str().or(one.filter(is_free)).unwrap_or(name);
            tags.push((member.to_owned(), value.to_owned()));
        }
        tags
    }

    /// The node of a subtype, by its name.
    pub fn subtype(&self, name: &str) -> Option<Node<'d>> {
        let mut node = self.node(&[self.definition(name)?])?;
        (node.tags, node.name) = (self.tags(name), Some(name.to_owned()));
        Some(node)
    }

    /// The names of all properties that have a `default`.
    pub fn defaults(&self) -> Vec<String> {
        fn look(value: &Value, found: &mut Vec<String>, document: &Document<'_>) {
            for (name, property) in value["properties"].as_object().into_iter().flatten() {
                let own = document.follow(property).is_some_and(|(object, _)| object.contains_key("default"));
                found.extend((own || property.get("default").is_some()).then(|| name.clone()));
            }
            match value {
                Value::Object(members) => members.values().for_each(|value| look(value, found, document)),
                Value::Array(items) => items.iter().for_each(|value| look(value, found, document)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        look(self.0, &mut found, self);
        found
    }
}

impl<'d> Node<'d> {
    /// The values of a keyword in all parts.
    pub fn all(&self, keyword: &str) -> impl Iterator<Item = &'d Value> {
        self.parts.iter().filter_map(move |part| part.get(keyword)).collect::<Vec<_>>().into_iter()
    }

    /// The largest value of a numeric keyword.
    pub fn most(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).filter_map(Value::as_f64).reduce(f64::max)
    }

    /// The smallest value of a numeric keyword.
    pub fn least(&self, keyword: &str) -> Option<f64> {
        self.all(keyword).filter_map(Value::as_f64).reduce(f64::min)
    }

    /// Whether a part has `true` for a keyword.
    pub fn says(&self, keyword: &str) -> bool {
        self.all(keyword).any(|value| *value == Value::Bool(true))
    }

    /// The type: the declared one, or the one that the keywords imply. `None` if any type is allowed.
    pub fn kind(&self) -> Option<&'d str> {
        let mut given = self.all("type").filter_map(|kind| match kind {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).find(|kind| *kind != "null"),
            kind => kind.as_str(),
        });
        let has = |keywords: &[&str]| keywords.iter().any(|keyword| self.all(keyword).next().is_some());
        let first = given.next();
        let given = if first == Some("number") && given.any(|kind| kind == "integer") {
            Some("integer")
        } else {
            first
        };
        given.or_else(|| {
            if has(&["properties", "required", "additionalProperties", "minProperties", "maxProperties"]) {
                Some("object")
            } else if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
                Some("array")
            } else if has(&["minLength", "maxLength", "pattern"]) {
                Some("string")
            } else {
                has(&["minimum", "maximum", "multipleOf"]).then_some("number")
            }
        })
    }

    /// Whether the parts declare several types, or types that exclude each other. Other tests cover both.
    pub fn has_several_types(&self) -> bool {
        let mut types = BTreeSet::new();
        for kinds in self.all("type") {
            let given = kinds.as_array().map_or(vec![kinds], |all| all.iter().collect());
            types.extend(given.into_iter().filter_map(Value::as_str).filter(|kind| *kind != "null"));
        }
        if types.contains("integer") {
            types.remove("number");
        }
        types.len() > 1 || (types.is_empty() && self.all("type").next().is_some())
    }

    /// The properties in their order, each with all schemas that apply to it.
    pub fn properties(&self) -> Vec<(&'d str, Vec<&'d Value>)> {
        let mut found: Vec<(&str, Vec<&Value>)> = Vec::new();
        for (name, schema) in self.all("properties").filter_map(Value::as_object).flatten() {
            match found.iter_mut().find(|(known, _)| known == name) {
                Some((_, schemas)) => schemas.push(schema),
                None => found.push((name, vec![schema])),
            }
        }
        found
    }

    /// The names in `required`.
    pub fn required(&self) -> BTreeSet<&'d str> {
        self.all("required").filter_map(Value::as_array).flatten().filter_map(Value::as_str).collect()
    }

    /// The schemas of undeclared properties, or `None` if they are not allowed.
    pub fn additional(&self) -> Result<Vec<&'d Value>, ()> {
        let all: Vec<&Value> = self.all("additionalProperties").collect();
        if all.iter().any(|value| **value == Value::Bool(false)) {
            return Err(());
        }
        Ok(all.into_iter().filter(|value| value.is_object()).collect())
    }
}
