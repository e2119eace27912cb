//! Writes the schemas of an OpenAPI 3 document for the validator, as JSON Schema 2020-12.
//!
//! A decision by which the generated code differs from the letter of the specification is a [`Rule`], and can be turned
//! off.

use super::files::{Files, Node, Place, last_step};
use jsonschema::{Draft, Validator};
use serde_json::{Map, Value, json};
use std::collections::{BTreeSet, HashMap};

/// A decision by which the generated code differs from the letter of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// `discriminator` next to `oneOf` or `anyOf` alone selects the alternative.
    Discriminator,
    /// Keywords without a `type` imply it.
    ImpliedType,
    /// `nullable: true` accepts null, also without a `type`, and next to an `enum` without null.
    Nullable,
    /// A read-only property is not required in a request, and a value sent for it is ignored; a write-only property is
    /// not required in a response.
    Direction,
    /// An `enum` that an extension opens accepts any value.
    OpenEnum,
    /// `additionalProperties` in one schema of an `allOf` does not apply to the properties of another.
    Merged,
    /// An integer has at most 64 bits, and with `format: int32` at most 32.
    Bits,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 7] = [
        Self::Discriminator,
        Self::ImpliedType,
        Self::Nullable,
        Self::Direction,
        Self::OpenEnum,
        Self::Merged,
        Self::Bits,
    ];

    /// The text of the rule in the table.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Discriminator => {
                "a `discriminator` next to `oneOf` or `anyOf` alone selects the alternative"
            }
            Self::ImpliedType => "keywords without a `type` imply it",
            Self::Nullable => "`nullable: true` accepts null, next to any other keywords",
            Self::Direction => {
                "a `readOnly` property is ignored in requests, and a `writeOnly` one is not required in responses"
            }
            Self::OpenEnum => "an `enum` that an extension opens accepts any value",
            Self::Merged => {
                "`additionalProperties` in one schema of an `allOf` does not apply to the properties of another"
            }
            Self::Bits => "an integer has at most 64 bits, and with `format: int32` at most 32",
        }
    }
}

/// A set of rules.
pub type Rules = BTreeSet<Rule>;

/// A schema of the document, and what the schemas around it say about its properties.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Use {
    place: Place,
    /// The properties that the direction of the body makes optional.
    optional: BTreeSet<String>,
    /// The properties of the other schemas of an `allOf`.
    merged: BTreeSet<String>,
}

/// Writes the schemas that a body reaches.
pub struct Writer<'f> {
    files: &'f mut Files,
    is_30: bool,
    of_request: bool,
    rules: Rules,
    known: HashMap<Use, usize>,
    waiting: Vec<(usize, Use, &'static Value)>,
}

impl<'f> Writer<'f> {
    /// A writer for a document of OpenAPI 3.0, or a newer one.
    pub fn new(files: &'f mut Files, is_30: bool, of_request: bool, rules: &Rules) -> Self {
        Self { files, is_30, of_request, rules: rules.clone(), known: HashMap::new(), waiting: Vec::new() }
    }

    /// The validator of a schema. It does not check `format`.
    ///
    /// # Errors
    /// If the schema is invalid.
    pub fn validator(mut self, schema: &Node) -> Result<Validator, String> {
        let root = self.reference(schema.clone(), BTreeSet::new(), BTreeSet::new());
        let mut schemas = Map::new();
        while let Some((index, used, value)) = self.waiting.pop() {
            let written = self.schema(value, &used);
            schemas.insert(index.to_string(), written);
        }
        let document = json!({"$ref": root, "$defs": schemas});
        let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(false);
        options.build(&document).map_err(|error| error.to_string())
    }

    fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    fn reference(
        &mut self,
        (place, value): Node,
        optional: BTreeSet<String>,
        merged: BTreeSet<String>,
    ) -> String {
        let used = Use { place, optional, merged };
        let next = self.known.len();
        let index = *self.known.entry(used.clone()).or_insert(next);
        if index == next {
            self.waiting.push((index, used, value));
        }
        format!("#/$defs/{index}")
    }

