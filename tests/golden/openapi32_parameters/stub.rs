//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi32_parameters`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi32_parameters::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi32_parameters::{
    Api, Context, Credentials, FreeFormRequest, FreeFormResponse, OptionalFormRequest,
    OptionalFormResponse, OptionalJsonRequest, OptionalJsonResponse, PathQueryRequest,
    PathQueryResponse, RawCookiesRequest, RawCookiesResponse, Rejection,
    RequiredFormRequest, RequiredFormResponse, RequiredJsonRequest, RequiredJsonResponse,
    TextQueryRequest, TextQueryResponse,
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

    /// `GET /forms`. TODO: return `OptionalFormResponse::NoContent`.
    async fn optional_form(
        &self,
        cx: Context,
        request: OptionalFormRequest,
    ) -> Result<OptionalFormResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /forms`. TODO: return `RequiredFormResponse::NoContent`.
    async fn required_form(
        &self,
        cx: Context,
        principal: Caller,
        request: RequiredFormRequest,
    ) -> Result<RequiredFormResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /forms`. TODO: return `FreeFormResponse::NoContent`.
    async fn free_form(
        &self,
        cx: Context,
        request: FreeFormRequest,
    ) -> Result<FreeFormResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /json`. TODO: return `RequiredJsonResponse::NoContent`.
    async fn required_json(
        &self,
        cx: Context,
        request: RequiredJsonRequest,
    ) -> Result<RequiredJsonResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /json`. TODO: return `OptionalJsonResponse::NoContent`.
    async fn optional_json(
        &self,
        cx: Context,
        request: OptionalJsonRequest,
    ) -> Result<OptionalJsonResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /text`. TODO: return `TextQueryResponse::NoContent`.
    async fn text_query(
        &self,
        cx: Context,
        request: TextQueryRequest,
    ) -> Result<TextQueryResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /paths/{selector}`. TODO: return `PathQueryResponse::NoContent`.
    async fn path_query(
        &self,
        cx: Context,
        request: PathQueryRequest,
    ) -> Result<PathQueryResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /cookies`. TODO: return `RawCookiesResponse::NoContent`.
    async fn raw_cookies(
        &self,
        cx: Context,
        request: RawCookiesRequest,
    ) -> Result<RawCookiesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
