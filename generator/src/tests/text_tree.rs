//! Types decode themselves from texts in a tree.

use crate::support::Trail;
use crate::support::schema::{Keyword, Others, Schema, Type};
use crate::support::{self, Decode, Nullable, TextFault, TextPairs, TextTree, check, object, tagged};
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Debug;

use enums::{Color, Level};

#[derive(Debug, PartialEq)]
struct Card {
    exp_month: i64,
    number: String,
    default: Option<bool>,
    scores: Option<Vec<f64>>,
}

object!(Card {
    "exp_month" => exp_month: required [check::maximum(12)],
    "number" => number: required,
    "default" => default: optional,
    "scores" => scores: optional [check::max_count(2)],
    .. => rejected,
});

#[derive(Debug, PartialEq)]
struct Payment {
    card: Option<Box<Card>>,
    lines: Option<Vec<Card>>,
    color: Option<Color>,
    small: Option<u8>,
    note: Option<Nullable<String>>,
    metadata: Option<BTreeMap<String, String>>,
    grid: Option<Vec<Vec<i32>>>,
    rest: Map<String, Value>,
}

object!(Payment {
    "card" => card: optional,
    "lines" => lines: optional,
    "color" => color: optional,
    "small" => small: optional,
    "note" => note: optional,
    "metadata" => metadata: optional,
    "grid" => grid: optional,
    .. => kept(rest),
});

#[allow(dead_code, unreachable_pub, reason = "as in generated code")]
mod enums {
    use crate::support::{self, values};

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub enum Color {
        Red,
        Blue,
    }

    values!(Color: str, "must be one of `red`, `blue`" { Red = "red", Blue = "blue", });

    #[derive(Clone, Copy, Debug, PartialEq)]
    pub enum Level {
        One,
        High,
        Off,
    }

    values!(Level: any, "must be one of `1`, `high`, `false`" { One = 1i64, High = "high", Off = false, });
}

#[derive(Debug, PartialEq)]
struct Cat {
    lives: i64,
}

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
}

object!(Cat {
    tag("type" = "cat"),
    "lives" => lives: required,
    .. => rejected,
});

tagged!(Pet, "type", "must be `cat`" { Cat = "cat", });

/// The tree of names with brackets.
fn tree(pairs: &[(&'static str, &'static str)]) -> Result<TextTree<'static>, TextFault> {
    let mut tree = TextPairs::default();
    for (name, text) in pairs {
        tree.add_bracketed(Cow::Borrowed(name), TextTree::Text(Cow::Borrowed(text)))?;
    }
    Ok(tree.finish())
}

fn read<T: Decode>(pairs: &[(&'static str, &'static str)]) -> Result<T, String> {
    let value = tree(pairs).and_then(|tree| tree.decode());
    value.map_err(|TextFault { pointer, reason }| format!("{pointer}: {reason}"))
}

#[track_caller]
fn assert_fault<T: Decode + Debug>(pairs: &[(&'static str, &'static str)], expected: &str) {
    assert_eq!(read::<T>(pairs).unwrap_err(), expected, "{pairs:?}");
}

fn text<T: Decode>(text: &'static str) -> Result<T, String> {
    TextTree::Text(Cow::Borrowed(text)).decode().map_err(|fault: TextFault| fault.reason)
}

