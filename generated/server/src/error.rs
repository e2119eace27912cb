//! The error type of all routes, with the body that Matrix defines.

use crate::store::StoreError;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use guest_events::Rejection;
use serde_json::json;

/// A status code, with `{"errcode", "error"}` as the body.
#[derive(Debug)]
pub struct MatrixError {
    status: StatusCode,
    code: &'static str,
    text: String,
}

impl MatrixError {
    pub(crate) fn new(status: StatusCode, code: &'static str, text: impl Into<String>) -> Self {
        Self { status, code, text: text.into() }
    }

    pub(crate) fn unknown_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "M_UNKNOWN_TOKEN", "Unknown access token")
    }

    pub(crate) fn forbidden(text: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "M_FORBIDDEN", text)
    }

    pub(crate) fn too_many(text: &str) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "M_LIMIT_EXCEEDED", text)
    }

    pub(crate) fn unavailable(text: &str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "M_UNKNOWN", text)
    }
}

/// Converts the rejections of the generated code. Clients do not get the reason of an invalid response, so it is logged.
impl From<Rejection> for MatrixError {
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            tracing::error!(reason, "a response does not match the spec");
        }
        let code = match rejection {
            Rejection::MissingCredentials => "M_MISSING_TOKEN",
            Rejection::MissingParameter { .. } => "M_MISSING_PARAM",
            Rejection::BadParameter { .. } => "M_INVALID_PARAM",
            Rejection::MalformedJson { .. } => "M_NOT_JSON",
            Rejection::InvalidJson { .. } => "M_BAD_JSON",
            Rejection::TooLarge => "M_TOO_LARGE",
            Rejection::NotFound | Rejection::MethodNotAllowed => "M_UNRECOGNIZED",
            _ => "M_UNKNOWN",
        };
        Self::new(rejection.status(), code, rejection.to_string())
    }
}

/// Clients get no details of the store, because they may name hosts and users. The log has them.
impl From<StoreError> for MatrixError {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Away(_) => {
                tracing::warn!(%error, "a request failed");
                Self::unavailable("The store is not available, try again")
            }
            StoreError::Full => {
                tracing::error!(%error, "a request failed");
                Self::new(StatusCode::INSUFFICIENT_STORAGE, "M_UNKNOWN", "The store is full")
            }
            StoreError::Rejected(_) => {
                tracing::error!(%error, "a request failed");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "M_UNKNOWN", "Internal error")
            }
        }
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "errcode": self.code, "error": self.text }))).into_response()
    }
}
