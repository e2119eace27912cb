//! Metrics: the number of calls of each operation, and their statuses.

use crate::EVENTS;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::{Router, routing::get};
use guest_events::{Operation, fallbacks, routes};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use stubsmith_recipes::{Server, serve};

/// Calls by operation and status. There are few operation ids, and many paths.
#[derive(Clone, Default)]
struct Calls(Arc<Mutex<BTreeMap<(&'static str, u16), u64>>>);

impl Calls {
    fn count(&self, operation: &Operation, status: StatusCode) {
        let mut calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *calls.entry((operation.id, status.as_u16())).or_default() += 1;
    }

    fn show(&self) -> String {
        let calls = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let line = |((operation, status), calls): (&(&str, u16), &u64)| {
            format!("calls_total{{operation=\"{operation}\",status=\"{status}\"}} {calls}\n")
        };
        calls.iter().map(line).collect()
    }
}

/// If the client leaves before the response, the call is not counted: this future is dropped.
async fn counted(
    State((operation, calls)): State<(&'static Operation, Calls)>,
    request: Request,
    next: Next,
) -> Response {
    let response = next.run(request).await;
    calls.count(operation, response.status());
    response
}

fn app(server: Arc<Server>, calls: Calls) -> Router {
    let routes = routes(server).map(|operation, route| {
        route.layer(middleware::from_fn_with_state((operation, calls.clone()), counted))
    });
    let metrics = get(|| async move { calls.show() });
    fallbacks::<Server>(routes.into_router()).route("/metrics", metrics)
}

#[tokio::test]
async fn calls_are_counted_by_operation_and_status() {
    let client = serve(app(Arc::default(), Calls::default())).await.unwrap();
    for start in [
        format!("GET {EVENTS}"),
        format!("GET {EVENTS}"),
        "GET /_matrix/client/api/v1/events".to_owned(),
        format!("POST {EVENTS}"),
        "GET /nothing".to_owned(),
    ] {
        client.send(&start, &[]).await.unwrap();
    }
    let answer = client.send("GET /metrics", &[]).await.unwrap();
    assert_eq!(
        answer,
        "HTTP/1.1 200 OK\n\
         content-type: text/plain; charset=utf-8\n\
         content-length: 102\n\n\
         calls_total{operation=\"get_events\",status=\"200\"} 2\n\
         calls_total{operation=\"get_events\",status=\"401\"} 1\n"
    );
}
