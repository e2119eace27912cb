//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::security`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::security::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::security::{
    Api, Context, Credentials, GetBothResponse, GetEitherResponse, GetInheritedResponse,
    GetNobodyResponse, GetOpenResponse, GetOptionalResponse, Rejection,
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

    /// `GET /inherited`. Next: answer `GetInheritedResponse::NoContent`.
    async fn get_inherited(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetInheritedResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /both`. Next: answer `GetBothResponse::NoContent`.
    async fn get_both(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetBothResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /either`. Next: answer `GetEitherResponse::NoContent`.
    async fn get_either(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetEitherResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /optional`. Next: answer `GetOptionalResponse::NoContent`.
    async fn get_optional(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<GetOptionalResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /open`. Next: answer `GetOpenResponse::NoContent`.
    async fn get_open(&self, cx: Context) -> Result<GetOpenResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /nobody`. Next: answer `GetNobodyResponse::NoContent`.
    async fn get_nobody(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetNobodyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
