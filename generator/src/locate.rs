//! From a place to bytes. Most YAML has an outline: its lines tell where things stand. For all else, the parsers
//! give values without positions, but their errors have one: a file is replayed through its parser once
//! more, with a visitor that fails at the keys and the scalars that are asked for, reads the place off the
//! error, and goes on. Costs nothing until something is reported, and then little more than parsing: an error
//! writes out the way to its place, so that to fail everywhere is dear.

mod outline;

use crate::diagnostic::{Part, Place};
use crate::pointer::Pointer;
use crate::sources::{File, Format, lookup};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap};
use std::{fmt, ops::Range};

/// Where what is asked for in a file stands.
#[derive(Debug, Default)]
pub struct Index {
    nodes: HashMap<Pointer, Node>,
    /// Where the lines start.
    lines: Vec<usize>,
}

/// Where a value starts, and each of the keys in front of it: there is more than one where it repeats.
#[derive(Debug, Default)]
struct Node {
    value: usize,
    keys: Vec<usize>,
}

/// The places that are asked for, as a tree: what is in no branch of it is passed over.
#[derive(Debug, Default)]
struct Asked(BTreeMap<String, Asked>);

/// What is asked for inside a value of which the start alone is.
static NOTHING: Asked = Asked(BTreeMap::new());

impl Asked {
    fn of<'p>(pointers: impl Iterator<Item = &'p Pointer>) -> Self {
        let mut root = Self::default();
        for pointer in pointers {
            let tokens = pointer.tokens();
            tokens.fold(&mut root, |asked, token| asked.0.entry(token.into_owned()).or_default());
        }
        root
    }
}

impl Index {
    /// Looks up what stands at these pointers.
    pub fn of<'p>(file: &File, pointers: impl Iterator<Item = &'p Pointer>) -> Self {
        let asked = Asked::of(pointers);
        Self::outlined(file, &asked).unwrap_or_else(|| Self::replayed(file, &asked))
    }

    fn new(file: &File) -> Self {
        Self { lines: line_starts(&file.text).collect(), ..Self::default() }
    }

    /// What the lines of YAML tell.
    fn outlined(file: &File, asked: &Asked) -> Option<Self> {
        let value = file.value.as_ref().filter(|_| file.format == Format::Yaml)?;
        let mut index = Self::new(file);
        outline::find(&mut index, &file.text, value, asked)?;
        Some(index)
    }

    /// What the parser tells. A file that no parser could take is not given to one again.
    fn replayed(file: &File, asked: &Asked) -> Self {
        let mut index = Self::new(file);
        match (&file.value, file.format) {
            (None, _) => {}
            (Some(_), Format::Json) => index.read_json(&file.text, &file.text, &Pointer::default(), asked),
            (Some(_), Format::Yaml) => index.read_yaml(&file.text, asked),
        }
        index
    }

    /// The bytes that a place means.
    pub fn locate(&self, file: &File, place: &Place) -> Range<usize> {
        match &place.part {
            Part::Byte(offset) => token(&file.text, (*offset).min(file.text.len())),
            Part::Value => self.value(file, &place.pointer),
            Part::Key(occurrence) => self.key(file, &place.pointer, *occurrence),
            Part::Inside(inner) => self.inside(file, &place.pointer, inner),
        }
    }

    /// The line and the column of a byte offset, both counted from one; the column in characters.
    pub fn line_column(&self, file: &File, offset: usize) -> (usize, usize) {
        line_column_in(&file.text, &self.lines, offset)
    }

    /// A value; where it is not to be found (a merged key), the nearest one around it.
    fn value(&self, file: &File, pointer: &Pointer) -> Range<usize> {
        match (self.nodes.get(pointer), pointer.split_last()) {
            (Some(node), _) => token(&file.text, node.value),
            (None, Some((parent, _))) => self.value(file, &parent),
            (None, None) => token(&file.text, 0),
        }
    }

    fn key(&self, file: &File, pointer: &Pointer, occurrence: usize) -> Range<usize> {
        let keys = self.nodes.get(pointer).map(|node| node.keys.as_slice()).unwrap_or_default();
        match keys.get(occurrence) {
            Some(offset) => token(&file.text, *offset),
            None => self.value(file, pointer),
        }
    }

    /// A value in JSON that stands in a scalar. Lines of a literal block scalar are the text's own lines.
    fn inside(&self, file: &File, pointer: &Pointer, inner: &Pointer) -> Range<usize> {
        let scalar = self.value(file, pointer);
        let header = file.text.get(scalar.start..).unwrap_or_default();
        let Some((_, block)) = header.starts_with('|').then(|| header.split_once('\n')).flatten() else {
            return scalar;
        };
        let value = file.value.as_ref().and_then(|value| lookup(value, pointer));
        let Some(text) = value.and_then(|value| value.as_str()) else { return scalar };
        let mut index = Self::default();
        index.read_json(text, text, &Pointer::default(), &Asked::of(std::iter::once(inner)));
        let Some(node) = index.nodes.get(inner) else { return scalar };
        let found = token(text, node.keys.first().copied().unwrap_or(node.value));
        let start = file.text.len() - block.len();
        let indent = leading_spaces(block).saturating_sub(leading_spaces(text));
        let (line, column) = line_column(text, found.start);
        let from = start + offset(block, line, column + indent);
        from..(from + found.len()).min(file.text.len())
    }

    fn read_yaml(&mut self, text: &str, asked: &Asked) {
        let lines = Lines::of(text);
        let mut walk = Walk { index: self, lines: &lines, pointer: Pointer::default(), asked };
        let root = walk.child(Pointer::default(), asked, |seed| {
            seed.deserialize(serde_yaml::Deserializer::from_str(text))
        });
        // Where the walk had to stop, what it found so far is what there is.
        drop(root);
    }

    /// serde_json's raw values are slices of its input: their distance from its start is their place.
    fn read_json(&mut self, whole: &str, text: &str, pointer: &Pointer, asked: &Asked) {
        let inner = text.trim_start();
        self.nodes.entry(pointer.clone()).or_default().value = distance(whole, inner);
        if asked.0.is_empty() {
            return;
        }
        if inner.starts_with('[') {
            let items: Vec<&RawValue> = serde_json::from_str(inner).unwrap_or_default();
            for (index, item) in items.iter().enumerate() {
                if let Some(asked) = asked.0.get(&index.to_string()) {
                    self.read_json(whole, item.get(), &pointer.item(index), asked);
                }
            }
        } else if inner.starts_with('{') {
            let Members(members) = serde_json::from_str(inner).unwrap_or_default();
            for (key, value) in members {
                let Some(asked) = asked.0.get(key.as_ref()) else { continue };
                let member = pointer.member(&key);
                if let Cow::Borrowed(key) = key {
                    let offset = distance(whole, key).saturating_sub(1);
                    self.nodes.entry(member.clone()).or_default().keys.push(offset);
                }
                self.read_json(whole, value.get(), &member, asked);
            }
        }
    }
}

