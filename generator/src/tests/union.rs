//! Unions: values of one of several alternatives.

use crate::support::{self, Decode, Rejection, check, object, tagged, union};
use serde_json::Value;
use std::fmt::Debug;

macro_rules! structs {
    ($($name:ident { $($field:ident: $type:ty,)* })*) => { $(
        #[derive(Clone, Debug, PartialEq)]
        struct $name { $($field: $type,)* }
    )* };
}

structs! {
    MatchValue { value: Values, }
    MatchText { text: String, }
    MatchAny { any: Any, }
    Json { url: String, method: Option<String>, }
    Csv { url: String, method: Option<String>, delimiter: Option<String>, }
    Docker { image: String, }
    Product { id: String, name: String, }
    Deleted { id: String, }
    Button { label: Option<String>, }
    Select { custom_id: String, options: Vec<Choice>, }
    Choice { label: String, }
    TextThread { name: String, kind: Option<String>, }
    ForumThread { name: String, message: String, }
    And { and: Vec<Filter>, }
    Or { or: Vec<Filter>, }
    Loose { any: Option<Vec<Deep>>, }
    Looser { any: Option<Vec<Deep>>, more: Option<bool>, }
    Linked { next: Option<Vec<Chain>>, one: Option<i64>, }
    Chained { next: Option<Vec<Chain>>, two: Option<i64>, }
}

macro_rules! enums {
    ($($name:ident { $($variant:ident $(($type:ty))?,)* })*) => { $(
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::enum_variant_names, reason = "generated variants have the names of their schemas")]
        enum $name { $($variant $(($type))?,)* }
    )* };
}

enums! {
    Match { MatchValue(MatchValue), MatchText(MatchText), MatchAny(MatchAny), }
    Values { String(String), Integer(i64), Boolean(bool), }
    Any { StringList(Vec<String>), IntegerList(Vec<i64>), }
    Source { Json(Json), Csv(Csv), Docker(Docker), }
    Expandable { String(String), Product(Product), Deleted(Deleted), }
    Component { Button(Button), Select(Select), }
    Thread { TextThread(TextThread), ForumThread(ForumThread), }
    Number { Integer(i64), Number(f64), }
    Rule { Words, Typo, Three, Custom(Docker), }
    Filter { String(String), And(And), Or(Or), }
    Deep { Loose(Loose), Looser(Looser), }
    Chain { Linked(Linked), Chained(Chained), }
    Either { Button(Button), Select(Select), }
}

object!(MatchValue { "value" => value: required, .. => ignored });
object!(MatchText { "text" => text: required, .. => ignored });
object!(MatchAny { "any" => any: required, .. => ignored });
object!(Json { "url" => url: required, "method" => method: optional, .. => rejected });
object!(Csv {
    "url" => url: required,
    "method" => method: optional,
    "delimiter" => delimiter: optional [check::max_length(1)],
    .. => rejected,
});
object!(Docker { "image" => image: required, .. => rejected });
object!(Product { tag("object" = "product"), "id" => id: required, "name" => name: required, .. => ignored });
object!(Deleted { tag("object" = "product", "deleted" = true), "id" => id: required, .. => ignored });
object!(Button { tag("type" = 2_i64), "label" => label: optional, .. => ignored });
object!(Select {
    tag("type" = 3_i64),
    "custom_id" => custom_id: required,
    "options" => options: required,
    .. => ignored,
});
object!(Choice { "label" => label: required, .. => ignored });
object!(TextThread { "name" => name: required, "kind" => kind: optional, .. => ignored });
object!(ForumThread { "name" => name: required, "message" => message: required, .. => ignored });
object!(And { "and" => and: required, .. => ignored });
object!(Or { "or" => or: required, .. => ignored });
object!(Linked { "next" => next: optional, "one" => one: optional, .. => ignored });
object!(Chained { "next" => next: optional, "two" => two: optional, .. => ignored });
object!(Loose { "any" => any: optional, .. => ignored });
object!(Looser { "any" => any: optional, "more" => more: optional, .. => ignored });

