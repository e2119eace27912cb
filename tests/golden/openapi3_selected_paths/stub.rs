//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_selected_paths`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_selected_paths::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_selected_paths::{
    Api, CheckWorkerResponse, Context, CreateRoomRequest, CreateRoomResponse,
    DeleteRoomRequest, DeleteRoomResponse, DeleteTagsRequest, DeleteTagsResponse,
    GetDiffRequest, GetDiffResponse, GetLogRequest, GetLogResponse, GetRequestRequest,
    GetRequestResponse, GetTagsRequest, GetTagsResponse, GetWholeDiffRequest,
    GetWholeDiffResponse, Rejection,
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

    /// `POST /#X-Amz-Target=Rooms.Create`. TODO: return `CreateRoomResponse::Ok`.
    async fn create_room(
        &self,
        cx: Context,
        request: CreateRoomRequest,
    ) -> Result<CreateRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /#X-Amz-Target=Rooms.Delete`. TODO: return `DeleteRoomResponse::Ok`.
    async fn delete_room(
        &self,
        cx: Context,
        request: DeleteRoomRequest,
    ) -> Result<DeleteRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /tags/{id}#keys`. TODO: return `DeleteTagsResponse::NoContent`.
    async fn delete_tags(
        &self,
        cx: Context,
        request: DeleteTagsRequest,
    ) -> Result<DeleteTagsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /tags/{id}`. TODO: return `GetTagsResponse::Ok`.
    async fn get_tags(
        &self,
        cx: Context,
        request: GetTagsRequest,
    ) -> Result<GetTagsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /requests/{id}`. TODO: return `GetRequestResponse::Ok`.
    async fn get_request(
        &self,
        cx: Context,
        request: GetRequestRequest,
    ) -> Result<GetRequestResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /requests/{id}?view=diff`. TODO: return `GetDiffResponse::Ok`.
    async fn get_diff(
        &self,
        cx: Context,
        request: GetDiffRequest,
    ) -> Result<GetDiffResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /requests/{id}?view=diff&to=all`. TODO: return `GetWholeDiffResponse::Ok`.
    async fn get_whole_diff(
        &self,
        cx: Context,
        request: GetWholeDiffRequest,
    ) -> Result<GetWholeDiffResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /requests/{id}?view=log`. TODO: return `GetLogResponse::Ok`.
    async fn get_log(
        &self,
        cx: Context,
        request: GetLogRequest,
    ) -> Result<GetLogResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /worker?cmd=check%20all`. TODO: return `CheckWorkerResponse::NoContent`.
    async fn check_worker(
        &self,
        cx: Context,
    ) -> Result<CheckWorkerResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
