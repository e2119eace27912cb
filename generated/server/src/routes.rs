//! All routes of a node, with their log and their metrics.

use crate::api::Server;
use crate::docs_page;
use crate::error::MatrixError;
use crate::metrics::{Metrics, Request as Labels};
use crate::publishing::publish;
use crate::store::Store;
use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use guest_events::{OPERATIONS, Rejection};
use std::sync::Arc;
use std::time::Instant;

/// The media type of the metrics.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The status code that proxies log if the client disconnects before the response.
const CLIENT_DISCONNECTED: u16 = 499;

/// Creates the router. Other routes of a service belong in `operation`.
pub(crate) fn router<S: Store>(server: Arc<Server<S>>) -> Router {
    let metrics = Arc::clone(&server.hub.metrics);
    let publishing = post(publish::<S>).layer(middleware::map_response(challenge));
    let operation = Router::new()
        .route("/publish", only(publishing))
        .route("/healthz", only(get(|| async { "ok" })))
        .route("/readyz", only(get(ready::<S>)))
        .route("/metrics", only(get(show_metrics::<S>)))
        .merge(docs_page::router())
        .with_state(Arc::clone(&server));
    guest_events::service(server).merge(operation).layer(middleware::from_fn_with_state(metrics, observe))
}

/// Rejects other methods with the error body of the API. For its operations, the generated code does that.
fn only<S: Clone + Send + Sync + 'static>(route: MethodRouter<S>) -> MethodRouter<S> {
    route.fallback(|| async { MatrixError::from(Rejection::MethodNotAllowed) })
}

/// Adds the header that a 401 response must have.
async fn challenge(mut response: Response) -> Response {
    if response.status() == StatusCode::UNAUTHORIZED {
        let scheme = HeaderValue::from_static("Bearer realm=\"publishing\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, scheme);
    }
    response
}

/// Responds whether load balancers may send requests here. `/healthz` only says that the process responds.
async fn ready<S: Store>(State(server): State<Arc<Server<S>>>) -> Response {
    if server.hub.is_ready() {
        return "ready".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, "not ready").into_response()
}

async fn show_metrics<S: Store>(State(server): State<Arc<Server<S>>>) -> Response {
    match server.hub.metrics.show() {
        Ok(text) => ([(header::CONTENT_TYPE, OPEN_METRICS)], text).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A request in progress. Its line in the log is written when this value is dropped, so there is one even if the client
/// disconnects.
struct Observed {
    metrics: Arc<Metrics>,
    operation: &'static str,
    method: Method,
    path: String,
    started: Instant,
    status: u16,
}

async fn observe(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let mut observed = Observed {
        metrics,
        operation: operation(&request),
        method: request.method().clone(),
        // The query contains the access token.
        path: request.uri().path().to_owned(),
        started: Instant::now(),
        status: CLIENT_DISCONNECTED,
    };
    let response = next.run(request).await;
    observed.status = response.status().as_u16();
    response
}

/// Returns the ID of the operation, or the name of the route. There are few of them, but any number of paths.
fn operation(request: &Request) -> &'static str {
    let Some(route) = request.extensions().get::<MatchedPath>() else { return "unknown" };
    let of_spec = OPERATIONS.iter().find(|operation| operation.route == route.as_str());
    match (of_spec, route.as_str()) {
        (Some(operation), _) => operation.id,
        (None, "/publish") => "publish",
        (None, "/openapi.json") => "documentation",
        (None, path) if path.starts_with(docs_page::PATH) => "documentation",
        _ => "monitoring",
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        let labels = Labels { operation: self.operation, status: self.status };
        self.metrics.requests.get_or_create(&labels).inc();
        let (operation, path, status) = (self.operation, self.path.as_str(), self.status);
        let ms = u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        if operation == "monitoring" {
            tracing::debug!(operation, method = %self.method, path, status, ms, "request");
        } else {
            tracing::info!(operation, method = %self.method, path, status, ms, "request");
        }
    }
}
