//! Texts in a tree: a form, or a parameter that is an object. They are decoded by the types that also decode JSON. If a
//! type asks for a number or a boolean, the text is parsed like the text of a parameter.

use super::argument::Scalar;
use super::decode::asks_for_untyped;
use super::reason::{reason_of, without_place};
use super::{Decode, Trail};
use serde::de::value::{self, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error, IntoDeserializer, Visitor};
use std::{borrow::Cow, iter, marker::PhantomData};

/// The maximum number of texts in a tree.
const TEXTS: usize = 1_000;
/// The maximum number of names in one name with brackets: `a[b][c]` has three.
const LEVELS: usize = 8;

/// Texts in a tree. It has no types: `a=1` is an integer, a string, or an array with one item, as the type wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TextTree<'t> {
    Text(Cow<'t, str>),
    /// A text that is JSON.
    Json(Cow<'t, str>),
    /// The items of an array.
    List(Vec<TextTree<'t>>),
    /// The properties of an object, each once. If the names are empty or indexes, it may also be an array: `a[]`,
    /// `a[0]`.
    Object(Vec<(Cow<'t, str>, TextTree<'t>)>),
}

/// The reason why texts are rejected, and the JSON pointer of the mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFault {
    pub pointer: String,
    pub reason: String,
}

/// Builds an object from names and texts.
#[derive(Debug, Default)]
pub struct TextPairs<'t> {
    properties: Properties<'t>,
    count: usize,
}

type Properties<'t> = Vec<(Cow<'t, str>, TextTree<'t>)>;

impl<'t> TextPairs<'t> {
    /// Adds a property. Properties with the same name become an array.
    pub fn add(&mut self, name: Cow<'t, str>, value: TextTree<'t>) -> Result<(), TextFault> {
        self.insert(&mut iter::once(name), value)
    }

    /// Adds a text whose name may have brackets:
    ///
    /// | name | |
    /// |---|---|
    /// | `a` | a property, or an item of an array |
    /// | `a[]` | an item of an array |
    /// | `a[0]` | an item of an array; indexes order the items, but need not be complete |
    /// | `a[b]`, `a[b][c]`, `a[0][b]` | a property of an object inside |
    /// | `a[`, `a[b]c`, `[a]` | a property with this name |
    pub fn add_bracketed(&mut self, name: Cow<'t, str>, value: TextTree<'t>) -> Result<(), TextFault> {
        let Some((first, inner)) = split(&name) else { return self.add(name, value) };
        if inner.split("][").count() >= LEVELS {
            let reason = format!("is nested more than {LEVELS} levels deep");
            return Err(TextFault::at(&[first], reason));
        }
        let steps: Vec<Cow<'t, str>> = match &name {
            Cow::Borrowed(name) => split(name).into_iter().flat_map(steps).map(Cow::Borrowed).collect(),
            Cow::Owned(_) => steps((first, inner)).map(|step| Cow::Owned(step.to_owned())).collect(),
        };
        self.insert(&mut steps.into_iter(), value)
    }

    fn insert(
        &mut self,
        steps: &mut dyn Iterator<Item = Cow<'t, str>>,
        value: TextTree<'t>,
    ) -> Result<(), TextFault> {
        self.count += 1;
        if self.count > TEXTS {
            return Err(TextFault::at(&[], format!("has more than {TEXTS} values")));
        }
        let Some(name) = steps.next() else { return Ok(()) };
        insert(&mut self.properties, name, steps, value)
    }

    /// Returns the object.
    pub fn finish(self) -> TextTree<'t> {
        TextTree::Object(self.properties)
    }
}

/// Splits a name with brackets: `a[b][c]` into `a` and `b][c`.
fn split(name: &str) -> Option<(&str, &str)> {
    let (first, inner) = name.strip_suffix(']')?.split_once('[')?;
    let is_one = |step: &str| !step.contains(['[', ']']);
    (!first.is_empty() && is_one(first) && inner.split("][").all(is_one)).then_some((first, inner))
}

