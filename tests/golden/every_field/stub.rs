//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::every_field`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::every_field::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::every_field::{
    Api, Context, Credentials, DeleteRoomRequest, DeleteRoomResponse, GetRoomRequest,
    GetRoomResponse, HeadRoomRequest, HeadRoomResponse, OptionsRoomRequest,
    OptionsRoomResponse, PatchRoomRequest, PatchRoomResponse, PostRoomRequest,
    PostRoomResponse, PutRoomRequest, PutRoomResponse, Rejection,
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

    /// `GET /v1/rooms/{id}`. Next: answer `GetRoomResponse::Ok`, `GetRoomResponse::NotFound` or `GetRoomResponse::Default`.
    async fn get_room(
        &self,
        cx: Context,
        principal: Caller,
        request: GetRoomRequest,
    ) -> Result<GetRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /v1/rooms/{id}`. Next: answer `PutRoomResponse::NoContent`.
    async fn put_room(
        &self,
        cx: Context,
        principal: Caller,
        request: PutRoomRequest,
    ) -> Result<PutRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v1/rooms/{id}`. Next: answer `PostRoomResponse::NoContent`.
    async fn post_room(
        &self,
        cx: Context,
        principal: Caller,
        request: PostRoomRequest,
    ) -> Result<PostRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/rooms/{id}`. Next: answer `DeleteRoomResponse::NoContent`.
    async fn delete_room(
        &self,
        cx: Context,
        principal: Caller,
        request: DeleteRoomRequest,
    ) -> Result<DeleteRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `OPTIONS /v1/rooms/{id}`. Next: answer `OptionsRoomResponse::NoContent`.
    async fn options_room(
        &self,
        cx: Context,
        principal: Caller,
        request: OptionsRoomRequest,
    ) -> Result<OptionsRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `HEAD /v1/rooms/{id}`. Next: answer `HeadRoomResponse::NoContent`.
    async fn head_room(
        &self,
        cx: Context,
        principal: Caller,
        request: HeadRoomRequest,
    ) -> Result<HeadRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /v1/rooms/{id}`. Next: answer `PatchRoomResponse::NoContent`.
    async fn patch_room(
        &self,
        cx: Context,
        principal: Caller,
        request: PatchRoomRequest,
    ) -> Result<PatchRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
