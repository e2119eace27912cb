//! The alternatives of a union, and how JSON excludes them before any of them is decoded.

use super::Trail;
use super::constant::{Constant, json};
use super::held::Held;
use serde::de::{Deserializer, Error, Expected};
use std::fmt;
use std::marker::PhantomData;

/// The number of alternatives that must match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Exactly one.
    OneOf,
    /// At least one.
    AnyOf,
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

    pub fn is_complete(&self, names: &[impl AsRef<str>]) -> bool {
        self.required.iter().all(|required| names.iter().any(|name| name.as_ref() == *required))
    }
}

/// An enum of alternatives.
pub trait Union: Sized {
    const RULE: Rule;
    const ALTERNATIVES: &'static [Alternative];
    /// Decodes the alternative with this index.
    fn read<'de, D: Deserializer<'de>>(index: usize, input: D, trail: &mut Trail) -> Result<Self, D::Error>;
}

/// A set of alternatives: those that the value may still be.
#[derive(Clone, Copy)]
pub struct Left(pub u128);

impl Left {
    pub fn of_types(alternatives: &[Alternative], types: u8) -> Self {
        Self(u128::MAX).filter(alternatives, |alternative| alternative.types & types != 0)
    }

    pub fn filter(self, alternatives: &[Alternative], keep: impl Fn(&Alternative) -> bool) -> Self {
        let kept = alternatives
            .iter()
            .enumerate()
            .filter(|(index, alternative)| self.has(*index) && keep(alternative));
        Self(kept.fold(0, |set, (index, _)| set | 1 << index))
    }

    /// Keeps the alternatives that may have a property with this value. An object that is not checked strictly may have
    /// properties that no alternative declares.
    pub fn with<T: Union, E: Error>(
        self,
        name: &str,
        value: &Held<'_>,
        trail: &mut Trail,
    ) -> Result<Self, E> {
        let left = self.filter(T::ALTERNATIVES, |alternative| alternative.may_have(name, value));
        match left.0 {
            0 if trail.is_strict() || T::ALTERNATIVES.iter().any(|it| it.names.contains(&name)) => {
                Err(excluded::<T, _>(self, name, trail))
            }
            0 => Ok(self),
            _ => Ok(left),
        }
    }

    fn has(self, index: usize) -> bool {
        self.0 & 1 << index != 0
    }

    pub fn only(self) -> Option<usize> {
        self.0.is_power_of_two().then_some(self.0.trailing_zeros() as usize)
    }

    pub fn each(
        self,
        alternatives: &'static [Alternative],
    ) -> impl Iterator<Item = (usize, &'static Alternative)> {
        alternatives.iter().enumerate().filter(move |(index, _)| self.has(*index))
    }
}

/// The JSON types of a union's alternatives, for an error about another type.
pub struct Types<T>(pub PhantomData<T>);

impl<T: Union> Expected for Types<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let types = T::ALTERNATIVES.iter().fold(0, |all, alternative| all | alternative.types);
        let is_fraction =
            |it: &Alternative| it.types & json::number != 0 && it.types & json::integer != json::integer;
        let integers = !T::ALTERNATIVES.iter().any(is_fraction);
        let names = json::NAMES.iter().filter(|(json, _)| types & json != 0);
        let names =
            names.map(|(json, name)| if *json == json::number && integers { "an integer" } else { *name });
        f.write_str(&names.collect::<Vec<_>>().join(" or "))
    }
}

pub fn one_of(constants: impl Iterator<Item = Constant>) -> String {
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
pub fn incomplete<T: Union, E: Error>(left: Left, names: &[impl AsRef<str>], trail: &mut Trail) -> E {
    let is_missing = |name: &str| names.iter().all(|other| other.as_ref() != name);
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
