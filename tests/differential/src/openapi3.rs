//! Writes the schemas of an OpenAPI 3 document as definitions of Swagger 2.0, so that the rewriter and the prover can
//! read them. The generator gets the document itself.
//!
//! | OpenAPI 3 | definition |
//! |---|---|
//! | `components/schemas` | `definitions` |
//! | `nullable` | `x-nullable` |
//! | a boolean schema | `{}`, `{not: {}}` |
//! | `const` | an `enum` of one value |
//! | `exclusiveMinimum`, `exclusiveMaximum`: a number | the bound, and `true` |
//! | `prefixItems`, and `items` next to it | `items`, and `additionalItems` |
//! | `dependentRequired`, `dependentSchemas` | `dependencies` |
//! | keywords next to a `$ref` (3.1) | keywords next to an `allOf` of the `$ref` |
//! | `readOnly` of the target of a property's `$ref` | `readOnly` next to an `allOf` of the `$ref` |
//! | `mapping` of a `discriminator` | `x-ms-discriminator-value` of the subtypes |
//! | `{nullable: true}` in `anyOf` or `oneOf` | `{type: null}` |

use crate::prove::Claim;
use crate::rewrite::{escaped, target, unescaped};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The definitions of a document, and the place of each of its keywords in them.
pub struct Definitions {
    /// A document with `definitions` alone.
    pub document: Value,
    /// The keyword of the definitions for each keyword of a schema.
    pub claims: HashMap<Claim, Claim>,
    /// The schemas that are not among the definitions: they refer to something else than a schema in `components`.
    pub omitted: BTreeSet<String>,
    /// The schemas with a keyword that is not written, here or in a schema that they refer to, and that keyword.
    pub unwritten: BTreeMap<String, String>,
}

/// The JSON pointer to the schemas of a document.
pub const SCHEMAS: &str = "/components/schemas";

/// Keywords that are copied. Their values are not schemas.
const COPIED: [&str; 19] = [
    "default",
    "type",
    "enum",
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
    "required",
    "format",
    "readOnly",
    "x-extensible-enum",
    "x-ms-enum",
];

/// Writes the schemas of a document. `None` if it has none.
pub fn definitions(document: &Value) -> Option<Definitions> {
    let schemas = document.pointer(SCHEMAS)?.as_object()?;
    let mut writer = Writer {
        document,
        is_30: document["openapi"].as_str().is_some_and(|version| version.starts_with("3.0")),
        claims: HashMap::new(),
    };
    let omitted = omitted(document, schemas);
    let mut written = Map::new();
    for (name, schema) in schemas.iter().filter(|(name, _)| !omitted.contains(*name)) {
        let step = escaped(name);
        let at = (format!("{SCHEMAS}/{step}"), format!("/definitions/{step}"));
        written.insert(name.clone(), writer.schema(schema, &at));
    }
    for schema in schemas.values() {
        for (value, target) in schema["discriminator"]["mapping"].as_object().into_iter().flatten() {
            let named = target.as_str().map(|target| target.rsplit('/').next().unwrap_or(target));
            let subtype = named.and_then(|named| written.get_mut(named)).and_then(Value::as_object_mut);
            if let Some(subtype) = subtype.filter(|_| schema.get("oneOf").or(schema.get("anyOf")).is_none()) {
                subtype.entry("x-ms-discriminator-value").or_insert_with(|| json!(value));
            }
        }
    }
    let claims = writer.claims;
    let unwritten = unwritten(schemas);
    Some(Definitions { document: json!({"definitions": written}), claims, omitted, unwritten })
}

/// Keywords that Swagger 2.0 does not have, and that the writer does not translate.
const UNWRITTEN: [&str; 10] = [
    "if",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "$dynamicRef",
    "$anchor",
    "$id",
    "writeOnly",
    "contentEncoding",
];

/// Whether one of these keywords rejects values, so that a value of the definition may be invalid.
pub fn restricts(unwritten: &str) -> bool {
    !["$anchor", "$id", "writeOnly", "contentEncoding", "discriminator"].contains(&unwritten)
}