union!(Match, AnyOf {
    MatchValue: object(MatchValue) requires ["value"],
    MatchText: object(MatchText) requires ["text"],
    MatchAny: object(MatchAny) requires ["any"],
});
union!(Values, OneOf { String: string, Integer: integer, Boolean: boolean });
union!(Any, AnyOf { StringList: array, IntegerList: array });
union!(Source, OneOf {
    Json: object(Json) requires ["url"] others rejected,
    Csv: object(Csv) requires ["url"] others rejected,
    Docker: object(Docker) requires ["image"] others rejected,
});
union!(Expandable, AnyOf {
    String: string [check::max_length(8)],
    Product: object(Product) requires ["object", "id", "name"] tags ["object" = [text("product")]],
    Deleted: object(Deleted) requires ["object", "deleted", "id"] tags ["object" = [text("product")], "deleted" = [boolean(true)]],
});
union!(Component, OneOf {
    Button: object(Button) requires ["type"] tags ["type" = [integer(2)]],
    Select: object(Select) requires ["type", "custom_id", "options"] tags ["type" = [integer(3)]],
});
union!(Thread, AnyOf {
    TextThread: object(TextThread) requires ["name"],
    ForumThread: object(ForumThread) requires ["name", "message"],
});
union!(Number, OneOf { Integer: integer, Number: number });
union!(Rule, OneOf {
    Words = text("words"),
    Typo = text("typo"),
    Three = integer(3),
    Custom: object,
});
union!(Filter, OneOf {
    String: string,
    And: object(And) requires ["and"],
    Or: object(Or) requires ["or"],
});
union!(Deep, OneOf { Loose: object(Loose), Looser: object(Looser) });
union!(Chain, AnyOf { Linked: object(Linked), Chained: object(Chained) });
tagged!(Either, "type", "must be one of `2`, `3`" { Button = "2", Select = "3" | "4", });

/// The value as it is serialized again, or the pointer of the fault and the reason.
fn decode<T: Decode + serde::Serialize>(text: &str) -> Result<String, String> {
    match support::json_body::<T>(text.as_bytes()) {
        Ok(value) => Ok(serde_json::to_string(&value).unwrap()),
        Err(Rejection::InvalidJson { pointer, reason }) => Err(format!("{pointer} {reason}")),
        Err(other) => Err(format!("{other:?}")),
    }
}

#[track_caller]
fn keeps<T: Decode + serde::Serialize>(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let back: Value = serde_json::from_str(&decode::<T>(text).unwrap()).unwrap();
    assert_eq!(value, back);
}

#[track_caller]
fn rejects<T: Decode + serde::Serialize + Debug>(text: &str, why: &str) {
    assert_eq!(decode::<T>(text).unwrap_err(), why, "{text}");
}

