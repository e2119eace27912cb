//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::operations`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::operations::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::operations::{
    AddMemberRequest, AddMemberResponse, Api, Context, DeleteRoomsRoomIdRequest,
    DeleteRoomsRoomIdResponse, GetPingResponse, GetRoomRequest, GetRoomResponse,
    HeadPingResponse, ListThingsRequest, ListThingsResponse, PutRoomRequest,
    PutRoomResponse, Rejection, StopPingRequest, StopPingResponse,
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

    /// `GET /v1/rooms/{roomId}`. TODO: return `GetRoomResponse::Ok`, `GetRoomResponse::NotModified` or `GetRoomResponse::Default`.
    async fn get_room(
        &self,
        cx: Context,
        request: GetRoomRequest,
    ) -> Result<GetRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /v1/rooms/{roomId}`. TODO: return `PutRoomResponse::Ok`, `PutRoomResponse::Created` or `PutRoomResponse::Conflict`.
    async fn put_room(
        &self,
        cx: Context,
        request: PutRoomRequest,
    ) -> Result<PutRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/rooms/{roomId}`. TODO: return `DeleteRoomsRoomIdResponse::NoContent` or `DeleteRoomsRoomIdResponse::Status480`.
    async fn delete_rooms_room_id(
        &self,
        cx: Context,
        request: DeleteRoomsRoomIdRequest,
    ) -> Result<DeleteRoomsRoomIdResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v1/rooms/{room}/members/{member}`. TODO: return `AddMemberResponse::Ok`.
    async fn add_member(
        &self,
        cx: Context,
        request: AddMemberRequest,
    ) -> Result<AddMemberResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v1/things`. TODO: return `ListThingsResponse::NoContent`.
    async fn list_things(
        &self,
        cx: Context,
        request: ListThingsRequest,
    ) -> Result<ListThingsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v1/ping`. TODO: return `GetPingResponse::Ok`.
    async fn get_ping(&self, cx: Context) -> Result<GetPingResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `HEAD /v1/ping`. TODO: return `HeadPingResponse::NoContent`.
    async fn head_ping(&self, cx: Context) -> Result<HeadPingResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/rooms/{room}/v1/ping`. TODO: return `StopPingResponse::NoContent`.
    async fn stop_ping(
        &self,
        cx: Context,
        request: StopPingRequest,
    ) -> Result<StopPingResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
