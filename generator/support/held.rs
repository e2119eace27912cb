//! Holds JSON in memory until its type is known. Strings are borrowed if the input allows it. Properties keep their
//! order and their duplicates, so a type that rejects duplicates in the input also rejects them here. Numbers are kept
//! as the input returns them; serde_json returns an integer of more than 64 bits as a float.

use super::decode::{AGAIN, UNTYPED, asks_for_untyped};
use super::strict_value::is_number;
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, Expected, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde_json::Number;
use std::{borrow::Cow, fmt, marker::PhantomData};

/// A JSON value in memory.
#[derive(Clone, Debug)]
pub enum Held<'de> {
    Null,
    Boolean(bool),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    /// A number as its digits, if serde_json's feature `arbitrary_precision` is on.
    Digits(Number),
    Text(Cow<'de, str>),
    /// A text of a form, which may be a string, a number, a boolean, or an array of one item.
    Untyped(Cow<'de, str>),
    List(Vec<Held<'de>>),
    Object(Vec<Property<'de>>),
}

/// A property of an object in memory.
pub type Property<'de> = (Cow<'de, str>, Held<'de>);

/// The struct name that asks [`Reader`] to return one property first, which is the only field of the struct. An object
/// in memory can be read in any order. If the discriminator comes first, nothing in the object is stored a second time.
/// Other deserializers ignore the name of a struct.
pub const FIRST: &str = "an object with its discriminator first";

impl<'de> Held<'de> {
    /// Returns a deserializer for the value.
    pub fn reader<E>(&self) -> Reader<'_, 'de, E> {
        Reader(self, PhantomData)
    }

    pub(super) fn unexpected(&self) -> Unexpected<'_> {
        match self {
            Self::Null => Unexpected::Unit,
            Self::Boolean(value) => Unexpected::Bool(*value),
            Self::Signed(value) => Unexpected::Signed(*value),
            Self::Unsigned(value) => Unexpected::Unsigned(*value),
            Self::Float(value) => Unexpected::Float(*value),
            Self::Digits(_) => Unexpected::Other("number"),
            Self::Text(text) | Self::Untyped(text) => Unexpected::Str(text),
            Self::List(_) => Unexpected::Seq,
            Self::Object(_) => Unexpected::Map,
        }
    }
}

impl<'de> Deserialize<'de> for Held<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_newtype_struct(UNTYPED, Hold)
    }
}

/// Stores one value.
struct Hold;

impl<'de> Visitor<'de> for Hold {
    type Value = Held<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_unit<E>(self) -> Result<Held<'de>, E> {
        Ok(Held::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Held<'de>, E> {
        Ok(Held::Boolean(value))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Held<'de>, E> {
        Ok(Held::Signed(value))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Held<'de>, E> {
        Ok(Held::Unsigned(value))
    }
    fn visit_i128<E: Error>(self, value: i128) -> Result<Held<'de>, E> {
        value.to_string().parse().map(Held::Digits).map_err(E::custom)
    }
    fn visit_u128<E: Error>(self, value: u128) -> Result<Held<'de>, E> {
        value.to_string().parse().map(Held::Digits).map_err(E::custom)
    }
    fn visit_f64<E>(self, value: f64) -> Result<Held<'de>, E> {
        Ok(Held::Float(value))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<Held<'de>, D::Error> {
        input.deserialize_any(self)
    }
    fn visit_borrowed_bytes<E: Error>(self, text: &'de [u8]) -> Result<Held<'de>, E> {
        let text = std::str::from_utf8(text).map_err(E::custom)?;
        Ok(Held::Untyped(Cow::Borrowed(text)))
    }
    fn visit_bytes<E: Error>(self, text: &[u8]) -> Result<Held<'de>, E> {
        let text = std::str::from_utf8(text).map_err(E::custom)?;
        Ok(Held::Untyped(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Borrowed(text)))
    }
    fn visit_str<E>(self, text: &str) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_string<E>(self, text: String) -> Result<Held<'de>, E> {
        Ok(Held::Text(Cow::Owned(text)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Held<'de>, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Held::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Held<'de>, A::Error> {
        let mut properties = Vec::new();
        while let Some(Name(name)) = entries.next_key()? {
            if properties.is_empty() && is_number(&name) {
                let digits = entries.next_value::<String>()?.parse().map_err(A::Error::custom)?;
                return Ok(Held::Digits(digits));
            }
            properties.push((name, entries.next_value()?));
        }
        // Most objects are small, and a list has room for four properties at first.
        properties.shrink_to_fit();
        Ok(Held::Object(properties))
    }
}

/// The name of a property, borrowed if the input allows it.
pub struct Name<'de>(pub Cow<'de, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        input.deserialize_str(HoldName).map(Name)
    }
}

