//! Formats with types of the crate `time`, on the wire.

use crate::client::{Seen, send, with_body};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::formats_time::*;
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
        Ok(PutVisitResponse::Ok { headers: PutVisitOkHeaders { at: request.at }, body: request.body })
    }
}

fn router() -> Router {
    stubsmith_golden::formats_time::router(Arc::new(Mirror))
}

async fn send_visit(uri: &str, body: String) -> String {
    send(&router(), with_body("PUT", uri, &[("content-type", "application/json")], body)).await
}

const DATE_TIME: &str = "must be an RFC 3339 date-time, such as `2024-02-09T12:30:00Z`";
const DATE: &str = "must be an RFC 3339 date, such as `2024-02-09`";

#[tokio::test]
async fn date_times_keep_their_offset() {
    for (read, written) in [
        ("2024-01-01T00:00:00Z", Some("2024-01-01T00:00:00Z")),
        ("2024-01-01T00:00:00+02:00", Some("2024-01-01T00:00:00+02:00")),
        ("2024-01-01t00:00:00z", Some("2024-01-01T00:00:00Z")),
        ("2024-01-01T00:00:00-00:00", Some("2024-01-01T00:00:00Z")),
        ("2024-01-01T00:00:00.5Z", Some("2024-01-01T00:00:00.5Z")),
        ("2024-01-01T00:00:00.1234567899Z", Some("2024-01-01T00:00:00.123456789Z")),
        ("2016-12-31T23:59:60Z", Some("2016-12-31T23:59:59.999999999Z")),
        ("2024-01-01 00:00:00Z", None),
        ("2024-01-01T00:00:00+0200", None),
        ("2024-01-01T00:00:00[Europe/Paris]", None),
        ("2024-01-01T00:00Z", None),
        ("2024-01-01T12:00:60Z", None),
        ("2024-01-01 00:00:00.0 +00:00:00", None),
    ] {
        let body = |at: &str| format!(r#"{{"at":"{at}","since":"2024-01-01T00:00:00Z"}}"#);
        let expected = match written {
            Some(written) => format!("200 {}", body(written)),
            None => format!("400 the body at `/at`: {DATE_TIME}"),
        };
        assert_eq!(send_visit("/visits/2024-02-09", body(read)).await, expected, "{read}");
    }
}

#[tokio::test]
async fn dates_have_ten_characters() {
    let visit = r#"{"at":"2024-01-01T00:00:00Z","day":"#;
    for day in ["2024-2-9", "20240229", "2023-02-29", "2024-02-09T00:00:00Z"] {
        let seen = send_visit(&format!("/visits/{day}"), format!("{visit}null}}")).await;
        assert_eq!(seen, format!("400 parameter `day` {DATE}"));
        let seen = send_visit("/visits/2024-02-29", format!("{visit}\"{day}\"}}")).await;
        assert_eq!(seen, format!("400 the body at `/day`: {DATE}"));
    }
    let seen = send_visit("/visits/2024-02-29", format!("{visit}\"2024-02-29\"}}")).await;
    assert!(seen.contains(r#""day":"2024-02-29""#), "{seen}");
}

#[tokio::test]
async fn values_inside_other_types_and_headers_have_the_same_text() {
    let visit = r#"{"at":"2024-01-01T00:00:00Z","since":"2024-01-01T00:00:00Z","ended":null,"moments":["2024-01-01T00:00:00+02:00"]}"#;
    let uri = "/visits/2024-02-09?at=2024-01-01T00:00:00%2B02:00";
    assert_eq!(send_visit(uri, visit.to_owned()).await, format!("200 {visit}"));
    let sent = with_body("PUT", uri, &[("content-type", "application/json")], visit);
    assert_eq!(router().oneshot(sent).await.unwrap().headers()["at"], "2024-01-01T00:00:00+02:00");
    let visit: types::Visit = serde_json::from_str(visit).unwrap();
    assert_eq!(visit.at.unix_timestamp(), 1_704_067_200);
    assert_eq!(
        types::Visit::new(visit.at).since,
        time::OffsetDateTime::UNIX_EPOCH.replace_year(2024).unwrap().into()
    );
}
