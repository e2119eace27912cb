//! Objects with tags, and enums of them.

use crate::support::{self, Decode, Rejection, Trail, object, tagged};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Debug;
use std::time::{Duration, Instant};

#[derive(Debug, PartialEq)]
struct Cat {
    lives: i64,
    rest: Map<String, Value>,
}

#[derive(Debug, PartialEq)]
struct Dog {
    name: Option<String>,
}

/// It ignores undeclared properties, and the weight that a client sends.
#[derive(Debug, PartialEq)]
struct Hen {
    weight: Option<f64>,
    flock: Option<Vec<Pet>>,
    nest: Option<Nest>,
}

#[derive(Debug, PartialEq)]
struct Cow {
    yields: BTreeMap<String, f64>,
}

/// An object without a tag, which ignores undeclared properties.
#[derive(Debug, PartialEq)]
struct Nest {
    hen: Option<Box<Pet>>,
}

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Hen(Hen),
    Cow(Cow),
}

object!(Cat {
    tag("type" = "cat", "kind" = "Cat"),
    "lives" => lives: required,
    .. => kept(rest),
});

object!(Dog {
    tag("type" = "dog"),
    "name" => name: optional,
    .. => rejected,
});

object!(Hen {
    tag("type" = "hen"),
    "weight" => weight: optional.read_only(),
    "flock" => flock: optional,
    "nest" => nest: optional,
    .. => ignored, properties ..=100_001,
});

object!(Cow {
    tag("type" = "cow"),
    .. => typed(yields),
});

object!(Nest {
    "hen" => hen: optional,
    .. => ignored,
});

tagged!(Pet, "type", "must be a pet" {
    Cat = "cat",
    Dog = "dog",
    Hen = "hen",
    Cow = "cow",
});

/// The value, or the pointer of the fault and the reason.
fn decode<T: Decode>(text: &str) -> Result<T, (String, String)> {
    crate::support::json_body(text.as_bytes()).map_err(|rejection| match rejection {
        Rejection::InvalidJson { pointer, reason } => (pointer, reason),
        Rejection::MalformedJson { .. } => ("not JSON".to_owned(), String::new()),
        other => panic!("{other:?}"),
    })
}

#[track_caller]
fn assert_fault<T: Decode + Debug>(text: &str, pointer: &str, reason: &str) {
    let fault = decode::<T>(text).unwrap_err();
    assert_eq!((fault.0.as_str(), fault.1.as_str()), (pointer, reason), "{text}");
}

