//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_uploads`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_uploads::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_uploads::{
    AddChoiceRequest, AddChoiceResponse, AddPhotosRequest, AddPhotosResponse,
    AddRoomRequest, AddRoomResponse, AddRulesRequest, AddRulesResponse, Api, Context,
    PatchChoiceRequest, PatchChoiceResponse, PutChoiceRequest, PutChoiceResponse,
    PutTextsRequest, PutTextsResponse, Rejection,
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

    /// `POST /rooms`. TODO: return `AddRoomResponse::NoContent`.
    async fn add_room(
        &self,
        cx: Context,
        request: AddRoomRequest,
    ) -> Result<AddRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /photos`. TODO: return `PutTextsResponse::NoContent`.
    async fn put_texts(
        &self,
        cx: Context,
        request: PutTextsRequest,
    ) -> Result<PutTextsResponse, ServerError> {
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

    /// `POST /rules`. TODO: return `AddRulesResponse::NoContent`.
    async fn add_rules(
        &self,
        cx: Context,
        request: AddRulesRequest,
    ) -> Result<AddRulesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /choices`. TODO: return `PutChoiceResponse::NoContent`.
    async fn put_choice(
        &self,
        cx: Context,
        request: PutChoiceRequest,
    ) -> Result<PutChoiceResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /choices`. TODO: return `AddChoiceResponse::NoContent`.
    async fn add_choice(
        &self,
        cx: Context,
        request: AddChoiceRequest,
    ) -> Result<AddChoiceResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /choices`. TODO: return `PatchChoiceResponse::NoContent`.
    async fn patch_choice(
        &self,
        cx: Context,
        request: PatchChoiceRequest,
    ) -> Result<PatchChoiceResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
