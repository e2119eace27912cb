//! Two APIs in one process that share the support code.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use std::sync::Arc;
use stubsmith_recipes::apis::orders::{self, GetOrderOk, GetOrderRequest, GetOrderResponse};
use stubsmith_recipes::apis::stock::{self, PutStockRequest, PutStockResponse};
use stubsmith_recipes::apis::{Context, Rejection};
use stubsmith_recipes::serve;

/// The error body of both APIs.
struct Problem(StatusCode, String);

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        Self(rejection.status(), rejection.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.0, Json(serde_json::json!({ "problem": self.1 }))).into_response()
    }
}

struct Shop;

impl Shop {
    /// Rejects a client that does not say who it is.
    fn check(cx: &Context) -> Result<(), Problem> {
        match cx.headers().get("from") {
            Some(_) => Ok(()),
            None => Err(Problem(StatusCode::FORBIDDEN, format!("who asks for {}?", cx.operation().id))),
        }
    }
}

impl orders::Api for Shop {
    type Error = Problem;

    async fn get_order(&self, cx: Context, request: GetOrderRequest) -> Result<GetOrderResponse, Problem> {
        Self::check(&cx)?;
        match request.id {
            1 => Ok(GetOrderOk { article: "pen".to_owned() }.into()),
            _ => Ok(GetOrderResponse::NotFound),
        }
    }
}

impl stock::Api for Shop {
    type Error = Problem;

    async fn put_stock(&self, cx: Context, _: PutStockRequest) -> Result<PutStockResponse, Problem> {
        Self::check(&cx)?;
        Ok(PutStockResponse::NoContent)
    }
}

fn app(shop: Arc<Shop>) -> Router {
    orders::service(Arc::clone(&shop)).merge(stock::service(shop).reset_fallback())
}

#[tokio::test]
async fn both_apis_have_one_error_type_and_one_context() {
    let client = serve(app(Arc::new(Shop))).await.unwrap();
    let requests = [
        ("GET /orders/1", "200 OK", r#"{"article":"pen"}"#),
        ("GET /orders/0", "400 Bad Request", r#"{"problem":"parameter `id` must be at least 1"}"#),
        ("PUT /stock/pen", "400 Bad Request", r#"{"problem":"the body is missing"}"#),
        ("GET /nothing", "404 Not Found", r#"{"problem":"there is nothing at this path"}"#),
        ("GET /stock/pen", "405 Method Not Allowed", r#"{"problem":"this path does not allow this method"}"#),
    ];
    for (start, status, body) in requests {
        let answer = client.send(start, &["From: till"]).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\n")) && answer.ends_with(body), "{answer}");
    }
    let answer = client.send("GET /orders/1", &[]).await.unwrap();
    assert!(answer.ends_with(r#"{"problem":"who asks for getOrder?"}"#), "{answer}");
}
