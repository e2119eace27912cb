//! Chooses between the alternatives of a value that is in memory. The value is read as often as needed, but never stored
//! again: if unions contain each other, each level would store everything that is below it.

use super::Trail;
use super::alternative::{Alternative, Left, Rule, Types, Union, incomplete};
use super::constant::json;
use super::held::{Held, Name};
use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use std::cmp::Reverse;
use std::{borrow::Cow, fmt, marker::PhantomData, mem};

/// A visitor that decodes an array or an object. Its input returns this value again and again.
pub struct Choose<'t, T>(pub &'t mut Trail, pub PhantomData<T>);

impl<'de, T: Union> Visitor<'de> for Choose<'_, T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value in memory")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut again: A) -> Result<T, A::Error> {
        let trail = self.0;
        let Sifted { typed, left, names } = read(&mut again, Sift::<T>(trail, PhantomData))?;
        if let Some(index) = typed.only() {
            return read(&mut again, As::<T>(index, trail, PhantomData));
        }
        let Some(names) = names else { return try_each::<T, _>(left, &[""; 0], &mut again, trail) };
        // As for a value that is not in memory.
        let around = mem::replace(&mut trail.reads_ignored, true);
        let found = match left.only() {
            Some(index) => read(&mut again, As::<T>(index, trail, PhantomData)),
            None => choose::<T, _>(left, &names, &mut again, trail),
        };
        trail.reads_ignored = around;
        found
    }
}

/// Reads the value once more.
fn read<'de, A: SeqAccess<'de>, S: DeserializeSeed<'de>>(
    again: &mut A,
    seed: S,
) -> Result<S::Value, A::Error> {
    let value = again.next_element_seed(seed)?;
    value.ok_or_else(|| A::Error::custom("the value cannot be read again"))
}

/// Decodes an object whose properties are all known.
pub fn choose<'de, T: Union, A: SeqAccess<'de>>(
    left: Left,
    names: &[impl AsRef<str>],
    again: &mut A,
    trail: &mut Trail,
) -> Result<T, A::Error> {
    let complete = left.filter(T::ALTERNATIVES, |alternative| alternative.is_complete(names));
    match complete.only() {
        Some(index) => read(again, As::<T>(index, trail, PhantomData)),
        None if complete.0 == 0 => Err(incomplete::<T, _>(left, names, trail)),
        None => try_each::<T, _>(complete, names, again, trail),
    }
}

/// Decodes a value as each of the alternatives. If it is an object, these are the names of its properties.
#[cold]
pub fn try_each<'de, T: Union, A: SeqAccess<'de>>(
    left: Left,
    object: &[impl AsRef<str>],
    again: &mut A,
    trail: &mut Trail,
) -> Result<T, A::Error> {
    let mut found: Option<(usize, T)> = None;
    let mut names = Vec::new();
    let mut closest: Option<(Closeness, A::Error, Trail)> = None;
    let size = read(again, Size)?;
    for (index, alternative) in left.each(T::ALTERNATIVES) {
        let mut own = trail.of_alternative(size);
        if own.is_too_complex() {
            trail.spend(&own);
            return Err(A::Error::custom("is too complex to choose between the alternatives"));
        }
        let decoded = read(again, As::<T>(index, &mut own, PhantomData));
        trail.spend(&own);
        let named = count_named(alternative, object);
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
        (Some(_), _) if T::RULE == Rule::OneOf && names.len() > 1 && trail.is_strict() => {
            let names = names.join("`, `");
            Err(A::Error::custom(format_args!(
                "matches several alternatives, but only one is allowed: `{names}`"
            )))
        }
        (Some((_, found)), _) => Ok(found),
        (None, Some((_, error, own))) => {
            if let Some(decoded) = unless_strict::<T, _>(left, object, again, trail) {
                return Ok(decoded);
            }
            trail.steps.extend(own.steps);
            trail.must_be = own.must_be;
            Err(error)
        }
        (None, None) => Err(A::Error::custom("matches none of the alternatives")),
    }
}

