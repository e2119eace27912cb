//! A minimal server of the API, with every method, one error type, and one line to start it.
//!
//! ```text
//! cargo run -p guest-events --example minimal
//! curl 'http://127.0.0.1:8008/_matrix/client/api/v1/events?access_token=secret'
//! ```
//!
//! `server.rs` is a larger example.
#![forbid(unsafe_code)]

use axum::response::{IntoResponse, Response};
use axum::{Json, http::StatusCode};
use guest_events::{Api, Context, Credentials, GetEventsOk, GetEventsRequest, GetEventsResponse, Rejection};
use serde_json::json;
use std::sync::Arc;

struct Server;

/// The body of an error in Matrix.
struct MatrixError(StatusCode, &'static str, String);

impl From<Rejection> for MatrixError {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        let code = if rejection == Rejection::MissingCredentials { "M_MISSING_TOKEN" } else { "M_UNKNOWN" };
        Self(rejection.status(), code, rejection.to_string())
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        (self.0, Json(json!({"errcode": self.1, "error": self.2}))).into_response()
    }
}

impl Api for Server {
    type Principal = ();
    type Error = MatrixError;

    async fn authenticate(&self, _: &Context, credentials: Credentials) -> Result<(), MatrixError> {
        let Credentials::AccessToken { access_token } = credentials;
        // A real server looks up a hash of the token, or compares in constant time.
        if access_token.expose() == "secret" {
            return Ok(());
        }
        Err(MatrixError(StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN", "Unknown access token".to_owned()))
    }

    async fn get_events(
        &self,
        _: Context,
        (): (),
        request: GetEventsRequest,
    ) -> Result<GetEventsResponse, MatrixError> {
        Ok(GetEventsOk { start: request.from, chunk: Some(Vec::new()), ..GetEventsOk::default() }.into())
    }
}

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8008").await?;
    axum::serve(listener, guest_events::service(Arc::new(Server))).await
}
