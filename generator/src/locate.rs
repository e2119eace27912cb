//! From a place to bytes, and from bytes to a line and a column. All places of a file that a report needs are looked up
//! together, in one walk over its nodes.

use crate::diagnostic::{Part, Place};
use crate::json;
use crate::pointer::Pointer;
use crate::sources::{File, lookup};
use crate::spans::{Kind, Spans};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// The positions of the requested places of a file.
#[derive(Debug)]
pub(crate) struct Index {
    places: HashMap<Pointer, Found>,
    pub lines: Lines,
}

/// The bytes of a value, and of its keys: a repeated key has more than one.
#[derive(Debug, Default)]
struct Found {
    value: Option<Range<usize>>,
    /// The bytes of the anchored node, for a YAML alias.
    target: Option<Range<usize>>,
    keys: Vec<Range<usize>>,
}

impl Found {
    fn written<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.target.clone().or(self.value.clone())?)
    }
}

/// The requested places, as a tree: other branches are skipped.
#[derive(Debug, Default)]
struct Asked(BTreeMap<String, Asked>);

impl Asked {
    fn new<'p>(pointers: impl Iterator<Item = &'p Pointer>) -> Self {
        let mut root = Self::default();
        for pointer in pointers {
            let tokens = pointer.tokens();
            tokens.fold(&mut root, |asked, token| asked.0.entry(token.into_owned()).or_default());
        }
        root
    }
}

impl Index {
    /// Looks up these pointers.
    pub(crate) fn new<'p>(file: &File, pointers: impl Iterator<Item = &'p Pointer>) -> Self {
        let of_json;
        let spans = match &file.spans {
            Some(spans) => spans,
            None => {
                // Text that could not be parsed has no nodes.
                of_json = file.value.as_ref().map(|_| json::spans(&file.text)).unwrap_or_default();
                &of_json
            }
        };
        let places = find(&file.text, spans, &Asked::new(pointers));
        Self { places, lines: Lines::new(&file.text) }
    }

    /// The bytes of a place, all on one line.
    pub(crate) fn locate(&self, file: &File, place: &Place) -> Range<usize> {
        let range = match &place.part {
            Part::Text(range) => range.clone(),
            Part::Value => self.value(&place.pointer),
            Part::Key(occurrence) => self.key(&place.pointer, *occurrence),
            Part::Inside(inner) => self.inside(file, &place.pointer, inner),
        };
        first_line(&file.text, range)
    }

    /// The text of a scalar or of a collection in brackets. For an alias, the text of its anchor.
    pub(crate) fn written<'f>(&self, file: &'f File, pointer: &Pointer) -> Option<&'f str> {
        self.places.get(pointer)?.written(&file.text)
    }

    /// A value. If it is not in the text, because an override set it, the nearest value around it.
    fn value(&self, pointer: &Pointer) -> Range<usize> {
        match (self.places.get(pointer).and_then(|found| found.value.clone()), pointer.split_last()) {
            (Some(range), _) => range,
            (None, Some((parent, _))) => self.value(&parent),
            (None, None) => 0..0,
        }
    }

    fn key(&self, pointer: &Pointer, occurrence: usize) -> Range<usize> {
        let key = self.places.get(pointer).and_then(|positions| positions.keys.get(occurrence));
        key.cloned().unwrap_or_else(|| self.value(pointer))
    }

    /// A value of JSON in a scalar. The lines of a literal block scalar are lines of the file.
    fn inside(&self, file: &File, pointer: &Pointer, inner: &Pointer) -> Range<usize> {
        let scalar = self.value(pointer);
        let header = file.text.get(scalar.start..).unwrap_or_default();
        let Some((_, block)) = header.starts_with('|').then(|| header.split_once('\n')).flatten() else {
            return scalar;
        };
        let value = file.value.as_ref().and_then(|value| lookup(value, pointer));
        let Some(text) = value.and_then(|value| value.as_str()) else { return scalar };
        let found = find(text, &json::spans(text), &Asked::new(std::iter::once(inner)));
        let Some(found) = found.get(inner).and_then(|found| found.keys.first().or(found.value.as_ref()))
        else {
            return scalar;
        };
        let found = first_line(text, found.clone());
        let (before, _) = text.split_at(found.start);
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1);
        let lines = before.matches('\n').count();
        let line: usize = block.split_inclusive('\n').take(lines).map(str::len).sum();
        let indentation = leading_spaces(block).saturating_sub(leading_spaces(text));
        let from = file.text.len() - block.len() + line + indentation + column;
        from..from + found.len()
    }
}

/// The text of a value of a YAML file, as in [`Index::written`].
pub(crate) fn written<'f>(file: &'f File, pointer: &Pointer) -> Option<&'f str> {
    let found = find(&file.text, file.spans.as_ref()?, &Asked::new(std::iter::once(pointer)));
    found.get(pointer)?.written(&file.text)
}

fn leading_spaces(text: &str) -> usize {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.len() - first.trim_start().len()
}

/// A range up to the end of its line, inside the text.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    let shown = text.get(start..range.end.clamp(start, text.len())).unwrap_or_default();
    let line = shown.split('\n').next().unwrap_or_default();
    start..start + line.trim_end().len()
}

fn find(text: &str, spans: &Spans, asked: &Asked) -> HashMap<Pointer, Found> {
    let mut walk = Walk { text, spans, places: HashMap::new() };
    if spans.len() > 0 {
        walk.value(0, &Pointer::default(), asked);
    }
    walk.places
}