/// Stores the name of a property.
struct HoldName;

impl<'de> Visitor<'de> for HoldName {
    type Value = Cow<'de, str>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property's name")
    }
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }
    fn visit_str<E>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text))
    }
}

/// An object with some properties in memory. They come first, followed by the properties that remain in the input.
pub struct Replay<'h, 'de, I, A> {
    held: I,
    value: Option<&'h Held<'de>>,
    rest: A,
}

impl<'h, 'de, I: Iterator<Item = &'h Property<'de>>, A> Replay<'h, 'de, I, A> {
    pub fn new(held: impl IntoIterator<IntoIter = I>, rest: A) -> Self {
        Self { held: held.into_iter(), value: None, rest }
    }
}

impl<'h, 'de: 'h, I: Iterator<Item = &'h Property<'de>>, A: MapAccess<'de>> MapAccess<'de>
    for Replay<'h, 'de, I, A>
{
    type Error = A::Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Some((name, value)) = self.held.next() else { return self.rest.next_key_seed(seed) };
        self.value = Some(value);
        seed.deserialize(NameReader(name, PhantomData)).map(Some)
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        match self.value.take() {
            Some(value) => seed.deserialize(value.reader()),
            None => self.rest.next_value_seed(seed),
        }
    }
}

/// An object whose first name has been read.
pub struct Started<'de, A> {
    pub first: Option<Cow<'de, str>>,
    pub object: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Started<'de, A> {
    type Error = A::Error;
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(name) => seed.deserialize(NameReader(&name, PhantomData)).map(Some),
            None => self.object.next_key_seed(seed),
        }
    }
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.object.next_value_seed(seed)
    }
}

/// A deserializer for a value in memory.
pub struct Reader<'h, 'de, E>(&'h Held<'de>, PhantomData<E>);

impl<'de, E: Error> Reader<'_, 'de, E> {
    /// Passes the value to the visitor if it has the requested type. serde_json is equally strict, and some visitors
    /// rely on that: its own visitor for maps accepts null.
    fn only<V: Visitor<'de>>(self, is: bool, visitor: V) -> Result<V::Value, E> {
        if is { self.deserialize_any(visitor) } else { Err(self.invalid_type(&visitor)) }
    }

    #[cold]
    fn invalid_type(&self, expected: &dyn Expected) -> E {
        E::invalid_type(self.0.unexpected(), expected)
    }

    /// Passes an object to the visitor, starting with one of its properties.
    fn object<V: Visitor<'de>>(
        properties: &[Property<'de>],
        first: usize,
        visitor: V,
    ) -> Result<V::Value, E> {
        let (before, others) = properties.split_at(first);
        let (first, after) = others.split_at(others.len().min(1));
        let nothing = MapDeserializer::new(std::iter::empty::<((), ())>());
        let mut object = Replay::new(first.iter().chain(before).chain(after), nothing);
        let value = visitor.visit_map(&mut object)?;
        match object.held.count() {
            0 => Ok(value),
            _ => Err(E::invalid_length(properties.len(), &"fewer properties")),
        }
    }
}

impl<'de, E: Error> IntoDeserializer<'de, E> for Reader<'_, 'de, E> {
    type Deserializer = Self;
    fn into_deserializer(self) -> Self {
        self
    }
}

/// Decodes a number from its digits, as serde_json does with its input.
macro_rules! read_digits {
    ($number:ident, $method:ident, $visitor:ident) => {
        serde_json::Deserializer::from_reader($number.to_string().as_bytes())
            .$method($visitor)
            .map_err(E::custom)
    };
}

macro_rules! numbers {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.0 {
                Held::Digits(number) => read_digits!(number, $method, visitor),
                Held::Untyped(text) => match text.parse::<Number>() {
                    Ok(number) => read_digits!(number, $method, visitor),
                    Err(_) => Err(self.invalid_type(&visitor)),
                },
                other => self.only(matches!(other, Held::Signed(_) | Held::Unsigned(_) | Held::Float(_)), visitor),
            }
        }
    )* };
}

macro_rules! only {
    ($($method:ident($($argument:ty),*) $type:pat,)*) => { $(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* visitor: V) -> Result<V::Value, E> {
            let value = self.0;
            self.only(matches!(value, $type), visitor)
        }
    )* };
}

