//! From a place to bytes: replays the parser with a seed that walks the pointer and fails on arrival,
//! so that the error's own location is the value's. Costs nothing until something is reported.

use crate::diagnostic::{Part, Place};
use crate::pointer::Pointer;
use crate::sources::{File, Format};
use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde_json::value::RawValue;
use std::{fmt, ops::Range};

/// The bytes of a file that a place means.
pub fn locate(file: &File, place: &Place) -> Range<usize> {
    match &place.part {
        // What no parser could take is not given to one again.
        Part::Value | Part::Key(_) | Part::Inside(_) if file.value.is_none() => token(&file.text, 0),
        Part::Byte(offset) => token(&file.text, (*offset).min(file.text.len())),
        Part::Value => value(file, &place.pointer),
        Part::Key(occurrence) => key(file, &place.pointer, *occurrence),
        Part::Inside(inner) => inside(file, &place.pointer, inner),
    }
}

/// The byte offset of a line and a column, both counted from one; the column in characters.
pub fn offset(text: &str, line: usize, column: usize) -> usize {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1));
    let start = starts.take(line.max(1)).last().unwrap_or(0);
    let rest = text.get(start..).unwrap_or_default();
    let mut columns = rest.char_indices().map(|(index, _)| index);
    start + columns.nth(column.saturating_sub(1)).unwrap_or(rest.len())
}

/// The line and the column of a byte offset, both counted from one; the column in characters.
pub fn line_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |index| index + 1);
    (line, before.get(start..).unwrap_or_default().chars().count() + 1)
}

/// A value; where it is not to be found (a merged key), the nearest value around it.
fn value(file: &File, pointer: &Pointer) -> Range<usize> {
    let found = match file.format {
        Format::Yaml => yaml(&file.text, pointer, None).map(|offset| token(&file.text, offset)),
        Format::Json => json(&file.text, pointer, None),
    };
    found.or_else(|| pointer.split_last().map(|(parent, _)| value(file, &parent))).unwrap_or(0..0)
}

fn key(file: &File, pointer: &Pointer, occurrence: usize) -> Range<usize> {
    let found = match file.format {
        Format::Yaml => yaml(&file.text, pointer, Some(occurrence)).map(|offset| token(&file.text, offset)),
        Format::Json => json(&file.text, pointer, Some(occurrence)),
    };
    found.unwrap_or_else(|| value(file, pointer))
}

/// A value in JSON that stands in a scalar. Lines of a literal block scalar are the text's own lines.
fn inside(file: &File, pointer: &Pointer, inner: &Pointer) -> Range<usize> {
    let scalar = value(file, pointer);
    let header = file.text.get(scalar.start..).unwrap_or_default();
    let Some((_, block)) = header.starts_with('|').then(|| header.split_once('\n')).flatten() else {
        return scalar;
    };
    let Some(text) = file
        .value
        .as_ref()
        .and_then(|value| crate::sources::lookup(value, pointer))
        .and_then(|value| value.as_str())
    else {
        return scalar;
    };
    let Some(found) = json(text, inner, Some(0)).or_else(|| json(text, inner, None)) else { return scalar };
    let start = file.text.len() - block.len();
    let first = block.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let indent = first.len() - first.trim_start().len() - leading_spaces(text);
    let (line, column) = line_column(text, found.start);
    let from = start + offset(block, line, column + indent);
    from..(from + found.len()).min(file.text.len())
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

fn yaml(text: &str, pointer: &Pointer, key: Option<usize>) -> Option<usize> {
    let tokens: Vec<_> = pointer.tokens().collect();
    let tokens: Vec<&str> = tokens.iter().map(AsRef::as_ref).collect();
    let walk = Walk { tokens: &tokens, key };
    let error = walk.deserialize(serde_yaml::Deserializer::from_str(text)).err()?;
    let location = error.to_string().contains(FOUND).then(|| error.location())??;
    Some(offset(text, location.line(), location.column()))
}

const FOUND: &str = "\u{0}found";

/// Walks down the tokens, and fails on arrival.
#[derive(Clone, Copy)]
struct Walk<'p> {
    tokens: &'p [&'p str],
    key: Option<usize>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

