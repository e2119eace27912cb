//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi31_security`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi31_security::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi31_security::{
    Api, Context, Credentials, EndSyncResponse, MaySyncResponse, OpenSyncResponse,
    Rejection, SyncRequest, SyncResponse,
};
use axum::response::{IntoResponse, Response};

/// The caller that `authenticate` returns. TODO: add the fields that your methods need.
pub struct Caller;

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
    type Principal = Caller;

    type Error = ServerError;

    /// TODO: return the caller with these credentials. Until then, every request is rejected.
    async fn authenticate(
        &self,
        cx: &Context,
        credentials: Credentials,
    ) -> Result<Caller, ServerError> {
        let _ = (cx, credentials);
        Err(Rejection::MissingCredentials.into())
    }

    /// `GET /client/sync`. TODO: return `SyncResponse::NoContent`.
    async fn sync(
        &self,
        cx: Context,
        principal: Caller,
        request: SyncRequest,
    ) -> Result<SyncResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /client/sync`. TODO: return `MaySyncResponse::NoContent`.
    async fn may_sync(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<MaySyncResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /client/sync`. TODO: return `OpenSyncResponse::NoContent`.
    async fn open_sync(&self, cx: Context) -> Result<OpenSyncResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /client/sync`. TODO: return `EndSyncResponse::NoContent`.
    async fn end_sync(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<EndSyncResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
