//! Tests of the types of formats.

use super::*;

fn preset(word: &str, format: &str) -> &'static Preset {
    of_word(word).find(|preset| preset.formats.contains(&format)).unwrap()
}

#[test]
fn each_type_has_a_path_or_a_wrapper_and_its_support_code() {
    let parts: Vec<&str> = crate::emit::parts::PARTS.iter().map(|part| part.name).collect();
    for preset in PRESETS {
        assert_eq!(preset.path.is_some(), preset.rust_path().is_some(), "{preset:?}");
        assert!(preset.path.is_some() || preset.wrapper.is_some(), "{preset:?}");
        assert!(parts.contains(&preset.part), "{preset:?}");
        let crates = preset.rust_path().map(|path| path.crates().join("")).unwrap_or_default();
        let known = crate::emit::crates::known_crate(preset.word).map(|known| known.name);
        assert_eq!(known.is_some(), preset.word != "base64", "{preset:?}");
        assert!(preset.path.is_none() || crates.starts_with(preset.word), "{preset:?}");
    }
}

/// The reasons are those of the support code.
#[test]
fn reasons_are_the_same_as_in_generated_code() {
    use crate::support::format::{Format, Formatted};
    use crate::support::{Base64, Base64Url};
    for (word, format, must_be) in [
        ("chrono", "date-time", chrono::DateTime::<chrono::FixedOffset>::MUST_BE),
        ("chrono", "date", chrono::NaiveDate::MUST_BE),
        ("jiff", "date-time", jiff::Timestamp::MUST_BE),
        ("jiff", "date", jiff::civil::Date::MUST_BE),
        ("jiff", "duration", Formatted::<jiff::SpanFieldwise>::MUST_BE),
        ("time", "date-time", Formatted::<time::OffsetDateTime>::MUST_BE),
        ("time", "date", time::Date::MUST_BE),
        ("uuid", "uuid", uuid::Uuid::MUST_BE),
        ("url", "uri", url::Url::MUST_BE),
        ("bytes", "byte", Base64::<bytes::Bytes>::MUST_BE),
        ("base64", "base64url", <Base64Url>::MUST_BE),
        ("rust_decimal", "decimal", rust_decimal::Decimal::MUST_BE),
    ] {
        assert_eq!(preset(word, format).must_be(), must_be, "{word}");
    }
}

const TEXTS: [&str; 96] = [
    "",
    "a",
    "2024-02-29",
    "2023-02-29",
    "2024-2-9",
    "20240229",
    "0000-01-01",
    "9999-12-31",
    "2024-00-10",
    "2024-02-09T12:30:00Z",
    "2024-02-09t12:30:00z",
    "2024-02-09 12:30:00Z",
    "2024-02-09T12:30:00+0200",
    "2024-02-09T12:30:00+23:59",
    "2024-02-09T12:30:00-00:00",
    "2024-02-09T12:30:00.Z",
    "2024-02-09T12:30:00.5Z",
    "2024-02-09T12:30:00.12345678901Z",
    "2016-12-31T23:59:60Z",
    "2016-12-31T18:59:60-05:00",
    "2016-12-31T23:58:60Z",
    "2016-12-30T23:59:60Z",
    "2017-01-01T00:59:60+01:00",
    "2017-01-02T00:59:60+01:00",
    "2024-02-09T12:30Z",
    "2024-02-09T12:30:00",
    "2024-02-09T24:00:00Z",
    "2024-02-09T12:60:00Z",
    "0000-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "2024-02-09T12:30:00[Europe/Paris]",
    "2024-02-09T12:30:00é",
    "2024-02-09T12:30:00+01:000",
    "-024-02-09T12:30:00Z",
    "2024-02-0９",
    "P1D",
    "p1d",
    "P1Y2M3D",
    "P1Y3D",
    "P1W",
    "P1W1D",
    "PT1H2M3S",
    "PT1H3S",
    "PT",
    "P",
    "P1",
    "PD",
    "P1DT",
    "-P1D",
    "P1.5D",
    "P99999999999Y",
    "123e4567-e89b-42d3-a456-426614174000",
    "123E4567-E89B-42D3-A456-426614174000",
    "123e4567e89b42d3a456426614174000",
    "{123e4567-e89b-42d3-a456-426614174000}",
    "urn:uuid:123e4567-e89b-42d3-a456-426614174000",
    "123e4567-e89b-42d3-a456-42661417400g",
    "123e4567-e89b-42d3-a4564-26614174000",
    "https://example.com",
    "https://example.com/",
    "https://EXAMPLE.org",
    "https://example.com?x=1",
    "HTTPS://example.com:443/%7Ea/./b",
    "http://[::1]:80/",
    "http:example.com",
    "http://0x7f.1/",
    "http://a/b-c_d/1",
    "https://example.com/a b",
    "https://1.2.3/",
    "https://a.0x1/",
    "https://xn--a/",
    "//a",
    "a:b",
    "aGVsbG8=",
    "aGVsbG8",
    "aGVsbG9=",
    "aA==",
    "aB==",
    "+/+/",
    "-_-_",
    "====",
    "a===",
    "AAAA=AAA",
    "aGU=aGU=",
    " aGVs",
    "1",
    "-1",
    "1.50",
    "0.1",
    "01",
    "1.",
    ".1",
    "+1",
    "1e2",
    "-0",
    "1234567890123456789012345678.9",
];

