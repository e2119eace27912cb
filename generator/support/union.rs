//! Unions: a value is one of several alternatives. `oneOf` allows exactly one, `anyOf` at least one.
//!
//! The JSON type of a value, its properties with few values, and the properties that it must or must not have exclude
//! alternatives before any of them is decoded. If one is left, it decodes the rest of the input. Only if several are left
//! at the end, the value is in memory, and each of them decodes it.

use super::constant::{Constant, json};
use super::decode::UNTYPED;
use super::held::{Held, Name, Property, Replay, Started};
use super::strict_value::is_number;
use super::{Decode, Trail};
use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
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
    (@names $object:ty) => { <$object as support::Object>::PROPERTIES };
    (@constant) => { None };
    (@constant $kind:ident $value:literal) => { Some(support::constant::$kind($value)) };
    (@value $value:ident $($json:ident)+) => { $value };
    (@read $input:ident $trail:ident $variant:ident = $kind:ident $value:literal) => {
        support::union::constant($input, &support::constant::$kind($value)).map(|()| Self::$variant)
    };
    (@read $input:ident $trail:ident $variant:ident $($check:expr),*) => {{
        let value = support::Decode::decode($input, $trail)?;
        $($check(&value, $trail).map_err(::serde::de::Error::custom)?;)*
        Ok(Self::$variant(value))
    }};
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
        impl support::union::Union for $type {
            const RULE: support::union::Rule = support::union::Rule::$rule;
            const ALTERNATIVES: &'static [support::union::Alternative] = &[$(support::union::Alternative {
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
                Err(::serde::de::Error::custom(format_args!("alternative {row} does not exist")))
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
                support::Decode::decode(input, &mut support::Trail::default())
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

/// The number of alternatives that must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Exactly one.
    OneOf,
    /// At least one.
    AnyOf,
}

/// Decodes a constant, which has no payload.
pub fn constant<'de, D: Deserializer<'de>>(input: D, constant: &Constant) -> Result<(), D::Error> {
    let value = Held::deserialize(input)?;
    if constant.is(&value) { Ok(()) } else { Err(D::Error::custom(format_args!("must be {constant}"))) }
}

/// An alternative, and what is known about it before it is decoded.
#[derive(Debug)]
pub struct Alternative {
    pub name: &'static str,
    /// Its JSON types.
    pub types: u8,
    /// Its only value.
    pub constant: Option<Constant>,
    /// The properties that its struct declares.
    pub names: &'static [&'static str],
    pub required: &'static [&'static str],
    /// Properties that have one of a few values if they are present.
    pub tags: &'static [(&'static str, &'static [Constant])],
    /// Whether properties that it does not declare are rejected.
    pub closed: bool,
}

impl Alternative {
    /// Returns whether an object with this property may be this alternative.
    fn may_have(&self, name: &str, value: &Held<'_>) -> bool {
        let tag = self.tags.iter().find(|(tag, _)| *tag == name);
        let is_tagged = tag.is_none_or(|(_, values)| values.iter().any(|constant| constant.is(value)));
        is_tagged && (!self.closed || self.names.contains(&name))
    }

    fn is_complete(&self, object: &[Property<'_>]) -> bool {
        self.required.iter().all(|required| object.iter().any(|(name, _)| name == required))
    }
}

/// An enum of alternatives.
pub trait Union: Sized {
    const RULE: Rule;
    const ALTERNATIVES: &'static [Alternative];
    /// Decodes the alternative with this index.
    fn read<'de, D: Deserializer<'de>>(index: usize, input: D, trail: &mut Trail) -> Result<Self, D::Error>;
}

/// Decodes a value as the alternative that it is.
pub fn decode<'de, T: Union, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<T, D::Error> {
    input.deserialize_newtype_struct(UNTYPED, Find::<T>(trail, PhantomData))
}

/// A set of alternatives: those that the value may still be.
#[derive(Clone, Copy)]
struct Left(u128);

impl Left {
    fn of_types(alternatives: &[Alternative], types: u8) -> Self {
        Self(u128::MAX).filter(alternatives, |alternative| alternative.types & types != 0)
    }