/// The schemas with a keyword that is not written, and those that refer to them.
fn unwritten(schemas: &Map<String, Value>) -> BTreeMap<String, String> {
    let own = schemas.iter().filter_map(|(name, schema)| Some((name.clone(), unwritten_in(schema)?)));
    let mut found: BTreeMap<String, String> = own.collect();
    loop {
        let before = found.len();
        for (name, schema) in schemas {
            let mut named = references(schema).into_iter().flatten().filter_map(|pointer| {
                let name = pointer.strip_prefix(SCHEMAS)?.strip_prefix('/')?;
                found.get(&unescaped(name.split('/').next().unwrap_or_default())).cloned()
            });
            if let (false, Some(keyword)) = (found.contains_key(name), named.next()) {
                found.insert(name.clone(), keyword);
            }
        }
        if found.len() == before {
            return found;
        }
    }
}

/// A keyword in a schema that is not written. A `discriminator` of alternatives is one.
fn unwritten_in(schema: &Value) -> Option<String> {
    let members = match schema {
        Value::Object(members) => members,
        Value::Array(items) => return items.iter().find_map(unwritten_in),
        _ => return None,
    };
    if members.contains_key("discriminator")
        && ["oneOf", "anyOf"].iter().any(|key| members.contains_key(*key))
    {
        return Some("discriminator".to_owned());
    }
    members.iter().find_map(|(keyword, value)| match keyword.as_str() {
        "enum" | "const" | "default" | "example" | "examples" => None,
        "properties" | "patternProperties" | "$defs" | "definitions" => {
            value.as_object().into_iter().flat_map(Map::values).find_map(unwritten_in)
        }
        _ if UNWRITTEN.contains(&keyword.as_str()) => Some(keyword.clone()),
        _ => unwritten_in(value),
    })
}

/// The schemas with a reference that does not lead into `components/schemas`, and those that refer to them.
fn omitted(document: &Value, schemas: &Map<String, Value>) -> BTreeSet<String> {
    let mut omitted = BTreeSet::new();
    loop {
        let before = omitted.len();
        for (name, schema) in schemas {
            let is_bad = |pointer: Option<String>| {
                let named =
                    pointer.as_deref().and_then(|pointer| pointer.strip_prefix(SCHEMAS)?.strip_prefix('/'));
                let first = named.map(|named| unescaped(named.split('/').next().unwrap_or_default()));
                first.is_none_or(|first| omitted.contains(&first))
                    || pointer.is_some_and(|pointer| document.pointer(&pointer).is_none())
            };
            if !omitted.contains(name) && references(schema).into_iter().any(is_bad) {
                omitted.insert(name.clone());
            }
        }
        if omitted.len() == before {
            return omitted;
        }
    }
}

