//! A server of the guest events API that knows one token. A poll waits for its timeout, since nothing happens.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guest_events::{Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse, Rejection};
use std::time::Duration;
use tokio::{sync::watch, time};

/// The server. Its polls end when it is stopped.
#[derive(Default)]
pub struct Server {
    stopped: watch::Sender<bool>,
}

impl Server {
    /// Ends all polls, current and future ones.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }
}

impl Api for Server {
    type Principal = ();
    type Error = MatrixError;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<(), MatrixError> {
        let Credentials::AccessToken { access_token } = credentials;
        match access_token.expose() {
            "secret" => Ok(()),
            _ => Err(MatrixError::new(StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN", "Unknown access token")),
        }
    }

    async fn get_events(
        &self,
        _: Context,
        (): (),
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MatrixError> {
        assert_ne!(request.from.as_deref(), Some("nowhere"), "a detail that is nobody's business");
        let wait = Duration::from_millis(request.timeout.unwrap_or(0).unsigned_abs());
        let mut stopped = self.stopped.subscribe();
        let _ = time::timeout(wait, stopped.wait_for(|stopped| *stopped)).await;
        Ok(GetEventsOk { start: request.from, chunk: Some(Vec::new()), ..GetEventsOk::default() }.into())
    }
}

/// An error as this API's clients expect it: `{"errcode", "error"}`.
#[derive(Debug)]
pub struct MatrixError {
    status: StatusCode,
    errcode: &'static str,
    error: String,
    retry_after: Option<u64>,
}

impl MatrixError {
    /// An error with this status.
    pub fn new(status: StatusCode, errcode: &'static str, error: impl Into<String>) -> Self {
        Self { status, errcode, error: error.into(), retry_after: None }
    }

    /// 429, with the number of seconds until the client may try again.
    pub fn too_many_requests(retry_after: u64) -> Self {
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "M_LIMIT_EXCEEDED", "Too many requests");
        Self { retry_after: Some(retry_after), ..refusal }
    }

    /// 500, without the cause.
    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "M_UNKNOWN", "Internal server error")
    }
}

impl From<Rejection> for MatrixError {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        let errcode = match rejection {
            Rejection::MissingCredentials => "M_MISSING_TOKEN",
            Rejection::NotFound | Rejection::MethodNotAllowed => "M_UNRECOGNIZED",
            _ => "M_UNKNOWN",
        };
        Self::new(rejection.status(), errcode, rejection.to_string())
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "errcode": self.errcode, "error": self.error });
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
