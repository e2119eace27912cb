//! Groups: the operations of one trait. A description with tags has a group for each operation's first
//! tag; what has no tag is in the group of its document. Tags that give one name are one group.

use super::ident::{pascal, snake, words};
use crate::model::{Model, Operation};
use std::collections::HashMap;

/// A group of operations.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// The file with the trait, without its extension, and the module that it is.
    pub module: String,
    /// The module with its functions behind the router, which the root's own stand beside.
    pub glue: String,
    /// The module with the tests of its examples: beside the one above, which they import.
    pub tests: String,
    /// The trait.
    pub contract: String,
    /// The tag, or the name of the document.
    pub text: String,
    /// Whether it is a tag.
    pub is_tag: bool,
    /// Its operations, by index.
    pub operations: Vec<usize>,
}

/// What the root has itself.
const RESERVED: [&str; 9] = [
    "codec",
    "contract",
    "example_server",
    "example_tests",
    "patterns",
    "schemas",
    "server",
    "support",
    "types",
];

/// What the file with all groups has itself.
const FUNCTIONS: [&str; 4] = ["fallbacks", "router", "routes", "service"];

/// The groups in the order of their first operations, and the index of each operation's group. One
/// document with one tag or none is one group.
pub fn group_operations(model: &Model, stem: impl Fn(&Operation) -> String) -> (Vec<Group>, Vec<usize>) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_module: HashMap<String, usize> = HashMap::new();
    let mut members = Vec::new();
    for (operation, index) in model.operations.iter().zip(0..) {
        let mut group = group_of(operation, &stem);
        let known = *by_module.entry(group.module.clone()).or_insert(groups.len());
        members.push(known);
        match groups.get_mut(known) {
            Some(known) => known.operations.push(index),
            None => {
                group.operations.push(index);
                groups.push(group);
            }
        }
    }
    let tags = groups.iter().filter(|group| group.is_tag).count();
    if groups.len() < 2 || (model.documents.len() < 2 && tags < 2) {
        let whole = Group {
            module: "contract".to_owned(),
            contract: "Api".to_owned(),
            operations: (0..members.len()).collect(),
            ..Group::default()
        };
        return (vec![whole], vec![0; members.len()]);
    }
    (groups, members)
}

fn group_of(operation: &Operation, stem: impl Fn(&Operation) -> String) -> Group {
    let tag = operation.tags.first();
    let text = tag.cloned().unwrap_or_else(|| stem(operation));
    let words = bounded(&words(&text));
    let module = snake(&words);
    let module = if RESERVED.contains(&module.as_str()) { format!("{module}_") } else { module };
    let glue = if FUNCTIONS.contains(&module.as_str()) { format!("{module}_") } else { module.clone() };
    let contract = format!("{}Api", pascal(&words).trim_end_matches('_'));
    Group {
        tests: format!("{module}_"),
        glue,
        module,
        contract,
        text,
        is_tag: tag.is_some(),
        operations: Vec::new(),
    }
}

/// As many words as make the name of a file; at least the start of one.
fn bounded(words: &[String]) -> Vec<String> {
    let mut length = 0;
    let fits = |word: &String| {
        length += word.len() + 1;
        length <= 60
    };
    let kept: Vec<String> = words.iter().cloned().take_while(fits).collect();
    match (kept.as_slice(), words.first()) {
        ([], Some(first)) => vec![first.chars().take(60).collect()],
        _ => kept,
    }
}