#[test]
fn objects_are_read_from_names_in_brackets() {
    let payment = read::<Payment>(&[
        ("card[number]", "4242"),
        ("card[exp_month]", "12"),
        ("card[default]", "true"),
        ("card[scores][]", "1"),
        ("card[scores][]", "2.5"),
        ("lines[1][exp_month]", "2"),
        ("lines[0][exp_month]", "1"),
        ("lines[1][number]", "b"),
        ("lines[0][number]", "a"),
        ("color", "blue"),
        ("small", "255"),
        ("note", "7"),
        ("metadata[0]", "zero"),
        ("metadata[a b]", ""),
        ("grid[0][]", "1"),
        ("grid[0][]", "-2"),
        ("grid[1]", "3"),
        ("other", "1"),
        ("more[x]", "true"),
    ])
    .unwrap();
    let card =
        |exp_month, number: &str| Card { exp_month, number: number.to_owned(), default: None, scores: None };
    let first = Card { default: Some(true), scores: Some(vec![1.0, 2.5]), ..card(12, "4242") };
    assert_eq!(payment.card, Some(Box::new(first)));
    assert_eq!(payment.lines, Some(vec![card(1, "a"), card(2, "b")]));
    assert_eq!((payment.color, payment.small), (Some(Color::Blue), Some(255)));
    assert_eq!(payment.note, Some(Nullable::Value("7".to_owned())));
    let metadata = [("0", "zero"), ("a b", "")].map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(payment.metadata, Some(metadata.into()));
    assert_eq!(payment.grid, Some(vec![vec![1, -2], vec![3]]));
    assert_eq!(Value::Object(payment.rest), json!({"other": "1", "more": {"x": "true"}}));
}

#[test]
fn the_fault_is_named_with_its_pointer() {
    let number = ("card[number]", "1");
    assert_fault::<Payment>(&[number, ("card[exp_month]", "x")], "/card/exp_month: must be an integer");
    assert_fault::<Payment>(&[number, ("card[exp_month]", "13")], "/card/exp_month: must be at most 12");
    assert_fault::<Payment>(&[number], "/card: property `exp_month` is missing");
    let month = ("card[exp_month]", "1");
    assert_fault::<Payment>(&[number, month, ("card[cvc]", "1")], "/card: property `cvc` is not allowed");
    assert_fault::<Payment>(&[number, month, month], "/card/exp_month: appears more than once");
    assert_fault::<Payment>(
        &[number, month, ("card[number][x]", "1")],
        "/card/number: appears with and without brackets",
    );
    assert_fault::<Payment>(&[number, ("card", "1")], "/card: appears with and without brackets");
    assert_fault::<Payment>(&[("card", "1")], "/card: must be an object");
    assert_fault::<Payment>(&[("card[]", "1")], "/card: property `` is not allowed");
    let twice = [month, number, ("card[scores][3]", "1"), ("card[scores][0]", "x")];
    assert_fault::<Payment>(&twice, "/card/scores/0: must be a number");
    let many = [month, number, ("card[scores]", "1"), ("card[scores]", "2"), ("card[scores]", "3")];
    assert_fault::<Payment>(&many, "/card/scores: must have at most 2 items");
    assert_fault::<Payment>(&[("card[scores][a]", "1"), month, number], "/card/scores: must be an array");
    assert_fault::<Payment>(&[("lines[01]", "1")], "/lines: must be an array");
    assert_fault::<Payment>(
        &[("lines[][number]", "1")],
        "/lines: needs the index of the item in its brackets, as in `[0][name]`",
    );
    assert_fault::<Payment>(&[("color", "green")], "/color: must be one of `red`, `blue`");
    assert_fault::<Payment>(&[("color[x]", "red")], "/color: must be a string");
    assert_fault::<Payment>(&[("small", "256")], "/small: must be an unsigned 8-bit integer");
    assert_fault::<Payment>(&[("a/b~[c]", "x"), ("a/b~", "y")], "/a~1b~0: appears with and without brackets");
}

