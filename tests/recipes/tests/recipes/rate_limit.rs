//! A rate limit: 429 with `Retry-After`, through the API's own error.

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

/// When the window began, and how many calls there were in it.
#[derive(Clone, Default)]
struct Window(Arc<Mutex<Option<(Instant, u32)>>>);

impl Window {
    /// Counts a call; or says how long it takes until the next one is let in.
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

/// A window for each operation, whoever calls: who it is comes out in `authenticate`, which may say `Err` as
/// well.
fn app(server: Arc<Server>) -> Router {
    let routes = routes(server)
        .map(|_, route| route.layer(middleware::from_fn_with_state(Window::default(), limited)));
    fallbacks::<Server>(routes.into_router())
}

#[tokio::test]
async fn the_call_after_the_last_one_is_to_be_tried_again() {
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