impl<'de, E: Error> Deserializer<'de> for Reader<'_, 'de, E> {
    type Error = E;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Null => visitor.visit_unit(),
            Held::Boolean(value) => visitor.visit_bool(*value),
            Held::Signed(value) => visitor.visit_i64(*value),
            Held::Unsigned(value) => visitor.visit_u64(*value),
            Held::Float(value) => visitor.visit_f64(*value),
            Held::Digits(number) => read_digits!(number, deserialize_any, visitor),
            Held::Text(Cow::Borrowed(text)) | Held::Untyped(Cow::Borrowed(text)) => {
                visitor.visit_borrowed_str(text)
            }
            Held::Text(Cow::Owned(text)) | Held::Untyped(Cow::Owned(text)) => visitor.visit_str(text),
            Held::List(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Held::reader));
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Held::Object(properties) => Self::object(properties, 0, visitor),
        }
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Boolean(value) => visitor.visit_bool(*value),
            Held::Untyped(text) if text == "true" || text == "false" => visitor.visit_bool(text == "true"),
            _ => Err(self.invalid_type(&visitor)),
        }
    }
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Untyped(_) => visitor.visit_seq(SeqDeserializer::new(std::iter::once(self))),
            other => self.only(matches!(other, Held::List(_)), visitor),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Held::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match (self.0, fields) {
            (Held::Object(properties), [tag]) if name == FIRST => {
                let tag = properties.iter().position(|(name, _)| name == tag);
                Self::object(properties, tag.unwrap_or(0), visitor)
            }
            (other, _) => self.only(matches!(other, Held::List(_) | Held::Object(_)), visitor),
        }
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            Held::Text(text) | Held::Untyped(text) => {
                NameReader(text, PhantomData).deserialize_enum(name, variants, visitor)
            }
            Held::Object(properties) if properties.len() == 1 => {
                let nothing = MapDeserializer::new(std::iter::empty::<((), ())>());
                visitor.visit_enum(MapAccessDeserializer::new(Replay::new(properties, nothing)))
            }
            Held::Object(_) => Err(E::invalid_value(Unexpected::Map, &"map with a single key")),
            other => Err(E::invalid_type(other.unexpected(), &"string or map")),
        }
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            Held::Untyped(Cow::Borrowed(text)) if asks_for_untyped(name) => {
                visitor.visit_borrowed_bytes(text.as_bytes())
            }
            Held::Untyped(Cow::Owned(text)) if asks_for_untyped(name) => visitor.visit_bytes(text.as_bytes()),
            Held::List(_) | Held::Object(_) if name == AGAIN => visitor.visit_some(self),
            _ => visitor.visit_newtype_struct(self),
        }
    }
    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, E> {
        match self.0 {
            value if name == AGAIN => visitor.visit_seq(Again::new(value)),
            value => self.only(matches!(value, Held::List(_)), visitor),
        }
    }
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_unit()
    }
    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }
    only! {
        deserialize_char() Held::Text(_) | Held::Untyped(_),
        deserialize_str() Held::Text(_) | Held::Untyped(_),
        deserialize_string() Held::Text(_) | Held::Untyped(_),
        deserialize_identifier() Held::Text(_) | Held::Untyped(_),
        deserialize_bytes() Held::Text(_) | Held::List(_),
        deserialize_byte_buf() Held::Text(_) | Held::List(_),
        deserialize_unit() Held::Null,
        deserialize_unit_struct(&'static str) Held::Null,
        deserialize_tuple(usize) Held::List(_),
        deserialize_map() Held::Object(_),
    }
}

/// Returns a value as often as it is asked for it.
pub struct Again<'h, 'de, E>(&'h Held<'de>, PhantomData<E>);

impl<'h, 'de, E> Again<'h, 'de, E> {
    pub fn new(value: &'h Held<'de>) -> Self {
        Self(value, PhantomData)
    }
}

impl<'de, E: Error> SeqAccess<'de> for Again<'_, 'de, E> {
    type Error = E;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, E> {
        seed.deserialize(self.0.reader()).map(Some)
    }
}

/// A deserializer for the name of a property. If a map has numbers or booleans as keys, they are names in JSON.
struct NameReader<'h, 'de, E>(&'h Cow<'de, str>, PhantomData<E>);

macro_rules! numbers_as_names {
    ($($method:ident)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
            match self.0.parse::<Number>() {
                Ok(number) => read_digits!(number, $method, visitor),
                Err(_) => self.deserialize_any(visitor),
            }
        }
    )* };
}

impl<'de, E: Error> Deserializer<'de> for NameReader<'_, 'de, E> {
    type Error = E;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0 {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_str(text),
        }
    }
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        match self.0.as_ref() {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => self.deserialize_any(visitor),
        }
    }
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_some(self)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, E> {
        visitor.visit_newtype_struct(self)
    }
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, E> {
        self.0.as_ref().into_deserializer().deserialize_enum(name, variants, visitor)
    }
    numbers_as_names! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }
    serde::forward_to_deserialize_any! {
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}
