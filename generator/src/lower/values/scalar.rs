//! Numbers and texts that satisfy constraints.

use super::pattern;
use crate::model::validator::Keyword;
use crate::model::{Check, Pattern};
use serde_json::{Number, Value};

/// The constraints of a number. A missing bound is beyond all values.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    pub is_whole: bool,
    least: Vec<f64>,
    above: Vec<f64>,
    most: Vec<f64>,
    below: Vec<f64>,
    factors: Vec<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "the checks are applied to the value afterwards")]
impl Numbers {
    pub(super) fn from_checks<'c>(is_whole: bool, checks: impl Iterator<Item = &'c Check>) -> Self {
        let mut numbers = Self { is_whole, ..Self::default() };
        for check in checks {
            match check {
                Check::Minimum(bound) => numbers.least.push(*bound as f64),
                Check::Maximum(bound) => numbers.most.push(*bound as f64),
                Check::MultipleOf(factor) => numbers.factors.push(*factor as f64),
                Check::AtLeast(bound) => numbers.least.push(*bound),
                Check::AtMost(bound) => numbers.most.push(*bound),
                Check::MoreThan(bound) => numbers.above.push(*bound),
                Check::LessThan(bound) => numbers.below.push(*bound),
                Check::MultipleOfNumber(factor) => numbers.factors.push(*factor),
                _ => {}
            }
        }
        numbers
    }

    pub(super) fn from_keywords<'k>(is_whole: bool, keywords: impl Iterator<Item = &'k Keyword>) -> Self {
        let mut numbers = Self { is_whole, ..Self::default() };
        for keyword in keywords {
            match keyword {
                Keyword::AtLeast(bound) => numbers.least.push(*bound),
                Keyword::AtMost(bound) => numbers.most.push(*bound),
                Keyword::MoreThan(bound) => numbers.above.push(*bound),
                Keyword::LessThan(bound) => numbers.below.push(*bound),
                Keyword::MultipleOf(factor) => numbers.factors.push(*factor),
                _ => {}
            }
        }
        numbers
    }

    /// Returns the `nth` value that is found, which all constraints accept.
    pub(super) fn value(&self, nth: u32) -> Option<Value> {
        let lowest = self.least.iter().chain(&self.above).copied().reduce(f64::max);
        let highest = self.most.iter().chain(&self.below).copied().reduce(f64::min);
        let unit = self.factors.iter().copied().reduce(f64::max).unwrap_or(1.0);
        let bounds = [lowest, highest].into_iter().flatten();
        let near = bounds.flat_map(|bound| {
            let multiple = (bound / unit).round() * unit;
            let rounded = [bound.ceil(), bound.floor()];
            [bound, multiple, multiple + unit, multiple - unit, bound + 1.0, bound - 1.0]
                .into_iter()
                .chain(rounded)
        });
        let between = lowest.zip(highest).map(|(lowest, highest)| lowest.midpoint(highest));
        let common: f64 = self.factors.iter().product();
        let starts: Vec<f64> = [unit, common, 0.0]
            .into_iter()
            .chain(near)
            .chain(between)
            .filter(|start| self.accepts(*start))
            .collect();
        let step = if self.is_whole || !self.factors.is_empty() { common.max(1.0) } else { 0.25 };
        let shift = f64::from(nth) * step;
        let mut shifted = starts.into_iter().flat_map(|start| [start + shift, start - shift]);
        let value = shifted.find(|value| self.accepts(*value))?;
        #[expect(clippy::cast_possible_truncation, reason = "a whole number within the bounds")]
        let number = match value.fract() == 0.0 && value.abs() < 9.0e15 {
            true => Number::from(value as i64),
            false => Number::from_f64(value)?,
        };
        Some(Value::Number(number))
    }

    fn accepts(&self, value: f64) -> bool {
        value.is_finite()
            && (!self.is_whole || value.fract() == 0.0)
            && self.least.iter().all(|bound| value >= *bound)
            && self.above.iter().all(|bound| value > *bound)
            && self.most.iter().all(|bound| value <= *bound)
            && self.below.iter().all(|bound| value < *bound)
            && self.factors.iter().all(|factor| is_multiple(value, *factor))
    }
}

/// Returns whether a number is a multiple of a factor.
pub(super) fn is_multiple(value: f64, factor: f64) -> bool {
    factor != 0.0 && (value / factor).fract() == 0.0
}

/// The constraints of a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts<'c> {
    pub format: Option<&'c str>,
    pub least: u64,
    pub most: Option<u64>,
    pub patterns: Vec<&'c Pattern>,
}