/// The YAML 1.1 merge key. Its value is the mapping, or the list of mappings, whose entries are merged.
pub(crate) const MERGE: &str = "<<";

/// Walks the requested places.
struct Walk<'w> {
    text: &'w str,
    spans: &'w Spans,
    places: HashMap<Pointer, Found>,
}

impl Walk<'_> {
    fn value(&mut self, node: usize, pointer: &Pointer, asked: &Asked) {
        let shown = self.shown(node);
        let target = self.spans.target(node);
        let other = (target != node).then(|| self.spans.range(target));
        let found = self.places.entry(pointer.clone()).or_default();
        if found.value.is_none() {
            (found.value, found.target) = (Some(shown), other);
        }
        let node = target;
        match self.spans.kind(node) {
            _ if asked.0.is_empty() => {}
            Kind::List(_) => self.list(node, pointer, asked),
            Kind::Map(_) => self.map(node, pointer, asked),
            Kind::Scalar | Kind::Alias(_) => {}
        }
    }

    fn list(&mut self, list: usize, pointer: &Pointer, asked: &Asked) {
        for (index, item) in self.spans.children(list).enumerate() {
            if let Some(asked) = asked.0.get(&index.to_string()) {
                self.value(item, &pointer.item(index), asked);
            }
        }
    }

    fn map(&mut self, map: usize, pointer: &Pointer, asked: &Asked) {
        let mut merged = None;
        for (key, value) in self.spans.members(map) {
            let name = self.spans.key(key, self.text);
            match asked.0.get(name) {
                Some(asked) => self.member(key, value, &pointer.member(name), asked),
                None if name == MERGE => merged = Some(value),
                None => {}
            }
        }
        if let Some(other) = merged {
            self.merged(other, pointer, asked);
        }
    }

    fn member(&mut self, key: usize, value: usize, pointer: &Pointer, asked: &Asked) {
        let range = self.spans.range(key);
        self.places.entry(pointer.clone()).or_default().keys.push(range);
        self.value(value, pointer, asked);
    }

    /// Adds the entries that YAML's merge key brings into a mapping. Its own entries take precedence.
    fn merged(&mut self, other: usize, pointer: &Pointer, asked: &Asked) {
        let other = self.spans.target(other);
        match self.spans.kind(other) {
            Kind::List(_) => self.spans.children(other).for_each(|other| self.merged(other, pointer, asked)),
            Kind::Map(_) => {
                for (key, value) in self.spans.members(other) {
                    let name = self.spans.key(key, self.text);
                    let member = pointer.member(name);
                    match asked.0.get(name) {
                        Some(asked) if !self.places.contains_key(&member) => {
                            self.member(key, value, &member, asked);
                        }
                        None if name == MERGE => self.merged(value, pointer, asked),
                        _ => {}
                    }
                }
            }
            Kind::Scalar | Kind::Alias(_) => {}
        }
    }

    /// The bytes of a node to underline. Of a YAML collection without brackets, its start, with the first key or item.
    fn shown(&self, node: usize) -> Range<usize> {
        let range = self.spans.range(node);
        match self.spans.children(node).next() {
            Some(first) if range.is_empty() => {
                let shown = range.start..self.shown(first).end;
                let is_on_line = self.text.get(shown.clone()).is_some_and(|shown| !shown.contains('\n'));
                if is_on_line { shown } else { range.start..range.start + 1 }
            }
            _ => range,
        }
    }
}

/// The lines of a file. A whole file may be one line, so characters are not counted from the start of the line each
/// time.
#[derive(Debug)]
pub(crate) struct Lines {
    starts: Vec<usize>,
    /// The number of characters before each `STEP`th byte.
    characters: Vec<usize>,
}

const STEP: usize = 1024;

impl Lines {
    fn new(text: &str) -> Self {
        let mut characters = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for step in text.as_bytes().chunks(STEP) {
            characters.push(count);
            count += count_characters(step);
        }
        Self { starts: line_starts(text).collect(), characters }
    }

    /// The 1-based line and column of a byte offset. Columns count characters.
    pub(crate) fn line_column(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0);
        (line, self.characters_before(text, offset) - self.characters_before(text, start) + 1)
    }

    /// The bytes of all lines that a range touches, without the last line end.
    pub(crate) fn around(&self, text: &str, range: &Range<usize>) -> Range<usize> {
        let after = |offset: usize| self.starts.partition_point(|start| *start <= offset);
        let start = after(range.start).checked_sub(1).and_then(|line| self.starts.get(line));
        let start = start.copied().unwrap_or(0);
        let end = self.starts.get(after(range.end)).map_or(text.len(), |next| next - 1);
        let shown = text.get(start..end).unwrap_or_default();
        start..start + shown.strip_suffix('\r').unwrap_or(shown).len()
    }

    fn characters_before(&self, text: &str, offset: usize) -> usize {
        let step = (offset / STEP).min(self.characters.len().saturating_sub(1));
        let rest = text.as_bytes().get(step * STEP..offset).unwrap_or_default();
        self.characters.get(step).copied().unwrap_or(0) + count_characters(rest)
    }
}

fn count_characters(bytes: &[u8]) -> usize {
    // Each character has one byte that is not a continuation byte.
    bytes.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1))
}

/// The byte offset of a 1-based line and column. Columns count characters.
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = line_starts(text).take(line.max(1)).last().unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let mut columns = rest.char_indices().map(|(index, _)| index);
    start + columns.nth(column.saturating_sub(1)).unwrap_or(rest.len())
}

#[cfg(test)]
#[path = "tests/locate.rs"]
mod tests;
