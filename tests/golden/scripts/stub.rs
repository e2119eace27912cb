//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::scripts`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::scripts::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::scripts::{
    Api, Context, Credentials, Rejection, bücher, книги, 用户管理,
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
}

impl 用户管理::用户管理Api for Server {
    /// `GET /users`. Next: answer `获取用户列表Response::Ok`.
    async fn 获取用户列表(
        &self,
        cx: Context,
        principal: Caller,
        request: 用户管理::获取用户列表Request,
    ) -> Result<用户管理::获取用户列表Response, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl bücher::BücherApi for Server {
    /// `GET /books/{größe}`. Next: answer `BücherListeResponse::Ok` or `BücherListeResponse::NotFound`.
    async fn bücher_liste(
        &self,
        cx: Context,
        request: bücher::BücherListeRequest,
    ) -> Result<bücher::BücherListeResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl книги::КнигиApi for Server {
    /// `POST /книги`. Next: answer `ДобавитьКнигуResponse::NoContent`.
    async fn добавить_книгу(
        &self,
        cx: Context,
        request: книги::ДобавитьКнигуRequest,
    ) -> Result<книги::ДобавитьКнигуResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
