//! A rate limit: 429 with `Retry-After`, with the API's own error body.

use crate::EVENTS;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{self, Next};
use axum::response::Response;
use guest_events::{fallbacks, routes};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use stubsmith_recipes::{MatrixError, Server, serve};

const CALLS: u32 = 2;
const WINDOW: Duration = Duration::from_secs(60);

/// The start of the window, and the number of calls in it.
#[derive(Clone, Default)]
struct Window(Arc<Mutex<Option<(Instant, u32)>>>);

impl Window {
    /// Counts a call, or returns the time until the next one is accepted.
    fn count(&self) -> Result<(), Duration> {
        let mut window = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match window.as_mut().filter(|(start, _)| start.elapsed() < WINDOW) {
            Some((start, CALLS)) => return Err(WINDOW.saturating_sub(start.elapsed())),
            Some((_, calls)) => *calls += 1,
            None => *window = Some((Instant::now(), 1)),
        }
        Ok(())
    }
}

async fn limited(
    State(window): State<Window>,
    request: Request,
    next: Next,
) -> Result<Response, MatrixError> {
    window.count().map_err(|wait| MatrixError::too_many_requests(wait.as_secs() + 1))?;
    Ok(next.run(request).await)
}

/// One window for each operation, for all clients together. A limit per principal belongs in `authenticate`, which may
/// return `Err` as well.
fn app(server: Arc<Server>) -> Router {
    let routes = routes(server)
        .map(|_, route| route.layer(middleware::from_fn_with_state(Window::default(), limited)));
    fallbacks::<Server>(routes.into_router())
}

#[tokio::test]
async fn a_call_beyond_the_limit_gets_the_time_to_retry() {
    let client = serve(app(Arc::default())).await.unwrap();
    for _ in 0..CALLS {
        let answer = client.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200 OK\n"), "{answer}");
    }
    let answer = client.send(&format!("GET {EVENTS}"), &[]).await.unwrap();
    assert_eq!(
        answer,
        "HTTP/1.1 429 Too Many Requests\n\
         content-type: application/json\n\
         retry-after: 60\n\
         content-length: 58\n\n\
         {\"errcode\":\"M_LIMIT_EXCEEDED\",\"error\":\"Too many requests\"}"
    );
}
