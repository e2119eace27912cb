//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::authorization`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
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
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::authorization::{
    AddNoteRequest, AddNoteResponse, Api, ByKeyAloneResponse, ByKeyOrNobodyResponse,
    ByKeyResponse, Context, Credentials, EitherResponse, KeyedAgainResponse,
    KeyedResponse, ListNotesResponse, LogInResponse, OpenResponse, OptionalResponse,
    Rejection,
};
use axum::response::{IntoResponse, Response};

/// Who is calling. Next: what your methods need to know of them.
pub struct Caller;

/// What this server answers where it has no response of the description. Next: your own kinds.
pub struct ServerError(Rejection);

impl From<Rejection> for ServerError {
    /// A response that breaks the contract is 500 for the client, who is not told why: the reason is for your log.
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        Self(rejection)
    }
}

impl IntoResponse for ServerError {
    /// Next: the body that your API has for errors, with the status `self.0.status()`; for JSON that is
    /// `(status, axum::Json(body)).into_response()`, with axum's feature `json`.
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// The server. Next: its state, which every method has as `&self`.
pub struct Server;

impl Api for Server {
    type Principal = Caller;

    type Error = ServerError;

    /// Next: find out who presents these credentials. Until then nobody gets in.
    async fn authenticate(
        &self,
        cx: &Context,
        credentials: Credentials,
    ) -> Result<Caller, ServerError> {
        let _ = (cx, credentials);
        Err(Rejection::MissingCredentials.into())
    }

    /// `GET /notes`. Next: answer `ListNotesResponse::NoContent`.
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

    /// `POST /notes`. Next: answer `AddNoteResponse::NoContent`.
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

    /// `POST /login`. Next: answer `LogInResponse::NoContent`.
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

    /// `GET /either`. Next: answer `EitherResponse::NoContent`.
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

    /// `GET /keyed`. Next: answer `KeyedResponse::NoContent` or `KeyedResponse::Unauthorized`.
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

    /// `PUT /keyed`. Next: answer `KeyedAgainResponse::NoContent`.
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

    /// `GET /open`. Next: answer `OpenResponse::NoContent`.
    async fn open(&self, cx: Context) -> Result<OpenResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /optional`. Next: answer `OptionalResponse::NoContent`.
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

    /// `GET /key`. Next: answer `ByKeyResponse::NoContent`.
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

    /// `PUT /key`. Next: answer `ByKeyAloneResponse::NoContent`.
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

    /// `POST /key`. Next: answer `ByKeyOrNobodyResponse::NoContent`.
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