#[test]
fn a_text_is_parsed_as_the_type_asks() {
    for (wrong, right) in [("+1", "1"), ("01", "10"), ("1.0", "-0"), (" 1", "7"), ("", "0"), ("1e2", "100")] {
        assert_eq!(text::<i64>(wrong), Err("must be an integer".to_owned()), "{wrong}");
        assert_eq!(text::<i64>(right).unwrap().to_string(), right.replace("-0", "0"));
        assert_eq!(text::<u8>(wrong), Err("must be an integer".to_owned()), "{wrong}");
    }
    assert_eq!(text::<i64>("9223372036854775807"), Ok(i64::MAX));
    assert_eq!(text::<i64>("9223372036854775808"), Err("must be a 64-bit integer".to_owned()));
    assert_eq!(text::<i32>("2147483648"), Err("must be a 32-bit integer".to_owned()));
    assert_eq!(text::<u64>("18446744073709551615"), Ok(u64::MAX));
    assert_eq!(text::<f64>("1e3"), Ok(1000.0));
    for wrong in ["inf", "NaN", ".5", "1e999", ""] {
        assert_eq!(text::<f64>(wrong), Err("must be a number".to_owned()), "{wrong}");
    }
    assert_eq!(text::<bool>("false"), Ok(false));
    for wrong in ["True", "1", ""] {
        assert_eq!(text::<bool>(wrong), Err("must be `true` or `false`".to_owned()), "{wrong}");
    }
    assert_eq!(text::<String>("1"), Ok("1".to_owned()));
    assert_eq!(text::<Value>("1"), Ok(json!("1")));
    assert_eq!(text::<Nullable<String>>("null"), Ok(Nullable::Value("null".to_owned())));
    assert_eq!(text::<Vec<i64>>("5"), Ok(vec![5]));
    assert_eq!(text::<Vec<String>>(""), Ok(vec![]));
    assert_eq!(text::<()>("5"), Err("must be null, not the string \"5\"".to_owned()));
}

#[test]
fn a_value_of_several_types_is_found_by_its_text() {
    assert_eq!(text::<Level>("1"), Ok(Level::One));
    assert_eq!(text::<Level>("high"), Ok(Level::High));
    assert_eq!(text::<Level>("false"), Ok(Level::Off));
    assert_eq!(text::<Level>("2"), Err("must be one of `1`, `high`, `false`".to_owned()));
    assert!(support::json_body::<Level>(b"\"1\"").is_err());
}

#[test]
fn items_have_one_name_or_brackets() {
    let items = |pairs: &[(&'static str, &'static str)]| read::<BTreeMap<String, Vec<i64>>>(pairs);
    let expected: BTreeMap<String, Vec<i64>> = BTreeMap::from([("a".to_owned(), vec![3, 4])]);
    for pairs in [
        [("a", "3"), ("a", "4")],
        [("a[]", "3"), ("a[]", "4")],
        [("a[0]", "3"), ("a[1]", "4")],
        [("a[100]", "4"), ("a[99]", "3")],
    ] {
        assert_eq!(items(&pairs).as_ref(), Ok(&expected), "{pairs:?}");
    }
    assert_eq!(items(&[("a[]", "3")]).unwrap().get("a"), Some(&vec![3]));
    let either = "/a: appears with and without brackets";
    assert_fault::<BTreeMap<String, Vec<i64>>>(&[("a", "3"), ("a[]", "4")], either);
    assert_fault::<BTreeMap<String, Vec<i64>>>(&[("a[]", "3"), ("a[0]", "4")], "/a: must be an array");
    assert_fault::<BTreeMap<String, Vec<i64>>>(
        &[("a[0]", "3"), ("a[0]", "4")],
        "/a/0: appears more than once",
    );
    // Without a type, complete indexes are an array.
    let any = read::<Value>(&[("a[1]", "y"), ("a[0]", "x"), ("b[]", "z"), ("c[1]", "n")]).unwrap();
    assert_eq!(any, json!({"a": ["x", "y"], "b": ["z"], "c": {"1": "n"}}));
}

#[test]
fn other_brackets_belong_to_the_name() {
    for name in ["a[", "a]", "[a]", "a[b]c", "a[b", "a[[b]]", "a[b]]", "a[b][", "[]", ""] {
        let read = read::<BTreeMap<String, String>>(&[(name, "x")]);
        assert_eq!(read, Ok(BTreeMap::from([(name.to_owned(), "x".to_owned())])), "{name}");
    }
    let mut pairs = TextPairs::default();
    pairs.add(Cow::Borrowed("a[]"), TextTree::List(vec![TextTree::Text("1".into())])).unwrap();
    let again = pairs.add(Cow::Borrowed("a[]"), TextTree::List(vec![])).unwrap_err();
    assert_eq!((again.pointer.as_str(), again.reason.as_str()), ("/a[]", "appears more than once"));
    let read: BTreeMap<String, Vec<i64>> = pairs.finish().decode().unwrap();
    assert_eq!(read, BTreeMap::from([("a[]".to_owned(), vec![1])]));
}

