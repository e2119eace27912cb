//! A server for the API of second.yaml, spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi31_streams`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi31_streams::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi31_streams::{Api, Context, Rejection, second, spec};
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
}

impl second::SecondApi for Server {
    /// `GET /watch`. TODO: return `WatchResponse::Ok` or `WatchResponse::NotFound`.
    async fn watch(&self, cx: Context) -> Result<second::WatchResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl spec::SpecApi for Server {
    /// `POST /chat`. TODO: return `ChatResponse::Ok`.
    async fn chat(&self, cx: Context) -> Result<spec::ChatResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /words`. TODO: return `GetWordsResponse::Ok`.
    async fn get_words(
        &self,
        cx: Context,
    ) -> Result<spec::GetWordsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /words`. TODO: return `PostWordsResponse::NoContent`.
    async fn post_words(
        &self,
        cx: Context,
        request: spec::PostWordsRequest,
    ) -> Result<spec::PostWordsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /raw`. TODO: return `GetRawResponse::Ok`.
    async fn get_raw(&self, cx: Context) -> Result<spec::GetRawResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