/// Decodes a value without the constraints of alternatives, if these are not enforced. Of several alternatives, the one
/// that declares most of the properties wins.
fn unless_strict<'de, T: Union, A: SeqAccess<'de>>(
    left: Left,
    object: &[impl AsRef<str>],
    again: &mut A,
    trail: &Trail,
) -> Option<T> {
    if trail.is_strict() {
        return None;
    }
    let size = read(again, Size).ok()?;
    let decoded = left.each(T::ALTERNATIVES).filter_map(|(index, alternative)| {
        let mut own = Trail { is_lenient: true, ..trail.of_alternative(size) };
        let decoded = match own.is_too_complex() {
            true => None,
            false => read(again, As::<T>(index, &mut own, PhantomData)).ok(),
        };
        trail.spend(&own);
        Some((count_named(alternative, object), decoded?))
    });
    decoded.min_by_key(|(named, _)| Reverse(*named)).map(|(_, decoded)| decoded)
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

fn count_named(alternative: &Alternative, object: &[impl AsRef<str>]) -> usize {
    object.iter().filter(|name| alternative.names.contains(&name.as_ref())).count()
}

/// Decodes the value as the alternative with this index.
struct As<'t, T>(usize, &'t mut Trail, PhantomData<T>);

impl<'de, T: Union> DeserializeSeed<'de> for As<'_, T> {
    type Value = T;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<T, D::Error> {
        T::read(self.0, input, self.1)
    }
}

/// The alternatives that an array or an object may be.
struct Sifted<'de> {
    /// Those of its JSON type.
    typed: Left,
    /// Those that its properties do not exclude.
    left: Left,
    /// The names of the properties of an object.
    names: Option<Vec<Cow<'de, str>>>,
}

/// Excludes alternatives, as the properties of an object do that is not in memory.
struct Sift<'t, T>(&'t mut Trail, PhantomData<T>);

impl<'de, T: Union> DeserializeSeed<'de> for Sift<'_, T> {
    type Value = Sifted<'de>;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<Sifted<'de>, D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de, T: Union> Visitor<'de> for Sift<'_, T> {
    type Value = Sifted<'de>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array or an object")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Sifted<'de>, A::Error> {
        let typed = Left::of_types(T::ALTERNATIVES, json::array);
        if typed.0 == 0 {
            return Err(A::Error::invalid_type(Unexpected::Seq, &Types::<T>(PhantomData)));
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Sifted { typed, left: typed, names: None })
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Sifted<'de>, A::Error> {
        let typed = Left::of_types(T::ALTERNATIVES, json::object);
        if typed.0 == 0 {
            return Err(A::Error::invalid_type(Unexpected::Map, &Types::<T>(PhantomData)));
        }
        let (mut left, mut names) = (typed, Vec::new());
        while let Some(Name(name)) = object.next_key()? {
            if left.only().is_some() {
                object.next_value::<IgnoredAny>()?;
                continue;
            }
            let mut tags = left.each(T::ALTERNATIVES).flat_map(|(_, alternative)| alternative.tags);
            let value = match tags.any(|(tag, _)| *tag == name) {
                true => object.next_value()?,
                false => object.next_value::<IgnoredAny>().map(|_| Held::Null)?,
            };
            left = left.with::<T, _>(&name, &value, self.0)?;
            names.push(name);
        }
        Ok(Sifted { typed, left, names: Some(names) })
    }
}

/// Counts the values in a value.
struct Size;

impl<'de> DeserializeSeed<'de> for Size {
    type Value = u64;
    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<u64, D::Error> {
        input.deserialize_any(self)
    }
}

macro_rules! visit_scalars {
    ($($method:ident($($type:ty)?),)*) => { $(
        fn $method<E>(self, $(_: $type)?) -> Result<u64, E> {
            Ok(1)
        }
    )* };
}

impl<'de> Visitor<'de> for Size {
    type Value = u64;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    visit_scalars! { visit_unit(), visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_str(&str), }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<u64, A::Error> {
        let mut size = 1;
        while let Some(item) = items.next_element_seed(Self)? {
            size += item;
        }
        Ok(size)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<u64, A::Error> {
        let mut size = 1;
        while object.next_key::<IgnoredAny>()?.is_some() {
            size += object.next_value_seed(Self)?;
        }
        Ok(size)
    }
}
