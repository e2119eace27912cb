//! Requests with any bytes in every place: each is accepted, or rejected with a status of the client's fault. An
//! operation with security is not reached without credentials.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderValue, Request, StatusCode, Uri};
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use stubsmith_golden::every_place::{
    self, AddThingRequest, AddThingResponse, Api, Context, Credentials, Files, GetNumbersRequest,
    GetNumbersResponse, Rejection, SendFormRequest, SendFormResponse, SendPartsRequest, SendPartsResponse,
    SendTextRequest, SendTextResponse, types,
};
use tower::ServiceExt as _;

struct Server {
    lets_in: bool,
    reached: AtomicBool,
}

impl Api for Server {
    type Principal = ();
    type Error = Rejection;

    async fn authenticate(&self, _: &Context, _: Credentials) -> Result<(), Rejection> {
        if self.lets_in { Ok(()) } else { Err(Rejection::MissingCredentials) }
    }

    async fn get_numbers(
        &self,
        _: Context,
        found: GetNumbersRequest,
    ) -> Result<GetNumbersResponse, Rejection> {
        assert!(found.whole <= 99 && found.csv.len() <= 3);
        assert!(found.multi.iter().all(|item| item.chars().count() >= 2));
        Ok(GetNumbersResponse::NoContent)
    }

    async fn add_thing(
        &self,
        _: Context,
        (): (),
        request: AddThingRequest,
    ) -> Result<AddThingResponse, Rejection> {
        self.reached.store(true, Ordering::Relaxed);
        // A value that was read can be written, and read again.
        let text = serde_json::to_string(&request.body).unwrap();
        assert_eq!(serde_json::from_str::<types::Thing>(&text).unwrap(), request.body);
        Ok(AddThingResponse::NoContent)
    }

    async fn send_form(&self, _: Context, request: SendFormRequest) -> Result<SendFormResponse, Rejection> {
        assert!(request.name.chars().count() <= 5);
        Ok(SendFormResponse::NoContent)
    }

    async fn send_parts(
        &self,
        _: Context,
        request: SendPartsRequest,
    ) -> Result<SendPartsResponse, Rejection> {
        let mut file = request.file;
        while let Files::File(mut part) = file {
            part.bytes().await?;
            file = part.next().await?;
        }
        Ok(SendPartsResponse::NoContent)
    }

    async fn send_text(&self, _: Context, request: SendTextRequest) -> Result<SendTextResponse, Rejection> {
        assert!(request.body.chars().count() <= 9);
        Ok(SendTextResponse::NoContent)
    }
}

/// Sends a request; the response has a status of the client's fault, or no body.
fn send(lets_in: bool, request: Request<Body>) -> (StatusCode, bool) {
    let server = Arc::new(Server { lets_in, reached: AtomicBool::new(false) });
    let router: Router = every_place::service(Arc::clone(&server));
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let (status, body) = runtime.block_on(async {
        let answer = router.oneshot(request).await.unwrap();
        let status = answer.status();
        (status, to_bytes(answer.into_body(), 1 << 20).await.unwrap())
    });
    assert!(status == StatusCode::NO_CONTENT || status.is_client_error(), "{status}: {body:?}");
    (status, server.reached.load(Ordering::Relaxed))
}

/// Text that has a meaning for decoders, and other bytes.
fn pieces(words: &'static [&'static str]) -> impl Strategy<Value = Vec<u8>> {
    let word = select(words).prop_map(|word| word.as_bytes().to_vec());
    let any = prop::collection::vec(any::<u8>(), 0..4);
    prop::collection::vec(prop_oneof![6 => word, 1 => any], 0..24).prop_map(|parts| parts.concat())
}

