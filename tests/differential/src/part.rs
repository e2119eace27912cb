//! Rewrites one schema, or one schema of an `allOf`, into draft 4.

use crate::numbers::integer;
use crate::rewrite::{Place, Rewriter, Rule, or_null};
use crate::validators::{is_readable, without_surrogates};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Properties of all parts, which each part needs for its rewrite.
pub struct Context {
    /// The properties that are ignored, with any value.
    ignored: HashSet<String>,
    /// The discriminators.
    tags: HashSet<String>,
    /// The names and patterns that any part declares.
    named: (HashSet<String>, HashSet<String>),
}

impl Context {
    /// Collects the properties of all parts.
    pub fn of(rewriter: &Rewriter<'_>, parts: &[Place<'_>], tags: &[(String, String)]) -> Self {
        let mut context = Self {
            ignored: HashSet::new(),
            tags: tags.iter().map(|(tag, _)| tag.clone()).collect(),
            named: (HashSet::new(), HashSet::new()),
        };
        for part in parts {
            for (name, schema) in members(part.schema, "properties") {
                if rewriter.has(Rule::ReadOnly) && schema.get("$ref").is_none() && schema["readOnly"] == true
                {
                    context.ignored.insert(name.clone());
                }
                context.named.0.insert(name.clone());
            }
            context.named.1.extend(members(part.schema, "patternProperties").map(|(name, _)| name.clone()));
        }
        context
    }
}

/// A part with its context.
pub struct Part<'p, 'd> {
    /// The schema and its place.
    pub place: &'p Place<'d>,
    /// The properties of all parts.
    pub context: &'p Context,
}

