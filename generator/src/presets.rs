//! PRESETS: the Rust types of formats that one word selects, such as `chrono` for `date-time` and `date`. The support
//! code reads and writes these types by the grammar of the format.

use crate::rust_path::RustPath;
use crate::suggest::did_you_mean;

#[allow(clippy::duplicate_mod, reason = "the tests compile all of the support code")]
#[path = "../support/rfc3339.rs"]
mod rfc3339;

/// A type for the strings of a format.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Preset {
    /// The word that selects it: the name of a crate, or `base64`.
    pub word: &'static str,
    /// The formats that the word selects. The first one has samples.
    pub formats: &'static [&'static str],
    /// The support type that contains the type, if the type's own `Serialize` writes another text.
    pub wrapper: Option<&'static str>,
    /// The path of the type, unless the wrapper has its default.
    pub path: Option<&'static str>,
    /// The part of the support code that reads and writes it.
    pub part: &'static str,
    pub grammar: Grammar,
}

/// The grammar of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grammar {
    DateTime,
    Date,
    Duration,
    Uuid,
    Url,
    Base64,
    Base64Url,
    Decimal,
}

macro_rules! presets {
    ($($word:literal [$($format:literal)*] $grammar:ident $part:literal $($wrapper:literal)? => $($path:literal)?;)*) => {
        &[$(Preset {
            word: $word,
            formats: &[$($format),*],
            wrapper: none_or!($($wrapper)?),
            path: none_or!($($path)?),
            part: $part,
            grammar: Grammar::$grammar,
        }),*]
    };
}

macro_rules! none_or {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}

/// Every preset.
pub(crate) const PRESETS: &[Preset] = presets! {
    "chrono" ["date-time"] DateTime "format_chrono" => "chrono::DateTime<chrono::FixedOffset>";
    "chrono" ["date"] Date "format_chrono" => "chrono::NaiveDate";
    "jiff" ["date-time"] DateTime "format_jiff" => "jiff::Timestamp";
    "jiff" ["date"] Date "format_jiff" => "jiff::civil::Date";
    "jiff" ["duration"] Duration "format_jiff" "Formatted" => "jiff::SpanFieldwise";
    "time" ["date-time"] DateTime "format_time" "Formatted" => "time::OffsetDateTime";
    "time" ["date"] Date "format_time" => "time::Date";
    "uuid" ["uuid"] Uuid "format_uuid" => "uuid::Uuid";
    "url" ["uri" "url"] Url "format_url" => "url::Url";
    "bytes" ["byte" "base64"] Base64 "base64" "Base64" => "bytes::Bytes";
    "bytes" ["base64url"] Base64Url "base64" "Base64Url" => "bytes::Bytes";
    "base64" ["byte" "base64"] Base64 "base64" "Base64" => ;
    "base64" ["base64url"] Base64Url "base64" "Base64Url" => ;
    "rust_decimal" ["decimal"] Decimal "format_decimal" => "rust_decimal::Decimal";
};

/// The word for the integers of Rust.
pub(crate) const INTEGERS: &str = "integers";

/// The formats of integers, each with its type. `int32` and `int64` have their types without a setting.
pub(crate) const INTEGER_FORMATS: [(&str, &str); 13] = [
    ("int8", "i8"),
    ("int16", "i16"),
    ("int128", "i128"),
    ("uint8", "u8"),
    ("uint16", "u16"),
    ("uint32", "u32"),
    ("uint64", "u64"),
    ("uint128", "u128"),
    ("u-int8", "u8"),
    ("u-int16", "u16"),
    ("u-int32", "u32"),
    ("u-int64", "u64"),
    ("u-int128", "u128"),
];

/// An integer type other than `i32` and `i64`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct IntegerType {
    path: &'static str,
    pub least: i128,
    pub most: u128,
}

impl IntegerType {
    /// Returns the type with this path.
    pub(crate) fn of(path: &RustPath) -> Option<&'static Self> {
        let path = path.to_string();
        INTEGER_TYPES.iter().find(|integer| integer.path == path)
    }

    /// Returns whether it has values that `i64` does not have.
    pub(crate) fn is_wide(&self) -> bool {
        i64::try_from(self.most).is_err()
    }
}

