//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::operations`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
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
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::operations::{
    AddMemberRequest, AddMemberResponse, Api, Context, DeleteRoomsRoomIdRequest,
    DeleteRoomsRoomIdResponse, GetPingResponse, GetRoomRequest, GetRoomResponse,
    HeadPingResponse, ListThingsRequest, ListThingsResponse, PutRoomRequest,
    PutRoomResponse, Rejection, StopPingRequest, StopPingResponse,
};
use axum::response::{IntoResponse, Response};

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
    type Error = ServerError;

    /// `GET /v1/rooms/{roomId}`. Next: answer `GetRoomResponse::Ok`, `GetRoomResponse::NotModified` or `GetRoomResponse::Default`.
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

    /// `PUT /v1/rooms/{roomId}`. Next: answer `PutRoomResponse::Ok`, `PutRoomResponse::Created` or `PutRoomResponse::Conflict`.
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

    /// `DELETE /v1/rooms/{roomId}`. Next: answer `DeleteRoomsRoomIdResponse::NoContent` or `DeleteRoomsRoomIdResponse::Status480`.
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

    /// `POST /v1/rooms/{room}/members/{member}`. Next: answer `AddMemberResponse::Ok`.
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

    /// `GET /v1/things`. Next: answer `ListThingsResponse::NoContent`.
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

    /// `GET /v1/ping`. Next: answer `GetPingResponse::Ok`.
    async fn get_ping(&self, cx: Context) -> Result<GetPingResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `HEAD /v1/ping`. Next: answer `HeadPingResponse::NoContent`.
    async fn head_ping(&self, cx: Context) -> Result<HeadPingResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/rooms/{room}/v1/ping`. Next: answer `StopPingResponse::NoContent`.
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
