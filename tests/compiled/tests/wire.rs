//! Golden outputs on the wire: parameters in every place, bodies, responses, security, defaults.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use std::sync::{Arc, Mutex};
use stubsmith_golden::{constraints, operations, security, unimplemented};
use tower::ServiceExt as _;

/// Status, `Allow` and body, in a line.
async fn call(router: &Router, request: Request<Body>) -> String {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    let allow =
        parts.headers.get("allow").map(|allow| format!(" [{}]", allow.to_str().unwrap())).unwrap_or_default();
    format!("{}{allow} {body}", parts.status.as_u16())
}

fn request(method: &str, uri: &str) -> Request<Body> {
    Request::builder().method(method).uri(uri).body(Body::empty()).unwrap()
}

#[derive(Default)]
struct Operations(Mutex<Vec<String>>);

impl Operations {
    fn note(&self, what: &impl std::fmt::Debug) {
        self.0.lock().unwrap().push(format!("{what:?}"));
    }
}

impl operations::Api for Operations {
    type Error = operations::Rejection;

    async fn get_room(
        &self,
        _: operations::Context,
        request: operations::GetRoomRequest,
    ) -> Result<operations::GetRoomResponse, operations::Rejection> {
        self.note(&request);
        match request.version {
            304 => Ok(operations::GetRoomResponse::NotModified),
            1 => Ok(operations::types::Room { name: Some(request.room_id) }.into()),
            other => Ok(operations::GetRoomResponse::Default {
                status: StatusCode::from_u16(u16::try_from(other).unwrap()).unwrap(),
                body: operations::types::Error { message: "m".to_owned() },
            }),
        }
    }

    async fn put_room(
        &self,
        _: operations::Context,
        request: operations::PutRoomRequest,
    ) -> Result<operations::PutRoomResponse, operations::Rejection> {
        self.note(&request);
        Ok(operations::PutRoomResponse::Created(request.body))
    }

    async fn delete_rooms_room_id(
        &self,
        _: operations::Context,
        request: operations::DeleteRoomsRoomIdRequest,
    ) -> Result<operations::DeleteRoomsRoomIdResponse, operations::Rejection> {
        Ok(match request.room_id.as_str() {
            "gone" => operations::DeleteRoomsRoomIdResponse::NoContent,
            _ => operations::DeleteRoomsRoomIdResponse::Status480,
        })
    }

    async fn add_member(
        &self,
        _: operations::Context,
        request: operations::AddMemberRequest,
    ) -> Result<operations::AddMemberResponse, operations::Rejection> {
        self.note(&request);
        Ok(vec![request.room].into())
    }

    async fn stop_ping(
        &self,
        _: operations::Context,
        _: operations::StopPingRequest,
    ) -> Result<operations::StopPingResponse, operations::Rejection> {
        Ok(operations::StopPingResponse::NoContent)
    }

    async fn list_things(
        &self,
        _: operations::Context,
        request: operations::ListThingsRequest,
    ) -> Result<operations::ListThingsResponse, operations::Rejection> {
        self.note(&request);
        Ok(operations::ListThingsResponse::NoContent)
    }

    async fn get_ping(
        &self,
        _: operations::Context,
    ) -> Result<operations::GetPingResponse, operations::Rejection> {
        Ok("pong".to_owned().into())
    }

    async fn head_ping(
        &self,
        _: operations::Context,
    ) -> Result<operations::HeadPingResponse, operations::Rejection> {
        Ok(operations::HeadPingResponse::NoContent)
    }
}

