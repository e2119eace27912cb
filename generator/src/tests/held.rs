//! Held values decode like the text that they were read from.

use crate::support::held::{FIRST, Held, Property, Replay};
use serde::de::value::{Error, MapAccessDeserializer, MapDeserializer};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Debug};
use std::net::IpAddr;
use std::num::{NonZeroU8, Wrapping};
use std::ops::Bound;
use std::time::Duration;

fn hold(text: &str) -> Held<'_> {
    serde_json::from_str(text).unwrap()
}

const TEXTS: [&str; 54] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "7",
    "-7",
    "255",
    "256",
    "1.0",
    "-1.5",
    "1e2",
    "9007199254740993",
    "9007199254740992.0",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "1e300",
    r#""""#,
    r#""a""#,
    r#""abc""#,
    r#""caf\u00e9\n""#,
    r#""127.0.0.1""#,
    r#""Unbounded""#,
    r#""Included""#,
    "[]",
    "[null]",
    "[1]",
    "[1,2]",
    "[1,2,3]",
    r#"[1,"a"]"#,
    r#"[1,"a",2]"#,
    "[[1,2],[3]]",
    "{}",
    r#"{"a":1}"#,
    r#"{"a":null}"#,
    r#"{"1":true}"#,
    r#"{"256":true}"#,
    r#"{"-1":true}"#,
    r#"{"1.0":true}"#,
    r#"{" 1":true}"#,
    r#"{"true":1}"#,
    r#"{"x":true}"#,
    r#"{"Ok":1}"#,
    r#"{"Ok":"a"}"#,
    r#"{"Err":"a"}"#,
    r#"{"Ok":1,"Err":"a"}"#,
    r#"{"Included":1}"#,
    r#"{"Unbounded":null}"#,
    r#"{"Unbounded":1}"#,
    r#"{"secs":1,"nanos":2}"#,
    r#"{"nanos":2,"secs":1,"x":0}"#,
    r#"{"b":[{"a":1.5,"c":[true,"\"",{}]}],"a":{"z":0,"y":-0.0}}"#,
];

/// A type decodes a held value like its text: to the same value, or not at all.
#[track_caller]
fn assert_alike<T: DeserializeOwned + Debug>() {
    let mut taken = 0;
    for text in TEXTS {
        let of_text = serde_json::from_str::<T>(text).ok().map(|value| format!("{value:?}"));
        let held = hold(text);
        for _ in 0..2 {
            let of_held = T::deserialize(held.reader::<serde_json::Error>());
            assert_eq!(of_held.ok().map(|value| format!("{value:?}")), of_text, "{text}");
        }
        taken += usize::from(of_text.is_some());
    }
    assert!(taken > 0 && (taken < TEXTS.len() || std::any::type_name::<T>().contains("Value")));
}

#[test]
fn types_read_held_values_as_they_read_text() {
    assert_alike::<Value>();
    assert_alike::<Map<String, Value>>();
    assert_alike::<Option<Map<String, Value>>>();
    assert_alike::<()>();
    assert_alike::<bool>();
    assert_alike::<char>();
    assert_alike::<String>();
    assert_alike::<(i8, i16, i32)>();
    assert_alike::<[u8; 2]>();
    assert_alike::<(i64, String)>();
    assert_alike::<Vec<Vec<u16>>>();
    assert_alike::<u8>();
    assert_alike::<u32>();
    assert_alike::<i64>();
    assert_alike::<u64>();
    assert_alike::<f32>();
    assert_alike::<f64>();
    assert_alike::<Wrapping<i32>>();
    assert_alike::<NonZeroU8>();
    assert_alike::<IpAddr>();
    assert_alike::<Duration>();
    assert_alike::<BTreeMap<u8, bool>>();
    assert_alike::<BTreeMap<i8, bool>>();
    assert_alike::<BTreeMap<bool, u8>>();
    assert_alike::<BTreeMap<Option<String>, Option<bool>>>();
    assert_alike::<BTreeMap<Wrapping<u8>, bool>>();
    assert_alike::<Result<u8, String>>();
    assert_alike::<Bound<u8>>();
}

