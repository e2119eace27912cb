//! Objects with tags, and the enums of them.

use crate::support::{
    Buffered, Decode, Members, Object, Rejection, Seed, Tag, Trail, object, object::object,
};
use crate::support::{tagged, tagged::tagged};
use serde::de::{Deserialize, Deserializer, MapAccess};
use serde::ser::{Serialize, Serializer};
use serde_json::{Map, Value};

#[derive(Debug, PartialEq)]
struct Cat {
    lives: i64,
    rest: Map<String, Value>,
}

#[derive(Debug, PartialEq)]
struct Dog {
    name: Option<String>,
}

#[derive(Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
}

object!(Cat {
    lives: required("lives"),
} kept(rest), tags("type" = "cat", "kind" = "Cat"));

object!(Dog {
    name: optional("name"),
} refused(), tags("type" = "dog"));

tagged!(Pet, "type", "must be a cat or a dog" {
    Cat = "cat",
    Dog = "dog",
});

/// The value, or the pointer of what is at fault and the reason.
fn decode<T: Decode>(text: &str) -> Result<T, (String, String)> {
    crate::support::json_body(text.as_bytes()).map_err(|rejection| match rejection {
        Rejection::WrongJson { pointer, reason } => (pointer, reason),
        other => panic!("{other:?}"),
    })
}

#[track_caller]
fn assert_fault<T: Decode + std::fmt::Debug>(text: &str, pointer: &str, reason: &str) {
    let fault = decode::<T>(text).unwrap_err();
    assert_eq!((fault.0.as_str(), fault.1.as_str()), (pointer, reason), "{text}");
}

#[test]
fn tags_are_read_wherever_they_stand_and_written_first() {
    let pet =
        decode::<Pet>(r#"{"lives":9,"z":[1.5,null],"kind":"Cat","a":{"b":true},"type":"cat"}"#).unwrap();
    let text = r#"{"type":"cat","kind":"Cat","lives":9,"#;
    assert!(serde_json::to_string(&pet).unwrap().starts_with(text));
    assert_eq!(serde_json::from_str::<Pet>(&serde_json::to_string(&pet).unwrap()).unwrap(), pet);
    assert_eq!(decode::<Dog>(r#"{"type":"dog"}"#), Ok(Dog { name: None }));
}

#[test]
fn tags_that_say_something_else_are_refused() {
    assert_fault::<Pet>(r#"{"type":"fish"}"#, "/type", "must be a cat or a dog");
    assert_fault::<Pet>("{}", "/type", "is missing, and must be a cat or a dog");
    assert_fault::<Pet>(r#"{"type":"cat","lives":1}"#, "", "member `kind` is missing");
    assert_fault::<Pet>(r#"{"type":"dog","name":1}"#, "/name", "must be a string, and is the integer `1`");
    assert_fault::<Cat>(r#"{"type":"dog"}"#, "/type", "must be `cat`");
    assert_fault::<Dog>(r#"{"type":"dog","type":"dog"}"#, "/type", "the member is given twice");
    assert_fault::<Pet>(r#"{"type":"cat","x":[{"y":1,"y":1}]}"#, "/x/0/y", "the member is given twice");
    assert_fault::<Pet>("[]", "", "must be an object, and is an array");
}

#[test]
fn a_tag_is_not_written_from_the_rest() {
    let mut cat = Cat { lives: 1, rest: Map::new() };
    cat.rest.insert("type".to_owned(), Value::Null);
    assert_eq!(serde_json::to_string(&cat).unwrap(), r#"{"type":"cat","kind":"Cat","lives":1}"#);
}