/// Keywords that are copied without a change.
const COPIED: [&str; 11] = [
    "minimum",
    "maximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

impl<'d> Part<'_, 'd> {
    /// The part in draft 4.
    pub fn rewrite(&self, rewriter: &mut Rewriter<'d>) -> Value {
        let mut out = Map::new();
        let null = self.types_and_enum(rewriter, &mut out);
        for keyword in COPIED {
            self.copy(keyword, rewriter, &mut out);
        }
        for (exclusive, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            if self.place.schema.get(exclusive) == Some(&Value::Bool(true)) && out.contains_key(bound) {
                out.insert(exclusive.to_owned(), Value::Bool(true));
            }
        }
        self.array(rewriter, &mut out);
        self.object(rewriter, &mut out);
        self.unions(rewriter, &mut out);
        let out = Value::Object(out);
        let x_nullable = self.place.schema.get("x-nullable") == Some(&Value::Bool(true));
        if null || (x_nullable && rewriter.has(Rule::Nullable)) { or_null(&out) } else { out }
    }

    fn copy(&self, keyword: &str, rewriter: &Rewriter<'_>, out: &mut Map<String, Value>) {
        let Some(value) = self.get(keyword).filter(|_| !rewriter.is_unenforced(self.place, keyword)) else {
            return;
        };
        let value = match value.as_str().map(without_surrogates) {
            Some(pattern) if keyword == "pattern" && !is_readable(&pattern) => return,
            Some(pattern) if keyword == "pattern" => Value::String(pattern),
            _ => value.clone(),
        };
        out.insert(keyword.to_owned(), value);
    }

    fn get(&self, keyword: &str) -> Option<&'d Value> {
        self.place.schema.get(keyword)
    }

    /// Writes `type` and `enum`; whether null is accepted as well.
    fn types_and_enum(&self, rewriter: &Rewriter<'_>, out: &mut Map<String, Value>) -> bool {
        let mut types: Vec<&str> = match self.get("type") {
            Some(Value::Array(types)) => types.iter().map(|ty| ty.as_str().unwrap_or("null")).collect(),
            Some(ty) => ty.as_str().into_iter().collect(),
            None => Vec::new(),
        };
        types.retain(|ty| *ty != "file");
        if types.is_empty() && self.get("type").is_none() && rewriter.has(Rule::ImpliedType) {
            types.extend(self.implied_type());
        }
        let choices: Vec<Value> = types.iter().map(|ty| self.type_of(ty, rewriter)).collect();
        match choices.as_slice() {
            [] => {}
            [one] => out.extend([("allOf".to_owned(), json!([one]))]),
            several => out.extend([("allOf".to_owned(), json!([{"anyOf": several}]))]),
        }
        self.enumeration(&types, rewriter, out)
    }

    fn type_of(&self, ty: &str, rewriter: &Rewriter<'_>) -> Value {
        if ty == "integer" {
            let narrow = self.get("format").is_some_and(|format| format == "int32");
            return integer(
                rewriter.has(Rule::WholeNumber),
                rewriter.has(Rule::Integer64),
                narrow && rewriter.has(Rule::Integer32),
            );
        }
        json!({"type": ty})
    }

    /// The only type that the keywords apply to.
    fn implied_type(&self) -> Option<&'static str> {
        let has = |keywords: &[&str]| keywords.iter().any(|keyword| self.get(keyword).is_some());
        if has(&["anyOf", "oneOf", "not"]) {
            return has(&["properties"]).then_some("object");
        }
        let object = [
            "properties",
            "required",
            "patternProperties",
            "dependencies",
            "additionalProperties",
            "minProperties",
            "maxProperties",
        ];
        let groups: [(&[&str], &str); 4] = [
            (&object, "object"),
            (&["items", "minItems", "maxItems", "uniqueItems"], "array"),
            (&["minLength", "maxLength", "pattern"], "string"),
            (&["minimum", "maximum", "multipleOf"], "number"),
        ];
        let mut implied = groups.into_iter().filter(|(keywords, _)| has(keywords)).map(|(_, ty)| ty);
        let first = implied.next();
        first.filter(|_| implied.next().is_none() && self.get("enum").is_none())
    }

    /// Writes the `enum`; whether null is accepted as well.
    fn enumeration(&self, types: &[&str], rewriter: &Rewriter<'_>, out: &mut Map<String, Value>) -> bool {
        let Some(values) = self.get("enum").and_then(Value::as_array) else { return false };
        let opened = match self.get("x-extensible-enum") {
            Some(Value::Array(_) | Value::Bool(true)) => true,
            _ => self.get("x-ms-enum").is_some_and(|about| about["modelAsString"] == true),
        };
        let null = rewriter.has(Rule::NullInEnum) && values.contains(&Value::Null);
        if (opened && rewriter.has(Rule::OpenEnum)) || rewriter.is_unenforced(self.place, "enum") {
            return null;
        }
        let structures = values.iter().any(|value| value.is_array() || value.is_object());
        let mut values = values.clone();
        if rewriter.has(Rule::EnumAsType) && !types.is_empty() && !structures {
            values = values.iter().filter_map(|value| as_type(value, types)).collect();
        }
        let mut distinct: Vec<Value> = Vec::new();
        for value in values {
            if !distinct.contains(&value) {
                distinct.push(value);
            }
        }
        if !distinct.is_empty() {
            out.insert("enum".to_owned(), Value::Array(distinct));
        }
        null
    }

    fn array(&self, rewriter: &mut Rewriter<'d>, out: &mut Map<String, Value>) {
        match self.get("items") {
            Some(Value::Array(items)) => {
                let each = items.iter().enumerate().filter_map(|(index, item)| {
                    Some(rewriter.value(&self.place.inside(&["items", &index.to_string()], item)?))
                });
                out.insert("items".to_owned(), each.collect());
                self.others("additionalItems", rewriter, out);
            }
            Some(items) => {
                let place = self.place.inside(&["items"], items);
                out.extend(place.map(|place| ("items".to_owned(), rewriter.value(&place))));
            }
            None => {}
        }
    }

    /// `additionalItems` or `additionalProperties`: a boolean or a schema.
    fn others(&self, keyword: &str, rewriter: &mut Rewriter<'d>, out: &mut Map<String, Value>) {
        let value = match self.get(keyword) {
            Some(Value::Bool(allowed)) => Value::Bool(*allowed),
            Some(schema) => match self.place.inside(&[keyword], schema) {
                Some(place) => rewriter.value(&place),
                None => return,
            },
            None => return,
        };
        out.insert(keyword.to_owned(), value);
    }

    fn schemas(&self, keyword: &str, rewriter: &mut Rewriter<'d>) -> Map<String, Value> {
        let place = self.place;
        let each = members(place.schema, keyword).filter_map(|(name, schema)| {
            let inside = place.inside(&[keyword, name], schema)?;
            let is_free = keyword == "properties"
                && (self.context.ignored.contains(name) || self.context.tags.contains(name));
            Some((name.clone(), if is_free { json!({}) } else { rewriter.value(&inside) }))
        });
        each.collect()
    }

    fn object(&self, rewriter: &mut Rewriter<'d>, out: &mut Map<String, Value>) {
        let mut properties = self.schemas("properties", rewriter);
        let mut patterns = self.schemas("patternProperties", rewriter);
        patterns.retain(|pattern, _| {
            let pointer = format!("patternProperties/{}", crate::rewrite::escaped(pattern));
            !rewriter.is_unenforced(self.place, &pointer) && is_readable(pattern)
        });
        self.others("additionalProperties", rewriter, out);
        let narrows = out.get("additionalProperties").is_some_and(|others| *others != Value::Bool(true));
        if narrows && rewriter.has(Rule::OthersInAllOf) {
            for name in self.context.named.0.iter().chain(&self.context.tags) {
                properties.entry(name.clone()).or_insert_with(|| json!({}));
            }
            for pattern in &self.context.named.1 {
                patterns.entry(pattern.clone()).or_insert_with(|| json!({}));
            }
        }
        let required = self.get("required").and_then(Value::as_array).into_iter().flatten();
        let is_asked = |name: &&Value| name.as_str().is_some_and(|name| !self.context.ignored.contains(name));
        let mut required: Vec<&Value> = required.filter(is_asked).collect();
        required.dedup();
        for (keyword, schemas) in [("properties", properties), ("patternProperties", patterns)] {
            if !schemas.is_empty() {
                out.insert(keyword.to_owned(), Value::Object(schemas));
            }
        }
        if !required.is_empty() {
            out.insert("required".to_owned(), json!(required));
        }
        let dependencies: Map<String, Value> = members(self.place.schema, "dependencies")
            .filter_map(|(name, dependency)| match dependency {
                Value::Array(names) if names.is_empty() => None,
                Value::Array(_) => Some((name.clone(), dependency.clone())),
                schema => {
                    let place = self.place.inside(&["dependencies", name], schema)?;
                    Some((name.clone(), rewriter.value(&place)))
                }
            })
            .collect();
        if !dependencies.is_empty() {
            out.insert("dependencies".to_owned(), Value::Object(dependencies));
        }
    }

    fn unions(&self, rewriter: &mut Rewriter<'d>, out: &mut Map<String, Value>) {
        for keyword in ["anyOf", "oneOf"] {
            let members = self.get(keyword).and_then(Value::as_array).into_iter().flatten().enumerate();
            let members: Vec<Value> = members
                .filter_map(|(index, member)| {
                    Some(rewriter.value(&self.place.inside(&[keyword, &index.to_string()], member)?))
                })
                .collect();
            if !members.is_empty() {
                out.insert(keyword.to_owned(), Value::Array(members));
            }
        }
        if let Some(place) = self.get("not").and_then(|not| self.place.inside(&["not"], not)) {
            out.insert("not".to_owned(), rewriter.value(&place));
        }
    }
}

fn members<'d>(
    schema: &'d Map<String, Value>,
    keyword: &str,
) -> impl Iterator<Item = (&'d String, &'d Value)> {
    schema.get(keyword).and_then(Value::as_object).into_iter().flatten()
}

/// A value of an `enum`, converted to one of the types: YAML does not read `1` and `true` as strings.
fn as_type(value: &Value, types: &[&str]) -> Option<Value> {
    let is = |value: &Value| {
        types.iter().any(|ty| match *ty {
            "null" => value.is_null(),
            "boolean" => value.is_boolean(),
            "string" => value.is_string(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            _ => false,
        })
    };
    if value.is_null() || is(value) {
        return is(value).then(|| value.clone());
    }
    if types.contains(&"string") {
        return Some(json!(value.to_string()));
    }
    serde_json::from_str(value.as_str()?).ok().filter(|value: &Value| !value.is_null() && is(value))
}
