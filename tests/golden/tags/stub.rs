//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::tags`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::tags::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::tags::{Api, Context, Credentials, Rejection, rooms, server_, spec};
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
}

impl rooms::RoomsApi for Server {
    /// `GET /v1/rooms/{roomId}`. TODO: return `GetRoomResponse::Ok`.
    async fn get_room(
        &self,
        cx: Context,
        principal: Caller,
        request: rooms::GetRoomRequest,
    ) -> Result<rooms::GetRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /v1/rooms/{roomId}`. TODO: return `PutRoomResponse::Ok`.
    async fn put_room(
        &self,
        cx: Context,
        principal: Caller,
        request: rooms::PutRoomRequest,
    ) -> Result<rooms::PutRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/rooms/{roomId}`. TODO: return `DeleteRoomResponse::NoContent`.
    async fn delete_room(
        &self,
        cx: Context,
        principal: Caller,
        request: rooms::DeleteRoomRequest,
    ) -> Result<rooms::DeleteRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl server_::ServerApi for Server {
    /// `HEAD /v1/rooms/{roomId}`. TODO: return `HeadRoomsRoomIdResponse::Ok`.
    async fn head_rooms_room_id(
        &self,
        cx: Context,
        request: server_::HeadRoomsRoomIdRequest,
    ) -> Result<server_::HeadRoomsRoomIdResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v1/status`. TODO: return `GetStatusResponse::Ok`.
    async fn get_status(
        &self,
        cx: Context,
    ) -> Result<server_::GetStatusResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl spec::SpecApi for Server {
    /// `GET /v1/version`. TODO: return `GetVersionResponse::Ok`.
    async fn get_version(
        &self,
        cx: Context,
    ) -> Result<spec::GetVersionResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
