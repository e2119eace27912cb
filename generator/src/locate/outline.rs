//! Where things stand in YAML whose indentation tells it, without its parser: line by line, and only inside
//! what is asked for. A collection on the way must have the very keys, or as many items, as the value that
//! the parser gave. Where it has not, or is written another way than nearly all are (in brackets inside brackets, with an
//! anchor or a tag, with keys that repeat or are merged), nothing is said: the text is for the parser.

use super::{Asked, Index};
use crate::pointer::Pointer;
use serde_json::{Map, Value};

/// Adds what is asked for to an index. `None` where that is for the parser; what is in the index then is not
/// all of it.
pub fn find(index: &mut Index, text: &str, value: &Value, asked: &Asked) -> Option<()> {
    if text.contains('\r') {
        return None;
    }
    let start = if text.starts_with("---\n") { 4 } else { 0 };
    let lines: Vec<Line> = lines(text, start).collect();
    let (first, rest) = lines.split_first()?;
    let mut outline = Outline { index, text };
    let start = outline.collection(&Pointer::default(), value, asked, *first, rest)?;
    outline.index.nodes.entry(Pointer::default()).or_default().value = start;
    Some(())
}

/// A line that has more than spaces and a comment.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    /// How many bytes are in front of what counts: spaces, or the dash of an item and spaces.
    indent: usize,
}

fn lines(text: &str, mut start: usize) -> impl Iterator<Item = Line> {
    let lines = text.get(start..).unwrap_or_default().split('\n');
    lines.filter_map(move |line| {
        let at = start;
        start += line.len() + 1;
        let indent = line.bytes().position(|byte| byte != b' ')?;
        (line.as_bytes().get(indent) != Some(&b'#')).then_some(Line { start: at, indent })
    })
}

/// What is behind a key or a dash.
enum Behind {
    /// The value is on the next lines.
    Nothing,
    /// It is in brackets, from here.
    Brackets(usize),
    Text(usize),
}

struct Outline<'o> {
    index: &'o mut Index,
    text: &'o str,
}

