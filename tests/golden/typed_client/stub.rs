//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::typed_client`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::typed_client::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::typed_client::{Api, Context, Credentials, Rejection, crossings, lines};
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
}

impl lines::LinesApi for Server {
    /// `GET /v1/lines`. TODO: return `ListLinesResponse::Ok` or `ListLinesResponse::NotModified`.
    async fn list_lines(
        &self,
        cx: Context,
        request: lines::ListLinesRequest,
    ) -> Result<lines::ListLinesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v1/lines`. TODO: return `NewResponse::Created`, `NewResponse::ClientError` or `NewResponse::Default`.
    async fn new(
        &self,
        cx: Context,
        principal: Caller,
        request: lines::NewRequest,
    ) -> Result<lines::NewResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /v1/lines/{line}/ports/{ports}/in/{area}:close{reason}`. TODO: return `ClosePortsResponse::NoContent` or `ClosePortsResponse::NotFound`.
    async fn close_ports(
        &self,
        cx: Context,
        principal: Caller,
        request: lines::ClosePortsRequest,
    ) -> Result<lines::ClosePortsResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /static/lines/{line}/timetable`. TODO: return `GetTimetableResponse::Ok`.
    async fn get_timetable(
        &self,
        cx: Context,
        principal: Caller,
        request: lines::GetTimetableRequest,
    ) -> Result<lines::GetTimetableResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /static/lines/{line}/timetable`. TODO: return `PutTimetableResponse::Success` or `PutTimetableResponse::Default`.
    async fn put_timetable(
        &self,
        cx: Context,
        principal: Caller,
        request: lines::PutTimetableRequest,
    ) -> Result<lines::PutTimetableResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl crossings::CrossingsApi for Server {
    /// `GET /v1/crossings/{id}`. TODO: return `GetCrossingResponse::Default`.
    async fn get_crossing(
        &self,
        cx: Context,
        principal: Caller,
        request: crossings::GetCrossingRequest,
    ) -> Result<crossings::GetCrossingResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /v1/crossings/{id}`. TODO: return `PutCrossingResponse::Ok`.
    async fn put_crossing(
        &self,
        cx: Context,
        principal: Caller,
        request: crossings::PutCrossingRequest,
    ) -> Result<crossings::PutCrossingResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `HEAD /v1/crossings/{id}`. TODO: return `HasCrossingResponse::Ok` or `HasCrossingResponse::NotFound`.
    async fn has_crossing(
        &self,
        cx: Context,
        request: crossings::HasCrossingRequest,
    ) -> Result<crossings::HasCrossingResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /v1/health`. TODO: return `HealthResponse::Ok`.
    async fn health(
        &self,
        cx: Context,
    ) -> Result<crossings::HealthResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