macro_rules! integer_types {
    ($($type:ident)*) => {
        &[$(IntegerType {
            path: stringify!($type),
            #[allow(clippy::cast_lossless, clippy::cast_possible_wrap, reason = "the minimum fits")]
            least: <$type>::MIN as i128,
            #[allow(clippy::cast_lossless, clippy::cast_sign_loss, reason = "the maximum is positive")]
            most: <$type>::MAX as u128,
        }),*]
    };
}

const INTEGER_TYPES: &[IntegerType] = integer_types! { i8 i16 i128 u8 u16 u32 u64 u128 };

/// The formats of the registry of OpenAPI (<https://spec.openapis.org/registry/format/>), and those that specs often
/// have.
const REGISTERED: [&str; 54] = [
    "base64",
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int128",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "sf-binary",
    "sf-boolean",
    "sf-decimal",
    "sf-integer",
    "sf-string",
    "sf-token",
    "time",
    "time-local",
    "uint128",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "unixtime",
    "uri",
    "uri-reference",
    "uri-template",
    "url",
    "uuid",
];

impl Preset {
    /// Returns the path of its type, unless the wrapper has its default.
    pub(crate) fn rust_path(&self) -> Option<RustPath> {
        RustPath::parse(self.path?)
    }

    /// Returns the reason why a text is rejected, in the words of a message about the value.
    pub(crate) fn must_be(&self) -> &'static str {
        match self.grammar {
            Grammar::DateTime => rfc3339::DATE_TIME,
            Grammar::Date => rfc3339::DATE,
            Grammar::Duration => rfc3339::DURATION,
            Grammar::Uuid => "must be a UUID, such as `123e4567-e89b-42d3-a456-426614174000`",
            Grammar::Url => "must be an absolute URL (RFC 3986), such as `https://example.com/a`",
            Grammar::Base64 => "must be Base64 with padding, such as `aGVsbG8=`",
            Grammar::Base64Url => "must be Base64 for URLs with padding, such as `aGVsbG8=`",
            Grammar::Decimal => "must be a decimal number with at most 28 digits, such as `12.50`",
        }
    }

    /// Returns whether the text that the type writes is the text that it has read.
    pub(crate) fn keeps_text(&self) -> bool {
        match self.grammar {
            Grammar::DateTime | Grammar::Duration | Grammar::Uuid => false,
            Grammar::Date | Grammar::Url | Grammar::Base64 | Grammar::Base64Url | Grammar::Decimal => true,
        }
    }

    /// Returns the least and the greatest number of characters of a text.
    pub(crate) fn lengths(&self) -> (u64, Option<u64>) {
        match self.grammar {
            Grammar::DateTime => (20, None),
            Grammar::Date => (10, Some(10)),
            Grammar::Duration | Grammar::Url => (3, None),
            Grammar::Uuid => (36, Some(36)),
            Grammar::Base64 | Grammar::Base64Url => (0, None),
            Grammar::Decimal => (1, Some(30)),
        }
    }

    /// Returns whether the type accepts a text, or `None` if only the crate can tell.
    pub(crate) fn accepts(&self, text: &str) -> Option<bool> {
        Some(match self.grammar {
            Grammar::DateTime => match rfc3339::date_time(text) {
                // The types do not have all date-times of the first and the last year.
                Some(_) if ["0000", "9999"].iter().any(|year| text.starts_with(year)) => return None,
                found => found.is_some(),
            },
            Grammar::Date => rfc3339::is_date(text),
            Grammar::Duration => match rfc3339::is_duration(text) {
                true if text.len() > SHORT => return None,
                is_duration => is_duration,
            },
            Grammar::Uuid => is_uuid(text),
            Grammar::Url => return is_plain_url(text).then_some(true),
            Grammar::Base64 => is_base64(text, *b"+/"),
            Grammar::Base64Url => is_base64(text, *b"-_"),
            Grammar::Decimal => match is_decimal(text) {
                true if text.len() > SHORT => return None,
                is_decimal => is_decimal,
            },
        })
    }
}