    fn filter(self, alternatives: &[Alternative], keep: impl Fn(&Alternative) -> bool) -> Self {
        let kept = alternatives
            .iter()
            .enumerate()
            .filter(|(index, alternative)| self.has(*index) && keep(alternative));
        Self(kept.fold(0, |set, (index, _)| set | 1 << index))
    }

    fn has(self, index: usize) -> bool {
        self.0 & 1 << index != 0
    }

    fn only(self) -> Option<usize> {
        self.0.is_power_of_two().then_some(self.0.trailing_zeros() as usize)
    }

    fn each(
        self,
        alternatives: &'static [Alternative],
    ) -> impl Iterator<Item = (usize, &'static Alternative)> {
        alternatives.iter().enumerate().filter(move |(index, _)| self.has(*index))
    }
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
            (None, None) => try_each(constants, value, self.0),
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
            let mut own = trail.of_alternative();
            let decoded = match types {
                json::array => try_each(Left::of_types(T::ALTERNATIVES, types), &value, &mut own),
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
        let types = T::ALTERNATIVES.iter().fold(0, |all, alternative| all | alternative.types);
        let is_fraction =
            |it: &Alternative| it.types & json::number != 0 && it.types & json::integer != json::integer;
        let integers = !T::ALTERNATIVES.iter().any(is_fraction);
        let names = json::NAMES.iter().filter(|(json, _)| types & json != 0);
        let names =
            names.map(|(json, name)| if *json == json::number && integers { "an integer" } else { *name });
        f.write_str(&names.collect::<Vec<_>>().join(" or "))
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
        try_each(left, &Held::List(list), trail)
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
        let found = choose(left, Started { first, object }, trail);
        trail.reads_ignored = around;
        found
    }
}

/// Decodes an object as one of several alternatives.
fn choose<'de, T: Union, A: MapAccess<'de>>(
    mut left: Left,
    mut object: A,
    trail: &mut Trail,
) -> Result<T, A::Error> {
    let mut properties: Vec<Property<'de>> = Vec::new();
    while let Some(Name(name)) = object.next_key()? {
        let value: Held<'de> = object.next_value().inspect_err(|_| trail.push(&name))?;
        let next = left.filter(T::ALTERNATIVES, |alternative| alternative.may_have(&name, &value));
        if next.0 == 0 {
            return Err(excluded::<T, _>(left, &name, trail));
        }
        left = next;
        properties.push((name, value));
        if let Some(index) = left.only() {
            return T::read(index, MapAccessDeserializer::new(Replay::new(&properties, object)), trail);
        }
    }
    let complete = left.filter(T::ALTERNATIVES, |alternative| alternative.is_complete(&properties));
    match complete.only() {
        Some(index) => {
            let nothing = MapDeserializer::new(std::iter::empty::<((), ())>());
            T::read(index, MapAccessDeserializer::new(Replay::new(&properties, nothing)), trail)
        }
        None if complete.0 == 0 => Err(incomplete::<T, _>(left, &properties, trail)),
        None => try_each(complete, &Held::Object(properties), trail),
    }
}

/// Decodes a value as each of the alternatives.
#[cold]
fn try_each<'de, T: Union, E: Error>(left: Left, value: &Held<'de>, trail: &mut Trail) -> Result<T, E> {
    let mut found: Option<(usize, T)> = None;
    let mut names = Vec::new();
    let mut closest: Option<(Closeness, E, Trail)> = None;
    for (index, alternative) in left.each(T::ALTERNATIVES) {
        let mut own = trail.of_alternative();
        if own.is_too_complex() {
            trail.spend(&own);
            return Err(E::custom("is too complex to choose between the alternatives"));
        }
        let decoded = T::read(index, value.reader::<E>(), &mut own);
        trail.spend(&own);
        let named = count_named(alternative, value);
        match decoded {
            Ok(decoded) => {
                names.push(alternative.name);
                if found.as_ref().is_none_or(|(most, _)| named > *most) {
                    found = Some((named, decoded));
                }
            }
            Err(error) => {
                let closeness = Closeness::of(named, &own);
                if closest.as_ref().is_none_or(|(other, ..)| closeness > *other) {
                    closest = Some((closeness, error, own));
                }
            }
        }
    }
    match (found, closest) {
        (Some(_), _) if T::RULE == Rule::OneOf && names.len() > 1 => {
            let names = names.join("`, `");
            Err(E::custom(format_args!("matches several alternatives, but only one is allowed: `{names}`")))
        }
        (Some((_, found)), _) => Ok(found),
        (None, Some((_, error, own))) => {
            trail.steps.extend(own.steps);
            trail.must_be = own.must_be;
            Err(error)
        }
        (None, None) => Err(E::custom("matches none of the alternatives")),
    }
}