impl<'o> Outline<'o> {
    /// The rest of the line from an offset on.
    fn rest_of_line(&self, offset: usize) -> &'o str {
        let rest = self.text.get(offset..).unwrap_or_default();
        rest.split('\n').next().unwrap_or_default()
    }

    fn is_item(&self, line: &Line) -> bool {
        let dash = self.rest_of_line(line.start + line.indent).strip_prefix('-');
        dash.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    }

    fn behind(&self, offset: usize) -> Option<Behind> {
        let rest = self.rest_of_line(offset);
        let inner = rest.trim_start_matches([' ', '\t']);
        let at = offset + rest.len() - inner.len();
        match inner.chars().next() {
            None => Some(Behind::Nothing),
            Some('[' | '{') => Some(Behind::Brackets(at)),
            Some('#' | '&' | '*' | '!' | '@' | '%' | '`' | '?') => None,
            Some(_) => Some(Behind::Text(at)),
        }
    }

    /// Goes through a collection of which the first line and all others are known, and gives its start.
    fn collection(
        &mut self,
        pointer: &Pointer,
        value: &Value,
        asked: &Asked,
        first: Line,
        rest: &[Line],
    ) -> Option<usize> {
        match value {
            _ if !has_start(value) => return None,
            Value::Object(members) => self.mapping(pointer, members, asked, first, rest)?,
            Value::Array(items) => self.sequence(pointer, items, asked, first, rest)?,
            _ => return None,
        }
        Some(first.start + first.indent)
    }

    fn mapping(
        &mut self,
        pointer: &Pointer,
        members: &Map<String, Value>,
        asked: &Asked,
        first: Line,
        rest: &[Line],
    ) -> Option<()> {
        let (mut line, mut rest) = (first, rest);
        let mut members = members.iter();
        loop {
            let ends = |next: &Line| {
                next.indent < first.indent || (next.indent == first.indent && !self.is_item(next))
            };
            let (inside, after) = rest.split_at(rest.iter().position(ends).unwrap_or(rest.len()));
            let start = line.start + line.indent;
            let (key, length) = key(self.rest_of_line(start))?;
            let (_, value) =
                members.next().filter(|(name, _)| *name == key && line.indent == first.indent)?;
            if let Some(asked) = asked.0.get(key) {
                let member = pointer.member(key);
                let found = match self.behind(start + length)? {
                    Behind::Nothing => {
                        let (first, rest) = inside.split_first()?;
                        self.collection(&member, value, asked, *first, rest)?
                    }
                    behind => self.on_line(&behind, &member, value, asked)?,
                };
                let node = self.index.nodes.entry(member).or_default();
                node.keys.push(start);
                node.value = found;
            }
            match after.split_first() {
                Some((next, others)) => (line, rest) = (*next, others),
                None => return members.next().is_none().then_some(()),
            }
        }
    }

    fn sequence(
        &mut self,
        pointer: &Pointer,
        items: &[Value],
        asked: &Asked,
        first: Line,
        rest: &[Line],
    ) -> Option<()> {
        let (mut line, mut rest) = (first, rest);
        for (index, value) in items.iter().enumerate() {
            let end = rest.iter().position(|next| next.indent <= first.indent).unwrap_or(rest.len());
            let (inside, after) = rest.split_at(end);
            if line.indent != first.indent || !self.is_item(&line) {
                return None;
            }
            if index == 0 {
                self.opens(&line, inside)?;
            }
            if let Some(asked) = asked.0.get(&index.to_string()) {
                let item = pointer.item(index);
                let start = match self.behind(line.start + line.indent + 1)? {
                    Behind::Nothing => {
                        let (first, rest) = inside.split_first()?;
                        self.collection(&item, value, asked, *first, rest)?
                    }
                    Behind::Text(at) if value.is_object() || value.is_array() => {
                        let first = Line { indent: at - line.start, ..line };
                        self.collection(&item, value, asked, first, inside)?
                    }
                    behind => self.on_line(&behind, &item, value, asked)?,
                };
                self.index.nodes.entry(item).or_default().value = start;
            }
            match after.split_first() {
                Some((next, others)) => (line, rest) = (*next, others),
                None => return (index + 1 == items.len()).then_some(()),
            }
        }
        None
    }

    /// The parser tells the dash of a list by its first item: nothing but space is between the two.
    fn opens(&self, line: &Line, inside: &[Line]) -> Option<()> {
        let dash = line.start + line.indent + 1;
        match (self.behind(dash)?, inside.first()) {
            (Behind::Nothing, first) => {
                let between = self.text.get(dash..first.map_or(dash, |first| first.start + first.indent));
                between.filter(|between| between.trim().is_empty()).map(drop)
            }
            _ => Some(()),
        }
    }

    /// Where a scalar starts, or what is in brackets: a list of scalars that ends on its line, if more is
    /// asked for than its start.
    fn on_line(&mut self, behind: &Behind, pointer: &Pointer, value: &Value, asked: &Asked) -> Option<usize> {
        let is_scalar = !value.is_object() && !value.is_array();
        match *behind {
            Behind::Text(at) if is_scalar => Some(at),
            Behind::Brackets(at) if !is_scalar && has_start(value) => {
                if !asked.0.is_empty() {
                    self.brackets(pointer, value.as_array()?, asked, at)?;
                }
                Some(at)
            }
            _ => None,
        }
    }

    fn brackets(&mut self, pointer: &Pointer, items: &[Value], asked: &Asked, at: usize) -> Option<()> {
        let mut rest = self.rest_of_line(at).strip_prefix('[')?;
        let end = at + 1 + rest.len();
        for (index, value) in items.iter().enumerate() {
            rest = rest.trim_start_matches(' ');
            let start = end - rest.len();
            let (text, after) = plain_item(rest)?;
            if value.is_object() || value.is_array() || value.as_str().is_some_and(|value| value != text) {
                return None;
            }
            if asked.0.contains_key(&index.to_string()) {
                self.index.nodes.entry(pointer.item(index)).or_default().value = start;
            }
            let last = index + 1 == items.len();
            rest = after.trim_start_matches(' ').strip_prefix(if last { ']' } else { ',' })?;
        }
        Some(())
    }
}

/// The parser has no place for what is empty, nor for what starts with that.
fn has_start(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => items.first().is_some_and(has_start),
        _ => true,
    }
}

/// The key that a line starts with, and the length up to its colon and with it.
fn key(line: &str) -> Option<(&str, usize)> {
    let ends =
        |end: usize| line.get(end + 1..).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']));
    let mark = line.chars().next()?;
    if matches!(mark, '"' | '\'') {
        let inner = line.get(1..)?;
        let name = inner.get(..inner.find(mark)?)?;
        let colon = name.len() + 2;
        let is_plain = !name.contains('\\') && line.get(colon..)?.starts_with(':') && ends(colon);
        return is_plain.then_some((name, colon + 1));
    }
    let (colon, _) = line.match_indices(':').find(|(colon, _)| ends(*colon))?;
    let name = line.get(..colon)?.trim_end_matches([' ', '\t']);
    let is_plain = !name.starts_with(|sign| "[]{},#&*!|>@%`".contains(sign))
        && !name.contains(" #")
        && !["- ", "? ", ": "].iter().any(|sign| name.starts_with(sign));
    is_plain.then_some((name, colon + 1))
}

/// The text of an item in brackets, and what is behind it.
fn plain_item(rest: &str) -> Option<(&str, &str)> {
    let mark = rest.chars().next()?;
    if matches!(mark, '"' | '\'') {
        return rest.get(1..)?.split_once(mark);
    }
    let (text, after) = rest.split_at(rest.find([',', ']'])?);
    (!text.is_empty() && !text.contains([':', '#', '{', '[', '&', '*', '!']))
        .then_some((text.trim_end(), after))
}
