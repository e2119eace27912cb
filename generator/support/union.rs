//! Unions: a value is one of several alternatives. `oneOf` allows exactly one, `anyOf` at least one.
//!
//! The JSON type of a value, its properties with few values, and the properties that it must or must not have exclude
//! alternatives before any of them is decoded. If one is left, it decodes the rest of the input. Only if several are left
//! at the end, the value is in memory, and each of them decodes it.

use super::alternative::{Left, Types, Union, one_of};
use super::choice::{Choose, choose, try_each};
use super::constant::{Constant, json};
use super::decode::AGAIN;
use super::held::{Again, Held, Name, Property, Replay, Started};
use super::strict_value::is_number;
use super::{Decode, Trail};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, Expected, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;
use std::{borrow::Cow, fmt, marker::PhantomData, mem};

/// Implements serde's traits for an enum, from a table with a row for each alternative:
///
/// ```text
/// union!(types::Price, AnyOf {
///     Free = text("free"),
///     String: string [check::max_length(5000)],
///     Product: object(types::Product) requires ["id", "kind"] tags ["kind" = [text("product")]] others rejected,
/// });
/// ```
///
/// - `Variant = constant` has no payload.
/// - `Variant: types` lists the JSON types of the payload, and `[rules]` its rules.
/// - `object(type)` names a struct: if several alternatives of an `anyOf` match, the one with most of the properties wins.
/// - `requires` lists required properties, `tags` properties with few values. `others rejected` allows no others.
macro_rules! union {
    (@closed) => { false };
    (@closed rejected) => { true };
    (@names) => { &[] };
    (@names $object:ty) => { <$object as support::Decode>::PROPERTIES };
    (@constant) => { None };
    (@constant $kind:ident $value:literal) => { Some(support::constant::$kind($value)) };
    (@value $value:ident $($json:ident)+) => { $value };
    (@read $input:ident $trail:ident $variant:ident = $kind:ident $value:literal) => {
        support::union::constant($input, &support::constant::$kind($value)).map(|()| Self::$variant)
    };
    (@read $input:ident $trail:ident $variant:ident) => {
        support::Decode::decode($input, $trail).map(Self::$variant)
    };
    (@read $input:ident $trail:ident $variant:ident $($check:expr),+) => {
        support::union::checked($input, $trail, union!(@rule $($check),+)).map(Self::$variant)
    };
    (@rule $check:expr) => { $check };
    (@rule $($check:expr),+) => { |value: &_, trail: &mut support::Trail| { $($check(value, trail)?;)+ Ok(()) } };
    (@write $output:ident $value:ident) => { ::serde::Serialize::serialize($value, $output) };
    (@write $output:ident $value:ident $kind:ident $constant:literal) => {
        ::serde::Serialize::serialize(&support::constant::$kind($constant), $output)
    };
    ($type:ty, $rule:ident { $(
        $variant:ident $(= $kind:ident($constant:literal))? $(: $($json:ident)|+
            $(($object:ty))?
            $(requires [$($required:literal),+])?
            $(tags [$($tag:literal = [$($tag_kind:ident($tag_value:literal)),+]),+])?
            $(others $others:ident)?
            $([$($check:expr),+])?
        )?
    ),+ $(,)? }) => {
        impl support::alternative::Union for $type {
            const RULE: support::alternative::Rule = support::alternative::Rule::$rule;
            const ALTERNATIVES: &'static [support::alternative::Alternative] = &[$(support::alternative::Alternative {
                name: stringify!($variant),
                types: 0 $($(| support::constant::json::$json)+)? $(| support::constant::$kind($constant).json())?,
                constant: union!(@constant $($kind $constant)?),
                names: union!(@names $($($object)?)?),
                required: &[$($($($required),+)?)?],
                tags: &[$($($(($tag, &[$(support::constant::$tag_kind($tag_value)),+])),+)?)?],
                closed: union!(@closed $($($others)?)?),
            }),+];

            fn read<'de, D: ::serde::Deserializer<'de>>(
                index: usize,
                input: D,
                #[allow(unused_variables, reason = "constants do not need it")]
                trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                let mut row = index;
                $(
                    if row == 0 {
                        return union!(@read input trail $variant $(= $kind $constant)? $($($($check),+)?)?);
                    }
                    row -= 1;
                )+
                Err(support::union::does_not_exist(row))
            }
        }

        impl support::Decode for $type {
            fn decode<'de, D: ::serde::Deserializer<'de>>(
                input: D,
                trail: &mut support::Trail,
            ) -> Result<Self, D::Error> {
                support::union::decode(input, trail)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $type {
            fn deserialize<D: ::serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
                support::deserialize(input)
            }
        }

        impl ::serde::Serialize for $type {
            fn serialize<S: ::serde::Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                match self { $(
                    Self::$variant $((union!(@value value $($json)+)))? => {
                        union!(@write output value $($kind $constant)?)
                    }
                )+ }
            }
        }
    };
}
pub(crate) use union;