#[tokio::test]
async fn parameters_come_from_path_query_and_headers() {
    let api = Arc::new(Operations::default());
    let router = operations::service(Arc::clone(&api));
    let get = |uri: &str, headers: &[(&str, &str)]| {
        let request = Request::builder().uri(uri);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        request.body(Body::empty()).unwrap()
    };
    let ids = ("ids", "1,2");
    assert_eq!(
        call(&router, get("/v1/rooms/a%2Fb%20c+d?version=1&fields=x%7Cy|z", &[ids])).await,
        r#"200 {"name":"a/b c+d"}"#
    );
    assert_eq!(
        api.0.lock().unwrap().pop().unwrap(),
        r#"GetRoomRequest { room_id: "a/b c+d", version: 1, fields: ["x|y", "z"], x_trace: None, ids: [1, 2] }"#
    );
    assert_eq!(call(&router, get("/v1/rooms/a?version=304", &[ids])).await, "304 ");
    assert_eq!(call(&router, get("/v1/rooms/a?version=503", &[ids])).await, r#"503 {"message":"m"}"#);
    // `default` is for undeclared statuses that may have a body.
    for status in [200, 204, 205] {
        let uri = format!("/v1/rooms/a?version={status}");
        assert_eq!(
            call(&router, get(&uri, &[ids])).await,
            "500 the server could not produce a valid response",
            "{status}"
        );
    }
    let refused = [
        ("/v1/rooms/a", &[ids][..], "400 parameter `version` is missing"),
        ("/v1/rooms/a?version=2147483648", &[ids], "400 parameter `version` must be a 32-bit integer"),
        ("/v1/rooms/a?version=1", &[], "400 parameter `ids` is missing"),
        ("/v1/rooms/a?version=1", &[("IDS", "1,x")], "400 parameter `ids` at `/1` must be a 64-bit integer"),
        (
            "/v1/rooms/a?version=1",
            &[ids, ("x-trace", "1"), ("x-trace", "1")],
            "400 parameter `X-Trace` appears more than once",
        ),
        (
            "/v1/rooms/a?version=1",
            &[ids, ("x-trace", "\u{e9}")],
            "400 parameter `X-Trace` must be visible ASCII",
        ),
        ("/v1/rooms/%FF?version=1", &[ids], "400 parameter `roomId` is not percent-encoded UTF-8"),
        ("/v1/rooms/?version=1", &[ids], "404 there is nothing at this path"),
    ];
    for (uri, headers, answer) in refused {
        assert_eq!(call(&router, get(uri, headers)).await, answer, "{uri}");
    }
}

#[tokio::test]
async fn parameters_may_be_one_of_several_strings() {
    let api = Arc::new(Operations::default());
    let router = operations::service(Arc::clone(&api));
    assert_eq!(call(&router, request("GET", "/v1/things?sort=up&kinds=a,b-c&shared=here")).await, "204 ");
    assert_eq!(
        api.0.lock().unwrap().pop().unwrap(),
        "ListThingsRequest { shared: Some(Here), sort: Up, kinds: [A, BC], mode: None }"
    );
    let refused = [
        ("/v1/things", "400 parameter `sort` is missing"),
        ("/v1/things?sort=UP", "400 parameter `sort` must be one of `up`, `down`"),
        ("/v1/things?sort=up&kinds=a,c", "400 parameter `kinds` at `/1` must be one of `a`, `b-c`"),
    ];
    for (uri, answer) in refused {
        assert_eq!(call(&router, request("GET", uri)).await, answer, "{uri}");
    }
}

#[tokio::test]
async fn bodies_are_json_within_a_limit() {
    let router = operations::service(Arc::new(Operations::default()));
    let send = |method: &str, uri: &str, media_type: Option<&str>, body: String| {
        let request = Request::builder().method(method).uri(uri);
        let request =
            media_type.into_iter().fold(request, |request, name| request.header("content-type", name));
        request.body(Body::from(body)).unwrap()
    };
    let put = |media_type, body: &str| send("PUT", "/v1/rooms/a", media_type, body.to_owned());
    assert_eq!(call(&router, put(None, r#"{"name":"n","x":1}"#)).await, r#"201 {"name":"n"}"#);
    assert_eq!(call(&router, put(Some("application/json; charset=utf-8"), "{}")).await, "201 {}");
    assert_eq!(
        call(&router, put(Some("text/plain"), "{}")).await,
        "415 the body has the media type `text/plain`; `application/json` is accepted"
    );
    let missing = "400 the body is missing";
    assert_eq!(call(&router, put(None, "")).await, missing);
    let wrong = "400 the body at `/name`: must be a string, not null";
    assert_eq!(call(&router, put(None, r#"{"name":null}"#)).await, wrong);
    let large = format!(r#"{{"name":"{}"}}"#, "x".repeat(3_000_000));
    assert_eq!(call(&router, put(None, &large)).await, "413 the body is too large");
    let limited = router.clone().layer(axum::extract::DefaultBodyLimit::max(10));
    assert_eq!(call(&limited, put(None, r#"{"name":"long"}"#)).await, "413 the body is too large");

    // Parameters come first: reading a body costs more.
    let bad_path = send("PUT", "/v1/rooms/%FF", None, "{".to_owned());
    assert_eq!(call(&router, bad_path).await, "400 parameter `roomId` is not percent-encoded UTF-8");
    assert_eq!(call(&router, put(None, "[]")).await, "400 the body: must be an object, not an array");
    let post = |body: &str| send("POST", "/v1/rooms/a/members/7", None, body.to_owned());
    assert_eq!(call(&router, post("")).await, r#"200 ["a"]"#);
    assert_eq!(call(&router, post(r#"{"role":"owner"}"#)).await, r#"200 ["a"]"#);
    let wrong = "400 the body at `/role`: must be one of `guest`, `owner`";
    assert_eq!(call(&router, post(r#"{"role":"king"}"#)).await, wrong);
}

#[tokio::test]
async fn paths_serve_their_methods() {
    let router = operations::service(Arc::new(Operations::default()));
    assert_eq!(call(&router, request("DELETE", "/v1/rooms/gone")).await, "204 ");
    assert_eq!(call(&router, request("DELETE", "/v1/rooms/a")).await, "480 ");
    let not_allowed = "405 [GET, PUT, DELETE, HEAD] this path does not allow this method";
    assert_eq!(call(&router, request("PATCH", "/v1/rooms/a")).await, not_allowed);
    // A GET that declares parameters rejects a HEAD as it rejects a GET.
    assert_eq!(call(&router, request("HEAD", "/v1/rooms/%FF")).await, "400 ");
    assert_eq!(call(&router, request("GET", "/v1/ping")).await, r#"200 "pong""#);
    assert_eq!(call(&router, request("HEAD", "/v1/ping")).await, "204 ");
    assert_eq!(
        call(&router, request("PUT", "/v1/ping")).await,
        "405 [GET, HEAD] this path does not allow this method"
    );
    // A path that ends like another one has its own methods.
    let not_allowed = "405 [DELETE] this path does not allow this method";
    assert_eq!(call(&router, request("PUT", "/v1/rooms/a/v1/ping")).await, not_allowed);
    let outer = operations::fallbacks::<Operations>(
        Router::new().nest("/x", operations::router(Arc::new(Operations::default()))),
    );
    let not_allowed = "405 [GET, PUT, DELETE, HEAD] this path does not allow this method";
    assert_eq!(call(&outer, request("PATCH", "/x/v1/rooms/a")).await, not_allowed);
    // Mounted under another path, it behaves the same.
    let nested = Router::new().nest("/outer", operations::router(Arc::new(Operations::default())));
    assert_eq!(call(&nested, request("DELETE", "/outer/v1/rooms/gone")).await, "204 ");
}

struct Security;

impl security::Api for Security {
    type Principal = String;
    type Error = security::Rejection;

    async fn authenticate(
        &self,
        _: &security::Context,
        credentials: security::Credentials,
    ) -> Result<String, security::Rejection> {
        use security::Credentials;
        match &credentials {
            Credentials::Token { token } if token.expose() == "bad" => {
                Err(security::Rejection::MissingCredentials)
            }
            Credentials::Token { token } => Ok(format!("token {}", token.expose())),
            Credentials::TokenKey { token, key } => {
                Ok(format!("token {} key {}", token.expose(), key.expose()))
            }
            Credentials::Key { key } => Ok(format!("key {}", key.expose())),
        }
    }

    async fn get_inherited(
        &self,
        _: security::Context,
        caller: String,
    ) -> Answer<security::GetInheritedResponse> {
        refuse(caller)
    }
    async fn get_both(&self, _: security::Context, caller: String) -> Answer<security::GetBothResponse> {
        refuse(caller)
    }
    async fn get_either(&self, _: security::Context, caller: String) -> Answer<security::GetEitherResponse> {
        refuse(caller)
    }
    async fn get_optional(
        &self,
        _: security::Context,
        caller: Option<String>,
    ) -> Answer<security::GetOptionalResponse> {
        refuse(caller.unwrap_or_else(|| "nobody".to_owned()))
    }
    async fn get_open(&self, _: security::Context) -> Answer<security::GetOpenResponse> {
        Ok(security::GetOpenResponse::NoContent)
    }
    async fn get_nobody(&self, _: security::Context, caller: String) -> Answer<security::GetNobodyResponse> {
        refuse(caller)
    }
}

type Answer<T> = Result<T, security::Rejection>;

/// Reports the principal to the test.
fn refuse<T>(caller: String) -> Answer<T> {
    Err(security::Rejection::InvalidResponse { reason: caller })
}

#[tokio::test]
async fn security_is_all_of_one_alternative_or_the_first_of_several() {
    // The author's error shows the principal; a breach itself shows nothing.
    let router = security::service(Arc::new(Security));
    let get = |uri: &str, key: Option<&str>| {
        let request =
            key.into_iter().fold(Request::builder().uri(uri), |request, key| request.header("x-key", key));
        request.body(Body::empty()).unwrap()
    };
    let (missing, in_) = ("401 credentials are missing", "500 the server could not produce a valid response");
    let cases = [
        ("/inherited", None, missing),
        ("/inherited?access_token=t", None, in_),
        ("/inherited?access_token=bad", None, missing),
        ("/inherited", Some("k"), missing),
        ("/both?access_token=t", None, missing),
        ("/both", Some("k"), missing),
        ("/both?access_token=t", Some("k"), in_),
        ("/either", None, missing),
        ("/either?access_token=t", None, in_),
        ("/either", Some("k"), in_),
        // The first alternative with complete credentials counts, and its rejection is final.
        ("/either?access_token=bad", Some("k"), in_),
        ("/optional", None, in_),
        ("/optional?access_token=t", None, in_),
        ("/optional?access_token=bad", None, missing),
        ("/open", None, "204 "),
        ("/nobody", Some("k"), missing),
        ("/nobody?access_token=t&toke=t", Some("k"), missing),
    ];
    for (uri, key, answer) in cases {
        assert_eq!(call(&router, get(uri, key)).await, answer, "{uri} {key:?}");
    }
}

struct Unfinished;

impl unimplemented::Api for Unfinished {
    type Principal = ();
    type Error = unimplemented::Rejection;

    async fn authenticate(
        &self,
        _: &unimplemented::Context,
        _: unimplemented::Credentials,
    ) -> Result<(), unimplemented::Rejection> {
        Ok(())
    }
}

#[tokio::test]
async fn omitted_methods_respond_with_501() {
    let router = unimplemented::service(Arc::new(Unfinished));
    assert_eq!(call(&router, request("GET", "/rooms")).await, "501 `listRooms` is not implemented");
    assert_eq!(call(&router, request("GET", "/rooms/a")).await, "401 credentials are missing");
    let keyed = Request::builder().uri("/rooms/a").header("x-key", "k").body(Body::empty()).unwrap();
    assert_eq!(call(&router, keyed).await, "501 `getRoom` is not implemented");
    assert_eq!(
        call(&router, request("PUT", "/rooms/a")).await,
        "405 [GET, HEAD] this path does not allow this method"
    );
}

struct Constraints;

impl constraints::Api for Constraints {
    type Error = constraints::Rejection;

    async fn list_rooms(
        &self,
        _: constraints::Context,
        _: constraints::ListRoomsRequest,
    ) -> Result<constraints::ListRoomsResponse, constraints::Rejection> {
        Ok(constraints::ListRoomsResponse::NoContent)
    }

    async fn add_rooms(
        &self,
        _: constraints::Context,
        _: constraints::AddRoomsRequest,
    ) -> Result<constraints::AddRoomsResponse, constraints::Rejection> {
        Ok(constraints::AddRoomsResponse::NoContent)
    }

    async fn name_rooms(
        &self,
        _: constraints::Context,
        _: constraints::NameRoomsRequest,
    ) -> Result<constraints::NameRoomsResponse, constraints::Rejection> {
        Ok(constraints::NameRoomsResponse::NoContent)
    }
}

#[tokio::test]
async fn constraints_of_parameters_are_enforced() {
    let router = constraints::service(Arc::new(Constraints));
    let cases = [
        ("limit=1", "204 "),
        ("limit=100&offset=-4&near=-90.5&tags=ab,c", "204 "),
        ("limit=0", "400 parameter `limit` must be at least 1"),
        ("limit=101", "400 parameter `limit` must be at most 100"),
        ("limit=1&offset=-5", "400 parameter `offset` must be at least -4"),
        ("limit=1&near=90", "400 parameter `near` must be less than 90"),
        ("limit=1&near=-90.6", "400 parameter `near` must be at least -90.5"),
        ("limit=1&tags=a", "400 parameter `tags` must have at least 2 items"),
        ("limit=1&tags=a,b,c,d", "400 parameter `tags` must have at most 3 items"),
        ("limit=1&tags=a,bbb", "400 parameter `tags` at `/1` must have at most 2 characters"),
        ("limit=1&tags=", "400 parameter `tags` must have at least 2 items"),
    ];
    for (query, answer) in cases {
        assert_eq!(call(&router, request("GET", &format!("/rooms?{query}"))).await, answer, "{query}");
    }
}

#[tokio::test]
async fn constraints_of_bodies_are_enforced() {
    let router = constraints::service(Arc::new(Constraints));
    let send = |method: &str, body: &str| {
        Request::builder().method(method).uri("/rooms").body(Body::from(body.to_owned())).unwrap()
    };
    let rooms = [
        (r#"{"name":"ab"}"#, "204 "),
        // Characters are code points.
        ("{\"name\":\"\u{1f600}\u{1f600}\"}", "204 "),
        ("{\"name\":\"\u{1f600}\"}", "400 the body at `/0/name`: must have at least 2 characters"),
        (r#"{"name":"abcdef"}"#, "400 the body at `/0/name`: must have at most 5 characters"),
        (r#"{"name":"ab","seats":2,"score":1}"#, "204 "),
        (r#"{"name":"ab","seats":0}"#, "400 the body at `/0/seats`: must be at least 1"),
        (r#"{"name":"ab","seats":3}"#, "400 the body at `/0/seats`: must be a multiple of 2"),
        (r#"{"name":"ab","score":0}"#, "400 the body at `/0/score`: must be greater than 0"),
        (r#"{"name":"ab","score":1.01}"#, "400 the body at `/0/score`: must be at most 1"),
        (r#"{"name":"ab","grid":[[],[1,10]]}"#, "400 the body at `/0/grid/1/1`: must be at most 9"),
        (r#"{"name":"ab","grid":[[1,2,3]]}"#, "400 the body at `/0/grid/0`: must have at most 2 items"),
        (r#"{"name":"ab","topic":null}"#, "204 "),
        (r#"{"name":"ab","topic":""}"#, "204 "),
        (r#"{"name":"ab","topic":"long"}"#, "400 the body at `/0/topic`: must have at most 3 characters"),
        (r#"{"name":"ab","labels":{}}"#, "400 the body at `/0/labels`: must have at least 1 property"),
        (
            r#"{"name":"ab","labels":{"a/b":""}}"#,
            "400 the body at `/0/labels/a~1b`: must have at least 1 character",
        ),
        (r#"{"name":"ab","unique":[1,"1",true,[1],[2],{"a":1,"b":2},{"a":1,"b":3},null]}"#, "204 "),
        (
            r#"{"name":"ab","unique":[1,2,1.0]}"#,
            "400 the body at `/0/unique/2`: repeats an earlier item: items must be unique",
        ),
        (
            r#"{"name":"ab","unique":[{"a":1,"b":[]},{"b":[],"a":1}]}"#,
            "400 the body at `/0/unique/1`: repeats an earlier item: items must be unique",
        ),
        (r#"{"name":"ab","unique":[["a","b"],["a,b"],["a\",\"b"]]}"#, "204 "),
        (r#"{"name":"ab","step":1.15}"#, "204 "),
        (r#"{"name":"ab","step":4.35}"#, "204 "),
        (r#"{"name":"ab","step":1.155}"#, "400 the body at `/0/step`: must be a multiple of 0.01"),
        (r#"{"name":"ab","free":{"a":1,"b":2}}"#, "400 the body at `/0/free`: must have at most 1 property"),
    ];
    for (room, answer) in rooms {
        assert_eq!(call(&router, send("POST", &format!("[{room}]"))).await, answer, "{room}");
    }
    assert_eq!(call(&router, send("POST", "[]")).await, "400 the body: must have at least 1 item");
    let three = r#"[{"name":"ab"},{"name":"ab"},{"name":"ab"}]"#;
    assert_eq!(call(&router, send("POST", three)).await, "400 the body: must have at most 2 items");
    assert_eq!(call(&router, send("PUT", "")).await, "204 ");
    assert_eq!(call(&router, send("PUT", r#"{"a":"ab"}"#)).await, "204 ");
    let short = "400 the body at `/a`: must have at least 2 characters";
    assert_eq!(call(&router, send("PUT", r#"{"a":"b"}"#)).await, short);
    assert_eq!(
        call(&router, send("PUT", r#"{"a":"ab","b":"ab"}"#)).await,
        "400 the body: must have at most 1 property"
    );
}
