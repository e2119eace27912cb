//! Documents and problems next to JSON in Swagger 2.0, on the wire. The golden case `produces_variants`.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use std::sync::{Arc, Mutex};
use stubsmith_golden::produces_variants::*;
use tower::ServiceExt as _;

/// Returns the status, the media type and the body, in a line.
async fn call(router: &Router, uri: &str, accept: &str) -> String {
    let request = Request::builder().uri(uri).header("accept", accept).body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let media_type =
        parts.headers.get("content-type").map(|value| value.to_str().unwrap()).unwrap_or_default();
    let body = String::from_utf8(to_bytes(body, usize::MAX).await.unwrap().to_vec()).unwrap();
    format!("{} [{media_type}] {body}", parts.status.as_u16())
}

/// Returns the response that it was given.
#[derive(Default)]
struct Given {
    report: Mutex<Option<GetReportResponse>>,
    account: Mutex<Option<GetAccountResponse>>,
    picture: Mutex<Option<GetPictureResponse>>,
    name: Mutex<Option<GetNameResponse>>,
}

impl Api for Given {
    type Error = Rejection;

    async fn get_report(&self, cx: Context) -> Result<GetReportResponse, Rejection> {
        if let Some(report) = self.report.lock().unwrap().take() {
            return Ok(report);
        }
        let rows = vec![types::Row { a: Some(1) }];
        if cx.preferred(&["application/json", "text/csv"]) == Some("text/csv") {
            return Ok(GetReportOk::Csv(Content::from("a\n1\n")).into());
        }
        Ok(rows.into())
    }

    async fn get_account(&self, _: Context) -> Result<GetAccountResponse, Rejection> {
        Ok(self.account.lock().unwrap().take().unwrap())
    }

    async fn get_picture(&self, _: Context) -> Result<GetPictureResponse, Rejection> {
        Ok(self.picture.lock().unwrap().take().unwrap())
    }

    async fn get_name(&self, _: Context) -> Result<GetNameResponse, Rejection> {
        Ok(self.name.lock().unwrap().take().unwrap())
    }
}

async fn report(response: impl Into<GetReportResponse>, accept: &str) -> String {
    let given = Given { report: Mutex::new(Some(response.into())), ..Given::default() };
    call(&service(Arc::new(given)), "/reports", accept).await
}

async fn account(response: impl Into<GetAccountResponse>, accept: &str) -> String {
    let given = Given { account: Mutex::new(Some(response.into())), ..Given::default() };
    call(&service(Arc::new(given)), "/accounts", accept).await
}

#[tokio::test]
async fn a_document_next_to_json_is_sent_as_the_handler_chose_it() {
    let rows = || vec![types::Row { a: Some(1) }];
    let json = r#"200 [application/json] [{"a":1}]"#;
    assert_eq!(report(rows(), "*/*").await, json);
    assert_eq!(report(rows(), "text/csv").await, json);
    assert_eq!(
        report(rows(), "application/vnd.report+json").await,
        r#"200 [application/vnd.report+json] [{"a":1}]"#
    );
    assert_eq!(report(GetReportOk::Pdf("PDF".into()), "*/*").await, "200 [application/pdf] PDF");
    assert_eq!(report(GetReportOk::Csv("a\n1\n".into()), "text/csv").await, "200 [text/csv] a\n1\n");
    assert_eq!(report(GetReportOk::Csv("a".into()), "application/csv").await, "200 [application/csv] a");
    // The handler does not return XML, and so a client that accepts nothing else never reaches it.
    assert!(report(rows(), "application/xml").await.starts_with("406 "));
    let problem = types::Problem { title: None };
    assert_eq!(report(problem, "text/csv").await, "400 [application/json] {}");
}

#[tokio::test]
async fn a_handler_can_ask_for_the_preferred_media_type() {
    let router = service(Arc::new(Given::default()));
    assert_eq!(call(&router, "/reports", "text/csv").await, "200 [text/csv] a\n1\n");
    assert_eq!(call(&router, "/reports", "*/*").await, r#"200 [application/json] [{"a":1}]"#);
}

#[tokio::test]
async fn a_handler_says_whether_an_error_is_a_problem() {
    let problem = || types::Problem { title: Some("No.".to_owned()) };
    let ok = || GetAccountResponse::Ok(GetAccountOk { id: Some("a".to_owned()) });
    assert_eq!(account(ok(), "*/*").await, r#"200 [application/json] {"id":"a"}"#);
    assert_eq!(
        account(ok(), "application/problem+json, application/json;q=0.1").await,
        r#"200 [application/json] {"id":"a"}"#
    );
    let rows = [
        (GetAccountNotFound::ProblemJson(problem()), r#"404 [application/problem+json] {"title":"No."}"#),
        (GetAccountNotFound::Json(problem()), r#"404 [application/json] {"title":"No."}"#),
        (problem().into(), r#"404 [application/json] {"title":"No."}"#),
    ];
    for (body, expected) in rows {
        assert_eq!(account(body, "application/json").await, expected);
    }
    let status = axum::http::StatusCode::CONFLICT;
    let default = GetAccountResponse::Default { status, body: GetAccountDefault::ProblemJson(problem()) };
    assert_eq!(account(default, "*/*").await, r#"409 [application/problem+json] {"title":"No."}"#);
}

#[tokio::test]
async fn the_default_response_has_documents_if_there_is_no_success_response() {
    let picture = async |body: GetPictureDefault| {
        let response = GetPictureResponse::Default { status: axum::http::StatusCode::OK, body };
        let given = Given { picture: Mutex::new(Some(response)), ..Given::default() };
        call(&service(Arc::new(given)), "/picture", "*/*").await
    };
    let size = GetPictureDefaultJson { width: Some(3) };
    assert_eq!(picture(size.into()).await, r#"200 [application/json] {"width":3}"#);
    let png = Content::new("image/png", "PNG");
    assert_eq!(picture(GetPictureDefault::Any(png)).await, "200 [image/png] PNG");
    assert_eq!(picture(GetPictureDefault::Html("<p>".into())).await, "200 [text/html] <p>");
}

#[tokio::test]
async fn a_text_shares_the_body_of_json_but_not_that_of_an_archive() {
    let name = async |response: GetNameResponse, accept: &str| {
        let given = Given { name: Mutex::new(Some(response)), ..Given::default() };
        call(&service(Arc::new(given)), "/name", accept).await
    };
    assert_eq!(name("a".to_owned().into(), "text/plain").await, "200 [text/plain; charset=utf-8] a");
    assert_eq!(name("a".to_owned().into(), "*/*").await, "200 [application/json] \"a\"");
    assert_eq!(name(GetNameOk::Zip("PK".into()).into(), "*/*").await, "200 [application/zip] PK");
    let examples = service(Arc::new(example_server::Examples));
    assert_eq!(call(&examples, "/reports", "*/*").await, r#"200 [application/json] [{"a":1}]"#);
    assert_eq!(call(&examples, "/name", "*/*").await, "200 [application/json] \"a\"");
}