/// Returns the error for an index that no alternative has.
#[cold]
pub fn does_not_exist<E: Error>(index: usize) -> E {
    E::custom(format_args!("alternative {index} does not exist"))
}

/// Decodes the payload of an alternative, and checks it.
pub fn checked<'de, T: Decode, D: Deserializer<'de>>(
    input: D,
    trail: &mut Trail,
    rule: impl Fn(&T, &mut Trail) -> Result<(), String>,
) -> Result<T, D::Error> {
    let value = T::decode(input, trail)?;
    if trail.is_strict() {
        rule(&value, trail).map_err(D::Error::custom)?;
    }
    Ok(value)
}

/// Decodes a constant, which has no payload.
pub fn constant<'de, D: Deserializer<'de>>(input: D, constant: &Constant) -> Result<(), D::Error> {
    let value = Held::deserialize(input)?;
    if constant.is(&value) { Ok(()) } else { Err(D::Error::custom(format_args!("must be {constant}"))) }
}

/// Decodes a value as the alternative that it is.
pub fn decode<'de, T: Union, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<T, D::Error> {
    input.deserialize_newtype_struct(AGAIN, Find::<T>(trail, PhantomData))
}

/// A visitor that finds the alternative of a value and decodes the value.
struct Find<'t, T>(&'t mut Trail, PhantomData<T>);

impl<T: Union> Find<'_, T> {
    fn scalar<'de, E: Error>(self, types: u8, value: &Held<'de>) -> Result<T, E> {
        let left = Left::of_types(T::ALTERNATIVES, types);
        if left.0 == 0 {
            return Err(E::invalid_type(value.unexpected(), &self));
        }
        let constants =
            left.filter(T::ALTERNATIVES, |it| it.constant.is_none_or(|constant| constant.is(value)));
        match (constants.only(), left.only()) {
            (Some(index), _) | (None, Some(index)) => T::read(index, value.reader::<E>(), self.0),
            (None, None) if constants.0 == 0 => {
                let constants =
                    left.each(T::ALTERNATIVES).filter_map(|(_, alternative)| alternative.constant);
                Err(E::custom(one_of(constants)))
            }
            (None, None) => try_each::<T, _>(constants, &NO_NAMES, &mut Again::new(value), self.0),
        }
    }

    /// Decodes a text of a form, which may be any scalar, or an array of one item.
    fn untyped<'de, E: Error>(self, text: Cow<'de, str>) -> Result<T, E> {
        let trail = self.0;
        let scalar = trail.scalar(&text);
        let number = matches!(scalar, Some(Value::Number(_)));
        let scalar = scalar.map(|scalar| (if number { json::number } else { json::boolean }, held(&scalar)));
        let item = Held::Untyped(text.clone());
        let forms = scalar
            .into_iter()
            .chain([(json::string, Held::Text(text)), (json::array, Held::List(vec![item]))]);
        let mut last = None;
        for (types, value) in forms.filter(|(types, _)| Left::of_types(T::ALTERNATIVES, *types).0 != 0) {
            let mut own = trail.of_alternative(1);
            let left = Left::of_types(T::ALTERNATIVES, types);
            let decoded = match types {
                json::array => try_each::<T, _>(left, &NO_NAMES, &mut Again::new(&value), &mut own),
                _ => Find(&mut own, PhantomData).scalar(types, &value),
            };
            trail.spend(&own);
            match decoded {
                Ok(decoded) => return Ok(decoded),
                Err(error) => _ = last.get_or_insert((error, own)),
            }
        }
        let Some((error, own)) = last else {
            return Err(E::invalid_type(Unexpected::Other("text"), &Find::<T>(trail, PhantomData)));
        };
        trail.steps.extend(own.steps);
        trail.must_be = own.must_be;
        Err(error)
    }
}