#[test]
fn owned_names_are_split_alike() {
    let mut pairs = TextPairs::default();
    pairs.add_bracketed(Cow::Owned("a[b][c]".to_owned()), TextTree::Text("1".into())).unwrap();
    assert_eq!(pairs.finish(), tree(&[("a[b][c]", "1")]).unwrap());
}

#[test]
fn depth_and_size_are_bounded() {
    let deepest = format!("a{}", "[a]".repeat(7));
    let too_deep = format!("{deepest}[a]");
    let mut pairs = TextPairs::default();
    pairs.add_bracketed(Cow::Borrowed(&deepest), TextTree::Text("1".into())).unwrap();
    let fault = pairs.add_bracketed(Cow::Borrowed(&too_deep), TextTree::Text("1".into())).unwrap_err();
    assert_eq!((fault.pointer.as_str(), fault.reason.as_str()), ("/a", "is nested more than 8 levels deep"));
    let mut pairs = TextPairs::default();
    for _ in 0..1_000 {
        pairs.add(Cow::Borrowed("a"), TextTree::Text("1".into())).unwrap();
    }
    let fault = pairs.add(Cow::Borrowed("a"), TextTree::Text("1".into())).unwrap_err();
    assert_eq!((fault.pointer.as_str(), fault.reason.as_str()), ("", "has more than 1000 values"));
}

