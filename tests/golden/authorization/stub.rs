//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::authorization`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::authorization::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::authorization::{
    AddNoteRequest, AddNoteResponse, Api, ByKeyAloneResponse, ByKeyOrNobodyResponse,
    ByKeyResponse, Context, Credentials, EitherResponse, KeyedAgainResponse,
    KeyedResponse, ListNotesResponse, LogInResponse, OpenResponse, OptionalResponse,
    Rejection,
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

    /// `GET /notes`. TODO: return `ListNotesResponse::NoContent`.
    async fn list_notes(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ListNotesResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /notes`. TODO: return `AddNoteResponse::NoContent`.
    async fn add_note(
        &self,
        cx: Context,
        principal: Caller,
        request: AddNoteRequest,
    ) -> Result<AddNoteResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /login`. TODO: return `LogInResponse::NoContent`.
    async fn log_in(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<LogInResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /either`. TODO: return `EitherResponse::NoContent`.
    async fn either(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<EitherResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /keyed`. TODO: return `KeyedResponse::NoContent` or `KeyedResponse::Unauthorized`.
    async fn keyed(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<KeyedResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /keyed`. TODO: return `KeyedAgainResponse::NoContent`.
    async fn keyed_again(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<KeyedAgainResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /open`. TODO: return `OpenResponse::NoContent`.
    async fn open(&self, cx: Context) -> Result<OpenResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /optional`. TODO: return `OptionalResponse::NoContent`.
    async fn optional(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<OptionalResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /key`. TODO: return `ByKeyResponse::NoContent`.
    async fn by_key(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByKeyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /key`. TODO: return `ByKeyAloneResponse::NoContent`.
    async fn by_key_alone(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByKeyAloneResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /key`. TODO: return `ByKeyOrNobodyResponse::NoContent`.
    async fn by_key_or_nobody(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<ByKeyOrNobodyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
