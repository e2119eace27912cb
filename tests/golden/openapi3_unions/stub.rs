//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_unions`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_unions::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_unions::{
    Api, Context, CreateAccountRequest, CreateAccountResponse, CreatePriceRequest,
    CreatePriceResponse, LoginRequest, LoginResponse, Rejection, SearchBodyRequest,
    SearchBodyResponse, SearchRequest, SearchResponse, SendFormRequest, SendFormResponse,
    SendPartsRequest, SendPartsResponse,
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

    /// `POST /prices`. TODO: return `CreatePriceResponse::Ok`.
    async fn create_price(
        &self,
        cx: Context,
        request: CreatePriceRequest,
    ) -> Result<CreatePriceResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /login`. TODO: return `LoginResponse::Ok`.
    async fn login(
        &self,
        cx: Context,
        request: LoginRequest,
    ) -> Result<LoginResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /search`. TODO: return `SearchResponse::Ok`.
    async fn search(
        &self,
        cx: Context,
        request: SearchRequest,
    ) -> Result<SearchResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /search`. TODO: return `SearchBodyResponse::Ok`.
    async fn search_body(
        &self,
        cx: Context,
        request: SearchBodyRequest,
    ) -> Result<SearchBodyResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /accounts`. TODO: return `CreateAccountResponse::Ok`.
    async fn create_account(
        &self,
        cx: Context,
        request: CreateAccountRequest,
    ) -> Result<CreateAccountResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /forms`. TODO: return `SendFormResponse::NoContent`.
    async fn send_form(
        &self,
        cx: Context,
        request: SendFormRequest,
    ) -> Result<SendFormResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /parts`. TODO: return `SendPartsResponse::NoContent`.
    async fn send_parts(
        &self,
        cx: Context,
        request: SendPartsRequest,
    ) -> Result<SendPartsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
