//! Formats with types of the crate `jiff`, and bytes, on the wire.

use crate::client::{Seen, send, with_body};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::formats_jiff::*;
use tower::ServiceExt as _;

/// Returns its request.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

impl Api for Mirror {
    type Error = Seen;
    async fn put_visit(&self, _: Context, request: PutVisitRequest) -> Result<PutVisitResponse, Seen> {
        if request.body.spans.is_some() {
            return Seen::request(&(request.day, request.spans, request.key, request.x_token));
        }
        let headers = PutVisitOkHeaders { at: request.at, span: request.spans.first().copied() };
        Ok(PutVisitResponse::Ok { headers, body: request.body })
    }
    async fn post_form(&self, _: Context, request: PostFormRequest) -> Result<PostFormResponse, Seen> {
        Seen::request(&(request.day, request.span))
    }
}

fn router() -> Router {
    stubsmith_golden::formats_jiff::router(Arc::new(Mirror))
}

/// Sends a visit with this property, and returns the property of the response, or the reason of the rejection.
async fn put(property: &str, text: &str) -> String {
    let mut visit = serde_json::json!({"at": "2024-02-09T12:30:00Z"});
    visit[property] = text.into();
    let sent =
        with_body("PUT", "/visits/2024-02-09", &[("content-type", "application/json")], visit.to_string());
    let response = send(&router(), sent).await;
    match response.strip_prefix("200 ") {
        Some(visit) => serde_json::from_str::<types::Visit>(visit)
            .map(|visit| serde_json::to_value(visit).unwrap()[property].as_str().unwrap().to_owned())
            .unwrap(),
        None => {
            response.strip_prefix(&format!("400 the body at `/{property}`: must be ")).unwrap().to_owned()
        }
    }
}

const DATE_TIME: &str = "an RFC 3339 date-time, such as `2024-02-09T12:30:00Z`";
const DATE: &str = "an RFC 3339 date, such as `2024-02-09`";
const DURATION: &str = "an RFC 3339 duration, such as `P1DT12H`";
const BASE64: &str = "Base64 with padding, such as `aGVsbG8=`";

#[tokio::test]
async fn timestamps_are_written_in_utc() {
    for (read, written) in [
        ("2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z"),
        ("2024-01-01T00:00:00+02:00", "2023-12-31T22:00:00Z"),
        ("2024-01-01t00:00:00z", "2024-01-01T00:00:00Z"),
        ("2024-01-01T00:00:00-00:00", "2024-01-01T00:00:00Z"),
        ("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.5Z"),
        ("2024-01-01T00:00:00.1234567899Z", "2024-01-01T00:00:00.123456789Z"),
        ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
        ("2024-01-01 00:00:00Z", DATE_TIME),
        ("2024-01-01T00:00:00+0200", DATE_TIME),
        ("2024-01-01T00:00:00[Europe/Paris]", DATE_TIME),
        ("2024-01-01T00:00:00+01:00[Europe/Paris]", DATE_TIME),
        ("2024-01-01T00:00Z", DATE_TIME),
        ("2024-01-01T12:00:60Z", DATE_TIME),
        ("2024-01-01", DATE_TIME),
        // Later than the last timestamp.
        ("9999-12-31T23:59:59-23:59", DATE_TIME),
    ] {
        assert_eq!(put("at", read).await, written, "{read}");
    }
}

#[tokio::test]
async fn dates_durations_and_bytes_have_one_text() {
    for (property, read, written) in [
        ("day", "2024-02-29", "2024-02-29"),
        ("day", "20240229", DATE),
        ("day", "2024-02-09T00:00:00Z", DATE),
        ("day", "2024-2-9", DATE),
        ("span", "P1Y2M3DT4H5M6S", "P1Y2M3DT4H5M6S"),
        ("span", "P2W", "P2W"),
        ("span", "PT36H", "PT36H"),
        ("span", "p1d", "P1D"),
        ("span", "P1W2D", DURATION),
        ("span", "PT1H5S", DURATION),
        ("span", "PT1.5S", DURATION),
        ("span", "-P1D", DURATION),
        ("span", "P", DURATION),
        ("span", "P1DT", DURATION),
        ("span", "1 hour", DURATION),
        ("span", "P99999999999Y", DURATION),
        ("key", "aGVsbG8=", "aGVsbG8="),
        ("key", "aGVsbG8", BASE64),
        ("token", "-_-_", "-_-_"),
    ] {
        assert_eq!(put(property, read).await, written, "{read}");
    }
}

