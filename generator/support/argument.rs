//! Parameters: from the text of a request to Rust values.

use super::Rejection;
use std::{borrow::Cow, ops::Range};

/// The query of a request, taken apart once; a parameter is read when it is asked for.
pub struct Query {
    text: String,
    pairs: Vec<Pair>,
}

/// Where the name and the value of a parameter are.
struct Pair {
    name: Range<usize>,
    value: Range<usize>,
    /// Whether the name has escapes: few have.
    is_escaped: bool,
}

impl Query {
    pub(super) fn new(text: String) -> Self {
        let (mut pairs, mut start) = (Vec::new(), 0);
        for pair in text.as_bytes().split(|byte| *byte == b'&') {
            let special = pair.iter().position(|byte| matches!(byte, b'=' | b'%' | b'+'));
            let is_escaped = special.is_some_and(|at| pair.get(at) != Some(&b'='));
            let length = if is_escaped { pair.iter().position(|byte| *byte == b'=') } else { special };
            let (equals, end) = (start + length.unwrap_or(pair.len()), start + pair.len());
            if !pair.is_empty() {
                pairs.push(Pair { name: start..equals, value: end.min(equals + 1)..end, is_escaped });
            }
            start = end + 1;
        }
        Self { text, pairs }
    }

    /// The parameter of this name; given twice, it is refused.
    pub(crate) fn get(&self, name: &'static str) -> Argument<'_> {
        let mut values = self.values(name);
        let text = match (values.next(), values.next()) {
            (None, _) => Ok(None),
            (Some(raw), None) => unescape(raw, true).map(Some).ok_or("is not percent-encoded UTF-8"),
            (Some(_), Some(_)) => Err("is given more than once"),
        };
        Argument::new(name, text.map_err(|reason| Rejection::bad(name, reason)))
    }

    /// The values of this name, as they are written.
    pub(super) fn values<'q>(&'q self, name: &'static str) -> impl Iterator<Item = &'q str> {
        let part = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or_default();
        let is_of_name = move |pair: &&Pair| match pair.is_escaped {
            // Lengths first: they tell most names apart.
            false => pair.name.len() == name.len() && part(&pair.name) == name,
            true => unescape(part(&pair.name), true).is_some_and(|unescaped| unescaped == name),
        };
        self.pairs.iter().filter(is_of_name).map(move |pair| part(&pair.value))
    }
}

/// Undoes percent-encoding. `None` where an escape is cut short or the bytes are not UTF-8.
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

/// What stands in the path for a parameter: nothing is no value of one.
pub(super) fn in_path<'r>(name: &'static str, raw: Option<&'r str>) -> Text<'r> {
    let text = unescape(raw.ok_or(Rejection::NotFound)?, false);
    text.map(Some).ok_or_else(|| Rejection::bad(name, "is not percent-encoded UTF-8"))
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The text of one parameter, its absence, or what is wrong with it: said when it is read.
pub struct Argument<'r> {
    pub(super) name: &'static str,
    pub(super) text: Text<'r>,
}

pub type Text<'r> = Result<Option<Cow<'r, str>>, Rejection>;

impl<'r> Argument<'r> {
    pub(crate) fn new(name: &'static str, text: Text<'r>) -> Self {
        Self { name, text }
    }

    /// Itself, where it is there.
    pub(super) fn given(self) -> Result<Self, Rejection> {
        let name = self.name;
        let text = self.text?.ok_or(Rejection::MissingParameter { name })?;
        Ok(Self::new(name, Ok(Some(text))))
    }

    pub(crate) fn required<T: Scalar>(self) -> Result<T, Rejection> {
        let name = self.name;
        self.optional()?.ok_or(Rejection::MissingParameter { name })
    }

    pub(crate) fn optional<T: Scalar>(self) -> Result<Option<T>, Rejection> {
        self.text?.map(|text| scalar(self.name, &text)).transpose()
    }
}

pub(super) fn scalar<T: Scalar>(name: &'static str, text: &str) -> Result<T, Rejection> {
    T::from_text(text).ok_or_else(|| Rejection::bad(name, T::MUST_BE))
}

/// What a parameter can hold.
pub trait Scalar: Sized {
    /// What a refused text should have been, to be read after the parameter's name.
    const MUST_BE: &'static str;
    /// Reads the value; numbers are written as in JSON.
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
    i32, is_number, "must be an integer of at most 32 bits";
    i64, is_number, "must be an integer of at most 64 bits";
    f64, |text| is_number(text) && text.parse().is_ok_and(f64::is_finite), "must be a number";
}

/// RFC 8259, section 6: no plus sign, no leading zero, a digit on both sides of the point. The rest
/// of the grammar is `FromStr`'s.
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
