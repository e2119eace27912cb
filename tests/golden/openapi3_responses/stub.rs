//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_responses`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_responses::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_responses::{
    Api, ChatResponse, Context, GetAlikeResponse, GetBytesResponse, GetHeadersResponse,
    GetRangeResponse, GetRecordResponse, GetSuccessResponse, Rejection,
    RemoveSuccessResponse,
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

    /// `GET /range`. TODO: return `GetRangeResponse::Ok`, `GetRangeResponse::Success`, `GetRangeResponse::NotFound`, `GetRangeResponse::ClientError`, `GetRangeResponse::ServerError` or `GetRangeResponse::Default`.
    async fn get_range(&self, cx: Context) -> Result<GetRangeResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /success`. TODO: return `GetSuccessResponse::Success` or `GetSuccessResponse::Redirection`.
    async fn get_success(&self, cx: Context) -> Result<GetSuccessResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /success`. TODO: return `RemoveSuccessResponse::Success`.
    async fn remove_success(
        &self,
        cx: Context,
    ) -> Result<RemoveSuccessResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /headers`. TODO: return `GetHeadersResponse::Ok` or `GetHeadersResponse::ServiceUnavailable`.
    async fn get_headers(&self, cx: Context) -> Result<GetHeadersResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /record`. TODO: return `GetRecordResponse::Ok`, `GetRecordResponse::BadRequest` or `GetRecordResponse::ServerError`.
    async fn get_record(&self, cx: Context) -> Result<GetRecordResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /chat`. TODO: return `ChatResponse::Ok`.
    async fn chat(&self, cx: Context) -> Result<ChatResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /alike`. TODO: return `GetAlikeResponse::Ok` or `GetAlikeResponse::NotFound`.
    async fn get_alike(&self, cx: Context) -> Result<GetAlikeResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /bytes`. TODO: return `GetBytesResponse::Ok`, `GetBytesResponse::Created`, `GetBytesResponse::Accepted`, `GetBytesResponse::NonAuthoritativeInformation`, `GetBytesResponse::PartialContent`, `GetBytesResponse::NoContent` or `GetBytesResponse::NotModified`.
    async fn get_bytes(&self, cx: Context) -> Result<GetBytesResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
