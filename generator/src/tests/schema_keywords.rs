//! The keywords of schemas as data that are new in JSON Schema 2020-12: their verdicts, places and reasons.

use crate::support::schema::{Keyword, Others, Schema, Type};
use crate::support::{Decode, Rejection, Trail, json_body};
use serde::de::{Deserializer, Error as _};
use serde_json::Value;
use std::cell::Cell;

static ANY: Schema = Schema(&[]);
static NONE: Schema = Schema(&[Keyword::Not(&ANY)]);
static TEXT: Schema = Schema(&[Keyword::Type(&[Type::String])]);
static SHORT: Schema = Schema(&[Keyword::MaxLength(2)]);
static FIVE: Schema = Schema(&[Keyword::Minimum(5.0)]);

thread_local! {
    /// The schema of the body.
    static SCHEMA: Cell<&'static Schema> = const { Cell::new(&ANY) };
}

/// A body with the schema.
struct Body;

impl Decode for Body {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        let value = Value::decode(input, trail)?;
        SCHEMA.get().check(&value, trail).map_err(D::Error::custom).map(|()| Self)
    }
}

fn schema<const N: usize>(keywords: [Keyword; N]) -> &'static Schema {
    Box::leak(Box::new(Schema(Box::leak(Box::new(keywords)))))
}

