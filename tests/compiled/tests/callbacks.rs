//! Callbacks: the targets that runtime expressions give, and webhooks that are only sent.

use axum::body::to_bytes;
use axum::http::Uri;
use serde_json::json;
use stubsmith_golden::callbacks as api;
use stubsmith_golden::callbacks::{outgoing, types};

fn tree(value: serde_json::Value) -> api::ARequest {
    api::ARequest { body: api::ABody::Json(serde_json::from_value(value).unwrap()) }
}

fn full() -> api::ARequest {
    tree(json!({
        "one": "1", "kind": "x", "n": 5,
        "any": {"deep": ["a b"]},
        "list": [{"url": "https://0.example"}, {"url": "https://1.example"}],
        "map": {"x": "https://x.example"},
        "maybe": {"url": "https://maybe.example"},
        "tree": {"one": "2", "kind": "y", "n": 6, "any": 1, "tree": {"one": "https://3.example", "kind": "x", "n": 7, "any": null}},
        "pair": 12,
    }))
}

#[test]
fn expressions_reach_into_the_request() {
    let request = full();
    assert_eq!(request.item_target().as_deref(), Some("https://1.example"));
    assert_eq!(request.mixed_target().as_deref(), Some("https://x.example/ya%20b"));
    assert_eq!(request.nullable_target().as_deref(), Some("https://maybe.example"));
    assert_eq!(request.nested_target().as_deref(), Some("https://3.example"));
    assert_eq!(request.union_target().as_deref(), Some("12"));
    assert_eq!(request.scalars_target().as_deref(), Some("x/5"));
    assert_eq!(request.fixed_target(), "https://example.com/fixed");
    assert_eq!(request.url_target("https://us.example/a"), "https://us.example/a");
    assert_eq!(request.method_target("u"), "https://example.com/POST/u");
    assert_eq!(api::outgoing::b_url_target("https://us.example/b"), "https://us.example/b/x");
}

#[test]
fn an_absent_value_gives_no_target() {
    let bare = tree(
        json!({"one": "1", "kind": "x", "n": 5, "any": {"deep": [[]]}, "list": [{"url": "u"}], "map": {}, "maybe": null}),
    );
    let text = api::ARequest { body: api::ABody::Text("https://example.com".to_owned()) };
    for request in [bare, text] {
        assert_eq!(request.item_target(), None);
        assert_eq!(request.mixed_target(), None);
        assert_eq!(request.nullable_target(), None);
        assert_eq!(request.nested_target(), None);
        assert_eq!(request.union_target(), None);
    }
    let list =
        tree(json!({"one": "1", "kind": "x", "n": 5, "any": 1, "pair": ["a"], "maybe": {"url": null}}));
    assert_eq!((list.union_target(), list.nullable_target()), (None, None));
}

/// A value cannot change the path around it: `..` would remove the segment before it.
#[test]
fn a_value_is_neither_an_empty_segment_nor_a_dot_segment() {
    let one = |one: &str| {
        tree(
            json!({"one": "1", "kind": "x", "n": 5, "any": 1, "tree": {"one": one, "kind": "y", "n": 6, "any": 1}}),
        )
    };
    let rows = [
        ("a b", Some("https://example.com/a%20b/x"), Some("https://example.com/a/.a%20b?x=5")),
        ("...", Some("https://example.com/.../x"), Some("https://example.com/a/....?x=5")),
        (
            "../../y",
            Some("https://example.com/..%2F..%2Fy/x"),
            Some("https://example.com/a/...%2F..%2Fy?x=5"),
        ),
        ("%2e%2e", Some("https://example.com/%252e%252e/x"), Some("https://example.com/a/.%252e%252e?x=5")),
        ("..", None, Some("https://example.com/a/...?x=5")),
        (".", None, None),
        ("", None, None),
    ];
    for (text, segment, dot) in rows {
        let request = one(text);
        assert_eq!(request.segment_target().as_deref(), segment, "{text}");
        assert_eq!(request.dot_target().as_deref(), dot, "{text}");
        let response = api::AResponse::Created {
            headers: api::ACreatedHeaders::default(),
            body: api::ACreated { url: Some(text.to_owned()) },
        };
        let sent = segment.map(|segment| segment.replace("com/", "com/5/").replace("/x", ""));
        assert_eq!(request.sent_segment_target(&response), sent, "{text}");
    }
    let e = |name: &str| api::ERequest { name: name.to_owned(), number: -7 };
    assert_eq!(e("a/b").whole_target().as_deref(), Some("https://example.com/a%2Fb"));
    assert_eq!(e("..").whole_target(), None);
    assert_eq!(e("..").number_target(), "https://example.com/-7/");
    assert_eq!(e("..").partly_target(), "https://example.com/x-..");
    assert_eq!(e("..").query_target(), "https://example.com/?name=..");
}

#[test]
fn expressions_reach_into_the_response() {
    let created = |location: Option<&str>, url: Option<&str>| api::AResponse::Created {
        headers: api::ACreatedHeaders { location: location.map(str::to_owned) },
        body: api::ACreated { url: url.map(str::to_owned) },
    };
    assert_eq!(created(None, Some("u")).response_target().as_deref(), Some("u"));
    assert_eq!(created(None, None).response_target(), None);
    let both = full().both_target(&created(Some("https://l.example"), None));
    assert_eq!(both.as_deref(), Some("https://l.example?from=x"));
    assert_eq!(full().both_target(&created(None, None)), None);
}

#[tokio::test]
async fn a_webhook_is_sent_with_its_media_type() {
    let api::ABody::Json(body) = full().body else { unreachable!() };
    let request = outgoing::OrderChangedRequest { x_id: "7".to_owned(), body };
    let request = request.into_request(&Uri::from_static("https://example.com")).unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://example.com/");
    assert_eq!(request.headers()["content-type"], "application/vnd.order+json");
    assert_eq!(request.headers()["x-id"], "7");
    assert!(!request.headers().contains_key("accept"));
    let bytes = to_bytes(request.into_body(), usize::MAX).await.unwrap();
    let sent: types::Tree = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(api::ABody::Json(sent).to_debug(), full().body.to_debug());
}

trait ToDebug: std::fmt::Debug {
    fn to_debug(&self) -> String {
        format!("{self:?}")
    }
}

impl ToDebug for api::ABody {}
