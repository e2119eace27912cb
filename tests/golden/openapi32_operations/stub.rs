//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi32_operations`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi32_operations::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi32_operations::{
    Api, Context, CopyFileRequest, CopyFileResponse, Credentials, DiscoverRoomsResponse,
    GetArchiveRequest, GetArchiveResponse, GetDocumentRequest, GetDocumentResponse,
    ListRoomsResponse, LockDocumentRequest, LockDocumentResponse, PurgeRoomsResponse,
    QueryIndexRequest, QueryIndexResponse, Rejection, SearchRoomsRequest,
    SearchRoomsResponse,
};
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

    /// `GET /rooms`. TODO: return `ListRoomsResponse::Ok`.
    async fn list_rooms(&self, cx: Context) -> Result<ListRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `QUERY /rooms`. TODO: return `SearchRoomsResponse::Ok`.
    async fn search_rooms(
        &self,
        cx: Context,
        request: SearchRoomsRequest,
    ) -> Result<SearchRoomsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PURGE /rooms`. TODO: return `PurgeRoomsResponse::NoContent`.
    async fn purge_rooms(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<PurgeRoomsResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `M-SEARCH /rooms`. TODO: return `DiscoverRoomsResponse::NoContent`.
    async fn discover_rooms(
        &self,
        cx: Context,
    ) -> Result<DiscoverRoomsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `QUERY /index`. TODO: return `QueryIndexResponse::NoContent`.
    async fn query_index(
        &self,
        cx: Context,
        request: QueryIndexRequest,
    ) -> Result<QueryIndexResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /documents/{name}`. TODO: return `GetDocumentResponse::Ok`.
    async fn get_document(
        &self,
        cx: Context,
        request: GetDocumentRequest,
    ) -> Result<GetDocumentResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `LOCK /documents/{name}`. TODO: return `LockDocumentResponse::NoContent` or `LockDocumentResponse::Locked`.
    async fn lock_document(
        &self,
        cx: Context,
        request: LockDocumentRequest,
    ) -> Result<LockDocumentResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `COPY /files/{name}`. TODO: return `CopyFileResponse::NoContent`.
    async fn copy_file(
        &self,
        cx: Context,
        request: CopyFileRequest,
    ) -> Result<CopyFileResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /files/{name}.zip`. TODO: return `GetArchiveResponse::NoContent`.
    async fn get_archive(
        &self,
        cx: Context,
        request: GetArchiveRequest,
    ) -> Result<GetArchiveResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