fn steps<'n>((first, inner): (&'n str, &'n str)) -> impl Iterator<Item = &'n str> {
    iter::once(first).chain(inner.split("]["))
}

fn insert<'t>(
    properties: &mut Properties<'t>,
    name: Cow<'t, str>,
    steps: &mut dyn Iterator<Item = Cow<'t, str>>,
    value: TextTree<'t>,
) -> Result<(), TextFault> {
    let known = properties.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value);
    let fault = |reason: &str| TextFault::at(&[&name], reason);
    let Some(next) = steps.next() else {
        match known {
            Some(known) => known.append(value).map_err(fault)?,
            None => properties.push((name, value)),
        }
        return Ok(());
    };
    if name.is_empty() {
        // Some clients begin a new item with each such name, others when a property repeats.
        return Err(TextFault::at(&[], "needs the index of the item in its brackets, as in `[0][name]`"));
    }
    match known {
        None => {
            let mut inner = Vec::new();
            insert(&mut inner, next, steps, value).map_err(|fault| fault.inside(&name))?;
            properties.push((name, TextTree::Object(inner)));
            Ok(())
        }
        Some(TextTree::Object(inner)) => {
            insert(inner, next, steps, value).map_err(|fault| fault.inside(&name))
        }
        Some(_) => Err(fault(BOTH_WAYS)),
    }
}

const BOTH_WAYS: &str = "appears with and without brackets";
const TWICE: &str = "appears more than once";

impl TextFault {
    fn at(steps: &[&str], reason: impl Into<String>) -> Self {
        let fault = Self { pointer: String::new(), reason: reason.into() };
        steps.iter().rev().fold(fault, |fault, step| fault.inside(step))
    }

    /// Returns the fault with a pointer from the object around.
    pub(super) fn inside(self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("/{step}{}", self.pointer), reason: self.reason }
    }
}

impl<'t> TextTree<'t> {
    /// Returns the property with this name.
    pub fn property(self, name: &str) -> Option<Self> {
        let Self::Object(properties) = self else { return None };
        properties.into_iter().find(|(known, _)| known == name).map(|(_, value)| value)
    }

    fn append(&mut self, value: Self) -> Result<(), &'static str> {
        match (&mut *self, value) {
            (Self::List(items), item @ (Self::Text(_) | Self::Json(_))) => items.push(item),
            (Self::Text(_) | Self::Json(_), item @ (Self::Text(_) | Self::Json(_))) => {
                let first = std::mem::replace(self, Self::List(Vec::new()));
                *self = Self::List(vec![first, item]);
            }
            (Self::Object(_), _) => return Err(BOTH_WAYS),
            _ => return Err(TWICE),
        }
        Ok(())
    }

    /// Decodes the texts of a request.
    pub fn decode<T: Decode>(&self) -> Result<T, TextFault> {
        self.decode_with(Trail { of_request: true, ..Trail::default() })
    }

    /// Decodes the texts with a trail, which says whether constraints are enforced.
    pub(super) fn decode_with<T: Decode>(&self, trail: Trail) -> Result<T, TextFault> {
        let is_json = |tree: &Self| matches!(tree, Self::Json(_));
        let of_text = match self {
            Self::List(items) => !items.iter().all(is_json),
            tree => !is_json(tree),
        };
        let mut trail = Trail { of_text, ..trail };
        let value = T::decode(Reader::<value::Error>(self, PhantomData), &mut trail);
        value.map_err(|error| TextFault {
            pointer: trail.pointer(),
            reason: reason_of(&error.to_string(), &trail),
        })
    }

    /// Returns the items of an array, or `None` if the value is not an array.
    fn items(&self) -> Option<Vec<&Self>> {
        match self {
            // An empty text is an empty array, since an array without items has no other form.
            Self::Text(text) if text.is_empty() => Some(Vec::new()),
            Self::Text(_) | Self::Json(_) => Some(vec![self]),
            Self::List(items) => Some(items.iter().collect()),
            Self::Object(properties) => match properties.as_slice() {
                [(name, inner)] if name.is_empty() => match inner {
                    Self::List(items) => Some(items.iter().collect()),
                    item => Some(vec![item]),
                },
                _ => {
                    let indexed = properties.iter().map(|(name, item)| Some((index(name)?, item)));
                    let mut indexed: Vec<(u64, &Self)> = indexed.collect::<Option<_>>()?;
                    indexed.sort_by_key(|(index, _)| *index);
                    Some(indexed.into_iter().map(|(_, item)| item).collect())
                }
            },
        }
    }

    /// Returns the items if the value can only be an array: the indexes are 0, 1, ..
    fn only_items(&self) -> Option<Vec<&Self>> {
        let Self::Object(properties) = self else { return None };
        let mut indexes: Vec<u64> = properties.iter().filter_map(|(name, _)| index(name)).collect();
        indexes.sort_unstable();
        let is_complete = indexes.len() == properties.len()
            && indexes.iter().copied().zip(0..).all(|(index, expected)| index == expected);
        let is_pushed = matches!(properties.as_slice(), [(name, _)] if name.is_empty());
        if is_pushed || (is_complete && !properties.is_empty()) { self.items() } else { None }
    }
}

