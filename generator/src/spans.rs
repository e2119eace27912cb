//! The places of the values and keys of a file: one node for each, in the order of the text. `yaml` and `json` record
//! them, and `locate` looks them up. Contains no values, and is independent of the format.

use std::collections::HashMap;
use std::ops::Range;

/// The nodes of a file.
#[derive(Debug, Default)]
pub(crate) struct Spans {
    nodes: Vec<Node>,
    /// The keys that differ from their written text: with escapes, folded, or aliases.
    keys: HashMap<usize, String>,
}

/// A value or a key.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    kind: Kind,
}

/// The kind of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Scalar,
    /// A list, with the index of the node after its last one.
    List(u32),
    /// A mapping, whose nodes alternate between keys and values, with the index of the node after its last one.
    Map(u32),
    /// An alias, with its anchored node.
    Alias(u32),
}

impl Spans {
    /// Adds a node, and gives its index. A collection must be closed after its nodes were added.
    pub(crate) fn push(&mut self, at: Range<usize>, kind: Kind) -> usize {
        let index = self.nodes.len();
        // A file has fewer bytes than `u32` has values: see `bounds::FILE_BYTES`.
        self.nodes.push(Node { start: narrow(at.start), end: narrow(at.end), kind });
        index
    }

    /// Ends a collection after all nodes so far.
    pub(crate) fn close(&mut self, index: usize, end: usize) {
        let after = narrow(self.nodes.len());
        if let Some(node) = self.nodes.get_mut(index) {
            node.end = node.end.max(narrow(end));
            node.kind = match node.kind {
                Kind::List(_) => Kind::List(after),
                Kind::Map(_) => Kind::Map(after),
                other => other,
            };
        }
    }

    /// Keeps the text of a key, if it differs from its written text.
    pub(crate) fn name_key(&mut self, index: usize, key: &str, text: &str) {
        if self.written(index, text) != key {
            self.keys.insert(index, key.to_owned());
        }
    }

    /// The text of a key.
    pub(crate) fn key<'s>(&'s self, index: usize, text: &'s str) -> &'s str {
        self.keys.get(&index).map_or_else(|| self.written(index, text), String::as_str)
    }

    /// The written text, without quotes.
    fn written<'t>(&self, index: usize, text: &'t str) -> &'t str {
        let written = text.get(self.range(index)).unwrap_or_default();
        let quoted = ['"', '\''].into_iter().find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark));
        quoted.unwrap_or(written)
    }

    pub(crate) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The bytes of a node. A YAML collection without brackets has only a start.
    pub(crate) fn range(&self, index: usize) -> Range<usize> {
        self.nodes.get(index).map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    pub(crate) fn kind(&self, index: usize) -> Kind {
        self.nodes.get(index).map_or(Kind::Scalar, |node| node.kind)
    }

    /// The anchored node of an alias; any other node itself.
    pub(crate) fn target(&self, index: usize) -> usize {
        match self.kind(index) {
            Kind::Alias(target) => target as usize,
            _ => index,
        }
    }

    /// The items of a list, or alternating keys and values of a mapping.
    pub(crate) fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let after = self.after(index);
        let first = Some(index + 1).filter(|first| *first < after);
        std::iter::successors(first, move |child| Some(self.after(*child)).filter(|next| *next < after))
    }

    /// The keys of a mapping, each with its value.
    pub(crate) fn members(&self, index: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut children = self.children(index);
        std::iter::from_fn(move || children.next().zip(children.next()))
    }

    /// The index of the node after a node and its content.
    pub(crate) fn after(&self, index: usize) -> usize {
        match self.kind(index) {
            Kind::List(after) | Kind::Map(after) => (after as usize).max(index + 1),
            Kind::Scalar | Kind::Alias(_) => index + 1,
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
