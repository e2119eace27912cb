//! Looks for a value that only one keyword rejects: valid without the keyword in the schema, and not valid with it. The
//! keyword is one that the generator's report calls enforced.

use crate::compare::Source;
use crate::make::Maker;
use crate::mutate::mutations;
use crate::reach::Root;
use crate::rewrite::{Rule, Rules, target, unescaped};
use crate::texts;
use crate::validators::{is_readable, validator, without_surrogates};
use jsonschema::Validator;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A keyword of a schema in a document.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    /// The JSON pointer to the schema.
    pub pointer: String,
    /// The keyword.
    pub keyword: String,
}

/// The proof that a keyword is enforced, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A value that only this keyword rejects.
    Rejects(String),
    /// A value that only this keyword allows.
    Accepts(String),
    /// Another keyword of the same schema rejects the same values.
    Implied(String),
    /// The reason why no value is possible.
    Reason(&'static str),
    /// The search found no value.
    None,
}

/// The number of valid values that a search makes and changes.
const ROUNDS: u64 = 10;

/// The object around a claim.
#[derive(Clone, Copy)]
pub enum Whole<'p> {
    /// The JSON pointer to a schema. Values are JSON.
    Schema(&'p str),
    /// The JSON pointer to a parameter. Values are JSON arrays of the texts that are sent.
    Parameter(&'p str),
}

/// Looks for a value of `whole` that proves the claim.
pub fn prove(document: &Value, whole: Whole<'_>, claim: &Claim, unenforced: &HashSet<String>) -> Proof {
    let document = &match whole {
        Whole::Schema(pointer) | Whole::Parameter(pointer) => reached(document, pointer),
    };
    let search = |document: &Value, rounds| match whole {
        Whole::Schema(pointer) => search(document, pointer, claim, unenforced, rounds),
        Whole::Parameter(pointer) => texts::search(document, pointer, claim, unenforced, rounds),
    };
    let Some(schema) = document.pointer(&claim.pointer).and_then(Value::as_object) else {
        return Proof::None;
    };
    let is_unread = |pattern: &str| !is_readable(&without_surrogates(pattern));
    if claim.keyword == "pattern" && schema["pattern"].as_str().is_some_and(is_unread) {
        return Proof::Reason("the validator cannot read the pattern");
    }
    let found = search(document, ROUNDS);
    if found != Proof::None {
        return found;
    }
    // Fewer rounds are enough to find the sibling.
    let others: Vec<&String> = schema.keys().filter(|keyword| **keyword != claim.keyword).collect();
    let without = |document: &Value, sibling: &String| deleted(document, &claim.pointer, sibling);
    for sibling in &others {
        if search(&without(document, sibling), ROUNDS / 2) != Proof::None {
            return Proof::Implied((*sibling).clone());
        }
    }
    if is_ignored(document, &claim.pointer) {
        return Proof::Reason("ignored in requests, by `readOnly`");
    }
    if is_discriminator(document, &claim.pointer) {
        return Proof::Reason("a discriminator has the names of its subtypes");
    }
    if is_in_empty_array(document, &claim.pointer) {
        return Proof::Reason("an item of an array that is always empty");
    }
    if claim.keyword == "x-nullable"
        && matches!(whole, Whole::Schema(_))
        && accepts_null_anyway(document, claim, unenforced)
    {
        return Proof::Implied("the target of the reference".to_owned());
    }
    let alone = others.iter().fold(document.clone(), |document, sibling| without(&document, sibling));
    if search(&alone, ROUNDS / 2) != Proof::None {
        return Proof::Implied("several others".to_owned());
    }
    for document in [document, &alone] {
        if search(&without_others(document, &claim.pointer), ROUNDS / 2) != Proof::None {
            return Proof::Implied("another schema for the same value".to_owned());
        }
    }
    Proof::None
}

/// The document reduced to the place, the definitions that it references, and those that inherit from these.
fn reached(document: &Value, pointer: &str) -> Value {
    let whole = document.pointer(pointer);
    let mut names: Vec<String> = pointer.strip_prefix("/definitions/").map(unescaped).into_iter().collect();
    for name in whole.map(references).unwrap_or_default() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut next = 0;
    let all = document["definitions"].as_object();
    while let Some(name) = names.get(next).cloned() {
        next += 1;
        let targets = all.and_then(|all| all.get(&name)).map(references).unwrap_or_default();
        let heirs =
            all.into_iter().flatten().filter(|(_, schema)| references(&schema["allOf"]).contains(&name));
        for other in targets.into_iter().chain(heirs.map(|(name, _)| name.clone())) {
            if !names.contains(&other) {
                names.push(other);
            }
        }
    }
    let mut document = document.clone();
    if let Some(all) = document["definitions"].as_object_mut() {
        all.retain(|name, _| names.contains(name));
    }
    document.as_object_mut().into_iter().for_each(|document| _ = document.shift_remove("paths"));
    if let Some((whole, steps)) = whole.zip(pointer.strip_prefix("/paths/")) {
        // An object with the index as a name works as well: JSON pointers do not tell it from an array.
        let inside = steps.rsplit('/').fold(whole.clone(), |inside, step| json!({unescaped(step): inside}));
        document["paths"] = inside;
    }
    document
}

/// The names of the definitions that a schema references.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => {
            let own =
                target(members).and_then(|target| Some(target.strip_prefix("/definitions/")?.to_owned()));
            let own = own.map(|rest| unescaped(rest.split('/').next().unwrap_or_default()));
            own.into_iter().chain(members.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// Whether the place is in a property that is ignored in requests, or applies only to such properties.
fn is_ignored(document: &Value, pointer: &str) -> bool {
    let around = pointer.match_indices('/').map(|(end, _)| &pointer[..end]).chain([pointer]);
    let mut around = around.filter_map(|place| document.pointer(place));
    let own = document.pointer(pointer).and_then(|schema| schema["properties"].as_object());
    let all = own.is_some_and(|own| own.values().all(|property| is_server_only(document, property, 0)));
    all || around.any(|schema| schema["readOnly"] == true)
}

/// Whether the place is in the items of an array with `maxItems: 0`.
fn is_in_empty_array(document: &Value, pointer: &str) -> bool {
    let ends = pointer.match_indices("/items").map(|(end, _)| end);
    ends.filter_map(|end| document.pointer(&pointer[..end])).any(|array| array["maxItems"] == 0)
}

/// The longest chain of references that is followed.
const REFERENCES: usize = 8;

/// Whether a property is `readOnly`, or references an object with only `readOnly` properties.
fn is_server_only(document: &Value, property: &Value, depth: usize) -> bool {
    let target = property.as_object().and_then(target);
    let target = target.filter(|_| depth < REFERENCES).and_then(|target| document.pointer(&target));
    let referred = target.is_some_and(|schema| {
        let mut all = schema["properties"].as_object().into_iter().flat_map(serde_json::Map::values);
        schema.get("required").is_none()
            && schema["properties"].is_object()
            && all.all(|inner| is_server_only(document, inner, depth + 1))
    });
    referred || property["readOnly"] == true
}

/// Whether any value is valid: the schema and its references have only annotations.
fn accepts_any(document: &Value, schema: &Value) -> bool {
    let mut schema = schema;
    for _ in 0..REFERENCES {
        let Some(members) = schema.as_object() else { return false };
        match target(members) {
            None => {
                let annotations = ["description", "title", "example", "default", "externalDocs", "readOnly"];
                return members
                    .keys()
                    .all(|keyword| keyword.starts_with("x-") || annotations.contains(&keyword.as_str()));
            }
            Some(target) => match document.pointer(&target) {
                Some(referred) => schema = referred,
                None => return false,
            },
        }
    }
    false
}

/// Whether every text matches: the pattern matches the empty text and has no anchor.
fn matches_all(pattern: &str) -> bool {
    let tied = ["^", "$", "\\b", "\\B", "(?"].iter().any(|sign| pattern.contains(sign));
    let matches_empty = || {
        let schema = json!({"type": "string", "pattern": pattern});
        validator(&schema).is_ok_and(|validator| validator.is_valid(&json!("")))
    };
    !tied && matches_empty()
}

/// Whether the schema accepts null without `x-nullable`.
fn accepts_null_anyway(document: &Value, claim: &Claim, unenforced: &HashSet<String>) -> bool {
    let without = deleted(document, &claim.pointer, &claim.keyword);
    let source = Source::of(&without, unenforced);
    // A schema accepts more if keywords do not imply a type.
    Both::of(&source, &claim.pointer).is_some_and(|both| both.says(&Value::Null) != Some(false))
}

/// Whether the place is a discriminator.
fn is_discriminator(document: &Value, pointer: &str) -> bool {
    let name = pointer.rsplit_once("/properties/").map(|(_, name)| unescaped(name));
    let definitions = document["definitions"].as_object().into_iter().flat_map(serde_json::Map::values);
    let mut tags = definitions.filter_map(|definition| definition.get("discriminator"));
    name.is_some_and(|name| tags.any(|tag| *tag == *name || tag["propertyName"] == *name))
}

/// The document without other schemas for the same value: the other schemas of an `allOf`, the keywords next to it, the
/// `enum` of the object around it, and the same property in another object.
fn without_others(document: &Value, pointer: &str) -> Value {
    let mut document = document.clone();
    for (end, _) in pointer.match_indices("/allOf/") {
        let kept = pointer[end..].split('/').nth(2).and_then(|index| index.parse::<usize>().ok());
        let Some(Value::Object(around)) = document.pointer_mut(&pointer[..end]) else { continue };
        around.retain(|keyword, _| keyword == "allOf");
        for (index, member) in around["allOf"].as_array_mut().into_iter().flatten().enumerate() {
            if Some(index) != kept {
                *member = json!({});
            }
        }
    }
    for (end, _) in pointer.match_indices("/properties/") {
        if let Some(Value::Object(around)) = document.pointer_mut(&pointer[..end]) {
            around.shift_remove("allOf");
            around.shift_remove("enum");
        }
    }
    if let Some(name) = pointer.rsplit_once("/properties/").map(|(_, name)| unescaped(name))
        && let Some(kept) = document.pointer(pointer).cloned()
    {
        blank(&mut document, &name);
        if let Some(place) = document.pointer_mut(pointer) {
            *place = kept;
        }
    }
    document
}

/// Makes all properties with a name accept any value.
fn blank(value: &mut Value, name: &str) {
    if let Some(property) = value.get_mut("properties").and_then(|properties| properties.get_mut(name)) {
        *property = json!({});
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(|value| blank(value, name)),
        Value::Array(items) => items.iter_mut().for_each(|value| blank(value, name)),
        _ => {}
    }
}

/// The document without a keyword.
pub(crate) fn deleted(document: &Value, pointer: &str, keyword: &str) -> Value {
    let mut document = document.clone();
    if let Some(Value::Object(schema)) = document.pointer_mut(pointer) {
        schema.shift_remove(keyword);
    }
    document
}

fn search(
    document: &Value,
    definition: &str,
    claim: &Claim,
    unenforced: &HashSet<String>,
    rounds: u64,
) -> Proof {
    let without = deleted(document, &claim.pointer, &claim.keyword);
    let (whole, rest) = (Source::of(document, unenforced), Source::of(&without, unenforced));
    let Some((with_it, without_it)) = Both::of(&whole, definition).zip(Both::of(&rest, definition)) else {
        return Proof::None;
    };
    if with_it.schema == without_it.schema {
        return Proof::None;
    }
    let judge = |text: &str| {
        let value: Value = serde_json::from_str(text).ok()?;
        match (with_it.says(&value)?, without_it.says(&value)?) {
            (false, true) => Some(Proof::Rejects(text.to_owned())),
            (true, false) => Some(Proof::Accepts(text.to_owned())),
            _ => None,
        }
    };
    let names = || claim.pointer.split('/').skip(3).map(unescaped).collect::<Vec<_>>();
    for seed in 0..2 * rounds {
        let root = if seed % 2 == 0 { Root(&without_it.schema) } else { Root(&with_it.schema) };
        let Some(value) = Maker::new(root, seed).prefer(names()).value() else { continue };
        if let Some(proof) = judge(&value.to_string()) {
            return proof;
        }
        let changed = mutations(Root(&with_it.schema), &value).into_iter();
        let mut changed = changed.filter(|change| !["depth", "member twice"].contains(&change.kind));
        if let Some(proof) = changed.find_map(|change| judge(&change.text)) {
            return proof;
        }
    }
    Proof::None
}

/// Validators by all rules, and by the rules of a schema without a Rust type, in which keywords do not imply a type and
/// an integer has any size.
struct Both {
    schema: Value,
    implied: Validator,
    plain: Option<Validator>,
}

impl Both {
    fn of(source: &Source<'_>, pointer: &str) -> Option<Self> {
        let rules: Rules = Rule::ALL.into();
        let schema = source.rewrite(pointer, rules.clone());
        let plain = rules.into_iter().filter(|rule| ![Rule::ImpliedType, Rule::Integer64].contains(rule));
        let plain = source.rewrite(pointer, plain.collect());
        let plain = if plain == schema { None } else { Some(validator(&plain).ok()?) };
        Some(Self { implied: validator(&schema).ok()?, schema, plain })
    }

    /// None if the two disagree.
    fn says(&self, value: &Value) -> Option<bool> {
        let implied = self.implied.is_valid(value);
        let plain = self.plain.as_ref().is_none_or(|plain| plain.is_valid(value) == implied);
        plain.then_some(implied)
    }
}

/// Whether a keyword with this value rejects nothing.
pub fn rejects_nothing(document: &Value, keyword: &str, value: &Value) -> bool {
    let empty = value.as_object().is_some_and(serde_json::Map::is_empty)
        || value.as_array().is_some_and(Vec::is_empty);
    let all_accept_any = |schemas: &serde_json::Map<String, Value>| {
        schemas.values().all(|schema| accepts_any(document, schema))
    };
    match keyword {
        "properties" | "patternProperties" if value.as_object().is_some_and(all_accept_any) => true,
        "additionalProperties" | "additionalItems" | "items" if accepts_any(document, value) => true,
        "pattern" => value.as_str().is_some_and(matches_all),
        "type" => *value == "file",
        "minLength" | "minItems" | "minProperties" => *value == 0,
        "uniqueItems" | "exclusiveMinimum" | "exclusiveMaximum" | "x-nullable" | "readOnly" => {
            *value == false
        }
        "additionalProperties" | "additionalItems" => *value == true || empty,
        "items" | "properties" | "required" | "patternProperties" | "dependencies" | "not" => empty,
        _ => false,
    }
}