/// Converts a scalar.
fn held(scalar: &Value) -> Held<'static> {
    match scalar {
        Value::Bool(boolean) => Held::Boolean(*boolean),
        Value::Number(number) => Held::Digits(number.clone()),
        _ => Held::Null,
    }
}

macro_rules! visit_numbers {
    ($($method:ident $type:ty, $held:ident;)*) => { $(
        fn $method<E: Error>(self, number: $type) -> Result<T, E> {
            self.scalar(json::number, &Held::$held(number))
        }
    )* };
}

impl<'de, T: Union> Visitor<'de> for Find<'_, T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Expected::fmt(&Types::<T>(PhantomData), f)
    }
    visit_numbers! { visit_i64 i64, Signed; visit_u64 u64, Unsigned; visit_f64 f64, Float; }
    fn visit_unit<E: Error>(self) -> Result<T, E> {
        self.scalar(json::null, &Held::Null)
    }
    fn visit_bool<E: Error>(self, boolean: bool) -> Result<T, E> {
        self.scalar(json::boolean, &Held::Boolean(boolean))
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        input.deserialize_any(self)
    }
    /// Decodes an array or an object that is in memory.
    fn visit_some<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        input.deserialize_tuple_struct(AGAIN, 0, Choose::<T>(self.0, PhantomData))
    }
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        self.scalar(json::string, &Held::Text(Cow::Owned(text.to_owned())))
    }
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<T, E> {
        self.scalar(json::string, &Held::Text(Cow::Borrowed(text)))
    }
    fn visit_bytes<E: Error>(self, text: &[u8]) -> Result<T, E> {
        self.untyped(Cow::Owned(std::str::from_utf8(text).map_err(E::custom)?.to_owned()))
    }
    fn visit_borrowed_bytes<E: Error>(self, text: &'de [u8]) -> Result<T, E> {
        self.untyped(Cow::Borrowed(std::str::from_utf8(text).map_err(E::custom)?))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let left = Left::of_types(T::ALTERNATIVES, json::array);
        if left.0 == 0 {
            return Err(A::Error::invalid_type(Unexpected::Seq, &self));
        }
        let trail = self.0;
        if let Some(index) = left.only() {
            return T::read(index, SeqAccessDeserializer::new(items), trail);
        }
        let mut list = Vec::new();
        while let Some(item) = items.next_element().inspect_err(|_| trail.push(list.len()))? {
            list.push(item);
        }
        try_each::<T, _>(left, &NO_NAMES, &mut Again::new(&Held::List(list)), trail)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<T, A::Error> {
        let left = Left::of_types(T::ALTERNATIVES, json::object);
        let first = object.next_key::<Name<'de>>()?.map(|Name(name)| name);
        if let Some(name) = first.as_ref().filter(|name| is_number(name)) {
            let digits = object.next_value::<String>()?.parse().map_err(|_| A::Error::custom(name))?;
            return self.scalar(json::number, &Held::Digits(digits));
        }
        if left.0 == 0 {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        }
        let trail = self.0;
        if let Some(index) = left.only() {
            return T::read(index, MapAccessDeserializer::new(Started { first, object }), trail);
        }
        // As for a discriminator: the order of properties must not decide whether ignored ones are decoded.
        let around = mem::replace(&mut trail.reads_ignored, true);
        let found = store_and_choose(left, Started { first, object }, trail);
        trail.reads_ignored = around;
        found
    }
}

/// Stores properties until one alternative is left, which then decodes the rest of the input.
fn store_and_choose<'de, T: Union, A: MapAccess<'de>>(
    mut left: Left,
    mut object: A,
    trail: &mut Trail,
) -> Result<T, A::Error> {
    let mut properties: Vec<Property<'de>> = Vec::new();
    while let Some(Name(name)) = object.next_key()? {
        let value: Held<'de> = object.next_value().inspect_err(|_| trail.push(&name))?;
        left = left.with::<T, _>(&name, &value, trail)?;
        properties.push((name, value));
        if let Some(index) = left.only() {
            return T::read(index, MapAccessDeserializer::new(Replay::new(&properties, object)), trail);
        }
    }
    let names: Vec<Cow<'de, str>> = properties.iter().map(|(name, _)| name.clone()).collect();
    choose::<T, _>(left, &names, &mut Again::new(&Held::Object(properties)), trail)
}

/// The names of the properties of a value that is not an object.
const NO_NAMES: [&str; 0] = [];