#[test]
fn an_alternative_is_found_by_its_required_property() {
    keeps::<Match>(r#"{"value": "x"}"#);
    keeps::<Match>(r#"{"value": 3}"#);
    keeps::<Match>(r#"{"any": [1, 2]}"#);
    assert_eq!(decode::<Match>(r#"{"other": 1, "text": "a"}"#).unwrap(), r#"{"text":"a"}"#);
    rejects::<Match>(r#"{"value": 1.5}"#, "/value must be a 64-bit integer");
    rejects::<Match>("{}", " must have `value`, or `text`, or `any`");
    rejects::<Match>(r#"["x"]"#, " must be an object, not an array");
}

#[test]
fn the_json_type_decides() {
    keeps::<Values>("true");
    keeps::<Values>(r#""true""#);
    assert_eq!(decode::<Values>("2.0").unwrap(), "2");
    rejects::<Values>("null", " must be a boolean or an integer or a string, not null");
    rejects::<Values>("[1]", " must be a boolean or an integer or a string, not an array");
}

#[test]
fn arrays_are_tried_item_by_item() {
    keeps::<Any>("[]");
    keeps::<Any>(r#"["a", "b"]"#);
    keeps::<Any>("[1, 2]");
    rejects::<Any>(r#"["a", 1]"#, "/1 must be a string, not the integer `1`");
    rejects::<Any>(r#"[1, "a"]"#, r#"/1 must be an integer, not the string "a""#);
}

#[test]
fn one_of_rejects_a_value_of_two_alternatives() {
    rejects::<Source>(
        r#"{"url": "u"}"#,
        " matches several alternatives, but only one is allowed: `Json`, `Csv`",
    );
    keeps::<Source>(r#"{"url": "u", "delimiter": ","}"#);
    keeps::<Source>(r#"{"url": "u", "delimiter": ",", "method": "GET"}"#);
    rejects::<Source>(r#"{"delimiter": ",,", "url": "u"}"#, "/delimiter must have at most 1 character");
    rejects::<Source>(r#"{"image": "i", "url": "u"}"#, " property `url` is not allowed");
    rejects::<Number>("1", " matches several alternatives, but only one is allowed: `Integer`, `Number`");
    keeps::<Number>("1.5");
}

#[test]
fn any_of_takes_the_alternative_with_most_of_the_properties() {
    keeps::<Thread>(r#"{"name": "n", "message": "m"}"#);
    keeps::<Thread>(r#"{"message": "m", "name": "n"}"#);
    assert_eq!(decode::<Thread>(r#"{"name": "n", "other": 1}"#).unwrap(), r#"{"name":"n"}"#);
}

#[test]
fn tags_are_texts_integers_or_booleans() {
    keeps::<Expandable>(r#""prod_1""#);
    keeps::<Expandable>(r#"{"object": "product", "id": "1", "name": "n"}"#);
    keeps::<Expandable>(r#"{"object": "product", "id": "1", "deleted": true}"#);
    rejects::<Expandable>(r#""prod_12345""#, " must have at most 8 characters");
    rejects::<Expandable>(r#"{"id": "1", "object": "prod"}"#, "/object must be `product`");
    keeps::<Component>(r#"{"label": "l", "type": 2}"#);
    keeps::<Component>(r#"{"type": 3, "custom_id": "c", "options": [{"label": "a"}]}"#);
    assert_eq!(decode::<Component>(r#"{"type": 2.0}"#).unwrap(), r#"{"type":2}"#);
    rejects::<Component>(
        r#"{"type": 3, "custom_id": "c", "options": [{"label": 1}]}"#,
        "/options/0/label must be a string, not the integer `1`",
    );
    rejects::<Component>(r#"{"type": 4}"#, "/type must be one of `2`, `3`");
    rejects::<Component>(r#"{"label": "l"}"#, "/type is missing; it must be one of `2`, `3`");
    rejects::<Component>(r#"{"type": 2, "type": 2}"#, "/type duplicate property");
    rejects::<Component>(r#"{"label": "a", "label": "b", "type": 2}"#, "/label duplicate property");
}

#[test]
fn a_constant_has_no_payload() {
    keeps::<Rule>(r#""words""#);
    keeps::<Rule>("3");
    keeps::<Rule>(r#"{"image": "i"}"#);
    assert_eq!(decode::<Rule>("3.0").unwrap(), "3");
    rejects::<Rule>(r#""sort""#, " must be one of `words`, `typo`");
    rejects::<Rule>("4", " must be `3`");
    rejects::<Rule>(r#"{"image": 1}"#, "/image must be a string, not the integer `1`");
}

#[test]
fn unions_contain_unions() {
    keeps::<Filter>(r#"{"and": ["a", {"or": ["b", {"and": []}]}]}"#);
    rejects::<Filter>(
        r#"{"and": ["a", {"or": ["b", {"and": [1]}]}]}"#,
        "/and/1/or/1/and/0 must be a string or an object, not the integer `1`",
    );
}

#[test]
fn nested_choices_end() {
    let depth = 40;
    let text = format!("{}{}", r#"{"any": ["#.repeat(depth), "]}".repeat(depth));
    rejects::<Deep>(&text, "/any/0 is too complex to choose between the alternatives");
}

/// The size of the values counts, not only the number of choices.
#[test]
fn nested_choices_of_a_large_value_end() {
    let wide = format!("{{\"x\": [{}]}}", vec!["1"; 100_000].join(","));
    let nested = |depth| format!("{}{wide}{}", r#"{"any": ["#.repeat(depth), "]}".repeat(depth));
    let several = "/any/0/any/0 matches several alternatives, but only one is allowed: `Loose`, `Looser`";
    rejects::<Deep>(&nested(2), several);
    rejects::<Deep>(&nested(8), "/any/0 is too complex to choose between the alternatives");
}

/// All values of an input count together.
#[test]
fn many_nested_choices_end() {
    let depth = 11;
    let one = format!("{}{}", r#"{"next": ["#.repeat(depth), "]}".repeat(depth));
    let list = |length| format!("[{}]", vec![one.as_str(); length].join(","));
    keeps::<Vec<Chain>>(&list(1));
    let reason = decode::<Vec<Chain>>(&list(100)).unwrap_err();
    assert!(reason.ends_with("is too complex to choose between the alternatives"), "{reason}");
    // Without choices inside each other, a list has any length.
    keeps::<Vec<Chain>>(&format!("[{}]", vec![r#"{"next": [{"two": 1}]}"#; 20_000].join(",")));
}

/// A union inside a value that a union holds in memory does not hold it a second time.
#[cfg(target_os = "linux")]
#[test]
fn nested_unions_hold_a_value_once() {
    let peak = || {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap().to_owned();
        line.split_whitespace().next().unwrap().parse::<usize>().unwrap() / 1024
    };
    let (depth, width) = (60, 200_000);
    let text =
        format!("{}{}{}", r#"{"and": ["#.repeat(depth), vec![r#""a""#; width].join(","), "]}".repeat(depth));
    let before = peak();
    assert_eq!(decode::<Filter>(&text).unwrap().len(), text.len() - depth);
    let more = peak() - before;
    assert!(more < 200, "{more} MiB more");
}

#[test]
fn a_discriminator_has_several_values() {
    let button = Either::Button(Button { label: None });
    assert!(serde_json::to_string(&button).unwrap().contains("\"type\":2"));
}