/// The targets of all references in a schema. `None` for one that is not a JSON pointer in the document. A schema with an
/// `$id` is such a one too.
fn references(schema: &Value) -> Vec<Option<String>> {
    match schema {
        Value::Object(members) => {
            let by_id = members.get("$id").is_some_and(Value::is_string).then_some(None);
            let own = members.get("$ref").filter(|own| own.is_string()).map(|_| target(members));
            let own = own.map(|own| own.filter(|pointer| pointer.starts_with('/')));
            by_id.into_iter().chain(own).chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

struct Writer<'d> {
    document: &'d Value,
    is_30: bool,
    claims: HashMap<Claim, Claim>,
}

/// The JSON pointers to a schema in the document, and in the definitions.
type At = (String, String);

fn inside((from, to): &At, (step, other): (&str, &str), name: &str) -> At {
    let name = if name.is_empty() { String::new() } else { format!("/{}", escaped(name)) };
    (format!("{from}/{step}{name}"), format!("{to}/{other}{name}"))
}

impl Writer<'_> {
    fn schema(&mut self, schema: &Value, at: &At) -> Value {
        match schema {
            Value::Object(schema) => Value::Object(self.object(schema, at)),
            Value::Bool(false) => json!({"not": {}}),
            _ => json!({}),
        }
    }

    /// Notes that a keyword of the definitions is the one of the document.
    fn note(&mut self, (from, to): &At, keyword: &str, other: &str) {
        let claim =
            |pointer: &str, keyword: &str| Claim { pointer: pointer.to_owned(), keyword: keyword.to_owned() };
        self.claims.insert(claim(from, keyword), claim(to, other));
    }

    fn object(&mut self, schema: &Map<String, Value>, at: &At) -> Map<String, Value> {
        let mut out = Map::new();
        if schema.get("nullable") == Some(&Value::Bool(true)) {
            out.insert("x-nullable".to_owned(), Value::Bool(true));
            self.note(at, "nullable", "x-nullable");
        }
        if let Some(pointer) = target(schema) {
            let reference = json!(format!("#{}", pointer.replacen(SCHEMAS, "/definitions", 1)));
            let siblings = schema.keys().any(|keyword| KEYWORDS.contains(&keyword.as_str()));
            let read_only = self.is_read_only(&pointer, 0);
            if (self.is_30 || !siblings) && !read_only {
                out.insert("$ref".to_owned(), reference);
                self.note(at, "$ref", "$ref");
                return out;
            }
            let (from, to) = at;
            self.note(&(from.clone(), format!("{to}/allOf/0")), "$ref", "$ref");
            out.insert("allOf".to_owned(), json!([{"$ref": reference}]));
            out.extend(read_only.then(|| ("readOnly".to_owned(), Value::Bool(true))));
            if self.is_30 {
                return out;
            }
        }
        for keyword in COPIED {
            if let Some(value) = schema.get(keyword) {
                out.insert(keyword.to_owned(), value.clone());
                self.note(at, keyword, keyword);
            }
        }
        self.values(schema, at, &mut out);
        self.arrays(schema, at, &mut out);
        self.objects(schema, at, &mut out);
        self.compositions(schema, at, &mut out);
        out
    }

    /// `const`, and bounds.
    fn values(&mut self, schema: &Map<String, Value>, at: &At, out: &mut Map<String, Value>) {
        if let Some(value) = schema.get("const").filter(|_| !schema.contains_key("enum")) {
            out.insert("enum".to_owned(), json!([value]));
            self.note(at, "const", "enum");
        }
        for (exclusive, inclusive, sign) in
            [("exclusiveMinimum", "minimum", 1.0), ("exclusiveMaximum", "maximum", -1.0)]
        {
            let bound = |keyword| schema.get(keyword).and_then(Value::as_f64).map(|bound| bound * sign);
            match (bound(exclusive), bound(inclusive)) {
                // The other bound rejects the same values.
                (Some(own), Some(other)) if other > own => {}
                (Some(_), _) => {
                    out.insert(inclusive.to_owned(), schema[exclusive].clone());
                    out.insert(exclusive.to_owned(), Value::Bool(true));
                    self.note(at, exclusive, exclusive);
                }
                (None, _) => {
                    out.extend(schema.get(exclusive).map(|own| (exclusive.to_owned(), own.clone())));
                    self.note(at, exclusive, exclusive);
                }
            }
        }
    }

    fn arrays(&mut self, schema: &Map<String, Value>, at: &At, out: &mut Map<String, Value>) {
        let tuple = ["prefixItems", "items"]
            .into_iter()
            .find(|keyword| schema.get(*keyword).is_some_and(Value::is_array));
        if let Some(keyword) = tuple {
            let written = self.list(&schema[keyword], at, (keyword, "items"));
            out.insert("items".to_owned(), written);
        }
        let others = if tuple == Some("items") { "additionalItems" } else { "items" };
        if let Some(others_schema) = schema.get(others) {
            let to = if tuple.is_some() { "additionalItems" } else { "items" };
            let written = match others_schema {
                Value::Bool(allowed) if tuple.is_some() => Value::Bool(*allowed),
                schema => self.schema(schema, &inside(at, (others, to), "")),
            };
            self.note(at, others, to);
            out.insert(to.to_owned(), written);
        }
    }

    fn objects(&mut self, schema: &Map<String, Value>, at: &At, out: &mut Map<String, Value>) {
        for keyword in ["properties", "patternProperties", "$defs", "definitions"] {
            if let Some(members) = schema.get(keyword).and_then(Value::as_object) {
                out.insert(keyword.to_owned(), self.map(members, at, (keyword, keyword)));
            }
        }
        if let Some(others) = schema.get("additionalProperties") {
            let written = match others {
                Value::Bool(allowed) => Value::Bool(*allowed),
                schema => {
                    self.schema(schema, &inside(at, ("additionalProperties", "additionalProperties"), ""))
                }
            };
            out.insert("additionalProperties".to_owned(), written);
            self.note(at, "additionalProperties", "additionalProperties");
        }
        let mut dependencies = Map::new();
        let keywords = ["dependencies", "dependentRequired", "dependentSchemas"];
        let is_alone = keywords.iter().filter(|keyword| schema.contains_key(**keyword)).count() == 1;
        for keyword in keywords {
            let Some(members) = schema.get(keyword).and_then(Value::as_object) else { continue };
            for (name, dependency) in members {
                let inner = inside(at, (keyword, "dependencies"), name);
                let written =
                    if dependency.is_array() { dependency.clone() } else { self.schema(dependency, &inner) };
                dependencies.entry(name.clone()).or_insert(written);
            }
            if is_alone {
                self.note(at, keyword, "dependencies");
            }
        }
        if !dependencies.is_empty() {
            out.insert("dependencies".to_owned(), Value::Object(dependencies));
        }
        let tag = schema
            .get("discriminator")
            .filter(|_| !schema.contains_key("oneOf") && !schema.contains_key("anyOf"));
        if let Some(tag) = tag.and_then(|tag| tag.get("propertyName")) {
            out.insert("discriminator".to_owned(), tag.clone());
            self.note(at, "discriminator", "discriminator");
        }
    }

    fn compositions(&mut self, schema: &Map<String, Value>, at: &At, out: &mut Map<String, Value>) {
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let Some(members) = schema.get(keyword).and_then(Value::as_array) else { continue };
            // A `$ref` next to the `allOf` is its first schema.
            let mut written: Vec<Value> =
                out.remove(keyword).and_then(|first| first.as_array().cloned()).unwrap_or_default();
            let first = written.len();
            for (index, member) in members.iter().enumerate() {
                let (from, to) = at;
                let inner =
                    (format!("{from}/{keyword}/{index}"), format!("{to}/{keyword}/{}", first + index));
                let is_null = keyword != "allOf" && *member == json!({"nullable": true});
                written.push(if is_null { json!({"type": "null"}) } else { self.schema(member, &inner) });
            }
            out.insert(keyword.to_owned(), Value::Array(written));
            let mut targets = members.iter().filter_map(|member| target(member.as_object()?));
            if keyword == "allOf" && targets.any(|target| self.is_read_only(&target, 0)) {
                out.insert("readOnly".to_owned(), Value::Bool(true));
            }
            if first == 0 {
                self.note(at, keyword, keyword);
            }
        }
        if let Some(not) = schema.get("not") {
            out.insert("not".to_owned(), self.schema(not, &inside(at, ("not", "not"), "")));
            self.note(at, "not", "not");
        }
    }

    fn map(&mut self, members: &Map<String, Value>, at: &At, keyword: (&str, &str)) -> Value {
        self.note(at, keyword.0, keyword.1);
        let each = members.iter().map(|(name, schema)| {
            let inner = inside(at, keyword, name);
            (name.clone(), self.schema(schema, &inner))
        });
        Value::Object(each.collect())
    }

    fn list(&mut self, members: &Value, at: &At, keyword: (&str, &str)) -> Value {
        self.note(at, keyword.0, keyword.1);
        let each = members.as_array().into_iter().flatten().enumerate().map(|(index, schema)| {
            let inner = inside(at, keyword, &index.to_string());
            self.schema(schema, &inner)
        });
        each.collect()
    }

    /// Whether a schema, or one that it takes in by a `$ref` or an `allOf`, is read-only.
    fn is_read_only(&self, pointer: &str, depth: usize) -> bool {
        let Some(schema) = self.document.pointer(pointer).and_then(Value::as_object).filter(|_| depth < 8)
        else {
            return false;
        };
        let members = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
        let mut targets = members.filter_map(Value::as_object).chain([schema]).filter_map(target);
        schema.get("readOnly") == Some(&Value::Bool(true))
            || targets.any(|target| self.is_read_only(&target, depth + 1))
    }
}

/// The keywords that count next to a `$ref` in OpenAPI 3.1.
const KEYWORDS: [&str; 33] = [
    "default",
    "type",
    "enum",
    "const",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "patternProperties",
    "additionalProperties",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "readOnly",
    "discriminator",
    "dependencies",
];