macro_rules! found {
    ($($visit:ident: $type:ty),*) => { $(
        fn $visit<E: de::Error>(self, _: $type) -> Result<(), E> {
            Err(E::custom(FOUND))
        }
    )* };
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    found!(visit_str: &str, visit_bool: bool, visit_u64: u64, visit_i64: i64, visit_u128: u128, visit_i128: i128, visit_f64: f64);

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        Err(E::custom(FOUND))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.tokens.split_first() else { return Err(A::Error::custom(FOUND)) };
        let mut skip = self.key.filter(|_| rest.is_empty());
        let wants_key = skip.is_some();
        while let Some(matches) = map.next_key_seed(KeyIs { key: first, fail: skip == Some(0) })? {
            match (matches, &mut skip) {
                (true, Some(more)) if wants_key => *more = more.saturating_sub(1),
                (true, _) => return map.next_value_seed(Walk { tokens: rest, ..self }),
                (false, _) => {}
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((first, rest)) = self.tokens.split_first() else { return Err(A::Error::custom(FOUND)) };
        for _ in 0..first.parse::<usize>().map_err(A::Error::custom)? {
            items.next_element::<IgnoredAny>()?;
        }
        items.next_element_seed(Walk { tokens: rest, ..self }).map(drop)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<(), A::Error> {
        let (_, variant) = data.variant::<IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// Whether the key is the one that is looked for; fails on it where the key itself is meant.
struct KeyIs<'p> {
    key: &'p str,
    fail: bool,
}

impl KeyIs<'_> {
    fn is<E: de::Error>(&self, text: &str) -> Result<bool, E> {
        match text == self.key {
            true if self.fail => Err(E::custom(FOUND)),
            same => Ok(same),
        }
    }
}

impl<'de> DeserializeSeed<'de> for KeyIs<'_> {
    type Value = bool;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<bool, D::Error> {
        input.deserialize_any(self)
    }
}

macro_rules! key_is {
    ($($visit:ident: $type:ty),*) => { $(
        fn $visit<E: de::Error>(self, key: $type) -> Result<bool, E> {
            self.is(&key.to_string())
        }
    )* };
}

impl Visitor<'_> for KeyIs<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    key_is!(visit_str: &str, visit_bool: bool, visit_u64: u64, visit_i64: i64, visit_f64: f64);

    fn visit_unit<E: de::Error>(self) -> Result<bool, E> {
        self.is("null")
    }
}

/// The bytes of a value, or of the key in front of it. serde_json's raw values are slices of its
/// input, so that their distance from its start is their place.
fn json(text: &str, pointer: &Pointer, key: Option<usize>) -> Option<Range<usize>> {
    let mut raw: &RawValue = serde_json::from_str(text).ok()?;
    let tokens: Vec<_> = pointer.tokens().collect();
    let mut name = None;
    for (index, token) in tokens.iter().enumerate() {
        let occurrence = key.filter(|_| index + 1 == tokens.len());
        (name, raw) = child(raw, token, occurrence)?;
    }
    let slice = if key.is_some() { name? } else { raw.get() };
    let start = (slice.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let length = slice.lines().next().unwrap_or_default().len();
    Some(start..start + length)
}

/// The child of a raw value, and the key in front of it where that has no escapes.
fn child<'a>(
    raw: &'a RawValue,
    token: &str,
    occurrence: Option<usize>,
) -> Option<(Option<&'a str>, &'a RawValue)> {
    if raw.get().starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
        return items.get(token.parse::<usize>().ok()?).map(|item| (None, *item));
    }
    let Members(members) = serde_json::from_str(raw.get()).ok()?;
    let mut same = members.into_iter().filter(|(key, _)| key == token);
    let (key, value) = same.nth(occurrence.unwrap_or(0))?;
    let key = match key {
        std::borrow::Cow::Borrowed(key) => Some(key),
        std::borrow::Cow::Owned(_) => None,
    };
    Some((key, value))
}

struct Members<'a>(Vec<(std::borrow::Cow<'a, str>, &'a RawValue)>);

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
struct RawKey<'a>(std::borrow::Cow<'a, str>);

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