/// How far a slice starts behind the start of what it is a slice of.
fn distance(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

/// Where the lines of a text start.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// The place that was read off last, line, column and offset: the next one is mostly behind it, and a
    /// file can be one long line.
    last: Cell<(usize, usize, usize)>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, starts: line_starts(text).collect(), last: Cell::default() }
    }

    /// Where a collection starts, by its first child: at the sign in front of it, if that is there.
    fn opening(&self, first: usize, sign: char) -> usize {
        let before = self.text.get(..first).unwrap_or_default().trim_end();
        if before.ends_with(sign) { before.len() - sign.len_utf8() } else { first }
    }

    /// The offset that an error of ours names in its message.
    fn read_off(&self, error: &impl fmt::Display) -> Option<usize> {
        let message = error.to_string();
        let (_, place) = message.split_once(FOUND)?;
        let Some((line, column)) =
            place.strip_prefix(" at line ").and_then(|place| place.split_once(" column "))
        else {
            return Some(0);
        };
        let (line, column) = (line.parse::<usize>().ok()?, column.parse::<usize>().ok()?.saturating_sub(1));
        let (last_line, last_column, last) = self.last.get();
        let (passed, start) = match last_line == line && last_column <= column {
            true => (last_column, last),
            false => (0, *self.starts.get(line.checked_sub(1)?)?),
        };
        let rest = self.text.get(start..).unwrap_or_default();
        let found = start + rest.char_indices().nth(column - passed).map_or(rest.len(), |(index, _)| index);
        self.last.set((line, column, found));
        Some(found)
    }
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1))
}

/// The byte offset of a line and a column, both counted from one; the column in characters.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = line_starts(text).take(line.max(1)).last().unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let mut columns = rest.char_indices().map(|(index, _)| index);
    start + columns.nth(column.saturating_sub(1)).unwrap_or(rest.len())
}

/// The line and the column of a byte offset, both counted from one; the column in characters.
fn line_column(text: &str, offset: usize) -> (usize, usize) {
    line_column_in(text, &line_starts(text).collect::<Vec<_>>(), offset)
}

fn line_column_in(text: &str, lines: &[usize], offset: usize) -> (usize, usize) {
    let line = lines.partition_point(|start| *start <= offset);
    let start = line.checked_sub(1).and_then(|index| lines.get(index)).copied().unwrap_or(0);
    (line.max(1), text.get(start..offset).unwrap_or_default().chars().count() + 1)
}

fn leading_spaces(text: &str) -> usize {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    first.len() - first.trim_start().len()
}