/// Returns the index that a name is, without a sign or leading zeros.
fn index(name: &str) -> Option<u64> {
    name.parse().ok().filter(|index: &u64| index.to_string() == name)
}

/// A deserializer for a tree.
struct Reader<'de, E>(&'de TextTree<'de>, PhantomData<E>);

impl<'de, E: Error> IntoDeserializer<'de, E> for Reader<'de, E> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de, E: Error> Reader<'de, E> {
    /// Returns the text of a scalar.
    fn text(self, must_be: &str) -> Result<&'de str, E> {
        match self.0 {
            TextTree::Text(text) | TextTree::Json(text) => Ok(text),
            TextTree::List(items) if items.len() > 1 => Err(E::custom(TWICE)),
            TextTree::List(_) | TextTree::Object(_) => Err(E::custom(must_be)),
        }
    }

    fn visit_integer<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        const MUST_BE: &str = "must be an integer";
        let text = self.text(MUST_BE)?;
        if let Some(integer) = i64::from_text(text) {
            return visitor.visit_i64(integer);
        }
        // A number of other types has the same grammar.
        match text.parse::<u64>().ok().filter(|_| f64::from_text(text).is_some()) {
            Some(integer) => visitor.visit_u64(integer),
            None => Err(E::custom(MUST_BE)),
        }
    }

    fn visit_number<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let number = f64::from_text(self.text(f64::MUST_BE)?).ok_or_else(|| E::custom(f64::MUST_BE))?;
        visitor.visit_f64(number)
    }

    fn visit_boolean<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let boolean = bool::from_text(self.text(bool::MUST_BE)?).ok_or_else(|| E::custom(bool::MUST_BE))?;
        visitor.visit_bool(boolean)
    }

    fn visit_text<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_borrowed_str(self.text(String::MUST_BE)?)
    }

    fn visit_items<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        let items = self.0.items().ok_or_else(|| E::custom("must be an array"))?;
        Self::visit_each(items, visitor)
    }

    fn visit_each<V: Visitor<'de>>(items: Vec<&'de TextTree<'de>>, visitor: V) -> Result<V::Value, E> {
        visitor.visit_seq(SeqDeserializer::new(items.into_iter().map(|item| Self(item, PhantomData))))
    }

    /// Passes an object to the visitor, starting with one of its properties.
    fn visit_object<V: Visitor<'de>>(self, first: &str, visitor: V) -> Result<V::Value, E> {
        let TextTree::Object(properties) = self.0 else { return Err(E::custom("must be an object")) };
        let first = properties.iter().position(|(name, _)| name == first).unwrap_or(0);
        let (before, others) = properties.split_at(first);
        let (first, after) = others.split_at(others.len().min(1));
        let ordered = first.iter().chain(before).chain(after);
        let entries = ordered.map(|(name, value)| (name.as_ref(), Self(value, PhantomData)));
        visitor.visit_map(MapDeserializer::new(entries))
    }

    fn visit_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            TextTree::Text(text) | TextTree::Json(text) => visitor.visit_borrowed_str(text),
            TextTree::List(items) => Self::visit_each(items.iter().collect(), visitor),
            TextTree::Object(_) => match self.0.only_items() {
                Some(items) => Self::visit_each(items, visitor),
                None => self.visit_object("", visitor),
            },
        }
    }

    fn visit_enum<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            TextTree::Object(properties) if properties.len() == 1 => {
                let entries = properties.iter();
                let entries = entries.map(|(name, value)| (name.as_ref(), Self(value, PhantomData)));
                visitor.visit_enum(MapAccessDeserializer::new(MapDeserializer::new(entries)))
            }
            _ => visitor.visit_enum(self.text(String::MUST_BE)?.into_deserializer()),
        }
    }
}