#[test]
fn tags_are_read_at_any_position_and_written_first() {
    let pet =
        decode::<Pet>(r#"{"lives":9,"z":[1.5,null],"kind":"Cat","a":{"b":true},"type":"cat"}"#).unwrap();
    let text = r#"{"type":"cat","kind":"Cat","lives":9,"#;
    assert!(serde_json::to_string(&pet).unwrap().starts_with(text));
    assert_eq!(serde_json::from_str::<Pet>(&serde_json::to_string(&pet).unwrap()).unwrap(), pet);
    assert_eq!(decode::<Dog>(r#"{"type":"dog"}"#), Ok(Dog { name: None }));
}

#[test]
fn wrong_tags_are_rejected() {
    assert_fault::<Pet>(r#"{"type":"fish"}"#, "/type", "must be a pet");
    assert_fault::<Pet>("{}", "/type", "is missing; it must be a pet");
    assert_fault::<Pet>(r#"{"type":"cat","lives":1}"#, "", "property `kind` is missing");
    assert_fault::<Pet>(r#"{"type":"dog","name":1}"#, "/name", "must be a string, not the integer `1`");
    assert_fault::<Cat>(r#"{"type":"dog"}"#, "/type", "must be `cat`");
    for value in ["1", "null", "true", "[\"cat\"]", "{}", r#""Cat""#, r#""""#] {
        assert_fault::<Pet>(&format!(r#"{{"type":{value}}}"#), "/type", "must be a pet");
        assert_fault::<Pet>(&format!(r#"{{"lives":1,"type":{value}}}"#), "/type", "must be a pet");
    }
    assert_fault::<Pet>(r#"{"type":"cat","x":[{"y":1,"y":1}]}"#, "/x/0/y", "duplicate property");
    assert_fault::<Pet>("[]", "", "must be an object, not an array");
}

#[test]
fn a_tag_is_not_written_from_the_rest() {
    let mut cat = Cat { lives: 1, rest: Map::new() };
    cat.rest.insert("type".to_owned(), Value::Null);
    assert_eq!(serde_json::to_string(&cat).unwrap(), r#"{"type":"cat","kind":"Cat","lives":1}"#);
}

/// A tag, the other properties, and the object as it is written.
const TAKEN: [(&str, &[&str], &str); 6] = [
    (r#""type":"dog""#, &[r#""name":"a""#], r#"{"type":"dog","name":"a"}"#),
    (r#""\u0074ype":"\u0064og""#, &[r#""na\u006de":"\u0061""#], r#"{"type":"dog","name":"a"}"#),
    (
        r#""type":"cat""#,
        &[r#""kind":"Cat""#, r#""lives":1.0"#, r#""z":[1e2,{"b":18446744073709551615,"a":-0}]"#, r#""y":0"#],
        r#"{"type":"cat","kind":"Cat","lives":1,"z":[100.0,{"b":18446744073709551615,"a":-0.0}],"y":0}"#,
    ),
    (r#""type":"hen""#, &[r#""x":{"a":[{},null,"\u00e9",true,-1,1.5]}"#, r#""y":1"#], r#"{"type":"hen"}"#),
    (r#""type":"hen""#, &[r#""weight":{"a":"b"}"#], r#"{"type":"hen"}"#),
    (
        r#""type":"hen""#,
        &[r#""nest":{"x":1,"hen":{"type":"dog"}}"#],
        r#"{"type":"hen","nest":{"hen":{"type":"dog"}}}"#,
    ),
];

const TWICE: &str = "duplicate property";

/// A tag, the other properties, and the place and the reason of the fault.
const REJECTED: [(&str, &[&str], &str, &str); 17] = [
    (r#""type":"dog""#, &[r#""name":"a""#, r#""name":"a""#], "/name", TWICE),
    (r#""type":"dog""#, &[r#""name":"a""#, r#""type":"dog""#], "/type", TWICE),
    (r#""type":"dog""#, &[r#""name":"a""#, r#""x":1"#], "", "property `x` is not allowed"),
    (r#""type":"dog""#, &[r#""name":null"#], "/name", "must be a string, not null"),
    (
        r#""type":"cat""#,
        &[r#""kind":"Cat""#, r#""lives":9007199254740994.0"#],
        "/lives",
        "must be a 64-bit integer",
    ),
    (r#""type":"cat""#, &[r#""kind":"Cat""#, r#""lives":1"#, r#""x":0"#, r#""x":0"#], "/x", TWICE),
    (r#""type":"cat""#, &[r#""kind":"Cat""#, r#""lives":1"#, r#""x":[{"y":0,"y":0}]"#], "/x/0/y", TWICE),
    (r#""type":"cat""#, &[r#""kind":"Lion""#, r#""lives":1"#], "/kind", "must be `Cat`"),
    (r#""type":"cow""#, &[r#""x":0"#, r#""y":1"#, r#""x":2"#], "/x", TWICE),
    (r#""type":"cow""#, &[r#""x":"0""#], "/x", r#"must be a number, not the string "0""#),
    (r#""type":"hen""#, &[r#""weight":1"#, r#""weight":1"#], "/weight", TWICE),
    (r#""type":"hen""#, &[r#""weight":[{"a":1,"b":1,"a":1}]"#], "/weight/0/a", TWICE),
    (r#""type":"hen""#, &[r#""x":1"#, r#""y":1"#, r#""\u0078":2"#], "/x", TWICE),
    (r#""type":"hen""#, &[r#""x":[0,{"b":1,"a":1,"b":2}]"#], "/x/1/b", TWICE),
    (r#""type":"hen""#, &[r#""nest":{"x":1,"hen":{"type":"dog"},"x":1}"#], "/nest/x", TWICE),
    (
        r#""type":"hen""#,
        &[r#""flock":[{"x":1,"type":"hen"},{"lives":9,"type":"cat"}]"#],
        "/flock/1",
        "property `kind` is missing",
    ),
    (r#""type":"hen""#, &[r#""flock":{}"#], "/flock", "must be an array, not an object"),
];

/// The object with these properties, and with the tag at each position.
fn with_tag(tag: &str, properties: &[&str]) -> Vec<String> {
    let at = |index: usize| {
        let (before, after) = properties.split_at(index);
        format!("{{{}}}", [before, &[tag], after].concat().join(","))
    };
    (0..=properties.len()).map(at).collect()
}

/// A struct ignores the same properties before and after its tag, though only those before it are held.
#[test]
fn the_position_of_the_tag_does_not_matter() {
    for (tag, properties, expected) in TAKEN {
        for text in with_tag(tag, properties) {
            let written = decode::<Pet>(&text).map(|pet| serde_json::to_string(&pet).unwrap());
            assert_eq!(written.as_deref(), Ok(expected), "{text}");
        }
    }
    for (tag, properties, pointer, reason) in REJECTED {
        for text in with_tag(tag, properties) {
            assert_fault::<Pet>(&text, pointer, reason);
        }
    }
    let deep = format!(r#""x":{}1{}"#, "[".repeat(200), "]".repeat(200));
    for ignored in [&deep, r#""x":1e400"#, r#""x":"\ud800""#, r#""x":tru"#] {
        for text in with_tag(r#""type":"hen""#, &[ignored]) {
            assert_fault::<Pet>(&text, "not JSON", "");
        }
    }
}

#[test]
fn a_value_is_read_like_a_text() {
    let decode = |text: &str| {
        let value: Value = serde_json::from_str(text).unwrap();
        Pet::decode(&value, &mut Trail::default()).map_err(|error| error.to_string())
    };
    for (tag, properties, expected) in TAKEN {
        for text in with_tag(tag, properties) {
            let value: Value = serde_json::from_str(&text).unwrap();
            // The weight is ignored only in a request.
            if value.get("weight").is_none() {
                let pet = Pet::decode(value, &mut Trail::default()).unwrap();
                assert_eq!(serde_json::to_string(&pet).unwrap(), expected, "{text}");
                assert_eq!(decode(&text), Ok(pet), "{text}");
            }
        }
    }
    assert_eq!(decode(r#"{"x":1,"type":1}"#).unwrap_err(), "must be a pet");
    assert_eq!(decode("{}").unwrap_err(), "is missing; it must be a pet");
    assert_eq!(decode("[]").unwrap_err(), "invalid type: sequence, expected an object");
}

#[test]
fn only_a_tagged_object_reads_ignored_properties() {
    let twice = r#""x":{"y":1,"y":1},"x":2"#;
    assert!(decode::<Nest>(&format!(r"{{{twice}}}")).is_ok());
    assert!(decode::<Nest>(&format!(r#"{{"hen":{{"x":1,"type":"hen"}},{twice}}}"#)).is_ok());
    assert_fault::<Nest>(&format!(r#"{{"hen":{{"type":"hen",{twice}}}}}"#), "/hen/x/y", "duplicate property");
}

#[test]
fn a_hundred_thousand_properties_come_before_a_tag() {
    let properties = |value: &str| {
        let each: Vec<_> = (0..100_000).map(|index| format!(r#""n{index}":{value}"#)).collect();
        each.join(",")
    };
    let started = Instant::now();
    for (tag, value) in [("hen", "[1]"), ("cow", "1.5"), ("cat\",\"kind\":\"Cat\",\"lives\":\"", "\"a\"")] {
        let properties = properties(value);
        let lives = |text: String| text.replace(r#""lives":"""#, r#""lives":9"#);
        let after = lives(format!(r#"{{{properties},"type":"{tag}"}}"#));
        let before = lives(format!(r#"{{"type":"{tag}",{properties}}}"#));
        assert_eq!(decode::<Pet>(&after).unwrap(), decode::<Pet>(&before).unwrap());
        let twice = format!(r#"{{{properties},"n7":{value},"type":"{tag}"}}"#);
        assert_fault::<Pet>(&lives(twice), "/n7", "duplicate property");
    }
    assert_fault::<Pet>(&format!("{{{}}}", properties("1")), "/type", "is missing; it must be a pet");
    // Comparing each with each would take minutes.
    assert!(started.elapsed() < Duration::from_secs(30));
}

/// Pets in pets, each with its tag last.
fn nested(depth: usize, inner: &str) -> String {
    let before = r#"{"flock":["#.repeat(depth);
    format!("{before}{inner}{}", r#"],"type":"hen"}"#.repeat(depth))
}

#[test]
fn a_value_is_as_deep_before_its_tag_as_after_it() {
    let after = |depth: usize| {
        let before = r#"{"type":"hen","flock":["#.repeat(depth);
        format!("{before}{}", "]}".repeat(depth))
    };
    // Each pet has two levels, and serde_json's limit is 127.
    for (depth, is_json) in [(1, true), (63, true), (64, false), (50_000, false)] {
        assert_eq!(decode::<Pet>(&nested(depth, "")).is_ok(), is_json, "{depth}");
        assert_eq!(decode::<Pet>(&after(depth)).is_ok(), is_json, "{depth}");
    }
    let pointer = "/flock/0".repeat(40) + "/type";
    assert_fault::<Pet>(&nested(40, "{}"), &pointer, "is missing; it must be a pet");
}

/// If each object were held again for each object around it, the deep value would take thirty times as long.
#[test]
fn a_held_value_is_not_held_again() {
    let cats = vec![r#"{"lives":1,"x":{"y":["\n","z"]},"kind":"Cat","type":"cat"}"#; 4_000].join(",");
    let took = |text: &str| {
        let once = || {
            let started = Instant::now();
            assert!(decode::<Pet>(text).is_ok());
            started.elapsed()
        };
        (0..3).map(|_| once()).min().unwrap()
    };
    let (flat, deep) = (took(&nested(1, &cats)), took(&nested(60, &cats)));
    assert!(deep < flat * 6, "{deep:?} and {flat:?}");
}