/// What to underline from an offset on: a quoted string, else up to what ends a scalar, on one line.
fn token(text: &str, offset: usize) -> Range<usize> {
    let line = text.get(offset..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let length = match line.chars().next() {
        Some(mark @ ('"' | '\'')) => {
            line.get(1..).and_then(|rest| rest.find(mark)).map_or(line.len(), |end| end + 2)
        }
        Some('[' | '{') => closing(line).unwrap_or(1),
        _ => scalar_length(line),
    };
    let shown = line.get(..length).unwrap_or(line).trim_end().trim_end_matches(':');
    offset..offset + shown.len()
}

/// The length of a collection that ends on its line. A bracket in a string of it is not worth a parser.
fn closing(line: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let end = line.char_indices().find(|(_, character)| {
        match character {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0
    });
    end.map(|(index, _)| index + 1)
}

/// The length of a plain scalar. A bracket that it does not open itself closes a collection around it.
fn scalar_length(line: &str) -> usize {
    let mut open = 0_usize;
    let closes = line.char_indices().find(|(_, character)| match character {
        '[' | '{' => {
            open += 1;
            false
        }
        ']' | '}' => {
            let closes = open == 0;
            open = open.saturating_sub(1);
            closes
        }
        _ => false,
    });
    let ends = [": ", " #", ", "].iter().filter_map(|end| line.find(end));
    ends.chain(closes.map(|(index, _)| index)).min().unwrap_or(line.len())
}

const FOUND: &str = "\u{0}found";

/// Goes through what is asked for. Fails at a scalar, which tells its place, and passes on from there.
struct Walk<'w> {
    index: &'w mut Index,
    lines: &'w Lines<'w>,
    pointer: Pointer,
    asked: &'w Asked,
}

impl Walk<'_> {
    /// Walks a child, and notes where it starts: a scalar where it failed, a collection where its first
    /// child does.
    fn child<E: fmt::Display>(
        &mut self,
        pointer: Pointer,
        asked: &Asked,
        walk: impl FnOnce(Walk<'_>) -> Result<Option<usize>, E>,
    ) -> Result<Option<usize>, E> {
        let seed = Walk { index: &mut *self.index, lines: self.lines, pointer: pointer.clone(), asked };
        let start = match walk(seed) {
            Ok(start) => start,
            Err(error) => Some(self.lines.read_off(&error).ok_or(error)?),
        };
        let node = self.index.nodes.entry(pointer).or_default();
        if let Some(start) = start.or(node.keys.last().copied()) {
            node.value = start;
        }
        Ok(start)
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = Option<usize>;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Option<usize>, D::Error> {
        input.deserialize_any(self)
    }
}

macro_rules! found {
    ($($visit:ident: $type:ty),*) => { $(
        fn $visit<E: de::Error>(self, _: $type) -> Result<Self::Value, E> {
            Err(E::custom(FOUND))
        }
    )* };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    found!(visit_str: &str, visit_bool: bool, visit_u64: u64, visit_i64: i64);
    found!(visit_u128: u128, visit_i128: i128, visit_f64: f64);

    fn visit_unit<E: de::Error>(self) -> Result<Self::Value, E> {
        Err(E::custom(FOUND))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        loop {
            let mut key = String::new();
            let offset = match map.next_key_seed(Key { key: &mut key, asked: first.map(|_| self.asked) }) {
                Ok(None) => return Ok(first.map(|first| self.lines.opening(first, '{'))),
                Ok(Some(())) => None,
                Err(error) => Some(self.lines.read_off(&error).ok_or(error)?),
            };
            first = first.or(offset);
            let Some((asked, offset)) = self.asked.0.get(&key).zip(offset) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let member = self.pointer.member(&key);
            self.index.nodes.entry(member.clone()).or_default().keys.push(offset);
            self.child(member, asked, |seed| map.next_value_seed(seed))?;
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut first = None;
        for index in 0.. {
            let asked = self.asked.0.get(&index.to_string());
            let Some(asked) = asked.or((index == 0).then_some(&NOTHING)) else {
                match items.next_element::<IgnoredAny>()? {
                    Some(_) => continue,
                    None => break,
                }
            };
            let mut ended = false;
            let pointer = self.pointer.item(index);
            let start = self.child(pointer.clone(), asked, |seed| {
                let item = items.next_element_seed(seed)?;
                ended = item.is_none();
                Ok(item.flatten())
            })?;
            if ended {
                self.index.nodes.remove(&pointer);
                break;
            }
            first = first.or(start);
        }
        Ok(first.map(|first| self.lines.opening(self.lines.opening(first, '-'), '[')))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        let (_, variant) = data.variant::<IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// Takes down a key, and fails, to tell its place, if it is the first or one that is asked for.
struct Key<'k> {
    key: &'k mut String,
    /// None for the first.
    asked: Option<&'k Asked>,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, key: &str) -> Result<(), E> {
        let passed_over = self.asked.is_some_and(|asked| !asked.0.contains_key(key));
        key.clone_into(self.key);
        if passed_over { Ok(()) } else { Err(E::custom(FOUND)) }
    }
}

#[derive(Default)]
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> de::Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members = Vec::new();
        while let Some(RawKey(key)) = map.next_key()? {
            members.push((key, map.next_value()?));
        }
        Ok(Members(members))
    }
}

/// A key: a slice of the input, where it has no escapes.
struct RawKey<'a>(Cow<'a, str>);

impl<'de> de::Deserialize<'de> for RawKey<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = RawKey<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
                Ok(RawKey(key.into()))
            }
            fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
                Ok(RawKey(key.to_owned().into()))
            }
        }
        input.deserialize_str(Borrow)
    }
}

#[cfg(test)]
#[path = "tests/locate.rs"]
mod tests;