    /// A schema inside another.
    fn inner(&mut self, place: Place, value: &'static Value) -> Value {
        self.schema(value, &Use { place, optional: BTreeSet::new(), merged: BTreeSet::new() })
    }

    fn schema(&mut self, value: &'static Value, used: &Use) -> Value {
        let Value::Object(schema) = value else { return value.clone() };
        let mut out = Map::new();
        let target = schema.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|reference| self.files.target(&used.place, reference));
        if let Some(target) = target {
            let reference = self.reference(target, used.optional.clone(), used.merged.clone());
            out.insert("$ref".to_owned(), Value::String(reference));
            if self.is_30 {
                return self.with_null(schema, out);
            }
        }
        for keyword in COPIED {
            out.extend(schema.get(keyword).map(|value| (keyword.to_owned(), value.clone())));
        }
        self.bounds(schema, &mut out);
        self.types(schema, &mut out);
        let used = self.widened(value, used);
        self.inside(schema, &used, &mut out);
        self.objects(value, &used, &mut out);
        self.compositions(schema, &used, &mut out);
        self.with_null(schema, out)
    }

    /// Adds null to a `nullable` schema.
    fn with_null(&self, schema: &Map<String, Value>, mut out: Map<String, Value>) -> Value {
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let null_is_listed = schema.get("enum").and_then(Value::as_array);
        let null_is_listed = null_is_listed.is_some_and(|values| values.contains(&Value::Null));
        if self.has(Rule::Nullable) && (is_nullable || (self.is_30 && null_is_listed)) {
            return json!({"anyOf": [{"type": "null"}, out]});
        }
        if is_nullable && let Some(ty) = out.get("type").filter(|ty| ty.is_string()).cloned() {
            out.insert("type".to_owned(), json!([ty, "null"]));
        }
        Value::Object(out)
    }

    fn types(&self, schema: &Map<String, Value>, out: &mut Map<String, Value>) {
        let is_opened = matches!(schema.get("x-extensible-enum"), Some(Value::Array(_) | Value::Bool(true)))
            || schema.get("x-ms-enum").is_some_and(|about| about["modelAsString"] == true);
        if is_opened && self.has(Rule::OpenEnum) {
            out.remove("enum");
        }
        if schema.get("type").is_none() && self.has(Rule::ImpliedType) {
            let implied = implied_type(schema);
            out.extend(implied.map(|ty| ("type".to_owned(), json!(ty))));
        }
        if schema.get("type") == Some(&json!("integer")) && self.has(Rule::Bits) {
            let bits = if schema.get("format") == Some(&json!("int32")) {
                json!({"minimum": i32::MIN, "maximum": i32::MAX})
            } else {
                // The type is `u64` if the schema allows larger numbers than `i64` does.
                let maximum = schema.get("maximum").and_then(Value::as_f64).unwrap_or_default();
                let is_unsigned = maximum > 9_223_372_036_854_775_807.0;
                json!({"minimum": i64::MIN, "maximum": if is_unsigned { u64::MAX } else { i64::MAX as u64 }})
            };
            out.insert("allOf".to_owned(), json!([bits]));
        }
    }

    /// Bounds, which are numbers in 3.1, and turn `minimum` and `maximum` into exclusive bounds in 3.0.
    fn bounds(&self, schema: &Map<String, Value>, out: &mut Map<String, Value>) {
        for (exclusive, inclusive) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
            match schema.get(exclusive) {
                Some(Value::Bool(true)) => {
                    let bound = out.remove(inclusive);
                    out.extend(bound.map(|bound| (exclusive.to_owned(), bound)));
                }
                Some(bound @ Value::Number(_)) => {
                    out.insert(exclusive.to_owned(), bound.clone());
                }
                _ => {}
            }
        }
    }

    /// Adds the properties that the schemas of an `allOf` declare to those that the schemas around it declare.
    fn widened(&mut self, value: &'static Value, used: &Use) -> Use {
        let mut used = used.clone();
        let node = (used.place.clone(), value);
        self.declared(&node, &mut used, 0);
        used
    }

    fn declared(&mut self, (place, value): &Node, used: &mut Use, depth: usize) {
        if depth > 8 {
            return;
        }
        for (name, node) in self.properties((place, value)) {
            if self.is_directed(&node, 0) {
                used.optional.insert(name.clone());
            }
            used.merged.insert(name);
        }
        let at = place.inside("allOf");
        let members = value.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
        let members: Vec<Node> = members.map(|(index, it)| (at.inside(&index.to_string()), it)).collect();
        for member in members {
            if let Some(member) = self.files.follow(member) {
                self.declared(&member, used, depth + 1);
            }
        }
    }

    /// The properties of a schema. Some documents refer to all of them by one `$ref`.
    fn properties(&mut self, (place, value): (&Place, &'static Value)) -> Vec<(String, Node)> {
        let Some(properties) = value.get("properties") else { return Vec::new() };
        let node = (place.inside("properties"), properties);
        let reference = properties.get("$ref").and_then(Value::as_str);
        let target = reference.and_then(|reference| self.files.target(&node.0, reference));
        let (place, properties) = target.unwrap_or(node);
        let each = properties.as_object().into_iter().flatten();
        each.map(|(name, value)| (name.clone(), (place.inside(name), value))).collect()
    }

    /// Whether a property is of the other direction: read-only in a request, write-only in a response.
    fn is_directed(&mut self, (place, value): &Node, depth: usize) -> bool {
        let keyword = if self.of_request { "readOnly" } else { "writeOnly" };
        if value.get(keyword) == Some(&Value::Bool(true)) {
            return true;
        }
        let target = value.get("$ref").and_then(Value::as_str);
        let target = target.and_then(|reference| self.files.target(place, reference));
        let at = place.inside("allOf");
        let members = value.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
        let members = members.map(|(index, member)| (at.inside(&index.to_string()), member));
        let nodes: Vec<Node> = target.into_iter().chain(members).collect();
        depth < 8 && nodes.iter().any(|node| self.is_directed(node, depth + 1))
    }

    /// Keywords with a schema, a list of schemas or a map of schemas.
    fn inside(&mut self, schema: &'static Map<String, Value>, used: &Use, out: &mut Map<String, Value>) {
        for keyword in SCHEMAS {
            if let Some(value) = schema.get(keyword).filter(|value| !value.is_array()) {
                out.insert(keyword.to_owned(), self.inner(used.place.inside(keyword), value));
            }
        }
        for keyword in ["patternProperties", "dependentSchemas"] {
            let at = used.place.inside(keyword);
            if let Some(map) = schema.get(keyword).and_then(Value::as_object) {
                let each = map.iter().map(|(name, value)| (name.clone(), self.inner(at.inside(name), value)));
                let each: Map<String, Value> = each.collect();
                out.insert(keyword.to_owned(), Value::Object(each));
            }
        }
    }

    fn objects(&mut self, value: &'static Value, used: &Use, out: &mut Map<String, Value>) {
        let mut properties = Map::new();
        for (name, (place, value)) in self.properties((&used.place, value)) {
            let is_ignored = self.of_request && used.optional.contains(&name) && self.has(Rule::Direction);
            let written = if is_ignored { Value::Bool(true) } else { self.inner(place, value) };
            properties.insert(name, written);
        }
        if value.get("additionalProperties").is_some() && self.has(Rule::Merged) {
            used.merged
                .iter()
                .for_each(|name| _ = properties.entry(name.clone()).or_insert(Value::Bool(true)));
        }
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        if let Some(Value::Array(names)) = value.get("required") {
            let is_optional = |name: &Value| {
                let name = name.as_str().unwrap_or_default();
                self.has(Rule::Direction) && used.optional.contains(name)
            };
            let names: BTreeSet<&str> =
                names.iter().filter(|name| !is_optional(name)).filter_map(Value::as_str).collect();
            out.insert("required".to_owned(), json!(names));
        }
    }

    fn compositions(
        &mut self,
        schema: &'static Map<String, Value>,
        used: &Use,
        out: &mut Map<String, Value>,
    ) {
        let tag = schema.get("discriminator").filter(|_| self.has(Rule::Discriminator));
        for keyword in ["allOf", "anyOf", "oneOf", "prefixItems"] {
            let Some(members) = schema.get(keyword).and_then(Value::as_array) else { continue };
            let mut written: Vec<Value> = match out.remove(keyword) {
                Some(Value::Array(before)) => before,
                _ => Vec::new(),
            };
            let at = used.place.inside(keyword);
            for (index, member) in members.iter().enumerate() {
                let place = at.inside(&index.to_string());
                let is_object = keyword != "prefixItems";
                let used = if is_object {
                    Use { place, ..used.clone() }
                } else {
                    Use { place, optional: BTreeSet::new(), merged: BTreeSet::new() }
                };
                let value = self.schema(member, &used);
                let tagged = tag.filter(|_| ["anyOf", "oneOf"].contains(&keyword));
                let tagged = tagged.and_then(|tag| self.tagged(tag, member, &used.place));
                written.push(match tagged {
                    Some(tagged) => json!({"allOf": [value, tagged]}),
                    None if is_object && *member == json!({"nullable": true}) => json!({"type": "null"}),
                    None => value,
                });
            }
            out.insert(keyword.to_owned(), Value::Array(written));
        }
        if let (Some(_), Some(exactly)) = (tag, out.get("oneOf").cloned()) {
            // Two values of the discriminator can select one schema.
            out.remove("oneOf");
            out.insert("anyOf".to_owned(), exactly);
        }
    }

    /// The values of the discriminator that select an alternative.
    fn tagged(&mut self, discriminator: &Value, member: &Value, place: &Place) -> Option<Value> {
        let name = discriminator.get("propertyName")?.as_str()?;
        let reference = member.get("$ref")?.as_str()?;
        let (target, _) = self.files.target(place, reference)?;
        let mapping = discriminator.get("mapping").and_then(Value::as_object).into_iter().flatten();
        let mut values = Vec::new();
        for (value, mapped) in mapping {
            let mapped = mapped.as_str().unwrap_or_default();
            let by_name = format!("#/components/schemas/{mapped}");
            let is_target = [by_name.as_str(), mapped]
                .iter()
                .find_map(|reference| self.files.target(place, reference))
                .is_some_and(|(to, _)| to == target);
            if is_target {
                values.push(json!(value));
            }
        }
        if values.is_empty() {
            values.push(json!(last_step(&target.pointer)));
        }
        Some(json!({"type": "object", "required": [name], "properties": {name: {"enum": values}}}))
    }
}

