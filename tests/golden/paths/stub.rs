//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::paths`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
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
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::paths::{
    Api, CloseRoomRequest, CloseRoomResponse, Context, CountRoomsResponse,
    DropRoomRequest, DropRoomResponse, GetDaysRequest, GetDaysResponse, GetFolderRequest,
    GetFolderResponse, GetPlaceRequest, GetPlaceResponse, GetRoomAsJsonRequest,
    GetRoomAsJsonResponse, GetRoomRequest, GetRoomResponse, GetStaticResponse,
    ListRoomsResponse, OpenRoomRequest, OpenRoomResponse, Rejection, ReopenRoomRequest,
    ReopenRoomResponse,
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

    /// `GET /rooms/{id}.json`. TODO: return `GetRoomAsJsonResponse::NoContent`.
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

    /// `GET /rooms/{name}`. TODO: return `GetRoomResponse::NoContent`.
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

    /// `DELETE /rooms/{name}`. TODO: return `DropRoomResponse::NoContent`.
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

    /// `POST /rooms/{name}:close`. TODO: return `CloseRoomResponse::NoContent`.
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

    /// `PUT /rooms/{name}:open`. TODO: return `ReopenRoomResponse::NoContent`.
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

    /// `POST /rooms/{name}:open`. TODO: return `OpenRoomResponse::NoContent`.
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

    /// `GET /rooms/all`. TODO: return `ListRoomsResponse::NoContent`.
    async fn list_rooms(&self, cx: Context) -> Result<ListRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /rooms/{name}/`. TODO: return `GetFolderResponse::NoContent`.
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

    /// `GET /days/{from}-{to}/v{version}`. TODO: return `GetDaysResponse::NoContent`.
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

    /// `GET /{area}/{place}`. TODO: return `GetPlaceResponse::NoContent`.
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

    /// `GET /rooms:count`. TODO: return `CountRoomsResponse::NoContent`.
    async fn count_rooms(&self, cx: Context) -> Result<CountRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /:static/*/é ü%20`. TODO: return `GetStaticResponse::NoContent`.
    async fn get_static(&self, cx: Context) -> Result<GetStaticResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
