//! A span that has only the path: an access token in the query does not reach the log.

use crate::EVENTS;
use axum::Router;
use axum::extract::Request;
use guest_events::{fallbacks, routes, service};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use stubsmith_recipes::{Server, serve};
use tower_http::trace::TraceLayer;
use tracing::info_span;
use tracing::level_filters::LevelFilter;

/// Around the whole router, the request still has its query.
fn app(server: Arc<Server>) -> Router {
    let spans = TraceLayer::new_for_http().make_span_with(
        |request: &Request| info_span!("request", method = %request.method(), path = request.uri().path()),
    );
    service(server).layer(spans)
}

/// Around each operation: requests without a route are not traced.
fn traced(server: Arc<Server>) -> Router {
    let routes = routes(server).map(|operation, route| {
        let span = move |_: &Request| info_span!("request", operation = operation.id);
        route.layer(TraceLayer::new_for_http().make_span_with(span))
    });
    fallbacks::<Server>(routes.into_router())
}

/// The log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything that is logged, at any level, while one poll gets a response and another one is rejected.
async fn log_of(router: Router) -> String {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_ansi(false)
        .without_time()
        .with_writer(move || writer.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let client = serve(router).await.unwrap();
    for (suffix, status) in [("", "200 OK"), ("&timeout=soon", "400 Bad Request")] {
        let answer = client.send(&format!("GET {EVENTS}{suffix}"), &["X-Trace: 1"]).await.unwrap();
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}\n")), "{answer}");
    }
    let bytes = log.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn no_token_is_in_the_log() {
    let log = log_of(app(Arc::default())).await;
    let span = "request{method=GET path=\"/_matrix/client/api/v1/events\"}";
    assert!(
        log.contains(&format!("DEBUG {span}: tower_http::trace::on_request: started processing request"))
    );
    assert!(log.contains(span) && log.contains("status=200") && log.contains("status=400"), "{log}");
    assert!(!log.contains("secret"), "{log}");

    let log = log_of(traced(Arc::default())).await;
    assert!(log.contains("request{operation=\"get_events\"}") && log.contains("status=400"), "{log}");
    assert!(!log.contains("secret"), "{log}");
}

/// The default span of `TraceLayer` has the whole URI.
#[tokio::test]
async fn the_default_span_has_the_token() {
    let log = log_of(service(Arc::<Server>::default()).layer(TraceLayer::new_for_http())).await;
    assert!(log.contains("uri=/_matrix/client/api/v1/events?access_token=secret"), "{log}");
}