/// The only type that the keywords apply to.
fn implied_type(schema: &Map<String, Value>) -> Option<&'static str> {
    let has = |keywords: &[&str]| keywords.iter().any(|keyword| schema.contains_key(*keyword));
    if has(&["anyOf", "oneOf", "not", "enum", "const", "if"]) {
        return has(&["properties"]).then_some("object").filter(|_| !has(&["enum", "const"]));
    }
    let groups: [(&[&str], &str); 4] = [
        (
            &[
                "properties",
                "required",
                "patternProperties",
                "additionalProperties",
                "minProperties",
                "maxProperties",
                "propertyNames",
            ],
            "object",
        ),
        (&["items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"], "array"),
        (&["minLength", "maxLength", "pattern"], "string"),
        (&["minimum", "maximum", "multipleOf"], "number"),
    ];
    let mut implied = groups.into_iter().filter(|(keywords, _)| has(keywords)).map(|(_, ty)| ty);
    let first = implied.next();
    first.filter(|_| implied.next().is_none())
}

/// Keywords that are copied.
const COPIED: [&str; 17] = [
    "type",
    "enum",
    "const",
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
    "dependentRequired",
    "minContains",
    "maxContains",
];

/// Keywords with a schema.
const SCHEMAS: [&str; 10] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
];
