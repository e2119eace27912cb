//! Three APIs that share the support code, with different needs: a form with a file; a union, a path template whose
//! segment has two parameters, and credentials; JSON Schemas. One error type and one function over the context are for
//! all of them.

use crate::client::{Seen, request, send, with_body, with_headers};
use axum::Router;
use std::sync::Arc;
use stubsmith_golden::foreign::UserId;
use stubsmith_golden::one_support::labels::types::Label;
use stubsmith_golden::one_support::{Context, Operation, Rejection, Secret, orders, stock};

/// Both APIs.
struct Mirror;

impl From<Rejection> for Seen {
    fn from(rejection: Rejection) -> Self {
        Self::rejected(rejection.status(), &rejection)
    }
}

fn name(cx: &Context) -> &'static str {
    let operation: &'static Operation = cx.operation();
    operation.id
}

impl orders::Api for Mirror {
    type Error = Seen;
    async fn get_orders(
        &self,
        _: Context,
        request: orders::GetOrdersRequest,
    ) -> Result<orders::GetOrdersResponse, Seen> {
        let by: UserId = request.customer;
        let placed: Option<chrono::NaiveDate> = request.since;
        match placed {
            Some(placed) => Ok(vec![orders::types::Order { placed, by: Some(by) }].into()),
            None => Ok(orders::types::Error { code: "since".to_owned() }.into()),
        }
    }
    async fn post_order(
        &self,
        cx: Context,
        request: orders::PostOrderRequest,
    ) -> Result<orders::PostOrderResponse, Seen> {
        Seen::request(&(name(&cx), request.customer, request.code))
    }
}

impl stock::Api for Mirror {
    type Principal = ();
    type Error = Seen;
    async fn authenticate(&self, _: &Context, credentials: stock::Credentials) -> Result<(), Seen> {
        let stock::Credentials::Key { key } = credentials;
        let key: Secret = key;
        if key.expose() == "open" { Ok(()) } else { Err(Rejection::MissingCredentials.into()) }
    }
    async fn get_article(
        &self,
        _: Context,
        request: stock::GetArticleRequest,
    ) -> Result<stock::GetArticleResponse, Seen> {
        if request.id.is_nil() {
            // The type of the other API, which `replace` names.
            return Ok(stock::GetArticleResponse::NotFound(orders::types::Error { code: "nil".to_owned() }));
        }
        Seen::request(&request)
    }
    async fn put_article(
        &self,
        cx: Context,
        (): (),
        request: stock::PutArticleRequest,
    ) -> Result<stock::PutArticleResponse, Seen> {
        Seen::request(&(name(&cx), request.body))
    }
}

fn router() -> Router {
    let server = Arc::new(Mirror);
    orders::service(Arc::clone(&server)).merge(stock::service(server).reset_fallback())
}

#[tokio::test]
async fn one_conversion_serves_both_apis() {
    let json = [("content-type", "application/json")];
    let requests = [
        (
            request("GET", "/orders/nobody"),
            "400 parameter `customer` must be in the format `user-id` or `author`",
        ),
        (
            request("GET", "/stock/7.json"),
            "400 parameter `id` must be a UUID, such as `123e4567-e89b-42d3-a456-426614174000`",
        ),
        (with_body("PUT", "/stock", &json, "{}"), "401 credentials are missing"),
        (request("GET", "/nothing"), "404 there is nothing at this path"),
        (request("DELETE", "/orders/@a:b"), "405 [GET, POST, HEAD] this path does not allow this method"),
        (request("DELETE", "/stock"), "405 [PUT] this path does not allow this method"),
    ];
    for (request, expected) in requests {
        assert_eq!(send(&router(), request).await, expected);
    }
}

#[tokio::test]
async fn each_api_has_the_parts_that_it_needs() {
    let orders = send(&router(), request("GET", "/orders/@a:b?since=2024-02-09")).await;
    assert_eq!(orders, r#"200 [{"placed":"2024-02-09","by":"@a:b"}]"#);
    let form = "--b\r\nContent-Disposition: form-data; name=\"code\"\r\n\r\nAB\r\n--b--\r\n";
    let parts = [("content-type", "multipart/form-data; boundary=b")];
    let placed = send(&router(), with_body("POST", "/orders/@a:b", &parts, form)).await;
    assert_eq!(placed, r#"200 ("postOrder", UserId("@a:b"), "AB")"#);
    let wrong = send(&router(), with_body("POST", "/orders/@a:b", &parts, form.replace("AB", "A"))).await;
    assert_eq!(wrong, "400 parameter `code` must match `^[A-Z]{2}$`");

    let headers = [("content-type", "application/json"), ("x-key", "open")];
    for (body, expected) in [
        (r#"{"color":"red"}"#, r#"200 ("putArticle", Pen(Pen { color: Red }))"#),
        (
            r#"{"pages":1,"by":"@a:b"}"#,
            r#"200 ("putArticle", Book(Book { pages: 1, by: Some(UserId("@a:b")) }))"#,
        ),
        (r#"{"pages":1,"by":"a"}"#, "400 the body at `/by`: must be in the format `user-id` or `author`"),
    ] {
        assert_eq!(send(&router(), with_body("PUT", "/stock", &headers, body)).await, expected);
    }
}

#[tokio::test]
async fn a_type_of_one_api_is_in_the_responses_of_the_other() {
    let nil = "/stock/00000000-0000-0000-0000-000000000000.json";
    assert_eq!(send(&router(), request("GET", nil)).await, r#"404 {"code":"nil"}"#);
    let from = with_headers("GET", "/orders/@a:b", &[]);
    assert_eq!(send(&router(), from).await, r#"404 {"code":"since"}"#);
    let other = "/stock/00000000-0000-0000-0000-000000000000.pdf";
    assert_eq!(
        send(&router(), request("GET", other)).await,
        "400 parameter `format` must be one of `json`, `txt`"
    );
}

/// Schemas without an API use the same code.
#[test]
fn schemas_are_checked() {
    let label: Label = serde_json::from_str(r#"{"lines":["a"],"size":{"mm":7}}"#).unwrap();
    assert_eq!(serde_json::to_string(&label).unwrap(), r#"{"lines":["a"],"size":{"mm":7}}"#);
    let error = serde_json::from_str::<Label>(r#"{"lines":[]}"#).unwrap_err().to_string();
    assert!(error.starts_with("must have at least 1 item"), "{error}");
}
