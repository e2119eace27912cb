//! What a value has to be beside its type: the constraints of JSON Schema, each a function that makes
//! a rule. A rule says what is wrong, to be read behind the name of the value.

use super::more::Nullable;
use super::{Members, Trail};
use serde::Serialize;
use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;

/// Whether a value keeps to a rule.
pub type Verdict = Result<(), String>;

pub(super) fn hold(holds: bool, reason: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(reason()) }
}

pub fn minimum<T: Copy + Into<i64>>(least: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold((*value).into() >= least, || format!("must be at least {least}"))
}

pub fn maximum<T: Copy + Into<i64>>(most: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold((*value).into() <= most, || format!("must be at most {most}"))
}

pub fn multiple_of<T: Copy + Into<i64>>(factor: i64) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| hold((*value).into() % factor == 0, || format!("must be a multiple of {factor}"))
}

/// Binary fractions are not exact: what differs by rounding alone is a multiple.
pub fn multiple_of_number(factor: f64) -> impl Fn(&f64, &mut Trail) -> Verdict {
    move |value, _| {
        let quotient = value / factor;
        let rounding = 4.0 * f64::EPSILON * quotient.abs().max(1.0);
        let holds = quotient.is_finite() && (quotient - quotient.round()).abs() <= rounding;
        hold(holds, || format!("must be a multiple of {factor}"))
    }
}

pub fn at_least(least: f64) -> impl Fn(&f64, &mut Trail) -> Verdict {
    move |value, _| hold(*value >= least, || format!("must be at least {least}"))
}

pub fn at_most(most: f64) -> impl Fn(&f64, &mut Trail) -> Verdict {
    move |value, _| hold(*value <= most, || format!("must be at most {most}"))
}

pub fn more_than(bound: f64) -> impl Fn(&f64, &mut Trail) -> Verdict {
    move |value, _| hold(*value > bound, || format!("must be more than {bound}"))
}

pub fn less_than(bound: f64) -> impl Fn(&f64, &mut Trail) -> Verdict {
    move |value, _| hold(*value < bound, || format!("must be less than {bound}"))
}

/// Characters are Unicode's code points, of one byte to four: often the bytes say enough.
pub fn min_length(least: usize) -> impl Fn(&String, &mut Trail) -> Verdict {
    move |value, _| {
        let holds = value.len() / 4 >= least || value.chars().nth(least.saturating_sub(1)).is_some();
        hold(holds, || format!("must have at least {}", many(least, "character", "characters")))
    }
}

pub fn max_length(most: usize) -> impl Fn(&String, &mut Trail) -> Verdict {
    move |value, _| {
        let holds = value.len() <= most || value.chars().nth(most).is_none();
        hold(holds, || format!("must have at most {}", many(most, "character", "characters")))
    }
}

fn many(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// What can be counted.
pub trait Count {
    fn count(&self) -> usize;
}

impl<T> Count for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl<T> Count for BTreeMap<String, T> {
    fn count(&self) -> usize {
        self.len()
    }
}

impl Count for Map<String, Value> {
    fn count(&self) -> usize {
        self.len()
    }
}

pub fn min_count<T: Count>(least: usize) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| {
        hold(value.count() >= least, || format!("must have at least {}", many(least, "entry", "entries")))
    }
}

pub fn max_count<T: Count>(most: usize) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, _| {
        hold(value.count() <= most, || format!("must have at most {}", many(most, "entry", "entries")))
    }
}

/// No two items are equal, as JSON Schema compares: the order of members does not matter, and `1.0` is `1`.
pub fn unique<T: Serialize>() -> impl Fn(&Vec<T>, &mut Trail) -> Verdict {
    move |items, trail| {
        let mut seen = HashSet::new();
        let repeated = items.iter().position(|item| !seen.insert(canonical(&serde_json::json!(item))));
        let verdict = hold(repeated.is_none(), || "is there already: items must differ".to_owned());
        verdict.inspect_err(|_| trail.push(repeated.unwrap_or_default()))
    }
}