#[tokio::test]
async fn parameters_headers_and_forms_have_the_same_grammar() {
    let visit = r#"{"at":"2024-02-09T12:30:00Z"}"#;
    let put = |query: &str, body: &'static str| {
        let headers = [("content-type", "application/json"), ("x-token", "-_-_")];
        with_body("PUT", &format!("/visits/2024-02-09{query}"), &headers, body)
    };
    let query = "?at=2024-01-01T00:00:00%2B02:00&spans=P1D,PT1H";
    let response = router().oneshot(put(query, visit)).await.unwrap();
    assert_eq!(response.headers()["at"], "2023-12-31T22:00:00Z");
    assert_eq!(response.headers()["span"], "P1D");
    let seen = send(&router(), put("", r#"{"at":"2024-02-09T12:30:00Z","spans":[]}"#)).await;
    assert!(seen.contains("Some(Base64Url([251, 255, 191]))") && seen.contains("Base64([104, 101"), "{seen}");
    let twice = r#"{"at":"2024-02-09T12:30:00Z","spans":["P1D","P1D"]}"#;
    let reason = "400 the body at `/spans/1`: repeats an earlier item: items must be unique";
    assert_eq!(send(&router(), put("", twice)).await, reason);
    for (query, reason) in [
        ("?at=2024", format!("parameter `at` must be {DATE_TIME}")),
        ("?spans=P1D,1h", format!("parameter `spans` at `/1` must be {DURATION}")),
        ("?key=-_-_", format!("parameter `key` must be {BASE64}")),
    ] {
        assert_eq!(send(&router(), put(query, visit)).await, format!("400 {reason}"));
    }
    let form = |body: &'static str| {
        with_body("POST", "/forms", &[("content-type", "application/x-www-form-urlencoded")], body)
    };
    assert!(send(&router(), form("day=2024-02-29&span=P1D")).await.starts_with("200 "));
    let seen = send(&router(), form("day=20240229&span=P1D")).await;
    assert_eq!(seen, format!("400 parameter `day` must be {DATE}"));
}

#[tokio::test]
async fn a_span_without_a_text_is_not_sent() {
    let mut visit: types::Visit = serde_json::from_str(r#"{"at":"2024-02-09T12:30:00Z"}"#).unwrap();
    visit.spans = Some(vec![jiff::Span::new().hours(1).seconds(5).fieldwise().into()]);
    assert!(serde_json::to_string(&visit).unwrap_err().to_string().contains(DURATION));
}

/// Values that are made from the schema come back equal.
#[tokio::test]
async fn values_of_the_formats_come_back() {
    let spec = std::fs::read_to_string("../golden/formats_jiff/spec.yaml").unwrap();
    let spec = stubsmith_tests::round_trip::parse(&spec).unwrap();
    let document = stubsmith_tests::values::Document(&spec);
    let mut maker = stubsmith_tests::values::Maker::new(&document).with_formats();
    let mut with_spans = 0;
    for _ in 0..200 {
        let made = maker.value(&spec["definitions"]["Visit"]).unwrap();
        with_spans += usize::from(made["span"].is_string());
        let visit: types::Visit = serde_json::from_value(made.clone()).unwrap();
        let written = serde_json::to_value(&visit).unwrap();
        let same = stubsmith_tests::values::is_same(&made, &written, &["day".to_owned()]);
        assert!(same, "{made} became {written}");
        assert_eq!(serde_json::from_value::<types::Visit>(written).unwrap(), visit);
    }
    assert!(with_spans > 20, "{with_spans}");
}
