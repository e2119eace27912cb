//! What a client enforces in responses: types, required properties and enums, but no other constraints. The server need not
//! be exact.

use axum::body::Bytes;
use axum::http::{Request, Response};
use http_body_util::Full;
use std::convert::Infallible;
use stubsmith_golden::typed_client::client::{Body, Client, ClientError};
use stubsmith_golden::typed_client::lines::{ListLinesOkHeaders, ListLinesRequest, ListLinesResponse};
use stubsmith_golden::typed_client::types::{Kind, Line};
use tower::service_fn;

/// Returns the response to `listLines` with these headers and this body.
async fn list(
    total: &'static str,
    kinds: &'static str,
    body: &'static str,
) -> Result<(ListLinesOkHeaders, Vec<Line>), ClientError> {
    let service = service_fn(move |_: Request<Body>| async move {
        let response = Response::builder().header("x-total", total).header("x-kinds", kinds);
        let response = response.header("content-type", "application/json");
        Ok::<_, Infallible>(response.body(Full::new(Bytes::from_static(body.as_bytes()))).unwrap())
    });
    match Client::new(service).list_lines(ListLinesRequest::default()).await? {
        ListLinesResponse::Ok { headers, body } => Ok((headers, body)),
        other @ ListLinesResponse::NotModified => panic!("{other:?}"),
    }
}

/// The minimum of the header is 0, and a name has at most 20 characters.
#[tokio::test]
async fn a_client_accepts_values_that_violate_a_constraint() {
    let (headers, lines) = list("-1", "car", r#"[{"name":"abcdefghijklmnopqrstuvwxyz"}]"#).await.unwrap();
    assert_eq!((headers.x_total, headers.x_kinds.as_slice()), (-1, &[Kind::Car][..]));
    assert_eq!(lines, [Line::new("abcdefghijklmnopqrstuvwxyz")]);
}

#[tokio::test]
async fn a_client_enforces_types_required_properties_and_enums() {
    let rows = [
        ("one", "car", "[]", "the header `x-total` must be an integer"),
        ("1", "boat", "[]", "the header `x-kinds` must be one of `car`, `foot`"),
        ("1", "car", "[{}]", "the body at `/0`: property `name` is missing"),
        ("1", "car", r#"[{"name":1}]"#, "the body at `/0/name`: must be a string, not the integer `1`"),
        (
            "1",
            "car",
            r#"[{"name":"a","kind":"boat"}]"#,
            "the body at `/0/kind`: must be one of `car`, `foot`",
        ),
    ];
    for (total, kinds, body, expected) in rows {
        let error = list(total, kinds, body).await.unwrap_err().to_string();
        assert!(error.to_lowercase().ends_with(expected), "{error}");
    }
}