/// The place and the reason of the rejection.
fn verdict(schema: &'static Schema, json: &str) -> Option<(String, String)> {
    SCHEMA.set(schema);
    match json_body::<Body>(json.as_bytes()).err()? {
        Rejection::InvalidJson { pointer, reason } => Some((pointer, reason)),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn assert_all(schema: &'static Schema, cases: &[(&str, Option<(&str, &str)>)]) {
    for (json, expected) in cases {
        let expected = expected.map(|(place, reason)| (place.to_owned(), reason.to_owned()));
        assert_eq!(verdict(schema, json), expected, "{json}");
    }
}

#[test]
fn no_value_is_allowed_where_the_schema_is_false() {
    assert_all(&NONE, &[("null", Some(("", "is not allowed"))), ("{}", Some(("", "is not allowed")))]);
}

#[test]
fn a_condition_decides_between_two_schemas() {
    let schema =
        schema([Keyword::If(&FIVE, schema([Keyword::Maximum(9.0)]), schema([Keyword::Minimum(2.0)]))]);
    let cases = [
        ("5", None),
        ("9", None),
        ("10", Some(("", "must be at most 9"))),
        ("2", None),
        ("1", Some(("", "must be at least 2"))),
        // A string satisfies each of the three.
        ("\"a\"", None),
    ];
    assert_all(schema, &cases);
}

#[test]
fn the_items_that_match_are_counted() {
    let cases = [
        ("[1, 5]", None),
        ("[7, 8, 9]", None),
        ("[]", Some(("", "must contain an item that matches `contains`"))),
        ("[1, 2]", Some(("", "must contain an item that matches `contains`"))),
        ("{}", None),
    ];
    assert_all(schema([Keyword::Contains(&FIVE, 1, None)]), &cases);
    let cases = [
        ("[5, 1]", Some(("", "must contain at least 2 items that match `contains`"))),
        ("[5, 6, 1]", None),
        ("[5, 6, 7]", None),
        ("[5, 6, 7, 8]", Some(("", "must contain at most 3 items that match `contains`"))),
    ];
    assert_all(schema([Keyword::Contains(&FIVE, 2, Some(3))]), &cases);
    let cases = [("[]", None), ("[5]", Some(("", "must contain at most 0 items that match `contains`")))];
    assert_all(schema([Keyword::Contains(&FIVE, 0, Some(0))]), &cases);
}

#[test]
fn names_of_properties_match_a_schema() {
    let cases = [
        ("{}", None),
        ("{\"ab\": 1}", None),
        ("{\"ab\": 1, \"abc\": 2}", Some(("", "property name `abc` must have at most 2 characters"))),
        ("\"abc\"", None),
    ];
    assert_all(schema([Keyword::PropertyNames(&SHORT)]), &cases);
    let cases = [("{}", None), ("{\"a\": 1}", Some(("", "property name `a` is not allowed")))];
    assert_all(schema([Keyword::PropertyNames(&NONE)]), &cases);
}

static A: Schema = Schema(&[properties(&[("a", &ANY)])]);
static B: Schema = Schema(&[properties(&[("b", &ANY)])]);
static C: Schema = Schema(&[properties(&[("c", &ANY)])]);
static TYPED: Schema = Schema(&[properties(&[("a", &TEXT)])]);
static FAILS: Schema = Schema(&[properties(&[("b", &ANY)]), Keyword::Required(&["d"])]);
static ALL: Schema =
    Schema(&[properties(&[("a", &ANY)]), Keyword::UnevaluatedProperties(Others::Each(&ANY))]);

/// Keywords, and the names of the properties that they evaluate in `{"a": 1, "b": 2, "c": 3}`.
static EVALUATED: [(Keyword, &str); 16] = [
    (properties(&[]), ""),
    (properties(&[("a", &ANY)]), "a"),
    (Keyword::AllOf(&[&A, &B]), "ab"),
    (Keyword::AnyOf(&[&A, &FAILS, &ANY]), "a"),
    (Keyword::OneOf(&[&A, &TYPED, &FAILS]), "a"),
    (Keyword::If(&A, &B, &C), "ab"),
    (Keyword::If(&FAILS, &B, &C), "c"),
    (Keyword::Not(&FAILS), ""),
    (Keyword::SchemaDependency("b", &A), "a"),
    (Keyword::SchemaDependency("d", &A), ""),
    (
        Keyword::Properties {
            named: &[],
            by_pattern: &[(("^[ab]", |name| name != "c"), &ANY)],
            others: Others::Any,
        },
        "ab",
    ),
    (Keyword::Properties { named: &[], by_pattern: &[], others: Others::Each(&ANY) }, "abc"),
    (Keyword::AllOf(&[&ALL]), "abc"),
    // Items are not properties.
    (Keyword::Items(&ANY), ""),
    (Keyword::Tuple(&[&ANY], Others::Each(&ANY)), ""),
    (Keyword::PropertyNames(&ANY), ""),
];

#[test]
fn properties_that_no_keyword_evaluates_are_rejected() {
    for (index, (keyword, evaluated)) in EVALUATED.iter().enumerate() {
        let schema = schema([
            Keyword::AllOf(Box::leak(Box::new([&*Box::leak(Box::new(Schema(std::slice::from_ref(
                keyword,
            ))))]))),
            Keyword::UnevaluatedProperties(Others::Rejected),
        ]);
        let first = ["a", "b", "c"].into_iter().find(|name| !evaluated.contains(name));
        let expected = first.map(|name| (String::new(), format!("property `{name}` is not allowed")));
        assert_eq!(verdict(schema, r#"{"a": 1, "b": 2, "c": 3}"#), expected, "case {index}");
    }
}

const fn properties(named: &'static [(&'static str, &'static Schema)]) -> Keyword {
    Keyword::Properties { named, by_pattern: &[], others: Others::Any }
}

static OTHERS: Schema =
    Schema(&[properties(&[("a", &FIVE)]), Keyword::UnevaluatedProperties(Others::Each(&TEXT))]);

#[test]
fn unevaluated_properties_can_have_a_schema() {
    let cases = [
        (r#"{"a": 5, "b": "c"}"#, None),
        (r#"{"a": 5, "b": 5}"#, Some(("/b", "must be a string, not the integer `5`"))),
        (r#"{"a": 4, "b": 5}"#, Some(("/a", "must be at least 5"))),
        ("[]", None),
    ];
    assert_all(&OTHERS, &cases);
}

static PREFIX: Schema = Schema(&[Keyword::Tuple(&[&ANY, &ANY], Others::Any)]);
static CONTAINS: Schema = Schema(&[Keyword::Contains(&FIVE, 1, None)]);
static EACH: Schema = Schema(&[Keyword::UnevaluatedItems(Others::Each(&ANY))]);

/// Schemas without a keyword for the other items, a value, and the place of the first item that is not evaluated.
static ITEMS: [(Schema, &str, Option<&str>); 11] = [
    (Schema(&[Keyword::Tuple(&[&ANY], Others::Any)]), "[1]", None),
    (Schema(&[Keyword::Tuple(&[&ANY], Others::Any)]), "[1, 2]", Some("/1")),
    (Schema(&[Keyword::Tuple(&[&ANY], Others::Each(&FIVE))]), "[1, 5, 6]", None),
    (Schema(&[Keyword::Items(&ANY)]), "[1, 2]", None),
    (Schema(&[Keyword::AllOf(&[&PREFIX, &CONTAINS])]), "[1, 2, 5]", None),
    (Schema(&[Keyword::AllOf(&[&PREFIX, &CONTAINS])]), "[1, 5, 2]", Some("/2")),
    (Schema(&[Keyword::AnyOf(&[&CONTAINS, &PREFIX])]), "[1, 2]", None),
    (Schema(&[Keyword::Contains(&FIVE, 1, None)]), "[5, 1]", Some("/1")),
    (Schema(&[Keyword::AllOf(&[&EACH])]), "[1]", None),
    // Properties are not items.
    (
        Schema(&[Keyword::Properties { named: &[], by_pattern: &[], others: Others::Each(&ANY) }]),
        "[1]",
        Some("/0"),
    ),
    (Schema(&[properties(&[])]), "{\"a\": 1}", None),
];

static TYPED_REST: Schema =
    Schema(&[Keyword::Tuple(&[&FIVE], Others::Any), Keyword::UnevaluatedItems(Others::Each(&TEXT))]);

#[test]
fn items_that_no_keyword_evaluates_are_rejected() {
    for (index, (around, json, place)) in ITEMS.iter().enumerate() {
        let parts = Box::leak(Box::new([around]));
        let schema = schema([Keyword::AllOf(parts), Keyword::UnevaluatedItems(Others::Rejected)]);
        let expected = place.map(|place| (place.to_owned(), "is not allowed".to_owned()));
        assert_eq!(verdict(schema, json), expected, "case {index}");
    }
    assert_all(
        &TYPED_REST,
        &[("[5, \"a\"]", None), ("[5, 5]", Some(("/1", "must be a string, not the integer `5`")))],
    );
}

/// `A` contains itself twice in alternatives of the same depth, so the number of evaluations doubles with each level.
static DEEP: Schema = Schema(&[Keyword::AnyOf(&[&LEFT, &RIGHT])]);
static LEFT: Schema = Schema(&[properties(&[("a", &DEEP)]), Keyword::Required(&["x"])]);
static RIGHT: Schema = Schema(&[properties(&[("a", &DEEP)]), Keyword::Type(&[Type::Object, Type::Null])]);

static COMPLEX: [Schema; 4] = [
    Schema(&[Keyword::AnyOf(&[&DEEP])]),
    // The second alternative is simple, but the first one is not decided.
    Schema(&[Keyword::OneOf(&[&DEEP, &ANY])]),
    Schema(&[Keyword::Not(&DEEP)]),
    Schema(&[Keyword::If(&DEEP, &ANY, &ANY)]),
];
static DECIDED: Schema = Schema(&[Keyword::AnyOf(&[&DEEP, &ANY])]);

#[test]
fn a_value_that_takes_too_long_to_decide_is_rejected_by_each_keyword() {
    let json = (0..60).fold("null".to_owned(), |json, _| format!("{{\"a\": {json}}}"));
    let too_complex = "is too complex to choose between the alternatives";
    for (index, schema) in COMPLEX.iter().enumerate() {
        let reason = verdict(schema, &json).unwrap().1;
        assert_eq!(reason, too_complex, "case {index}");
    }
    let contains = schema([Keyword::Contains(&DEEP, 0, None)]);
    assert_eq!(verdict(contains, &format!("[{json}, 1]")).unwrap().1, too_complex);
    // An alternative that is decided is enough.
    assert_eq!(verdict(&DECIDED, &json), None);
}