#[test]
fn a_wrong_type_is_named_as_in_the_text() {
    fn reason<T: DeserializeOwned + Debug>(text: &str) -> String {
        T::deserialize(hold(text).reader::<serde_json::Error>()).unwrap_err().to_string()
    }
    let of_text = |error: serde_json::Error| error.to_string().split(" at line ").next().unwrap().to_owned();
    for text in TEXTS {
        if let Err(error) = serde_json::from_str::<bool>(text) {
            assert_eq!(reason::<bool>(text), of_text(error));
        }
        if let Err(error) = serde_json::from_str::<Map<String, Value>>(text) {
            assert_eq!(reason::<Map<String, Value>>(text), of_text(error));
        }
    }
}

#[test]
fn nothing_is_changed_while_it_is_held() {
    let text = r#"{"b":"x","a":[1,1.0,{"a":-0,"a":18446744073709551615}],"b":"\u0078","\u0061":null}"#;
    let Held::Object(properties) = hold(text) else { panic!("an object") };
    let names: Vec<&str> = properties.iter().map(|(name, _)| name.as_ref()).collect();
    assert_eq!(names, ["b", "a", "b", "a"]);
    let is_lent = |text: &Cow<'_, str>| matches!(text, Cow::Borrowed(_));
    let lent: Vec<bool> = properties.iter().map(|(name, _)| is_lent(name)).collect();
    assert_eq!(lent, [true, true, true, false]);
    assert!(matches!(properties.as_slice(), [(_, Held::Text(x)), _, (_, Held::Text(y)), (_, Held::Null)]
        if is_lent(x) && !is_lent(y) && x == y));
    let written = format!("{:?}", properties.get(1));
    assert!(written.contains(r#"[Unsigned(1), Float(1.0), Object([("a", Float(-0.0)), ("a", Unsigned("#));
}

/// The names of an object, in order.
struct Names(Vec<String>);

impl<'de> Visitor<'de> for Names {
    type Value = Vec<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Vec<String>, A::Error> {
        while let Some((name, _)) = object.next_entry::<String, IgnoredAny>()? {
            self.0.push(name);
        }
        Ok(self.0)
    }
}

#[test]
fn one_property_comes_first_if_it_is_asked_for() {
    let held = hold(r#"{"a":1,"b":2,"c":3,"b":4}"#);
    let names = |name, fields| held.reader::<Error>().deserialize_struct(name, fields, Names(Vec::new()));
    assert_eq!(names(FIRST, &["b"]).unwrap(), ["b", "a", "c", "b"]);
    assert_eq!(names(FIRST, &["a"]).unwrap(), ["a", "b", "c", "b"]);
    assert_eq!(names(FIRST, &["d"]).unwrap(), ["a", "b", "c", "b"]);
    // A struct of another crate gets the properties in their own order.
    assert_eq!(names("Pet", &["b"]).unwrap(), ["a", "b", "c", "b"]);
    assert_eq!(
        hold("{}").reader::<Error>().deserialize_struct(FIRST, &["b"], Names(Vec::new())).unwrap().len(),
        0
    );
    for text in ["[]", "null", "1"] {
        let error = hold(text).reader::<Error>().deserialize_struct(FIRST, &["b"], Names(Vec::new()));
        assert!(error.unwrap_err().to_string().ends_with("expected an object"), "{text}");
    }
}

#[test]
fn held_values_come_before_the_others() {
    let held: Vec<Property<'_>> =
        vec![(Cow::Borrowed("a"), hold("[1]")), (Cow::Owned("b".to_owned()), hold("[]"))];
    let rest = || MapDeserializer::<_, Error>::new([("c", vec![2, 3]), ("d", vec![])].into_iter());
    let object = MapAccessDeserializer::new(Replay::new(&held, rest()));
    let read = HashMap::<String, Vec<u8>>::deserialize(object).unwrap();
    let expected = [("a", vec![1]), ("b", vec![]), ("c", vec![2, 3]), ("d", vec![])];
    assert_eq!(read, expected.map(|(name, value)| (name.to_owned(), value)).into());
    let object = MapAccessDeserializer::new(Replay::new(&held, rest()));
    assert_eq!(object.deserialize_any(Names(Vec::new())).unwrap(), ["a", "b", "c", "d"]);
}
