//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi30`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi30::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi30::{
    AddBookRequest, AddBookResponse, Api, Context, Credentials, DeleteCoversIsbnRequest,
    DeleteCoversIsbnResponse, GetBookRequest, GetBookResponse, GetCoversIsbnRequest,
    GetCoversIsbnResponse, ListBooksRequest, ListBooksResponse, Rejection,
    RemoveBookRequest, RemoveBookResponse, TraceBookRequest, TraceBookResponse,
    TraceCoversIsbnRequest, TraceCoversIsbnResponse,
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

    /// `GET /v1/books`. TODO: return `ListBooksResponse::Ok` or `ListBooksResponse::Default`.
    async fn list_books(
        &self,
        cx: Context,
        principal: Caller,
        request: ListBooksRequest,
    ) -> Result<ListBooksResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v1/books`. TODO: return `AddBookResponse::Created` or `AddBookResponse::Default`.
    async fn add_book(
        &self,
        cx: Context,
        principal: Caller,
        request: AddBookRequest,
    ) -> Result<AddBookResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v2/books/{isbn}`. TODO: return `GetBookResponse::Ok` or `GetBookResponse::NotFound`.
    async fn get_book(
        &self,
        cx: Context,
        request: GetBookRequest,
    ) -> Result<GetBookResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /books/{isbn}`. TODO: return `RemoveBookResponse::NoContent`.
    async fn remove_book(
        &self,
        cx: Context,
        principal: Caller,
        request: RemoveBookRequest,
    ) -> Result<RemoveBookResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `TRACE /v2/books/{isbn}`. TODO: return `TraceBookResponse::Ok`.
    async fn trace_book(
        &self,
        cx: Context,
        principal: Caller,
        request: TraceBookRequest,
    ) -> Result<TraceBookResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v2/covers/{isbn}`. TODO: return `GetCoversIsbnResponse::Ok` or `GetCoversIsbnResponse::NotFound`.
    async fn get_covers_isbn(
        &self,
        cx: Context,
        request: GetCoversIsbnRequest,
    ) -> Result<GetCoversIsbnResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /covers/{isbn}`. TODO: return `DeleteCoversIsbnResponse::NoContent`.
    async fn delete_covers_isbn(
        &self,
        cx: Context,
        principal: Caller,
        request: DeleteCoversIsbnRequest,
    ) -> Result<DeleteCoversIsbnResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `TRACE /v2/covers/{isbn}`. TODO: return `TraceCoversIsbnResponse::Ok`.
    async fn trace_covers_isbn(
        &self,
        cx: Context,
        principal: Caller,
        request: TraceCoversIsbnRequest,
    ) -> Result<TraceCoversIsbnResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
