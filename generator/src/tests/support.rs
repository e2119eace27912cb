//! Tests of the support code.

use crate::support::{self, Argument, Decode, Nullable, Rejection, Trail, check, json_body, object};
use axum::http::StatusCode;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    n: i64,
    grid: Vec<Vec<i32>>,
}

#[derive(Clone, Debug, PartialEq)]
struct Outer {
    inner: Option<Vec<Inner>>,
    three: Option<Nullable<String>>,
    must: Nullable<Box<Inner>>,
    named: Option<BTreeMap<String, f64>>,
    rest: Map<String, Value>,
}

#[derive(Clone, Debug, PartialEq)]
struct Loose {
    flag: Option<bool>,
}

#[derive(Clone, Debug, PartialEq)]
struct Numbers {
    each: BTreeMap<String, i64>,
}

object!(Inner {
    "n" => n: required,
    "gr/id" => grid: required,
    .. => rejected,
});

object!(Outer {
    "inner" => inner: optional,
    "three" => three: optional,
    "must" => must: required,
    "na~med" => named: optional,
    .. => kept(rest),
});

object!(Loose {
    "flag" => flag: optional,
    .. => ignored,
});

object!(Numbers {
    .. => typed(each),
});

/// The value, or the pointer of the fault and the reason.
fn decode<T: Decode>(text: &str) -> Result<T, (String, String)> {
    crate::support::json_body(text.as_bytes()).map_err(|rejection| match rejection {
        Rejection::InvalidJson { pointer, reason } => (pointer, reason),
        Rejection::MalformedJson { reason } => ("not JSON".to_owned(), reason),
        Rejection::MissingBody => ("missing".to_owned(), String::new()),
        other => panic!("{other:?}"),
    })
}

#[track_caller]
fn assert_fault<T: Decode + std::fmt::Debug>(text: &str, pointer: &str, reason: &str) {
    let fault = decode::<T>(text).unwrap_err();
    assert_eq!((fault.0.as_str(), fault.1.as_str()), (pointer, reason), "{text}");
}