/// If the generator accepts a text, the generated code does too; and the reverse, unless only the crate can tell.
#[test]
fn texts_are_accepted_as_in_generated_code() {
    use crate::support::format::{Format, Formatted};
    use crate::support::{Base64, Base64Url};
    fn has<T: Format>(text: &str) -> bool {
        T::parse(text).is_some()
    }
    type Case = (&'static str, &'static str, Vec<fn(&str) -> bool>);
    let cases: [Case; 8] = [
        (
            "chrono",
            "date-time",
            vec![
                has::<chrono::DateTime<chrono::FixedOffset>>,
                has::<jiff::Timestamp>,
                has::<Formatted<time::OffsetDateTime>>,
            ],
        ),
        ("chrono", "date", vec![has::<chrono::NaiveDate>, has::<jiff::civil::Date>, has::<time::Date>]),
        ("jiff", "duration", vec![has::<Formatted<jiff::SpanFieldwise>>]),
        ("uuid", "uuid", vec![has::<uuid::Uuid>]),
        ("url", "uri", vec![has::<url::Url>]),
        ("bytes", "byte", vec![has::<Base64<bytes::Bytes>>, has::<Base64>]),
        ("base64", "base64url", vec![has::<Base64Url>]),
        ("rust_decimal", "decimal", vec![has::<rust_decimal::Decimal>]),
    ];
    for (word, format, types) in cases {
        let preset = preset(word, format);
        let mut accepted = 0;
        for text in TEXTS {
            for has in &types {
                let own = preset.accepts(text);
                assert!(own.is_none() || own == Some(has(text)), "{format} {text}: {own:?}");
                accepted += usize::from(own == Some(true));
            }
        }
        assert!(accepted >= types.len(), "{format}");
    }
}

#[test]
fn probable_spellings_are_suggested_and_others_are_not() {
    for (typed, expected) in [
        ("datetime", Some("date-time")),
        ("dateTime", Some("date-time")),
        ("date_time", Some("date-time")),
        ("int46", Some("int64")),
        ("int-32", Some("int32")),
        ("UUID", Some("uuid")),
        ("unix-time", Some("unixtime")),
        ("ipv 4", Some("ipv4")),
        ("date-time", None),
        ("u-int64", None),
        ("url", None),
        ("int", None),
        ("integer", None),
        ("string", None),
        ("float64", None),
        ("phone", None),
        ("mx-user-id", None),
        ("google-datetime", None),
        ("timestamp", None),
    ] {
        assert_eq!(meant(typed), expected, "{typed}");
    }
}

/// The support code has a second implementation for the types of a part that is in use, as the tables of its files say.
#[test]
fn types_of_parts_in_use_cannot_be_named_by_their_paths() {
    let used: Vec<&Preset> = of_word("chrono").take(1).chain(of_word("time").take(1)).collect();
    let reader = |path: &str, is_text: bool| {
        reader_of(&RustPath::parse(path).unwrap(), is_text, &used).map(|preset| preset.word)
    };
    assert_eq!(reader("chrono::DateTime<chrono::FixedOffset>", false), Some("chrono"));
    // The part has both types, although only one of them is used.
    assert_eq!(reader("chrono::NaiveDate", false), Some("chrono"));
    assert_eq!(reader("chrono::NaiveTime", true), None);
    assert_eq!(reader("uuid::Uuid", true), None);
    // Only `Formatted<time::OffsetDateTime>` is decoded from JSON.
    assert_eq!(reader("time::OffsetDateTime", false), None);
    assert_eq!(reader("time::OffsetDateTime", true), Some("time"));
}
