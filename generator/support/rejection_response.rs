//! The default response to a request that is rejected.

use super::Rejection;
use axum::response::{IntoResponse, Response};

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