const QUERY: &[&str] = &[
    "flag",
    "csv",
    "ssv",
    "tsv",
    "multi",
    "rows",
    "=",
    "=",
    "=",
    "&",
    "&",
    ",",
    "%20",
    "%09",
    "+",
    "|",
    "1",
    "-1",
    "1.5",
    "true",
    "ab",
    "%",
    "%ff",
    "%00",
    "%u0041",
    "[]",
    ";",
    "99999999999999999999",
    "1e5",
    "NaN",
    "inf",
    "\u{fc}",
];
const JSON: &[&str] = &[
    "{",
    "{",
    "}",
    "}",
    "[",
    "]",
    ",",
    ",",
    ":",
    "\"name\":\"a\"",
    "\"kind\":\"big\"",
    "\"size\":",
    "\"share\":",
    "\"inner\":",
    "\"list\":",
    "\"either\":",
    "\"any\":",
    "\"x\":",
    "1",
    "-5",
    "0.5",
    "1e999",
    "null",
    "true",
    "\"\\ud800\"",
    "\"",
    "\\",
    "12345678901234567890",
    "\"name\":\"a\",\"kind\":\"big\"",
    "{\"name\":\"a\",\"kind\":\"small\"}",
];
const FORM: &[&str] = &["name", "counts", "=", "=", "&", "1", "2", "a", "%41", "%", "+", "%00", "\u{fc}"];
const PARTS: &[&str] = &[
    "--b\r\n",
    "--b\r\n",
    "--b--",
    "\r\n",
    "\r\n\r\n",
    "content-disposition: form-data; name=\"count\"\r\n\r\n1\r\n",
    "content-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n",
    "content-disposition: form-data\r\n",
    "content-type: text/plain\r\n",
    "name=",
    "\"",
    "1",
    "\n",
    "--",
    "b",
];
const MEDIA_TYPES: &[&str] = &[
    "application/json",
    "application/json; charset=utf-8",
    "application/json; charset=latin1",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=b",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "",
    ";",
    "a/b/c",
    "*/*",
    "application/problem+json",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn paths_queries_and_headers(
        path in pieces(&["/", "numbers", "/numbers/", "1", "0.5", ".", "a", "b", "%2e", "%2F", "%ff", "%", "things", "-", "+", "1e9"]),
        query in pieces(QUERY),
        count in prop::collection::vec(any::<u8>(), 0..9),
        list in pieces(&["AA==", ",", " ", "=", "a", "\""]),
    ) {
        let paths = [format!("/numbers/1/0.5.a?{}", String::from_utf8_lossy(&query)), String::from_utf8_lossy(&path).into_owned()];
        for path in paths {
            let Ok(uri) = path.parse::<Uri>() else { continue };
            let mut request = Request::get("/").body(Body::empty()).unwrap();
            *request.uri_mut() = uri;
            for (name, value) in [("x-count", &count), ("x-list", &list), ("x-list", &count)] {
                if let Ok(value) = HeaderValue::from_bytes(value) {
                    request.headers_mut().append(name, value);
                }
            }
            send(true, request);
        }
    }

    #[test]
    fn bodies(
        which in select(&[("/things", JSON), ("/form", FORM), ("/parts", PARTS), ("/text", JSON)][..])
            .prop_flat_map(|(path, words)| (Just(path), pieces(words))),
        media_type in select(MEDIA_TYPES),
        fits in prop::bool::weighted(0.8),
    ) {
        let (path, body) = which;
        let own = match path {
            "/things" => "application/json",
            "/form" => "application/x-www-form-urlencoded",
            "/parts" => "multipart/form-data; boundary=b",
            _ => "text/plain",
        };
        let request = Request::post(path).header("content-type", if fits { own } else { media_type });
        send(true, request.header("authorization", "Bearer t").body(Body::from(body)).unwrap());
    }

    #[test]
    fn nothing_is_reached_without_credentials(
        authorization in pieces(&["Basic ", "basic", "Bearer ", "bearer", "dTpw", "=", ":", " ", ",", "\t", "t", "Digest "]),
        twice in any::<bool>(),
        lets_in in any::<bool>(),
    ) {
        let body = Body::from(r#"{"name": "a", "kind": "big"}"#);
        let mut request = Request::post("/things").header("content-type", "application/json").body(body).unwrap();
        let value = HeaderValue::from_bytes(&authorization);
        for value in value.iter().take(if twice { 2 } else { 1 }) {
            request.headers_mut().append("authorization", value.clone());
        }
        let presents = request.headers().contains_key("authorization");
        let (status, reached) = send(lets_in, request);
        prop_assert_eq!(reached, status == StatusCode::NO_CONTENT);
        prop_assert!(!reached || (lets_in && presents), "{}", status);
    }
}