#[test]
fn a_struct_comes_back_equal() {
    let text = r#"{"inner":[{"n":1,"gr/id":[[1,2],[3]]}],"three":null,"must":{"n":2,"gr/id":[]},"na~med":{"x":1.5},"z":[null],"a":{}}"#;
    let outer = decode::<Outer>(text).unwrap();
    assert_eq!(outer.three, Some(Nullable::Null));
    assert_eq!(serde_json::to_string(&outer).unwrap(), text);
    assert_eq!(serde_json::from_str::<Outer>(text).unwrap(), outer);
    let less = decode::<Outer>(r#"{"must":null}"#).unwrap();
    assert_eq!((less.three, less.must), (None, Nullable::Null));
}

#[test]
fn the_fault_is_named_with_its_pointer() {
    let integer = "must be a 64-bit integer";
    assert_fault::<Outer>(
        r#"{"must":null,"inner":[{"n":1,"gr/id":[[1,2.5]]}]}"#,
        "/inner/0/gr~1id/0/1",
        integer,
    );
    assert_fault::<Outer>(
        r#"{"must":null,"inner":[{"n":1.0,"gr/id":[]},{"gr/id":[]}]}"#,
        "/inner/1",
        "property `n` is missing",
    );
    assert_fault::<Outer>(
        r#"{"must":null,"na~med":{"x/y":"1"}}"#,
        "/na~0med/x~1y",
        r#"must be a number, not the string "1""#,
    );
    assert_fault::<Outer>(r#"{"must":{"n":1,"gr/id":[],"zz":1}}"#, "/must", "property `zz` is not allowed");
    assert_fault::<Outer>(r#"{"must":null,"must":null}"#, "/must", "duplicate property");
    assert_fault::<Outer>(r#"{"must":null,"x":1,"x":2}"#, "/x", "duplicate property");
    assert_fault::<Outer>(r#"{"must":null,"na~med":{"x":1,"x":2}}"#, "/na~0med/x", "duplicate property");
    assert_fault::<Outer>(r#"{"must":null,"inner":null}"#, "/inner", "must be an array, not null");
    assert_fault::<Outer>("[null]", "", "must be an object, not an array");
    assert_fault::<Vec<i64>>("{}", "", "must be an array, not an object");
    assert_fault::<bool>("1.5", "", "must be a boolean, not the number `1.5`");
    assert_fault::<Numbers>(r#"{"a":1,"b":"c"}"#, "/b", r#"must be an integer, not the string "c""#);
    assert_fault::<Loose>(r#"{"flag":"yes"}"#, "/flag", r#"must be a boolean, not the string "yes""#);
}

#[test]
fn malformed_json_is_told_from_wrong_json() {
    assert_eq!(decode::<Loose>("").unwrap_err().0, "missing");
    for text in [" ", "{", "{\"must\":null", "{} x", "nul"] {
        assert_eq!(decode::<Loose>(text).unwrap_err().0, "not JSON", "{text}");
    }
    let deep = "[".repeat(100_000);
    assert_eq!(decode::<Value>(&deep).unwrap_err().0, "not JSON");
    // Ignored values are skipped without recursion.
    assert!(decode::<Loose>(&format!("{{\"x\":{}1{}}}", "[".repeat(100), "]".repeat(100))).is_ok());
}

#[test]
fn integers_are_what_json_schema_calls_integers() {
    for (text, expected) in [
        ("1.0", 1),
        ("1e2", 100),
        ("-0", 0),
        ("-0.0", 0),
        ("9223372036854775807", i64::MAX),
        ("-9223372036854775808", i64::MIN),
    ] {
        assert_eq!(decode::<i64>(text).unwrap(), expected, "{text}");
    }
    for text in ["1.5", "9223372036854775808", "1e300", "9007199254740993.5", "18446744073709551615"] {
        assert_fault::<i64>(text, "", "must be a 64-bit integer");
    }
    assert_fault::<i32>("2147483648", "", "must be a 32-bit integer");
    assert_fault::<i64>("\"1\"", "", r#"must be an integer, not the string "1""#);
}

#[test]
fn properties_with_a_field_are_not_written_from_the_rest() {
    let mut outer = decode::<Outer>(r#"{"must":null}"#).unwrap();
    outer.rest.insert("must".to_owned(), json!(1));
    outer.rest.insert("more".to_owned(), json!(1));
    assert_eq!(serde_json::to_string(&outer).unwrap(), r#"{"must":null,"more":1}"#);
}

fn argument<T>(
    text: &'static str,
    read: impl Fn(Argument<'static>) -> Result<T, Rejection>,
) -> Result<T, String> {
    read(Argument::new("p", Ok(None)).or(text)).map_err(|rejection| rejection.to_string())
}

#[test]
fn numbers_in_text_are_written_as_in_json() {
    let number = |text: &'static str| argument(text, Argument::required::<f64>);
    for (text, expected) in
        [("0", 0.0), ("-1", -1.0), ("1.5", 1.5), ("1e3", 1000.0), ("1.5E-1", 0.15), ("-0.0", -0.0)]
    {
        assert!(number(text).is_ok_and(|value: f64| value.total_cmp(&expected).is_eq()), "{text}");
    }
    for text in [
        "", "-", "+1", "01", "-01", "1.", ".5", "1.e3", "1e", "1e+", "inf", "NaN", "1e999", " 1", "1 ",
        "1_0", "0x1", "\u{661}",
    ] {
        assert_eq!(number(text), Err("parameter `p` must be a number".to_owned()), "{text}");
    }
    assert_eq!(
        argument("2147483648", Argument::required::<i32>),
        Err("parameter `p` must be a 32-bit integer".to_owned())
    );
    assert_eq!(
        argument("1.0", Argument::required::<i64>),
        Err("parameter `p` must be a 64-bit integer".to_owned())
    );
    for text in ["True", "1", "", "yes"] {
        assert_eq!(
            argument(text, Argument::required::<bool>),
            Err("parameter `p` must be `true` or `false`".to_owned())
        );
    }
}

#[test]
fn lists_are_split_and_each_item_read() {
    assert_eq!(argument("1|2", |argument| argument.list::<i64>('|')), Ok(vec![1, 2]));
    assert_eq!(argument("", |argument| argument.required_list::<i64>(',')), Ok(vec![]));
    assert!(argument("1,,2", |argument| argument.list::<i64>(',')).is_err());
    let absent = || Argument::new("p", Ok(None));
    assert_eq!(absent().list::<String>(','), Ok(vec![]));
    assert_eq!(absent().required_list::<String>(','), Err(Rejection::MissingParameter { name: "p" }));
    assert_eq!(absent().required::<String>(), Err(Rejection::MissingParameter { name: "p" }));
}

#[test]
fn an_unsupported_media_type_is_named_next_to_those_that_are_accepted() {
    let message =
        |received: Option<&str>, accepted| Rejection::unsupported_media_type(received, accepted).to_string();
    let json: &[&str] = &["application/json"];
    let cases = [
        (
            Some("text/plain"),
            json,
            "the body has the media type `text/plain`; `application/json` is accepted",
        ),
        (None, &["a/b", "c/*"], "the body has no media type; `a/b` or `c/*` is accepted"),
        (
            Some("d/e"),
            &["a/b", "c/*", "x/y"],
            "the body has the media type `d/e`; `a/b`, `c/*` or `x/y` is accepted",
        ),
        (
            Some("application/json; Charset=latin1"),
            json,
            "the body has the media type `application/json; Charset=latin1`; `application/json` is accepted, in UTF-8",
        ),
        (Some("a/b"), &[], "the body has the media type `a/b`, which is not accepted"),
        (None, &[], "the body has no media type, which is not accepted"),
        (
            Some("\u{1b}[31m`\n\u{e4}"),
            json,
            "the body has the media type `?[31m???`; `application/json` is accepted",
        ),
    ];
    for (received, accepted, expected) in cases {
        assert_eq!(message(received, accepted), expected);
    }
    let long = message(Some(&"x".repeat(1000)), json);
    assert_eq!(long.matches('x').count(), 100);
}

#[test]
fn examples_that_lose_something_fail() {
    let outcome = |json: &str, numbers: bool| {
        let mut examples = crate::support::Examples::default();
        match numbers {
            true => examples.check::<Vec<f64>>("here", json),
            false => examples.check::<serde_json::Value>("here", json),
        }
        std::panic::catch_unwind(|| examples.finish()).is_ok()
    };
    assert!(outcome(r#"{"a": [1, 2.0, "x", null]}"#, false) && outcome("[1, 2.5]", true));
    assert!(!outcome("[1, null]", true) && !outcome("{", false));
}

/// Whether two values are different items.
fn differ(one: &Value, other: &Value) -> bool {
    check::unique()(&vec![one.clone(), other.clone()], &mut Trail::default()).is_ok()
}

#[test]
fn items_differ_as_json_schema_compares() {
    for (one, other) in [
        (json!(1), json!(1.0)),
        (json!(0.0), json!(-0.0)),
        (json!(1e300), json!(1e300)),
        (json!({"a": 1, "b": [2]}), json!({"b": [2.0], "a": 1})),
    ] {
        assert!(!differ(&one, &other), "{one} {other}");
    }
    for (one, other) in [
        (json!(1), json!("1")),
        (json!(u64::MAX), json!(2f64.powi(64))),
        (json!(["a,b"]), json!(["a", "b"])),
        (json!({"a": {"b": 1}}), json!({"a": {}, "b": 1})),
        (json!({"a": "\":1"}), json!({"a\":": "1"})),
    ] {
        assert!(differ(&one, &other), "{one} {other}");
    }
}

/// Strings inside strings would double in size at each level.
#[test]
fn nested_items_are_compared_in_linear_space() {
    let nested = |last| (0..100).fold(json!(last), |inner, _| json!({ "a": inner }));
    assert!(differ(&nested(1), &nested(2)));
    assert!(!differ(&nested(1), &nested(1)));
}

#[test]
fn no_object_has_a_property_twice_however_deep() {
    let decode = |text: &str| {
        json_body::<Value>(text.as_bytes()).map_err(|rejection| match rejection {
            Rejection::InvalidJson { pointer, reason } => format!("{pointer}: {reason}"),
            other => other.to_string(),
        })
    };
    for text in [r#"{"a":1,"b":{"a":[{"a":null}]}}"#, "[1,2.5,true,\"x\"]", "{}", "18446744073709551615"] {
        assert_eq!(decode(text), Ok(serde_json::from_str(text).unwrap()), "{text}");
    }
    for (text, expected) in [
        (r#"{"a":1,"a":1}"#, "/a: duplicate property"),
        (r#"{"b":[0,{"a":1,"c":2,"a":1}]}"#, "/b/1/a: duplicate property"),
        (r#"{"\u0061":1,"a":1}"#, "/a: duplicate property"),
    ] {
        assert_eq!(decode(text), Err(expected.to_owned()), "{text}");
    }
    // serde_json's feature for numbers of any length uses this property. Without it, it is a property like any other.
    let number = r#"{"$serde_json::private::Number":"1"}"#;
    assert_eq!(decode(number), Ok(serde_json::from_str(number).unwrap()));
    let object = |text: &str| {
        let mut trail = Trail::default();
        Map::<String, Value>::decode(&mut serde_json::Deserializer::from_str(text), &mut trail)
            .map_err(|error| error.to_string())
    };
    assert!(object("[]").is_err_and(|error| error.contains("expected an object")));
    assert!(object(r#"{"a":{"b":1,"b":2}}"#).is_err_and(|error| error.contains("duplicate property")));
}

#[derive(Clone, Debug, PartialEq)]
struct Made {
    id: Option<i64>,
    part: Option<Box<Made>>,
}

object!(Made {
    "id" => id: required_read_only.read_only(),
    "part" => part: optional,
    .. => ignored,
});

/// Requests need not have it, and neither does JSON of unknown use.
#[test]
fn a_required_read_only_property_is_required_in_responses_alone() {
    let text = r#"{"id":1,"part":{"id":2}}"#;
    let whole = serde_json::from_str::<Made>(text).unwrap();
    assert_eq!((whole.id, serde_json::to_string(&whole).unwrap().as_str()), (Some(1), text));
    assert_eq!(
        decode::<Made>(text).unwrap(),
        Made { id: None, part: Some(Box::new(Made { id: None, part: None })) }
    );
    assert_eq!(serde_json::from_str::<Made>("{}").unwrap(), Made { id: None, part: None });
    let sent = |made: Made| match support::json(StatusCode::OK, &made) {
        Ok(response) => response.status().to_string(),
        Err(Rejection::InvalidResponse { reason }) => reason,
        Err(other) => panic!("{other:?}"),
    };
    let part = |id| Made { id: Some(1), part: Some(Box::new(Made { id, part: None })) };
    assert_eq!(sent(part(Some(2))), "200 OK");
    assert_eq!(sent(part(None)), "the body at `/part`: property `id` is missing");
    assert_eq!(sent(Made { id: None, part: None }), "the body: property `id` is missing");
}

#[test]
fn credentials_are_created_by_hand() {
    use support::{Basic, Bearer, Http, Secret};
    assert_eq!(Secret::from("key").expose(), "key");
    assert_eq!(Secret::from("key".to_owned()).expose(), "key");
    let bearer = Bearer::new("token");
    assert_eq!((bearer.token.expose(), bearer.scopes), ("token", [].as_slice()));
    let basic = Basic::new("ann", "pass");
    assert_eq!((basic.user.as_str(), basic.password.expose()), ("ann", "pass"));
    assert_eq!(Http::new("id=1").credentials.expose(), "id=1");
    assert_eq!(
        format!("{bearer:?}{basic:?}"),
        "Bearer { token: [redacted], scopes: [] }Basic { user: \"ann\", password: [redacted] }"
    );
}

#[tokio::test]
async fn content_is_read_by_hand() {
    let mut content = support::Content::new("image/png", vec![1, 2]);
    assert_eq!(content.media_type(), Some("image/png"));
    assert_eq!(content.chunk().await.unwrap().unwrap(), [1, 2].as_slice());
    assert_eq!(content.chunk().await.unwrap(), None);
    assert_eq!(support::Content::from("ab").bytes().await.unwrap(), b"ab");
    let broken = axum::body::Body::new(Broken);
    assert_eq!(support::Content::from(broken).bytes().await.unwrap_err().to_string(), "broken");
}

/// A body whose connection breaks.
struct Broken;

impl axum::body::HttpBody for Broken {
    type Data = axum::body::Bytes;
    type Error = String;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<axum::body::Bytes>, String>>> {
        std::task::Poll::Ready(Some(Err("broken".to_owned())))
    }
}
