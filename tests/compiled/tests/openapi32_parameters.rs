//! OpenAPI 3.2's parameters on the wire: the whole query, and cookies without escapes.

use crate::client::{Seen, request, send, with_headers};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi32_parameters::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    type Principal = ();

    async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Seen> {
        Ok(())
    }
    async fn optional_form(
        &self,
        _: Context,
        request: OptionalFormRequest,
    ) -> Result<OptionalFormResponse, Seen> {
        Seen::request(
            &request
                .search
                .map(|search| (search.text, search.limit, search.tags, search.range, search.place)),
        )
    }
    async fn required_form(
        &self,
        _: Context,
        (): (),
        request: RequiredFormRequest,
    ) -> Result<RequiredFormResponse, Seen> {
        Seen::request(&(request.search.text, request.search.tags))
    }
    async fn free_form(&self, _: Context, request: FreeFormRequest) -> Result<FreeFormResponse, Seen> {
        Seen::request(&request.search)
    }
    async fn required_json(
        &self,
        _: Context,
        request: RequiredJsonRequest,
    ) -> Result<RequiredJsonResponse, Seen> {
        Seen::request(&(request.filter.numbers, request.filter.flag))
    }
    async fn optional_json(
        &self,
        _: Context,
        request: OptionalJsonRequest,
    ) -> Result<OptionalJsonResponse, Seen> {
        Seen::request(&request.filter)
    }
    async fn text_query(&self, _: Context, request: TextQueryRequest) -> Result<TextQueryResponse, Seen> {
        Seen::request(&request.selector)
    }
    async fn path_query(&self, _: Context, request: PathQueryRequest) -> Result<PathQueryResponse, Seen> {
        Seen::request(&(request.selector, request.selector_query))
    }
    async fn raw_cookies(&self, _: Context, request: RawCookiesRequest) -> Result<RawCookiesResponse, Seen> {
        let options = request.options.map(|options| (options.greeting, options.code));
        Seen::request(&(request.session, request.size, request.color, options, request.list, request.plain))
    }
}

fn router() -> Router {
    service(Arc::new(Mirror))
}

async fn answer(method: &str, uri: &str) -> String {
    send(&router(), request(method, uri)).await
}