#[test]
fn json_in_a_text_keeps_its_types() {
    let json = |text: &'static str| {
        let mut pairs = TextPairs::default();
        pairs.add(Cow::Borrowed("card"), TextTree::Json(Cow::Borrowed(text))).unwrap();
        let value: Result<Payment, TextFault> = pairs.finish().decode();
        value.map_err(|TextFault { pointer, reason }| format!("{pointer}: {reason}"))
    };
    let card = json(r#"{"exp_month":1.0,"number":"n"}"#).unwrap().card.unwrap();
    assert_eq!((card.exp_month, card.number.as_str()), (1, "n"));
    for (text, expected) in [
        (r#"{"exp_month":"1","number":"n"}"#, r#"/card/exp_month: must be an integer, not the string "1""#),
        (r#"{"exp_month":13,"number":"n"}"#, "/card/exp_month: must be at most 12"),
        ("[1]", "/card: must be an object, not an array"),
        ("{} x", "/card: property `exp_month` is missing"),
        ("x", "/card: is not JSON: expected value at line 1 column 1"),
    ] {
        assert_eq!(json(text).unwrap_err(), expected, "{text}");
    }
}

#[test]
fn items_are_json_one_by_one_or_as_a_whole() {
    let lines = |texts: &[&'static str]| {
        let mut pairs = TextPairs::default();
        for text in texts {
            pairs.add(Cow::Borrowed("lines"), TextTree::Json(Cow::Borrowed(text))).unwrap();
        }
        let value: Result<Payment, TextFault> = pairs.finish().decode();
        value
            .map(|payment| payment.lines.unwrap().len())
            .map_err(|fault| fault.pointer + ": " + &fault.reason)
    };
    let line = r#"{"exp_month":1,"number":"n"}"#;
    assert_eq!(lines(&[line]), Ok(1));
    assert_eq!(lines(&[line, line]), Ok(2));
    assert_eq!(lines(&[r#" [{"exp_month":1,"number":"n"}]"#]), Ok(1));
    assert_eq!(lines(&["[]"]), Ok(0));
    assert_eq!(lines(&[line, "{}"]), Err("/lines/1: property `exp_month` is missing".to_owned()));
    assert_eq!(lines(&[line, "["]).unwrap_err().split(':').next(), Some("/lines/1"));
}

#[test]
fn a_discriminator_is_found_in_any_order() {
    for pairs in [[("type", "cat"), ("lives", "9")], [("lives", "9"), ("type", "cat")]] {
        assert_eq!(read::<Pet>(&pairs), Ok(Pet::Cat(Cat { lives: 9 })));
    }
    assert_fault::<Pet>(&[("lives", "9"), ("type", "dog")], "/type: must be `cat`");
    assert_fault::<Pet>(&[("lives", "x"), ("type", "cat")], "/lives: must be an integer");
    assert_fault::<Pet>(&[("lives", "9")], "/type: is missing; it must be `cat`");
}

#[derive(Debug, PartialEq)]
struct Range {
    from: Option<Value>,
    to: Option<i64>,
}

object!(Range {
    "from" => from: optional [FROM.rule()],
    "to" => to: optional,
    .. => ignored, schema RANGE,
});

static FILTER: Schema = Schema(&[Keyword::OneOf(&[&NOT, &AND])]);
static NOT: Schema = Schema(&[
    Keyword::Properties { named: &[("f", &FILTER)], by_pattern: &[], others: Others::Any },
    Keyword::Required(&["not"]),
]);
static AND: Schema = Schema(&[
    Keyword::Properties { named: &[("f", &FILTER)], by_pattern: &[], others: Others::Any },
    Keyword::Required(&["and"]),
]);

#[test]
fn nested_alternatives_are_evaluated_within_a_bound() {
    let nest = |depth: usize| {
        (0..depth).fold(serde_json::json!({"not": 1}), |inner, _| serde_json::json!({"not": 1, "f": inner}))
    };
    assert_eq!(FILTER.check(&nest(8), &mut Trail::default()), Ok(()));
    let error = FILTER.check(&nest(100), &mut Trail::default()).unwrap_err();
    assert!(error.contains("too complex"), "{error}");
}

static FROM: Schema = Schema(&[Keyword::OneOf(&[
    &Schema(&[Keyword::Type(&[Type::Integer]), Keyword::Maximum(9.0)]),
    &Schema(&[Keyword::Type(&[Type::Boolean])]),
    &Schema(&[Keyword::Type(&[Type::String]), Keyword::MinLength(3)]),
])]);

static RANGE: Schema = Schema(&[
    Keyword::Type(&[Type::Object]),
    Keyword::Properties {
        named: &[("to", &Schema(&[Keyword::Not(&Schema(&[Keyword::Minimum(5.0)]))]))],
        by_pattern: &[],
        others: Others::Any,
    },
    Keyword::Dependency("from", &["to"]),
]);

#[test]
fn alternatives_accept_the_types_that_a_text_can_be() {
    for (text, is_valid) in
        [("9", true), ("10", false), ("100", true), ("true", true), ("no", false), ("yes", true)]
    {
        let range = read::<Range>(&[("from", text), ("to", "1")]);
        let expected = Range { from: Some(json!(text)), to: Some(1) };
        assert_eq!(range.ok(), is_valid.then_some(expected), "{text}");
    }
    // In JSON, a text is a string.
    let range = |text: &str| support::json_body::<Range>(text.as_bytes()).is_ok();
    assert!(range(r#"{"from":9,"to":1}"#) && range(r#"{"from":"yes","to":1}"#));
    assert!(!range(r#"{"from":"9","to":1}"#) && !range(r#"{"from":"no","to":1}"#));
}

#[test]
fn an_object_is_checked_as_a_whole() {
    assert_eq!(read(&[("to", "4")]), Ok(Range { from: None, to: Some(4) }));
    assert_fault::<Range>(&[("to", "5")], "/to: matches a schema that `not` excludes");
    assert_fault::<Range>(&[("from", "1")], ": property `to` is missing");
    assert_fault::<Range>(&[("to", "x")], "/to: must be an integer");
}
