//! Converts parameters from text to Rust values.

use super::Rejection;
use std::{borrow::Cow, ops::Range};

/// A parsed query or form. Its parameters are decoded on demand.
#[derive(Clone, Copy)]
pub struct Query<'q> {
    text: &'q str,
    pairs: &'q Pairs,
}

/// The positions of the parameters in a query. The text itself is stored elsewhere, so it is not copied.
#[derive(Default)]
pub struct Pairs(Vec<Pair>);

/// The positions of a parameter's name and value, and whether they have escapes, which few do.
struct Pair {
    name: Range<usize>,
    value: Range<usize>,
    name_is_escaped: bool,
    value_is_escaped: bool,
}

impl Pairs {
    /// Splits a query into parameters, in one pass.
    pub(super) fn of(text: &str) -> Self {
        // Most queries are short, and many are empty.
        let mut pairs = Vec::with_capacity(if text.is_empty() { 0 } else { 4 });
        let (mut start, mut equals, mut before, mut behind) = (0, None, false, false);
        let mut end = |start: usize, equals: Option<usize>, end: usize, before: bool, behind: bool| {
            if start < end {
                let (name, value) = (equals.unwrap_or(end), equals.map_or(end, |equals| equals + 1));
                let (name, value) = (start..name, value..end);
                pairs.push(Pair { name, value, name_is_escaped: before, value_is_escaped: behind });
            }
        };
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'&' => {
                    end(start, equals, at, before, behind);
                    (start, equals, before, behind) = (at + 1, None, false, false);
                }
                b'=' if equals.is_none() => equals = Some(at),
                b'%' | b'+' if equals.is_none() => before = true,
                b'%' | b'+' => behind = true,
                _ => {}
            }
        }
        end(start, equals, text.len(), before, behind);
        Self(pairs)
    }

    /// Adds a parameter without escapes.
    pub(super) fn push(&mut self, name: Range<usize>, value: Range<usize>) {
        self.0.push(Pair { name, value, name_is_escaped: false, value_is_escaped: false });
    }
}

impl<'q> Query<'q> {
    pub(super) fn new(text: &'q str, pairs: &'q Pairs) -> Self {
        Self { text, pairs }
    }

    /// Returns the parameter with this name. The result is an error if the parameter appears more than once.
    pub(crate) fn get(self, name: &'static str) -> Argument<'q> {
        let mut found = None;
        for pair in &self.pairs.0 {
            if self.is_of(pair, name) && found.replace(pair).is_some() {
                return Argument::new(name, Err(Rejection::bad(name, "appears more than once")));
            }
        }
        Argument::new(name, Ok(found.map(|pair| self.value(pair))))
    }

    /// Returns the values of all parameters with this name.
    pub(super) fn values(self, name: &'static str) -> impl Iterator<Item = Raw<'q>> {
        let pairs = self.pairs.0.iter().filter(move |pair| self.is_of(pair, name));
        pairs.map(move |pair| self.value(pair))
    }

    /// Returns all parameters with their names. A name is `None` if its escapes are invalid.
    pub(super) fn each(self) -> impl Iterator<Item = (Option<Cow<'q, str>>, Raw<'q>)> {
        let name = move |pair: &Pair| match self.part(&pair.name) {
            raw if pair.name_is_escaped => unescape(raw, true),
            raw => Some(Cow::Borrowed(raw)),
        };
        self.pairs.0.iter().map(move |pair| (name(pair), self.value(pair)))
    }

    #[inline]
    fn is_of(self, pair: &Pair, name: &str) -> bool {
        if pair.name_is_escaped {
            return unescape(self.part(&pair.name), true).is_some_and(|unescaped| unescaped == name);
        }
        self.text.as_bytes().get(pair.name.clone()) == Some(name.as_bytes())
    }

    fn value(self, pair: &Pair) -> Raw<'q> {
        let escapes = if pair.value_is_escaped { Escapes::PercentAndPlus } else { Escapes::None };
        Raw::new(self.part(&pair.value), escapes)
    }

    fn part(self, range: &Range<usize>) -> &'q str {
        self.text.get(range.clone()).unwrap_or_default()
    }
}

/// A text as the client sent it. It is split before it is decoded, so that an item can contain an encoded separator.
#[derive(Clone, Debug)]
pub struct Raw<'r> {
    pub(super) text: Cow<'r, str>,
    pub(super) escapes: Escapes,
}

/// The escapes that a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    None,
    /// `%20` is a space. This applies to paths and cookies.
    Percent,
    /// `%20` and `+` are spaces. This applies to queries and forms.
    PercentAndPlus,
}

const NOT_ENCODED: &str = "is not percent-encoded UTF-8";

impl<'r> Raw<'r> {
    pub(super) fn new(text: impl Into<Cow<'r, str>>, escapes: Escapes) -> Self {
        Self { text: text.into(), escapes }
    }

