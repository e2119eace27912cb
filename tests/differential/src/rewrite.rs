//! Rewrites the definitions of a Swagger 2.0 document into JSON Schema draft 4.
//!
//! Each decision by which the generated code differs from draft 4 is a [`Rule`]. A rule can be turned off, to find
//! the one that makes a difference.

use crate::families::Families;
use crate::part::{Context, Part};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

/// A decision by which the generated code differs from draft 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// `x-nullable: true` accepts null, next to any other keywords.
    Nullable,
    /// Null in an `enum` is accepted with any `type`.
    NullInEnum,
    /// A value of a definition with a discriminator is one of its subtypes, which the discriminator names.
    Discriminator,
    /// Keywords without a `type` imply it.
    ImpliedType,
    /// A number without a fraction is an integer in any notation.
    WholeNumber,
    /// An integer has at most 64 bits.
    Integer64,
    /// An integer with `format: int32` has at most 32 bits.
    Integer32,
    /// A `readOnly` property is not required in a request, and a value sent for it is ignored.
    ReadOnly,
    /// An `enum` with `x-extensible-enum` or `x-ms-enum: {modelAsString: true}` is open.
    OpenEnum,
    /// The values of an `enum` are converted to the `type`.
    EnumAsType,
    /// `additionalProperties` in one schema of an `allOf` does not apply to the properties that another declares.
    OthersInAllOf,
    /// A keyword reported as not enforced rejects nothing.
    NotEnforced,
}

impl Rule {
    /// All rules.
    pub const ALL: [Self; 12] = [
        Self::Nullable,
        Self::NullInEnum,
        Self::Discriminator,
        Self::ImpliedType,
        Self::WholeNumber,
        Self::Integer64,
        Self::Integer32,
        Self::ReadOnly,
        Self::OpenEnum,
        Self::EnumAsType,
        Self::OthersInAllOf,
        Self::NotEnforced,
    ];

    /// The text of the rule in the table.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Nullable => "`x-nullable: true` accepts null",
            Self::NullInEnum => "null in an `enum` is accepted with any `type`",
            Self::Discriminator => "a value of a definition with a discriminator is one of its subtypes",
            Self::ImpliedType => "keywords without a `type` imply it",
            Self::WholeNumber => "a number without a fraction is an integer",
            Self::Integer64 => "an integer has at most 64 bits",
            Self::Integer32 => "an integer with `format: int32` has at most 32 bits",
            Self::ReadOnly => "a `readOnly` property is ignored in requests",
            Self::OpenEnum => "an `enum` that an extension opens accepts any value",
            Self::EnumAsType => "the values of an `enum` are converted to the `type`",
            Self::OthersInAllOf => {
                "`additionalProperties` in one schema of an `allOf` does not apply to the properties of another"
            }
            Self::NotEnforced => "a keyword reported as not enforced rejects nothing",
        }
    }
}

/// A set of rules.
pub type Rules = BTreeSet<Rule>;

/// The meaning of a reference to a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// A value; for a definition with a discriminator, a value of one of its subtypes.
    Value,
    /// A value of this definition itself, with its own value of the discriminator.
    Own,
}

/// A schema of the document and its place.
#[derive(Clone, Debug)]
pub struct Place<'d> {
    /// The JSON pointer.
    pub pointer: String,
    /// The schema.
    pub schema: &'d Map<String, Value>,
}

impl<'d> Place<'d> {
    /// A schema inside this one.
    pub fn inside(&self, steps: &[&str], schema: &'d Value) -> Option<Self> {
        let steps = steps.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1")));
        let pointer = self.pointer.clone() + &steps.collect::<String>();
        Some(Place { pointer, schema: schema.as_object()? })
    }
}

/// Rewrites the schemas of a document.
pub struct Rewriter<'d> {
    document: &'d Value,
    families: &'d Families<'d>,
    /// The JSON pointers to keywords that are not enforced.
    unenforced: &'d HashSet<String>,
    rules: Rules,
    known: HashMap<(String, Mode), usize>,
    queue: VecDeque<(usize, String, Mode)>,
}

impl<'d> Rewriter<'d> {
    /// A rewriter for one document.
    pub fn new(
        document: &'d Value,
        families: &'d Families<'d>,
        unenforced: &'d HashSet<String>,
        rules: Rules,
    ) -> Self {
        Self { document, families, unenforced, rules, known: HashMap::new(), queue: VecDeque::new() }
    }

    /// The schema at a JSON pointer, with all schemas that it references.
    pub fn schema(mut self, pointer: &str) -> Value {
        let whole = self.refer(pointer.to_owned(), Mode::Value);
        let mut definitions = BTreeMap::new();
        while let Some((number, pointer, mode)) = self.queue.pop_front() {
            let schema = self.document.pointer(&pointer).and_then(Value::as_object);
            let rewritten = schema.map(|schema| self.rewrite(&Place { pointer, schema }, mode));
            definitions.insert(number.to_string(), rewritten.unwrap_or_else(|| json!({})));
        }
        json!({"allOf": [whole], "definitions": definitions})
    }

