//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::typed_client_forms`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::typed_client_forms::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::typed_client_forms::{
    AddPlansRequest, AddPlansResponse, AddStationRequest, AddStationResponse, Api,
    Context, PatchStationsRequest, PatchStationsResponse, PutPhotoRequest,
    PutPhotoResponse, PutStationsRequest, PutStationsResponse, Rejection,
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

    /// `PUT /v2/stations`. TODO: return `PutStationsResponse::NoContent`.
    async fn put_stations(
        &self,
        cx: Context,
        request: PutStationsRequest,
    ) -> Result<PutStationsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v2/stations`. TODO: return `AddStationResponse::NoContent`.
    async fn add_station(
        &self,
        cx: Context,
        request: AddStationRequest,
    ) -> Result<AddStationResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /v2/stations`. TODO: return `PatchStationsResponse::NoContent`.
    async fn patch_stations(
        &self,
        cx: Context,
        request: PatchStationsRequest,
    ) -> Result<PatchStationsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /v2/stations/{id}/photo`. TODO: return `PutPhotoResponse::NoContent`.
    async fn put_photo(
        &self,
        cx: Context,
        request: PutPhotoRequest,
    ) -> Result<PutPhotoResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v2/stations/{id}/plans`. TODO: return `AddPlansResponse::NoContent`.
    async fn add_plans(
        &self,
        cx: Context,
        request: AddPlansRequest,
    ) -> Result<AddPlansResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
