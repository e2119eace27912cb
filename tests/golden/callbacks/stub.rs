//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::callbacks`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::callbacks::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::callbacks::{
    ARequest, AResponse, Api, BResponse, Context, DRequest, DResponse, ERequest,
    EResponse, PostCResponse, Rejection,
};
use axum::response::{IntoResponse, Response};

/// The errors that the spec does not declare. TODO: make this an enum, and add your own errors.
pub struct ServerError(Rejection);

impl From<Rejection> for ServerError {
    /// An invalid response becomes a 500 response. The client does not see the reason, so log it.
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        Self(rejection)
    }
}

impl IntoResponse for ServerError {
    /// TODO: return the error body of your API with the status code `self.0.status()`. For JSON, return
    /// `(self.0.status(), axum::Json(body)).into_response()`, which needs axum's feature `json`.
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// The server. TODO: add its state, which methods access through `&self`.
pub struct Server;

impl Api for Server {
    type Error = ServerError;

    /// `POST /a`. TODO: return `AResponse::Created`, `AResponse::Accepted` or `AResponse::ClientError`.
    async fn a(&self, cx: Context, request: ARequest) -> Result<AResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /b`. TODO: return `BResponse::Ok`.
    async fn b(&self, cx: Context) -> Result<BResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /e/{name}/{number}`. TODO: return `EResponse::NoContent`.
    async fn e(&self, cx: Context, request: ERequest) -> Result<EResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /c`. TODO: return `PostCResponse::NoContent`.
    async fn post_c(&self, cx: Context) -> Result<PostCResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /d`. TODO: return `DResponse::NoContent`.
    async fn d(&self, cx: Context, request: DRequest) -> Result<DResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