#[tokio::test]
async fn the_whole_query_is_a_form() {
    let answers = [
        ("text=a+b%26&limit=3", r#"200 Some(("a b&", Some(3), None, None, None))"#),
        ("text=%C3%A9&tags=a,b%2Cc", r#"200 Some(("é", None, Some(["a", "b,c"]), None, None))"#),
        (
            "text=a&range%5Bfrom%5D=1&range[to]=2",
            r#"200 Some(("a", None, None, Some(SearchRange { from: Some(1), to: Some(2) }), None))"#,
        ),
        // An object without a style is JSON.
        (
            "text=a&place=%7B%22city%22:%22Rome%22%7D",
            r#"200 Some(("a", None, None, None, Some(SearchPlace { city: Some("Rome") })))"#,
        ),
        ("", "200 None"),
        ("text=", "400 parameter `search` at `/text` must have at least 1 character"),
        ("limit=3", "400 parameter `search` is invalid: property `text` is missing"),
        ("text=a&limit=101", "400 parameter `search` at `/limit` must be at most 100"),
        ("text=a&limit=x", "400 parameter `search` at `/limit` must be an integer"),
        ("text=a&text=b", "400 parameter `search` at `/text` appears more than once"),
        ("text=a&other=b", "400 parameter `search` is invalid: property `other` is not allowed"),
        ("text=%zz", "400 parameter `search` at `/text` is not percent-encoded UTF-8"),
    ];
    for (query, expected) in answers {
        assert_eq!(answer("GET", &format!("/forms?{query}")).await, expected, "{query}");
    }
    assert_eq!(answer("GET", "/forms").await, "200 None");
    assert_eq!(answer("POST", "/forms?a=1&b=2").await, r#"200 Some({"a": 1, "b": 2})"#);
    assert!(answer("POST", "/forms?a=x").await.starts_with("400 "));
}

/// The object is closed, and the API key is not one of its properties.
#[tokio::test]
async fn an_api_key_is_not_a_property_of_the_query() {
    assert_eq!(
        answer("PUT", "/forms?text=a&tags=x&tags=y&api_key=k").await,
        r#"200 ("a", Some(["x", "y"]))"#
    );
    assert!(answer("PUT", "/forms?text=a&api_Key=k").await.starts_with("401 "));
    assert_eq!(
        answer("PUT", "/forms?api_key=k").await,
        "400 parameter `search` is invalid: property `text` is missing"
    );
    assert!(answer("GET", "/forms?text=a&api_key=k").await.starts_with("400 "));
}

/// The query is percent-encoded, and a plus is a space.
#[tokio::test]
async fn the_whole_query_is_json() {
    let answers = [
        ("%7B%22numbers%22%3A%5B1%2C2%5D%2C%22flag%22%3Anull%7D", "200 ([1, 2], Some(Null))"),
        ("%7B%22numbers%22:%5B1%5D,+%22flag%22:+true%7D", "200 ([1], Some(Value(true)))"),
        ("", "400 parameter `filter` is missing"),
        ("%7B%22numbers%22%3A%5B%5D%7D", "400 parameter `filter` at `/numbers` must have at least 1 item"),
        ("%7B%22numbers%22%3A%5B%22%22%5D%7D", "400 parameter `filter` at `/numbers/0` must be an integer"),
    ];
    for (query, expected) in answers {
        assert_eq!(answer("GET", &format!("/json?{query}")).await, expected, "{query}");
    }
    assert!(answer("GET", "/json?numbers=1").await.starts_with("400 parameter `filter` is not JSON"));
    assert_eq!(answer("POST", "/json").await, "200 [1]");
    assert_eq!(answer("POST", "/json?%5B2%5D").await, "200 [2]");
}

#[tokio::test]
async fn the_whole_query_is_text() {
    assert_eq!(answer("GET", "/text?a=b%26c+d").await, r#"200 "a=b&c d""#);
    assert_eq!(
        answer("GET", "/text?12345678901").await,
        "400 parameter `selector` must have at most 10 characters"
    );
    assert_eq!(answer("GET", "/text").await, "400 parameter `selector` is missing");
    assert_eq!(answer("GET", "/paths/a?%24.a.b%5B1%3A1%5D").await, r#"200 ("a", Some("$.a.b[1:1]"))"#);
    assert_eq!(answer("GET", "/paths/a%2Fb").await, r#"200 ("a/b", None)"#);
}

#[tokio::test]
async fn cookies_of_this_style_have_no_escapes() {
    let cookies = |headers: &'static [&'static str]| async move {
        let headers: Vec<(&str, &str)> = headers.iter().map(|cookie| ("cookie", *cookie)).collect();
        send(&router(), with_headers("GET", "/cookies", &headers)).await
    };
    assert_eq!(
        cookies(&["session=a%20b+c; size=2; plain=a%20b"]).await,
        r#"200 ("a%20b+c", Some(2), [], None, [], Some("a b"))"#
    );
    assert_eq!(
        cookies(&["session=\"a,b\"; color=blue; color=bl%61ck", "color=x=y"]).await,
        r#"200 ("\"a,b\"", None, ["blue", "bl%61ck", "x=y"], None, [], None)"#
    );
    assert_eq!(
        cookies(&["session=; greeting=Hello%2C%20world!; code=42; list=1,2"]).await,
        r#"200 ("", None, [], Some((Some("Hello%2C%20world!"), Some(42))), [1, 2], None)"#
    );
    let refused = [
        (&["size=1"] as &[&str], "400 parameter `session` is missing"),
        // Names have no escapes either.
        (&["%73ession=a"], "400 parameter `session` is missing"),
        (&["session=a; session=b"], "400 parameter `session` appears more than once"),
        (&["session=a; size=0"], "400 parameter `size` must be at least 1"),
        (&["session=a; size=%31"], "400 parameter `size` must be a 64-bit integer"),
        (&["session=a; code=-1"], "400 parameter `options` at `/code` must be at least 0"),
    ];
    for (headers, expected) in refused {
        assert_eq!(cookies(headers).await, expected, "{headers:?}");
    }
}
