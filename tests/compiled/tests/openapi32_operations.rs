//! OpenAPI 3.2's operations on the wire: QUERY, and methods of `additionalOperations`.

use crate::client::{Seen, request, send, with_body, with_headers};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::openapi32_operations::*;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    type Principal = String;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<String, Seen> {
        let Credentials::Token { token } = credentials;
        Ok(token.token.expose().to_owned())
    }
    async fn list_rooms(&self, _: Context) -> Result<ListRoomsResponse, Seen> {
        Ok(ListRoomsResponse::Ok(vec!["Lobby".to_owned()]))
    }
    async fn search_rooms(
        &self,
        cx: Context,
        request: SearchRoomsRequest,
    ) -> Result<SearchRoomsResponse, Seen> {
        Seen::request(&(cx.method(), cx.operation().method, request.body))
    }
    async fn purge_rooms(&self, cx: Context, who: String) -> Result<PurgeRoomsResponse, Seen> {
        Seen::request(&(cx.operation().method(), who))
    }
    async fn discover_rooms(&self, _: Context) -> Result<DiscoverRoomsResponse, Seen> {
        Ok(DiscoverRoomsResponse::NoContent)
    }
    async fn query_index(&self, _: Context, request: QueryIndexRequest) -> Result<QueryIndexResponse, Seen> {
        Seen::request(&request.limit)
    }
    async fn get_document(
        &self,
        _: Context,
        request: GetDocumentRequest,
    ) -> Result<GetDocumentResponse, Seen> {
        Ok(GetDocumentResponse::Ok(request.name))
    }
    async fn lock_document(
        &self,
        _: Context,
        request: LockDocumentRequest,
    ) -> Result<LockDocumentResponse, Seen> {
        Seen::request(&(request.name, request.timeout))
    }
    async fn copy_file(&self, _: Context, request: CopyFileRequest) -> Result<CopyFileResponse, Seen> {
        Seen::request(&request.name)
    }
    async fn get_archive(&self, _: Context, request: GetArchiveRequest) -> Result<GetArchiveResponse, Seen> {
        Seen::request(&request.name)
    }
}

fn router() -> Router {
    service(Arc::new(Mirror))
}

async fn answer(method: &str, uri: &str) -> String {
    send(&router(), request(method, uri)).await
}

#[tokio::test]
async fn query_has_a_body() {
    let query =
        |body: &'static str| with_body("QUERY", "/rooms", &[("content-type", "application/json")], body);
    let answers = [
        (r#"{"text":"a"}"#, r#"200 (QUERY, "QUERY", Filter { text: "a", limit: None })"#),
        (r#"{"text":""}"#, "400 the body at `/text`: must have at least 1 character"),
        ("", "400 the body is missing"),
    ];
    for (body, expected) in answers {
        assert_eq!(send(&router(), query(body)).await, expected, "{body}");
    }
    let text = with_body("QUERY", "/rooms", &[("content-type", "text/plain")], "a");
    assert!(send(&router(), text).await.starts_with("415 "));
    assert_eq!(answer("QUERY", "/index?limit=3").await, "200 Some(3)");
    assert!(answer("QUERY", "/index?limit=x").await.starts_with("400 "));
}

/// The other methods of a path are those of axum's router.
#[tokio::test]
async fn each_method_of_a_path_has_its_operation() {
    assert_eq!(answer("GET", "/rooms").await, r#"200 ["Lobby"]"#);
    assert_eq!(answer("HEAD", "/rooms").await, "200 ");
    assert_eq!(answer("M-SEARCH", "/rooms").await, "204 ");
    assert_eq!(answer("GET", "/documents/a%20b").await, "200 a b");
    let lock = |timeout| with_headers("LOCK", "/documents/a", &[("timeout", timeout)]);
    assert_eq!(send(&router(), lock("5")).await, r#"200 ("a", Some(5))"#);
    assert!(send(&router(), lock("0")).await.starts_with("400 "));
    assert_eq!(answer("COPY", "/files/a").await, r#"200 "a""#);
    assert_eq!(answer("GET", "/files/a.zip").await, r#"200 "a""#);
}

#[tokio::test]
async fn each_method_has_its_security() {
    assert!(answer("PURGE", "/rooms").await.starts_with("401 "));
    let purge = with_headers("PURGE", "/rooms", &[("authorization", "Bearer t")]);
    assert_eq!(send(&router(), purge).await, r#"200 (PURGE, "t")"#);
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let refused = "this path does not allow this method";
    let rooms = format!("405 [GET, HEAD, QUERY, M-SEARCH, PURGE] {refused}");
    // Methods are case-sensitive.
    for method in ["POST", "OPTIONS", "LOCK", "query", "purge", "TRACE"] {
        assert_eq!(answer(method, "/rooms").await, rooms, "{method}");
    }
    for (method, uri, allow) in [
        ("GET", "/index", "QUERY"),
        ("HEAD", "/index", "QUERY"),
        ("QUERY", "/documents/a", "GET, HEAD, LOCK"),
        ("GET", "/files/a", "COPY"),
        ("COPY", "/files/a.zip", "GET, HEAD"),
    ] {
        let expected = format!("405 [{allow}] {}", if method == "HEAD" { "" } else { refused });
        assert_eq!(answer(method, uri).await, expected, "{method} {uri}");
    }
    assert!(answer("QUERY", "/nothing").await.starts_with("404 "));
}

/// In another router, the paths have a prefix.
#[tokio::test]
async fn nested_routers_and_layers_see_each_method() {
    let layered = routes(Arc::new(Mirror)).map(|operation, route| match operation.method {
        "QUERY" => route.layer(axum::middleware::map_response(async |_: axum::response::Response| "layered")),
        _ => route,
    });
    let outer = Router::new().nest("/api", layered.into_router());
    assert_eq!(send(&outer, request("QUERY", "/api/index")).await, "200 layered");
    assert_eq!(send(&outer, request("GET", "/api/rooms")).await, r#"200 ["Lobby"]"#);
    assert_eq!(send(&outer, request("COPY", "/api/files/b")).await, r#"200 "b""#);
}