/// The length of a text whose numbers each type contains.
const SHORT: usize = 12;

/// Returns whether a text is a URL that the crate `url` does not change.
fn is_plain_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let Some((host, path)) = rest.map(|rest| rest.split_once('/').unwrap_or((rest, ""))) else {
        return false;
    };
    let is_lower = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    let mut labels = host.split('.');
    let mut segments = path.split('/');
    labels.all(|label| !label.is_empty() && !label.contains("--") && label.bytes().all(is_lower))
        && segments
            .all(|segment| segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)))
}

/// Returns whether a text is Base64 with padding and without bits that no byte uses.
fn is_base64(text: &str, others: [u8; 2]) -> bool {
    let digits = text.trim_end_matches('=');
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        other => others.iter().position(|known| *known == other).and_then(|at| u8::try_from(at + 62).ok()),
    };
    let last = digits.bytes().last().and_then(value).unwrap_or_default();
    let is_whole = match text.len() - digits.len() {
        0 => true,
        1 => last.is_multiple_of(4),
        2 => last.is_multiple_of(16),
        _ => false,
    };
    is_whole && text.len().is_multiple_of(4) && digits.bytes().all(|byte| value(byte).is_some())
}

fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    is_number(whole) && is_number(fraction) && (whole == "0" || !whole.starts_with('0'))
}

fn is_uuid(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut follows = |width: usize| {
        let part = parts.next().unwrap_or_default();
        part.len() == width && part.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    [8, 4, 4, 4, 12].into_iter().all(&mut follows) && parts.next().is_none()
}

/// Returns the presets of a word.
pub(crate) fn of_word(word: &str) -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter().filter(move |preset| preset.word == word)
}

/// Returns the preset for a type that the support code also reads, if the parts for these presets are in use. A setting
/// cannot name such a type by its path: there would be two implementations for it. The support code reads a wrapped type
/// only from text.
pub(crate) fn reader_of(path: &RustPath, is_text: bool, used: &[&Preset]) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| {
        let is_read = match preset.wrapper {
            None => true,
            Some(wrapper) => is_text && wrapper == "Formatted",
        };
        let is_used = used.iter().any(|used| used.part == preset.part);
        is_read && is_used && preset.rust_path().as_ref() == Some(path)
    })
}

/// Returns the fix for a type that a setting names by its path, for these formats, although the support code reads it.
pub(crate) fn instead_of_path(preset: &Preset, formats: &[String]) -> String {
    let grammars = || of_word(preset.word).map(|other| other.grammar);
    let has_one = grammars().all(|grammar| grammar == preset.grammar);
    let is_known = |format: &String| has_one || preset.formats.contains(&format.as_str());
    if formats.is_empty() || !formats.iter().all(is_known) {
        return "name a type of your own that contains it".to_owned();
    }
    let formats: Vec<String> = formats.iter().map(|format| format!("{format}={}", preset.word)).collect();
    format!("write `formats: [{}]` instead of `map-format`", formats.join(", "))
}

/// Returns the words, each once.
pub(crate) fn words() -> Vec<&'static str> {
    let mut words: Vec<&str> = PRESETS.iter().map(|preset| preset.word).collect();
    words.dedup();
    words.push(INTEGERS);
    words
}

/// Returns whether OpenAPI's registry has a format, or specs often have it.
pub(crate) fn is_known(format: &str) -> bool {
    REGISTERED.into_iter().chain(INTEGER_FORMATS.map(|(format, _)| format)).any(|known| known == format)
}

/// Returns the format that was probably meant, if the format is not a known one.
pub(crate) fn meant(format: &str) -> Option<&'static str> {
    if is_known(format) {
        return None;
    }
    // A typo changes the order of the digits, but rarely the digits: `int46` is `int64`, and not `int16`.
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).collect::<Vec<_>>();
    let mut own = digits(format);
    own.sort_unstable();
    let same_digits = REGISTERED.into_iter().filter(|known| {
        let mut other = digits(known);
        other.sort_unstable();
        other == own
    });
    did_you_mean(format, same_digits)
}

#[cfg(test)]
#[path = "tests/presets.rs"]
mod tests;