    /// Whether a rule is on.
    pub fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether a keyword is reported as not enforced.
    pub fn is_unenforced(&self, place: &Place<'_>, keyword: &str) -> bool {
        self.has(Rule::NotEnforced) && self.unenforced.contains(&format!("{}/{keyword}", place.pointer))
    }

    fn refer(&mut self, pointer: String, mode: Mode) -> Value {
        let next = self.known.len();
        let number = *self.known.entry((pointer.clone(), mode)).or_insert_with(|| {
            self.queue.push_back((next, pointer, mode));
            next
        });
        json!({"$ref": format!("#/definitions/{number}")})
    }

    /// The schema for a value at this place.
    pub fn value(&mut self, place: &Place<'d>) -> Value {
        self.rewrite(place, Mode::Value)
    }

    fn rewrite(&mut self, place: &Place<'d>, mode: Mode) -> Value {
        let null = self.has(Rule::Nullable) && place.schema.get("x-nullable") == Some(&Value::Bool(true));
        let schema = self.without_null(place, mode);
        if null { or_null(&schema) } else { schema }
    }

    fn without_null(&mut self, place: &Place<'d>, mode: Mode) -> Value {
        if let Some(target) = target(place.schema) {
            return self.refer(target, Mode::Value);
        }
        let name = place.pointer.strip_prefix("/definitions/").filter(|name| !name.contains('/'));
        let name = name.filter(|_| self.has(Rule::Discriminator)).map(unescaped);
        let tags = name.as_ref().map(|name| self.families.tags(name)).unwrap_or_default();
        if let (Mode::Value, Some(name)) = (mode, &name)
            && let Some(subtypes) = self.families.subtypes(name)
        {
            let subtypes = subtypes
                .iter()
                .map(|subtype| self.refer(format!("/definitions/{}", escaped(subtype)), Mode::Own));
            return json!({"anyOf": subtypes.collect::<Vec<_>>()});
        }
        if let Some(target) = only_annotates(place.schema).filter(|_| tags.is_empty()) {
            let target = self.refer(target, Mode::Value);
            return match place.schema.get("type") {
                Some(ty) => json!({"allOf": [{"type": ty}, target]}),
                None => target,
            };
        }
        let mut parts = Vec::new();
        self.take_in(place.clone(), &mut parts);
        let context = Context::of(self, &parts, &tags);
        let mut all: Vec<Value> =
            parts.iter().map(|part| Part { place: part, context: &context }.rewrite(self)).collect();
        if !tags.is_empty() {
            let says = tags.iter().map(|(tag, value)| (tag.clone(), json!({"enum": [value]})));
            let names: Vec<&String> = tags.iter().map(|(tag, _)| tag).collect();
            let properties = Value::Object(says.collect());
            all.push(json!({"type": "object", "required": names, "properties": properties}));
        }
        match all.len() {
            1 => all.swap_remove(0),
            _ => json!({"allOf": all}),
        }
    }

    /// Collects the schema and all schemas of its `allOf`, each once.
    fn take_in(&self, place: Place<'d>, parts: &mut Vec<Place<'d>>) {
        if parts.iter().any(|part| part.pointer == place.pointer) {
            return;
        }
        if let Some(target) = target(place.schema) {
            let schema = self.document.pointer(&target).and_then(Value::as_object);
            return schema.into_iter().for_each(|schema| {
                self.take_in(Place { pointer: target.clone(), schema }, parts);
            });
        }
        parts.push(place.clone());
        let members = place.schema.get("allOf").and_then(Value::as_array).into_iter().flatten().enumerate();
        for (index, member) in members {
            if let Some(member) = place.inside(&["allOf", &index.to_string()], member) {
                self.take_in(member, parts);
            }
        }
    }
}

/// Null, or a value of the schema.
pub fn or_null(schema: &Value) -> Value {
    json!({"anyOf": [{"type": "null"}, schema]})
}

/// The JSON pointer of a `$ref`.
pub fn target(schema: &Map<String, Value>) -> Option<String> {
    let reference = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
    Some(decoded(reference))
}

/// The target of an `allOf` with one reference and only annotations next to it.
fn only_annotates(schema: &Map<String, Value>) -> Option<String> {
    let [Value::Object(member)] = schema.get("allOf")?.as_array()?.as_slice() else { return None };
    let annotations =
        ["allOf", "type", "description", "title", "example", "default", "readOnly", "xml", "externalDocs"];
    let annotates = |keyword: &String| annotations.contains(&keyword.as_str()) || keyword.starts_with("x-");
    target(member)
        .filter(|_| schema.keys().all(annotates) && schema.get("type").is_none_or(|ty| ty == "object"))
}

/// The text without percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let hex =
            others.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => (bytes.push(byte), rest = &others[2..]).1,
            None => (bytes.push(*first), rest = others).1,
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A name as a step of a JSON pointer.
pub fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A step of a JSON pointer as a name.
pub fn unescaped(step: &str) -> String {
    step.replace("~1", "/").replace("~0", "~")
}