impl<'c> Texts<'c> {
    pub(super) fn from_checks(format: Option<&'c str>, checks: impl Iterator<Item = &'c Check>) -> Self {
        let mut texts = Self { format, ..Self::default() };
        for check in checks {
            match check {
                Check::MinLength(least) => texts.least = texts.least.max(*least),
                Check::MaxLength(most) => texts.narrow(*most),
                Check::Pattern(pattern) => texts.patterns.push(pattern),
                _ => {}
            }
        }
        texts
    }

    pub(super) fn from_keywords(
        format: Option<&'c str>,
        keywords: impl Iterator<Item = &'c Keyword>,
    ) -> Self {
        let mut texts = Self { format, ..Self::default() };
        for keyword in keywords {
            match keyword {
                Keyword::MinLength(least) => texts.least = texts.least.max(*least),
                Keyword::MaxLength(most) => texts.narrow(*most),
                Keyword::Pattern(pattern) => texts.patterns.push(pattern),
                Keyword::Format(preset) => texts.format = preset.formats.first().copied(),
                _ => {}
            }
        }
        texts
    }

    fn narrow(&mut self, most: u64) {
        self.most = Some(self.most.map_or(most, |known| known.min(most)));
    }

    /// Returns the `nth` text that is found, which all constraints accept: that of the format, a word, or one that is
    /// made from the pattern.
    pub(super) fn value(&self, nth: u32) -> Option<Value> {
        let by_format = self.format.and_then(|format| sample(format, nth));
        let found = by_format.filter(|text| self.accepts(text)).or_else(|| {
            let patterns = self.patterns.iter().flat_map(|pattern| {
                let extras = (0..=20).chain([32, 64, 128, 256]);
                extras.filter_map(move |extra| pattern::text(&pattern.regex, extra, nth as usize))
            });
            let word = || Some(self.word(nth)).filter(|_| self.patterns.is_empty());
            patterns.chain(word()).find(|text| self.accepts(text))
        });
        found.map(Value::String)
    }

    /// Returns the word `string`, with as many letters as it needs.
    fn word(&self, nth: u32) -> String {
        let number = if nth == 0 { String::new() } else { nth.to_string() };
        // No text has to be longer than a megabyte.
        let least = usize::try_from(self.least).unwrap_or(usize::MAX).min(1 << 20);
        let most = self.most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX);
        let letters = "string".chars().chain(std::iter::repeat('g'));
        let length = least.max(6 + number.len()).min(most);
        letters.take(length.saturating_sub(number.len())).chain(number.chars()).collect()
    }

    fn accepts(&self, text: &str) -> bool {
        let length = text.chars().count() as u64;
        length >= self.least
            && self.most.is_none_or(|most| length <= most)
            && self.patterns.iter().all(|pattern| pattern::matches(&pattern.regex, text))
    }
}

/// Returns a text of a format that JSON Schema or OpenAPI defines.
fn sample(format: &str, nth: u32) -> Option<String> {
    let day = nth % 28 + 1;
    Some(match format {
        "date-time" => format!("2024-01-{day:02}T12:00:00Z"),
        "date" => format!("2024-01-{day:02}"),
        "time" => format!("12:00:{:02}Z", nth % 60),
        "duration" => format!("P{day}D"),
        "uuid" => format!("123e4567-e89b-42d3-a456-4266141{nth:05}"),
        "email" | "idn-email" => format!("user{nth}@example.com"),
        "hostname" | "idn-hostname" => format!("host{nth}.example.com"),
        "ipv4" => format!("192.0.2.{day}"),
        "ipv6" => format!("2001:db8::{day}"),
        "uri" | "url" | "iri" | "uri-reference" | "iri-reference" => format!("https://example.com/{nth}"),
        "uri-template" => format!("https://example.com/{{id}}/{nth}"),
        "json-pointer" => format!("/{nth}"),
        "relative-json-pointer" => format!("{nth}"),
        "regex" => format!("^{nth}$"),
        "byte" | "base64" | "base64url" if nth == 0 => "c3RyaW5n".to_owned(),
        "byte" | "base64" | "base64url" => format!("{nth:08}"),
        "decimal" => format!("{nth}.5"),
        _ => return None,
    })
}

/// Returns a value of a type that the author maps to a format.
pub(super) fn of_format(format: &str) -> Option<Value> {
    match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64" => {
            Some(Value::from(1))
        }
        "float" | "double" => Some(Value::from(1.5)),
        other => sample(other, 0).map(Value::String),
    }
}

#[cfg(test)]
#[path = "../../tests/values_scalar.rs"]
mod tests;