/// Decodes a text that is JSON.
fn read_json<'de, T, E: Error>(
    text: &'de str,
    read: impl FnOnce(&mut serde_json::Deserializer<serde_json::de::StrRead<'de>>) -> serde_json::Result<T>,
) -> Result<T, E> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = read(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|error| match error.is_data() {
        true => E::custom(without_place(&error.to_string())),
        false => E::custom(format_args!("is not JSON: {error}")),
    })
}

/// The methods of a deserializer. Each of them passes JSON to serde_json.
macro_rules! read {
    ($($method:ident($($argument:ident: $type:ty),*) => |$reader:ident, $visitor:ident| $read:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* $visitor: V) -> Result<V::Value, E> {
            if let TextTree::Json(text) = self.0 {
                return read_json(text, |json| json.$method($($argument,)* $visitor));
            }
            let $reader = self;
            $read
        }
    )* };
}

macro_rules! read_each {
    ($visit:ident: $($method:ident)*) => { read! { $($method() => |reader, visitor| reader.$visit(visitor);)* } };
}

impl<'de, E: Error> Deserializer<'de> for Reader<'de, E> {
    type Error = E;
    read_each! { visit_any: deserialize_any deserialize_unit }
    read_each! { visit_boolean: deserialize_bool }
    read_each! { visit_integer:
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }
    read_each! { visit_number: deserialize_f32 deserialize_f64 }
    read_each! { visit_text:
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf
        deserialize_identifier
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            // One JSON text is the whole array, or its only item.
            TextTree::Json(text) if text.trim_start().starts_with('[') => {
                read_json(text, |json| json.deserialize_seq(visitor))
            }
            _ => self.visit_items(visitor),
        }
    }
    read! {
        deserialize_map() => |reader, visitor| reader.visit_object("", visitor);
        // A struct with one field may be the request for a discriminator to come first. The order of properties does
        // not matter to other structs.
        deserialize_struct(_name: &'static str, fields: &'static [&'static str]) => |reader, visitor| {
            reader.visit_object(if let [only] = fields { only } else { "" }, visitor)
        };
        // An object or an array is never null.
        deserialize_option() => |reader, visitor| visitor.visit_some(reader);
        deserialize_unit_struct(_name: &'static str) => |reader, visitor| reader.visit_any(visitor);
        deserialize_newtype_struct(name: &'static str) => |reader, visitor| match reader.0 {
            TextTree::Text(text) if asks_for_untyped(name) => visitor.visit_borrowed_bytes(text.as_bytes()),
            _ => visitor.visit_newtype_struct(reader),
        };
        deserialize_tuple(_length: usize) => |reader, visitor| reader.visit_items(visitor);
        deserialize_tuple_struct(_name: &'static str, _length: usize) => |reader, visitor| {
            reader.visit_items(visitor)
        };
        deserialize_enum(_name: &'static str, _variants: &'static [&'static str]) => |reader, visitor| {
            reader.visit_enum(visitor)
        };
        deserialize_ignored_any() => |_reader, visitor| visitor.visit_unit();
    }
}
