//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::forms`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::forms::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::forms::{
    AddNoteRequest, AddNoteResponse, Api, Context, ImportRequest, ImportResponse,
    LogInRequest, LogInResponse, OpenTicketRequest, OpenTicketResponse, Rejection,
    UploadImageRequest, UploadImageResponse, UploadPapersRequest, UploadPapersResponse,
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

    /// `POST /login/{realm}`. Next: answer `LogInResponse::NoContent`.
    async fn log_in(
        &self,
        cx: Context,
        request: LogInRequest,
    ) -> Result<LogInResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /notes`. Next: answer `AddNoteResponse::NoContent`.
    async fn add_note(
        &self,
        cx: Context,
        request: AddNoteRequest,
    ) -> Result<AddNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /pets/{petId}/image`. Next: answer `UploadImageResponse::NoContent`.
    async fn upload_image(
        &self,
        cx: Context,
        request: UploadImageRequest,
    ) -> Result<UploadImageResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /pets/{petId}/papers`. Next: answer `UploadPapersResponse::NoContent`.
    async fn upload_papers(
        &self,
        cx: Context,
        request: UploadPapersRequest,
    ) -> Result<UploadPapersResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /tickets`. Next: answer `OpenTicketResponse::NoContent`.
    async fn open_ticket(
        &self,
        cx: Context,
        request: OpenTicketRequest,
    ) -> Result<OpenTicketResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /imports`. Next: answer `ImportResponse::NoContent`.
    async fn import(
        &self,
        cx: Context,
        request: ImportRequest,
    ) -> Result<ImportResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
