//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_bodies`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_bodies::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_bodies::{
    AddNoteRequest, AddNoteResponse, AddPhotosRequest, AddPhotosResponse, Api, Context,
    CreatePaymentRequest, CreatePaymentResponse, PatchRecordRequest, PatchRecordResponse,
    PutNoteRequest, PutNoteResponse, PutRecordRequest, PutRecordResponse, Rejection,
    ReplaceMessageRequest, ReplaceMessageResponse, SearchPaymentsRequest,
    SearchPaymentsResponse, SendMessageRequest, SendMessageResponse,
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

    /// `POST /payments`. TODO: return `CreatePaymentResponse::Ok`.
    async fn create_payment(
        &self,
        cx: Context,
        request: CreatePaymentRequest,
    ) -> Result<CreatePaymentResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /payments/search`. TODO: return `SearchPaymentsResponse::NoContent`.
    async fn search_payments(
        &self,
        cx: Context,
        request: SearchPaymentsRequest,
    ) -> Result<SearchPaymentsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /messages`. TODO: return `ReplaceMessageResponse::NoContent`.
    async fn replace_message(
        &self,
        cx: Context,
        request: ReplaceMessageRequest,
    ) -> Result<ReplaceMessageResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /messages`. TODO: return `SendMessageResponse::Ok`.
    async fn send_message(
        &self,
        cx: Context,
        request: SendMessageRequest,
    ) -> Result<SendMessageResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /photos`. TODO: return `AddPhotosResponse::NoContent`.
    async fn add_photos(
        &self,
        cx: Context,
        request: AddPhotosRequest,
    ) -> Result<AddPhotosResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /notes`. TODO: return `PutNoteResponse::NoContent`.
    async fn put_note(
        &self,
        cx: Context,
        request: PutNoteRequest,
    ) -> Result<PutNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /notes`. TODO: return `AddNoteResponse::NoContent`.
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

    /// `PUT /records/{id}`. TODO: return `PutRecordResponse::NoContent`.
    async fn put_record(
        &self,
        cx: Context,
        request: PutRecordRequest,
    ) -> Result<PutRecordResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /records/{id}`. TODO: return `PatchRecordResponse::NoContent`.
    async fn patch_record(
        &self,
        cx: Context,
        request: PatchRecordRequest,
    ) -> Result<PatchRecordResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
