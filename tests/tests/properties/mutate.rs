//! Specs with a node swapped, deleted, duplicated, or of another type. The same mutation always gives the same spec.

use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

/// The kind of mutation, its node, and another node. Nodes are numbered; numbers after the last begin again with the
/// first.
#[derive(Clone, Copy, Debug)]
pub struct Mutation {
    kind: usize,
    at: usize,
    other: usize,
}

impl From<(usize, usize, usize)> for Mutation {
    fn from((kind, at, other): (usize, usize, usize)) -> Self {
        Self { kind, at, other }
    }
}

impl Mutation {
    /// A few mutations, chosen by a name.
    pub fn some(name: &str) -> Vec<Self> {
        let number = |index: usize| {
            let mut hasher = DefaultHasher::new();
            (name, index).hash(&mut hasher);
            usize::try_from(hasher.finish() >> 33).unwrap_or_default()
        };
        let one = |index: usize| Self {
            kind: number(3 * index),
            at: number(3 * index + 1),
            other: number(3 * index + 2),
        };
        (0..=number(usize::MAX) % 5).map(one).collect()
    }
}

/// Mutates a spec, one node after the other.
pub fn mutate(spec: &mut Value, mutations: &[Mutation]) {
    for mutation in mutations {
        mutate_one(spec, mutation);
    }
}

fn mutate_one(spec: &mut Value, mutation: &Mutation) {
    let nodes = pointers(spec);
    let pick = |number: usize| nodes.get(number % nodes.len().max(1)).cloned();
    let (Some(at), Some(other)) = (pick(mutation.at), pick(mutation.other)) else { return };
    let (here, there) = (spec.pointer(&at).cloned(), spec.pointer(&other).cloned());
    let (Some(here), Some(there)) = (here, there) else { return };
    match mutation.kind % 4 {
        0 => {
            put(spec, &at, there);
            put(spec, &other, here);
        }
        1 => delete(spec, &at),
        2 => duplicate(spec, &at, &other, here),
        _ => put(spec, &at, retyped(&here, mutation.other)),
    }
}

/// Every node except the root.
fn pointers(spec: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(String::new(), spec)];
    while let Some((at, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
                waiting.extend(members.iter().map(|(key, value)| (format!("{at}/{}", escape(key)), value)));
            }
            Value::Array(items) => {
                waiting
                    .extend(items.iter().enumerate().map(|(index, value)| (format!("{at}/{index}"), value)));
            }
            _ => {}
        }
        if !at.is_empty() {
            found.push(at);
        }
    }
    found
}

fn put(spec: &mut Value, at: &str, value: Value) {
    if let Some(node) = spec.pointer_mut(at) {
        *node = value;
    }
}

fn split(at: &str) -> (&str, String) {
    let (parent, key) = at.rsplit_once('/').unwrap_or(("", ""));
    (parent, key.replace("~1", "/").replace("~0", "~"))
}

fn delete(spec: &mut Value, at: &str) {
    let (parent, key) = split(at);
    match spec.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.shift_remove(&key)),
        Some(Value::Array(items)) => drop(key.parse().map(|index: usize| items.remove(index))),
        _ => {}
    }
}

/// Duplicates a node: next to itself in an array, under another name in an object, and around its own name inside of
/// another node.
fn duplicate(spec: &mut Value, at: &str, other: &str, here: Value) {
    let (parent, key) = split(at);
    match spec.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.insert(format!("{key}2"), here.clone())),
        Some(Value::Array(items)) => items.push(here.clone()),
        _ => {}
    }
    if let Some(Value::Object(members)) = spec.pointer_mut(other) {
        members.insert(key, here);
    }
}

fn retyped(value: &Value, number: usize) -> Value {
    let kinds = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!(u64::MAX),
        json!(""),
        json!("object"),
        json!("\u{0}\u{202e}\"\\"),
        json!({"$ref": "#"}),
        json!({"$ref": "#/definitions/A"}),
        json!({"$ref": "#/components/schemas/A"}),
        json!({"$dynamicRef": "#A"}),
        json!({"oneOf": [value, {"type": "string"}]}),
        json!([]),
        json!({}),
        json!([value]),
        json!({"a": value}),
    ];
    kinds.get(number % kinds.len()).cloned().unwrap_or_default()
}
