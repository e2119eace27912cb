//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::paths`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::paths::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::paths::{
    Api, CloseRoomRequest, CloseRoomResponse, Context, CountRoomsResponse,
    DropRoomRequest, DropRoomResponse, GetDaysRequest, GetDaysResponse, GetFolderRequest,
    GetFolderResponse, GetPlaceRequest, GetPlaceResponse, GetRoomAsJsonRequest,
    GetRoomAsJsonResponse, GetRoomRequest, GetRoomResponse, GetStaticResponse,
    ListRoomsResponse, OpenRoomRequest, OpenRoomResponse, Rejection, ReopenRoomRequest,
    ReopenRoomResponse,
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

    /// `GET /rooms/{id}.json`. Next: answer `GetRoomAsJsonResponse::NoContent`.
    async fn get_room_as_json(
        &self,
        cx: Context,
        request: GetRoomAsJsonRequest,
    ) -> Result<GetRoomAsJsonResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /rooms/{name}`. Next: answer `GetRoomResponse::NoContent`.
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

    /// `DELETE /rooms/{name}`. Next: answer `DropRoomResponse::NoContent`.
    async fn drop_room(
        &self,
        cx: Context,
        request: DropRoomRequest,
    ) -> Result<DropRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /rooms/{name}:close`. Next: answer `CloseRoomResponse::NoContent`.
    async fn close_room(
        &self,
        cx: Context,
        request: CloseRoomRequest,
    ) -> Result<CloseRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /rooms/{name}:open`. Next: answer `ReopenRoomResponse::NoContent`.
    async fn reopen_room(
        &self,
        cx: Context,
        request: ReopenRoomRequest,
    ) -> Result<ReopenRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /rooms/{name}:open`. Next: answer `OpenRoomResponse::NoContent`.
    async fn open_room(
        &self,
        cx: Context,
        request: OpenRoomRequest,
    ) -> Result<OpenRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /rooms/all`. Next: answer `ListRoomsResponse::NoContent`.
    async fn list_rooms(&self, cx: Context) -> Result<ListRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /rooms/{name}/`. Next: answer `GetFolderResponse::NoContent`.
    async fn get_folder(
        &self,
        cx: Context,
        request: GetFolderRequest,
    ) -> Result<GetFolderResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /days/{from}-{to}/v{version}`. Next: answer `GetDaysResponse::NoContent`.
    async fn get_days(
        &self,
        cx: Context,
        request: GetDaysRequest,
    ) -> Result<GetDaysResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /{area}/{place}`. Next: answer `GetPlaceResponse::NoContent`.
    async fn get_place(
        &self,
        cx: Context,
        request: GetPlaceRequest,
    ) -> Result<GetPlaceResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /rooms:count`. Next: answer `CountRoomsResponse::NoContent`.
    async fn count_rooms(&self, cx: Context) -> Result<CountRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /:static/*/é ü%20`. Next: answer `GetStaticResponse::NoContent`.
    async fn get_static(&self, cx: Context) -> Result<GetStaticResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