/// The same text for values that are equal, as JSON Schema compares. It is about as long as the value's.
pub(super) fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Object(members) => {
            text.push('{');
            for (name, value) in members.iter().collect::<BTreeMap<_, _>>() {
                // `Debug` of a text is as unambiguous as JSON's, and writes no text of its own first.
                let _ = write!(text, "{name:?}:");
                write_canonical(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Number(number) => {
            // `0.0` added: zero has no sign. What is larger is no integer of 64 bits.
            let integral = |float: &f64| float.fract() == 0.0 && float.abs() < 2f64.powi(64);
            let _ = match number.as_f64().filter(|float| number.is_f64() && integral(float)) {
                Some(float) => write!(text, "{:.0}", float + 0.0),
                None => write!(text, "{number}"),
            };
        }
        scalar => {
            let _ = write!(text, "{scalar}");
        }
    }
}

/// Both rules hold.
pub fn both<T>(
    first: impl Fn(&T, &mut Trail) -> Verdict,
    second: impl Fn(&T, &mut Trail) -> Verdict,
) -> impl Fn(&T, &mut Trail) -> Verdict {
    move |value, trail| first(value, trail).and_then(|()| second(value, trail))
}

/// The rule holds for each item.
pub fn each<T>(rule: impl Fn(&T, &mut Trail) -> Verdict) -> impl Fn(&Vec<T>, &mut Trail) -> Verdict {
    move |items, trail| {
        let mut numbered = items.iter().enumerate();
        numbered.try_for_each(|(index, item)| rule(item, trail).inspect_err(|_| trail.push(index)))
    }
}

/// The rule holds for each member.
pub fn each_member<M: Entries>(
    rule: impl Fn(&M::Entry, &mut Trail) -> Verdict,
) -> impl Fn(&M, &mut Trail) -> Verdict {
    move |members, trail| {
        let mut entries = members.entries();
        entries.try_for_each(|(name, value)| rule(value, trail).inspect_err(|_| trail.push(name)))
    }
}

/// What has named members.
pub trait Entries {
    type Entry;
    fn entries(&self) -> impl Iterator<Item = (&String, &Self::Entry)>;
}

impl<T> Entries for BTreeMap<String, T> {
    type Entry = T;
    fn entries(&self) -> impl Iterator<Item = (&String, &T)> {
        self.iter()
    }
}

impl Entries for Map<String, Value> {
    type Entry = Value;
    fn entries(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.iter()
    }
}

/// The rule holds for a value that is not null.
pub fn nullable<T>(rule: impl Fn(&T, &mut Trail) -> Verdict) -> impl Fn(&Nullable<T>, &mut Trail) -> Verdict {
    move |value, trail| match value {
        Nullable::Null => Ok(()),
        Nullable::Value(value) => rule(value, trail),
    }
}

/// The rule holds for a value that is there.
pub fn present<T>(rule: impl Fn(&T, &mut Trail) -> Verdict) -> impl Fn(&Option<T>, &mut Trail) -> Verdict {
    move |value, trail| value.as_ref().map_or(Ok(()), |value| rule(value, trail))
}

/// The rule holds for a list that has items: one without may be absent.
pub fn any_items<T>(
    rule: impl Fn(&Vec<T>, &mut Trail) -> Verdict,
) -> impl Fn(&Vec<T>, &mut Trail) -> Verdict {
    move |items, trail| if items.is_empty() { Ok(()) } else { rule(items, trail) }
}

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Members<'_, A, E> {
    /// Checks the members without a row.
    pub(crate) fn check_rest<T>(
        &mut self,
        rest: &T,
        rule: impl Fn(&T, &mut Trail) -> Verdict,
    ) -> Result<(), E> {
        rule(rest, self.trail).map_err(E::custom)
    }

    /// Checks a member that was just taken in, if nothing was wrong with it so far.
    pub(crate) fn check<T>(
        &mut self,
        name: &str,
        slot: &Option<T>,
        rule: impl Fn(&T, &mut Trail) -> Verdict,
    ) -> bool {
        let value = if self.error.is_none() { slot.as_ref() } else { None };
        if let Some(Err(reason)) = value.map(|value| rule(value, self.trail)) {
            self.trail.push(name);
            self.error = Some(E::custom(reason));
        }
        true
    }
}