/// How close a value is to an alternative that rejects it: the number of properties that the alternative declares, then
/// the number of items that it accepts.
#[derive(PartialEq, PartialOrd)]
struct Closeness(usize, usize);

impl Closeness {
    fn of(named: usize, trail: &Trail) -> Self {
        let accepted = trail.steps.last().and_then(|step| step.parse().ok());
        Self(named, accepted.unwrap_or(0))
    }
}

fn count_named(alternative: &Alternative, value: &Held<'_>) -> usize {
    let Held::Object(properties) = value else { return 0 };
    properties.iter().filter(|(name, _)| alternative.names.contains(&name.as_ref())).count()
}

fn one_of(constants: impl Iterator<Item = Constant>) -> String {
    let mut shown: Vec<String> = Vec::new();
    for constant in constants.map(|constant| constant.to_string()) {
        if !shown.contains(&constant) {
            shown.push(constant);
        }
    }
    format!("must be {}{}", if shown.len() > 1 { "one of " } else { "" }, shown.join(", "))
}

/// Returns the constants that these alternatives allow for a property, if it is a tag of them all.
fn constants<T: Union>(left: Left, name: &str) -> Option<Vec<Constant>> {
    let mut all = Vec::new();
    for (_, alternative) in left.each(T::ALTERNATIVES) {
        let (_, values) = alternative.tags.iter().find(|(tag, _)| *tag == name)?;
        all.extend_from_slice(values);
    }
    Some(all)
}

/// Returns the error for a property that excludes the last alternatives.
#[cold]
fn excluded<T: Union, E: Error>(left: Left, name: &str, trail: &mut Trail) -> E {
    match constants::<T>(left, name) {
        Some(constants) => {
            trail.push(name);
            E::custom(one_of(constants.into_iter()))
        }
        None => E::custom(format_args!("property `{name}` is not allowed with the other properties")),
    }
}

/// Returns the error for an object that lacks properties of each alternative that is left.
#[cold]
fn incomplete<T: Union, E: Error>(left: Left, object: &[Property<'_>], trail: &mut Trail) -> E {
    let is_missing = |name: &str| object.iter().all(|(other, _)| other != name);
    let first = left.each(T::ALTERNATIVES).next();
    let tags = first.into_iter().flat_map(|(_, alternative)| alternative.tags).map(|(tag, _)| *tag);
    for tag in tags.filter(|tag| is_missing(tag)) {
        let is_required = left.each(T::ALTERNATIVES).all(|(_, it)| it.required.contains(&tag));
        if let Some(constants) = constants::<T>(left, tag).filter(|_| is_required) {
            trail.push(tag);
            return E::custom(format_args!("is missing; it {}", one_of(constants.into_iter())));
        }
    }
    let mut needs: Vec<String> = Vec::new();
    for (_, alternative) in left.each(T::ALTERNATIVES) {
        let missing = alternative.required.iter().filter(|name| is_missing(name));
        let missing: Vec<String> = missing.map(|name| format!("`{name}`")).collect();
        let missing = missing.join(" and ");
        if !needs.contains(&missing) {
            needs.push(missing);
        }
    }
    E::custom(format_args!("must have {}", needs.join(", or ")))
}
