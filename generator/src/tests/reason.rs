//! Messages about values of the wrong type: the same words for each JSON type, at any depth.

use crate::support::{
    self, Decode, Nullable, Rejection, Trail, json_body, object, schema::Keyword, schema::Schema,
    schema::Type, tagged,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::net::IpAddr;

#[derive(Debug)]
struct Holder<T> {
    held: Option<T>,
}

#[derive(Debug)]
struct Plain {
    name: Option<String>,
}

#[derive(Debug)]
struct Checked {
    name: Option<String>,
}

#[derive(Debug)]
struct Cat {
    lives: i64,
}

#[derive(Debug)]
enum Pet {
    Cat(Cat),
}

macro_rules! holders {
    ($($type:ty),*) => { $(object!(Holder<$type> {
    "held" => held: optional,
    .. => ignored,
});)* };
}

static OBJECT: Schema = Schema(&[Keyword::Type(&[Type::Object])]);

object!(Plain {
    "name" => name: optional,
    .. => ignored,
});
object!(Checked {
    "name" => name: optional,
    .. => ignored, schema OBJECT,
});
object!(Cat {
    tag("type" = "cat"),
    "lives" => lives: required,
    .. => ignored,
});
tagged!(Pet, "type", "must be a cat" { Cat = "cat", });
holders!(
    String,
    bool,
    i32,
    i64,
    u8,
    f64,
    Vec<String>,
    Map<String, Value>,
    BTreeMap<String, String>,
    Plain,
    Checked,
    Pet,
    Address
);

/// Like the generated code for a foreign type that a format is mapped to.
#[derive(Debug)]
struct Address(IpAddr);

const ADDRESS: &str = "must be in the format `ip`";

impl Decode for Address {
    fn decode<'de, D: Deserializer<'de>>(input: D, trail: &mut Trail) -> Result<Self, D::Error> {
        IpAddr::deserialize(input).inspect_err(|_| trail.must_be(ADDRESS)).map(Self)
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(output)
    }
}

const VALUES: [(&str, &str); 7] = [
    ("null", "null"),
    ("true", "the boolean `true`"),
    ("5", "the integer `5`"),
    ("1.5", "the number `1.5`"),
    (r#""a, expected b""#, r#"the string "a, expected b""#),
    ("[]", "an array"),
    ("{}", "an object"),
];

#[track_caller]
fn assert_fault<T: Decode>(json: &str, pointer: &str, reason: &str) {
    match json_body::<T>(json.as_bytes()) {
        Err(Rejection::InvalidJson { pointer: at, reason: why }) => {
            assert_eq!((at.as_str(), why.as_str()), (pointer, reason), "{json}");
        }
        Err(other) => panic!("{json}: {other:?}"),
        Ok(_) => panic!("{json} is accepted"),
    }
}

/// Decodes each value that is not of the type, by itself and inside everything that can contain it.
#[track_caller]
fn assert_all<T: Decode>(expected: &str, of_type: &[&str])
where
    Holder<T>: Decode,
{
    for (json, found) in VALUES.into_iter().filter(|(json, _)| !of_type.contains(json)) {
        let reason = match json {
            "1.5" if expected.ends_with("-bit integer") => format!("must be {expected}"),
            _ if expected.starts_with("in the format") => format!("must be {expected}"),
            _ if expected.ends_with("-bit integer") => format!("must be an integer, not {found}"),
            _ => format!("must be {expected}, not {found}"),
        };
        assert_fault::<T>(json, "", &reason);
        assert_fault::<Box<T>>(json, "", &reason);
        assert_fault::<Vec<T>>(&format!("[{json}]"), "/0", &reason);
        assert_fault::<BTreeMap<String, T>>(&format!("{{\"a/b\": {json}}}"), "/a~1b", &reason);
        assert_fault::<Holder<T>>(&format!("{{\"x\": [{{}}], \"held\": {json}}}"), "/held", &reason);
        assert_fault::<Vec<BTreeMap<String, Vec<T>>>>(&format!("[{{\"k\": [{json}]}}]"), "/0/k/0", &reason);
        if json != "null" {
            assert_fault::<Nullable<T>>(json, "", &reason);
            assert_fault::<Vec<Nullable<T>>>(&format!("[null, {json}]"), "/1", &reason);
        }
    }
}

#[test]
fn each_type_is_expected_in_the_same_words() {
    assert_all::<String>("a string", &[r#""a, expected b""#]);
    assert_all::<bool>("a boolean", &["true"]);
    assert_all::<i32>("a 64-bit integer", &["5"]);
    assert_all::<i64>("a 64-bit integer", &["5"]);
    assert_all::<u8>("an unsigned 8-bit integer", &["5"]);
    assert_all::<f64>("a number", &["5", "1.5"]);
    assert_all::<Vec<String>>("an array", &["[]"]);
    assert_all::<Map<String, Value>>("an object", &["{}"]);
    assert_all::<BTreeMap<String, String>>("an object", &["{}"]);
    assert_all::<Plain>("an object", &["{}"]);
    assert_all::<Checked>("an object", &["{}"]);
    assert_all::<Pet>("an object", &["{}"]);
    assert_all::<Address>("in the format `ip`", &[]);
}

/// Objects with a tag are held before they are read.
#[test]
fn errors_are_the_same_for_held_values() {
    for (json, found) in VALUES.into_iter().filter(|(json, _)| !["5", "1.5"].contains(json)) {
        let reason = format!("must be an integer, not {found}");
        assert_fault::<Pet>(&format!(r#"{{"type": "cat", "lives": {json}}}"#), "/lives", &reason);
        assert_fault::<Checked>(
            &format!(r#"{{"name": {json}}}"#).replace(r#""a, expected b""#, "5.0"),
            "/name",
            &format!("must be a string, not {found}")
                .replace(r#"the string "a, expected b""#, "the number `5.0`"),
        );
    }
}

#[test]
fn a_schema_without_a_rust_type_uses_the_same_words() {
    let types = [
        (Type::Null, "null", &["null"][..]),
        (Type::Boolean, "a boolean", &["true"]),
        (Type::Integer, "an integer", &["5"]),
        (Type::Number, "a number", &["5", "1.5"]),
        (Type::String, "a string", &[r#""a, expected b""#]),
        (Type::Array, "an array", &["[]"]),
        (Type::Object, "an object", &["{}"]),
    ];
    for (one, expected, of_type) in types {
        let types: &'static [Type] = Box::leak(Box::new([one]));
        let schema: &'static Schema =
            Box::leak(Box::new(Schema(Box::leak(Box::new([Keyword::Type(types)])))));
        for (json, found) in VALUES.into_iter().filter(|(json, _)| !of_type.contains(json)) {
            let value = serde_json::from_str(json).unwrap();
            let verdict = schema.check(&value, &mut Trail::default());
            assert_eq!(verdict, Err(format!("must be {expected}, not {found}")), "{json}");
        }
    }
    let both = Schema(&[Keyword::Type(&[Type::Integer, Type::Null])]);
    let verdict = both.check(&Value::Bool(true), &mut Trail::default());
    assert_eq!(verdict, Err("must be an integer or null, not the boolean `true`".to_owned()));
}

macro_rules! foreign {
    ($($type:ty),*) => { $(impl Decode for $type {
        fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
            Self::deserialize(input)
        }
    })* };
}

foreign!(f32, usize, (i64, i64), (), [u8; 3]);

/// A foreign type without a mapped format gives its own reason, but mentions no Rust types.
#[test]
fn rust_types_are_not_mentioned() {
    assert_fault::<f32>("null", "", "must be a number, not null");
    assert_fault::<usize>("[]", "", "must be an integer, not an array");
    assert_fault::<(i64, i64)>("{}", "", "must be an array, not an object");
    assert_fault::<[u8; 3]>("{}", "", "must be an array, not an object");
    assert_fault::<()>("true", "", "must be null, not the boolean `true`");
}
