//! Where the values and the keys of a file are: a node each, in the order of the text. `yaml` and `json` write it down
//! while they pass; `locate` looks places up in it. Holds no values, and knows no format.

use std::collections::HashMap;
use std::ops::Range;

/// The nodes of a file.
#[derive(Debug, Default)]
pub struct Spans {
    nodes: Vec<Node>,
    /// The keys whose text is not simply what is written: they have escapes, are folded, or are aliases.
    keys: HashMap<usize, String>,
}

/// A value or a key.
#[derive(Clone, Copy, Debug)]
struct Node {
    start: u32,
    end: u32,
    kind: Kind,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Scalar,
    /// A list, and the index of the node after the last in it.
    List(u32),
    /// A mapping, whose nodes are keys and values in turn, and the index of the node after the last in it.
    Map(u32),
    /// An alias, and the node that it stands for.
    Alias(u32),
}

impl Spans {
    /// Adds a node, and gives its index. A collection is to be closed after what is in it was added.
    pub fn push(&mut self, at: Range<usize>, kind: Kind) -> usize {
        let index = self.nodes.len();
        // A file has fewer bytes than `u32` has values: see `bounds::FILE_BYTES`.
        self.nodes.push(Node { start: narrow(at.start), end: narrow(at.end), kind });
        index
    }

    /// Ends a collection after all nodes so far.
    pub fn close(&mut self, index: usize, end: usize) {
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

    /// Keeps the text of a key, if it is not what is written there.
    pub fn name_key(&mut self, index: usize, key: &str, text: &str) {
        if self.written(index, text) != key {
            self.keys.insert(index, key.to_owned());
        }
    }

    /// The text of a key.
    pub fn key<'s>(&'s self, index: usize, text: &'s str) -> &'s str {
        self.keys.get(&index).map_or_else(|| self.written(index, text), String::as_str)
    }

    /// What is written there, without quotes.
    fn written<'t>(&self, index: usize, text: &'t str) -> &'t str {
        let written = text.get(self.range(index)).unwrap_or_default();
        let quoted = ['"', '\''].into_iter().find_map(|mark| written.strip_prefix(mark)?.strip_suffix(mark));
        quoted.unwrap_or(written)
    }

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The bytes of a node. A collection of YAML that is not in brackets has only a start.
    pub fn range(&self, index: usize) -> Range<usize> {
        self.nodes.get(index).map_or(0..0, |node| node.start as usize..node.end as usize)
    }

    pub fn kind(&self, index: usize) -> Kind {
        self.nodes.get(index).map_or(Kind::Scalar, |node| node.kind)
    }

    /// The node that an alias stands for; for all others itself.
    pub fn target(&self, index: usize) -> usize {
        match self.kind(index) {
            Kind::Alias(target) => target as usize,
            _ => index,
        }
    }

    /// The items of a list; the keys and the values of a mapping in turn.
    pub fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let after = self.after(index);
        let first = Some(index + 1).filter(|first| *first < after);
        std::iter::successors(first, move |child| Some(self.after(*child)).filter(|next| *next < after))
    }

    /// The keys of a mapping, each with its value.
    pub fn members(&self, index: usize) -> impl Iterator<Item = (usize, usize)> {
        let mut children = self.children(index);
        std::iter::from_fn(move || children.next().zip(children.next()))
    }

    /// The index of the node after a node and all that is in it.
    pub fn after(&self, index: usize) -> usize {
        match self.kind(index) {
            Kind::List(after) | Kind::Map(after) => (after as usize).max(index + 1),
            Kind::Scalar | Kind::Alias(_) => index + 1,
        }
    }
}

fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
