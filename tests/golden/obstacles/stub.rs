//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::obstacles`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::obstacles::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::obstacles::{
    Api, AuthenticateRequest, AuthenticateResponse, Context, Credentials,
    GetLoopResponse, GetResponse, GetU0430Response, Rejection, SelfRequest, SelfResponse,
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

    /// `GET /crate/{type}/{Type2}`. Next: answer `SelfResponse::Ok`.
    async fn self_(
        &self,
        cx: Context,
        request: SelfRequest,
    ) -> Result<SelfResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /crate/{type}/{Type2}`. Next: answer `AuthenticateResponse::Default`.
    async fn authenticate_(
        &self,
        cx: Context,
        principal: Caller,
        request: AuthenticateRequest,
    ) -> Result<AuthenticateResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /loop`. Next: answer `GetLoopResponse::Ok`.
    async fn get_loop(&self, cx: Context) -> Result<GetLoopResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /`. Next: answer `GetResponse::Ok`.
    async fn get(&self, cx: Context) -> Result<GetResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /🚀/а`. Next: answer `GetU0430Response::Ok`.
    async fn get_u0430(&self, cx: Context) -> Result<GetU0430Response, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
