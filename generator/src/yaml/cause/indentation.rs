//! Lines with an indentation that matches nothing around them.

use super::{Seen, shorten};
use crate::diagnostic::Diagnostic;
use crate::spans::Kind;
use std::ops::Range;

impl Seen<'_> {
    /// Text of a block scalar that is indented less than its first line.
    pub(super) fn after_block(&self, at: usize) -> Option<Diagnostic> {
        let header = self.last().filter(|last| self.is_block_scalar(last))?;
        let content = self.content(at);
        if self.slice(content.clone()).contains(':') {
            return None;
        }
        let message = "this line is indented less than the text that it continues";
        let diagnostic = self.say(content, message).and(self.place(header), "the block starts here");
        Some(diagnostic.help("indent it like the rest of the text"))
    }

    /// A line whose indentation matches nothing around it. Either a line above has closed the collection that it
    /// belongs to, or the line itself is indented wrongly.
    pub(super) fn indentation(&self, at: usize) -> Option<Diagnostic> {
        let around = *self.open.last()?;
        self.closed_too_early(around, at).or_else(|| {
            let message = "the indentation of this line matches no line above it";
            let diagnostic = self.say(self.rest_of_line(at), message);
            Some(diagnostic.help(self.like_nearest(at, |kind| matches!(kind, Kind::Map(_)))?))
        })
    }

    /// The help for a line that may belong to the nearest collections with less and more indentation.
    fn like_nearest(&self, at: usize, is_meant: impl Fn(Kind) -> bool) -> Option<String> {
        let ended = (0..self.spans.len()).filter(|node| self.spans.after(*node) == self.spans.len());
        let nodes = self.open.iter().copied().chain(ended);
        let blocks = nodes.filter(|node| self.is_block(*node) && is_meant(self.spans.kind(*node)));
        let starts: Vec<usize> = blocks.map(|node| self.spans.range(node).start).collect();
        let column_of = |start: &&usize| self.column(**start);
        let column = self.column(at);
        let less = starts.iter().filter(|start| column_of(start) < column).max_by_key(column_of);
        let more = starts.iter().filter(|start| column_of(start) > column).min_by_key(column_of);
        let known: Vec<String> = less.into_iter().chain(more).map(|start| self.like(*start)).collect();
        (!known.is_empty()).then(|| format!("indent it {}", known.join(" or ")))
    }

    /// An item where no list continues.
    pub(super) fn item(&self, at: usize) -> Option<Diagnostic> {
        let line = self.rest_of_line(at);
        let is_item = self.open.last().is_some_and(|around| {
            matches!(self.spans.kind(*around), Kind::List(_))
                && self.column(self.spans.range(*around).start) == self.column(at)
        });
        if is_item && let Some(no_space) = self.no_space_after_dash(line.clone()) {
            return Some(no_space);
        }
        if !self.slice(line.clone()).starts_with("- ") {
            return None;
        }
        let diagnostic = self.say(line, "this item is not indented like any list above it");
        if let Some(key) = self.key_without_value(self.spans.len()) {
            let help = format!("indent it {}", self.like(key.start));
            return Some(diagnostic.and(self.place(key), "this has no value").help(help));
        }
        Some(match self.like_nearest(at, |kind| matches!(kind, Kind::List(_))) {
            None => diagnostic,
            Some(help) => diagnostic.help(help),
        })
    }

    /// The last key of a mapping may be indented too little, so that it closes the mapping to which the line at an
    /// offset belongs:
    ///
    /// ```yaml
    ///     get:
    ///       summary: List
    ///   responses:        # this line
    ///         200: ...
    ///     post:           # the line that a parser names
    /// ```
    ///
    /// Or it is next to its parent key:
    ///
    /// ```yaml
    ///   /rooms:
    ///   get:              # this line
    ///       summary: List
    ///     post:           # the line that a parser names
    /// ```
    fn closed_too_early(&self, around: usize, at: usize) -> Option<Diagnostic> {
        let children = self.children(around);
        let key =
            *children.iter().step_by(2).next_back().filter(|_| self.spans.kind(around) == Kind::Map(0))?;
        let block = children.last().copied().filter(|value| self.is_block(*value));
        // A path among paths, or a status among statuses, is in the right place.
        let kind_of = |key: &usize| {
            let name = self.slice(self.spans.range(*key)).trim_start_matches(['"', '\'']).chars().next();
            name.map(|first| (first == '/', first.is_ascii_digit()))
        };
        let kind = kind_of(&key).filter(|kind| *kind != (false, false));
        if kind.is_some() && key > around + 1 && children.first().and_then(kind_of) == kind {
            return None;
        }
        // If there is only one line below the key, either line may be wrong.
        let lines = self.slice(self.line(self.spans.range(key).start).end..self.line_start(at));
        if block.is_some() && lines.lines().filter(|line| !line.trim().is_empty()).count() < 2 {
            return None;
        }
        let column = self.column(at);
        let column_of = |node: usize| self.column(self.spans.range(node).start);
        let closed = (around + 1..key).filter(|node| {
            matches!(self.spans.kind(*node), Kind::Map(_))
                && self.is_block(*node)
                && self.spans.after(*node) == key
        });
        let closed: Vec<usize> = closed.collect();
        let cut_off = self.name_at(at);
        let ((neighbour, label), effect) = match closed.iter().find(|mapping| column_of(**mapping) == column)
        {
            Some(mapping) => (
                (mapping + 1, format!("`{cut_off}` is on the same level as this key")),
                format!("it ends the mapping that `{cut_off}` belongs to"),
            ),
            None => {
                let empty = self.key_without_value(key)?;
                let is_child = column == self.column(empty.start) + self.step();
                let parent = is_child.then(|| key.checked_sub(2))??;
                ((parent, "this has no value".to_owned()), format!("`{cut_off}` cannot follow it"))
            }
        };
        // As deep as the next line, unless the content of the key is indented for a deeper mapping.
        let columns = closed.iter().map(|mapping| column_of(*mapping));
        let deeper = block
            .and_then(|block| columns.filter(|other| (column + 1..column_of(block)).contains(other)).max());
        let meant = deeper.unwrap_or(column);
        let range = self.spans.range(key);
        let name = self.slice(range.clone());
        let message = format!("`{name}` is not indented enough: {effect}");
        let diagnostic = self.say(range, message).and(self.place(self.spans.range(neighbour)), label);
        let line = format!("this is indented by {column} spaces");
        let diagnostic = diagnostic.and(self.place(self.content(at)), line);
        Some(diagnostic.help(format!("indent `{name}` by {meant} spaces")))
    }

    /// The indentation step: that of the first nested mapping.
    fn step(&self) -> usize {
        let blocks = (0..self.spans.len()).filter(|node| self.is_block(*node));
        let mut columns = blocks.map(|node| self.column(self.spans.range(node).start));
        columns.find(|column| *column > 0).unwrap_or(0)
    }

    /// The indentation of a line, and its first word.
    fn like(&self, start: usize) -> String {
        let line = self.slice(self.rest_of_line(start)).split(':').next().unwrap_or_default();
        format!("like `{}` ({} spaces)", shorten(line), self.column(start))
    }

    /// A key on its own line that YAML reads as part of the value above it.
    pub(super) fn continued(&self, value: Range<usize>, key: &str, at: usize) -> Diagnostic {
        let content = self.content(at);
        if let Some(closed) =
            self.open.last().and_then(|around| self.closed_too_early(*around, content.start))
        {
            return closed;
        }
        let name = self.name_at(at);
        let first = self.rest_of_line(value.start);
        let message = format!("`{name}` is indented more than `{key}`, so it continues the value of `{key}`");
        let remove = shorten(self.slice(first.clone()));
        let help = format!(
            "indent both by the same number of spaces; if `{name}` belongs in `{key}`, remove `{remove}`"
        );
        let diagnostic = self.say(content.start..at, message);
        diagnostic.and(self.place(first), format!("the value of `{key}`")).help(help)
    }

    /// The key before a node, if its value is empty.
    fn key_without_value(&self, node: usize) -> Option<Range<usize>> {
        let key = node.checked_sub(2)?;
        let value = node - 1;
        let key = self.spans.range(key);
        let is_key = self.text.get(key.end..)?.starts_with(':');
        (is_key && self.spans.kind(value) == Kind::Scalar && self.spans.range(value).is_empty())
            .then_some(key)
    }

    /// The key of a line, or its first word.
    fn name_at(&self, at: usize) -> &str {
        self.slice(self.content(at)).split(':').next().unwrap_or_default()
    }

    /// The nodes of a collection, which may be open.
    fn children(&self, collection: usize) -> Vec<usize> {
        let first = Some(collection + 1).filter(|first| *first < self.spans.len());
        std::iter::successors(first, |child| {
            Some(self.spans.after(*child)).filter(|next| *next < self.spans.len())
        })
        .collect()
    }

    pub(super) fn is_block(&self, node: usize) -> bool {
        matches!(self.spans.kind(node), Kind::List(_) | Kind::Map(_)) && self.spans.range(node).is_empty()
    }
}
