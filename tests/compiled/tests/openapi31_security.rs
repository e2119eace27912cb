//! A security scheme of another file that a document of OpenAPI 3.1 requires for all of its operations: the golden case
//! `openapi31_security`.

use crate::client::{Seen, send};
use axum::body::Body;
use axum::http::Request;
use std::sync::Arc;
use stubsmith_golden::openapi31_security::{self as api, Context, Credentials};
use tower::ServiceExt as _;

/// Accepts the token `good`. Each handler returns its name and its principal.
struct Client;

impl From<api::Rejection> for Seen {
    fn from(rejection: api::Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl api::Api for Client {
    type Principal = String;
    type Error = Seen;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Seen> {
        let Credentials::AccessToken { access_token } = credentials;
        match access_token.token.expose() {
            "good" => Ok("good".to_owned()),
            _ => Err(Seen::rejected(axum::http::StatusCode::UNAUTHORIZED, &"an unknown token")),
        }
    }

    async fn sync(
        &self,
        _: Context,
        caller: String,
        request: api::SyncRequest,
    ) -> Result<api::SyncResponse, Seen> {
        Seen::request(&("sync", caller, request.timeout))
    }

    async fn may_sync(&self, _: Context, caller: Option<String>) -> Result<api::MaySyncResponse, Seen> {
        Seen::request(&("maySync", caller))
    }

    async fn open_sync(&self, _: Context) -> Result<api::OpenSyncResponse, Seen> {
        Seen::request(&"openSync")
    }

    async fn end_sync(&self, _: Context, caller: String) -> Result<api::EndSyncResponse, Seen> {
        Seen::request(&("endSync", caller))
    }
}

fn request(method: &str, query: &str, header: Option<(&str, &str)>) -> Request<Body> {
    let request = Request::builder().method(method).uri(format!("/client/sync{query}"));
    let request = header.into_iter().fold(request, |request, (name, value)| request.header(name, value));
    request.body(Body::empty()).unwrap()
}

#[tokio::test]
async fn no_handler_is_called_without_the_token() {
    let router = api::service(Arc::new(Client));
    let missing = "401 credentials are missing";
    let unknown = "401 an unknown token";
    let good = Some(("authorization", "Bearer good"));
    let bad = Some(("authorization", "Bearer bad"));
    let other = Some(("authorization", "Basic Z29vZDpnb29k"));
    for (method, query, header, expected) in [
        ("GET", "", None, missing),
        ("GET", "", other, missing),
        ("GET", "?access_token=good", None, missing),
        ("GET", "", bad, unknown),
        ("GET", "", good, r#"200 ("sync", "good", None)"#),
        // The parameters are read after the token.
        ("GET", "?timeout=x", None, missing),
        ("GET", "?timeout=x", bad, unknown),
        ("GET", "?timeout=x", good, "400 parameter `timeout` must be a 64-bit integer"),
        ("HEAD", "", None, "401 "),
        ("DELETE", "", None, missing),
        ("DELETE", "", good, r#"200 ("endSync", "good")"#),
        ("PUT", "", None, r#"200 ("maySync", None)"#),
        ("PUT", "", good, r#"200 ("maySync", Some("good"))"#),
        ("PUT", "", bad, unknown),
        ("POST", "", None, r#"200 "openSync""#),
        ("POST", "", bad, r#"200 "openSync""#),
    ] {
        let answer = send(&router, request(method, query, header)).await;
        assert_eq!(answer, expected, "{method} {query} {header:?}");
    }
}

#[tokio::test]
async fn a_rejection_says_which_token_is_missing() {
    let response = api::service(Arc::new(Client)).oneshot(request("GET", "", None)).await.unwrap();
    assert_eq!(response.headers()["www-authenticate"], r#"Bearer realm="accessToken""#);
}
