//! The files of a document, and the references between them.

use crate::rewrite::unescaped;
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use stubsmith_tests::round_trip::parse;

/// The place of a node: a file, and a JSON pointer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The canonical path.
    pub file: PathBuf,
    /// The JSON pointer.
    pub pointer: String,
}

impl Place {
    /// A node inside this one.
    #[must_use]
    pub fn inside(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { file: self.file.clone(), pointer: format!("{}/{step}", self.pointer) }
    }

    /// The place as a reference from a file in a folder.
    pub fn reference(&self, folder: &Path) -> String {
        let encoded = self.pointer.bytes().map(|byte| match byte {
            b'/' | b'~' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        });
        // The folder is absolute, and so is the file.
        let up = "..".to_owned() + &"/..".repeat(folder.components().count() - 2);
        format!("{up}{}#{}", self.file.display(), encoded.collect::<String>())
    }
}

/// A node and its place.
pub type Node = (Place, &'static Value);

/// The files that were read so far.
#[derive(Default)]
pub struct Files(HashMap<PathBuf, Option<&'static Value>>);

impl Files {
    /// The root of a file. A file stays in memory, so that nodes can be borrowed.
    pub fn root(&mut self, path: &Path) -> Option<Node> {
        let file = fs::canonicalize(path).ok()?;
        let read = || Some(&*Box::leak(Box::new(parse(&fs::read_to_string(&file).ok()?)?)));
        let value = *self.0.entry(file.clone()).or_insert_with(read);
        Some((Place { file, pointer: String::new() }, value?))
    }

    /// The target of a reference at a place.
    pub fn target(&mut self, from: &Place, reference: &str) -> Option<Node> {
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let file = if path.is_empty() { from.file.clone() } else { from.file.parent()?.join(decoded(path)) };
        let (root, value) = self.root(&file)?;
        let pointer = decoded(fragment);
        Some((Place { pointer: pointer.clone(), ..root }, value.pointer(&pointer)?))
    }

    /// The target of a node's `$ref`, or the node itself.
    pub fn follow(&mut self, (place, value): Node) -> Option<Node> {
        let mut node = (place, value);
        for _ in 0..16 {
            let Some(reference) = node.1.get("$ref").and_then(Value::as_str) else { return Some(node) };
            node = self.target(&node.0, reference)?;
        }
        None
    }

    /// The entries of a map in a node, each followed.
    pub fn entries(&mut self, (place, value): &Node, keyword: &str) -> Vec<(String, Node)> {
        let place = place.inside(keyword);
        let map = value.get(keyword).and_then(Value::as_object).into_iter().flatten();
        map.filter_map(|(name, value)| Some((name.clone(), self.follow((place.inside(name), value))?)))
            .collect()
    }

    /// A node in a node, followed.
    pub fn entry(&mut self, (place, value): &Node, keyword: &str) -> Option<Node> {
        self.follow((place.inside(keyword), value.get(keyword)?))
    }
}

/// Decodes `%` sequences.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let digits = more.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        let byte = digits.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &more[2..] } else { more };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The last step of a JSON pointer.
pub fn last_step(pointer: &str) -> String {
    unescaped(pointer.rsplit('/').next().unwrap_or_default())
}