    /// Creates a text without escapes.
    pub(crate) fn plain(text: impl Into<Cow<'r, str>>) -> Self {
        Self::new(text, Escapes::None)
    }

    /// Returns the decoded text. An error is the reason.
    pub(super) fn into_text(self) -> Result<Cow<'r, str>, &'static str> {
        match self.text {
            Cow::Borrowed(text) if self.escapes != Escapes::None => {
                unescape(text, self.escapes == Escapes::PercentAndPlus).ok_or(NOT_ENCODED)
            }
            text => Raw { text, ..self }.decode().map(|text| Cow::Owned(text.into_owned())),
        }
    }

    /// Decodes the escapes. An error is the reason.
    pub(super) fn decode(&self) -> Result<Cow<'_, str>, &'static str> {
        let plus_is_space = match self.escapes {
            Escapes::None => return Ok(Cow::Borrowed(&self.text)),
            Escapes::Percent => false,
            Escapes::PercentAndPlus => true,
        };
        unescape(&self.text, plus_is_space).ok_or(NOT_ENCODED)
    }
}

/// Percent-decodes a string. Returns `None` if an escape is incomplete or the bytes are not UTF-8.
pub(super) fn unescape(raw: &str, plus_is_space: bool) -> Option<Cow<'_, str>> {
    if !raw.bytes().any(|byte| matches!(byte, b'%' | b'+')) {
        return Some(Cow::Borrowed(raw));
    }
    let mut bytes = raw.bytes();
    let mut text = Vec::with_capacity(raw.len());
    while let Some(byte) = bytes.next() {
        text.push(match byte {
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            b'+' if plus_is_space => b' ',
            other => other,
        });
    }
    String::from_utf8(text).ok().map(Cow::Owned)
}

/// Returns the value of a path parameter. Without a value, the path does not belong to this operation.
pub(super) fn in_path(raw: Option<&str>) -> Text<'_> {
    raw.map(|raw| Some(Raw::new(raw, Escapes::Percent))).ok_or(Rejection::NotFound)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The text of a parameter, `None` if it is absent, or an error that is returned when the parameter is decoded.
pub struct Argument<'r> {
    pub(super) name: &'static str,
    pub(super) text: Text<'r>,
}

pub type Text<'r> = Result<Option<Raw<'r>>, Rejection>;

impl<'r> Argument<'r> {
    pub(crate) fn new(name: &'static str, text: Text<'r>) -> Self {
        Self { name, text }
    }

    /// Checks that the parameter is present.
    pub(crate) fn given(self) -> Result<Self, Rejection> {
        let name = self.name;
        let text = self.text?.ok_or(Rejection::MissingParameter { name })?;
        Ok(Self::new(name, Ok(Some(text))))
    }

    pub(crate) fn required<T: Scalar>(self) -> Result<T, Rejection> {
        let name = self.name;
        self.optional()?.ok_or(Rejection::MissingParameter { name })
    }

    pub(crate) fn optional<T: Scalar>(self) -> Result<Option<T>, Rejection> {
        let Some(raw) = self.text? else { return Ok(None) };
        let text = raw.decode().map_err(|reason| Rejection::bad(self.name, reason))?;
        scalar(self.name, &text).map(Some)
    }
}

pub(super) fn scalar<T: Scalar>(name: &'static str, text: &str) -> Result<T, Rejection> {
    T::from_text(text).ok_or_else(|| Rejection::bad(name, T::MUST_BE))
}

/// A type that a parameter can have.
pub trait Scalar: Sized {
    /// Why a value is rejected. In a message, this follows the name of the parameter.
    const MUST_BE: &'static str;
    /// Parses a value. Numbers follow JSON's grammar.
    fn from_text(text: &str) -> Option<Self>;
}

impl Scalar for String {
    const MUST_BE: &'static str = "must be a string";
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

macro_rules! scalars {
    ($($type:ty, $grammar:expr, $must_be:literal;)*) => { $(impl Scalar for $type {
        const MUST_BE: &'static str = $must_be;
        fn from_text(text: &str) -> Option<Self> {
            if $grammar(text) { text.parse().ok() } else { None }
        }
    })* };
}

scalars! {
    bool, |_| true, "must be `true` or `false`";
    i32, is_number, "must be a 32-bit integer";
    i64, is_number, "must be a 64-bit integer";
    f64, |text| is_number(text) && text.parse().is_ok_and(f64::is_finite), "must be a number";
}

/// Returns whether the text follows the rules of JSON's grammar for numbers that `FromStr` does not enforce: no plus
/// sign, no leading zero, and a digit on both sides of the point. (RFC 8259, section 6)
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let starts = match digits {
        [b'0', next, ..] => !next.is_ascii_digit(),
        [first, ..] => first.is_ascii_digit(),
        [] => false,
    };
    starts
        && digits
            .split(|byte| *byte == b'.')
            .skip(1)
            .all(|after| after.first().is_some_and(u8::is_ascii_digit))
}
