//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi32_streams`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi32_streams::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi32_streams::{
    Api, ChatRequest, ChatResponse, Context, GetChangesResponse, GetLevelsResponse,
    GetListResponse, GetLogResponse, GetTicksResponse, PostLevelsRequest,
    PostLevelsResponse, PostListRequest, PostListResponse, PostLogRequest,
    PostLogResponse, PostPiecesRequest, PostPiecesResponse, PutListRequest,
    PutListResponse, PutNumbersRequest, PutNumbersResponse, Rejection,
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

    /// `POST /chat`. TODO: return `ChatResponse::Ok`.
    async fn chat(
        &self,
        cx: Context,
        request: ChatRequest,
    ) -> Result<ChatResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /ticks`. TODO: return `GetTicksResponse::Ok`.
    async fn get_ticks(&self, cx: Context) -> Result<GetTicksResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /levels`. TODO: return `GetLevelsResponse::Ok` or `GetLevelsResponse::Default`.
    async fn get_levels(&self, cx: Context) -> Result<GetLevelsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /levels`. TODO: return `PostLevelsResponse::NoContent`.
    async fn post_levels(
        &self,
        cx: Context,
        request: PostLevelsRequest,
    ) -> Result<PostLevelsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /pieces`. TODO: return `PostPiecesResponse::NoContent`.
    async fn post_pieces(
        &self,
        cx: Context,
        request: PostPiecesRequest,
    ) -> Result<PostPiecesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /changes`. TODO: return `GetChangesResponse::Ok`.
    async fn get_changes(&self, cx: Context) -> Result<GetChangesResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /log`. TODO: return `GetLogResponse::Ok`.
    async fn get_log(&self, cx: Context) -> Result<GetLogResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /log`. TODO: return `PostLogResponse::NoContent`.
    async fn post_log(
        &self,
        cx: Context,
        request: PostLogRequest,
    ) -> Result<PostLogResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /numbers`. TODO: return `PutNumbersResponse::Ok`.
    async fn put_numbers(
        &self,
        cx: Context,
        request: PutNumbersRequest,
    ) -> Result<PutNumbersResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /list`. TODO: return `GetListResponse::Ok`.
    async fn get_list(&self, cx: Context) -> Result<GetListResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /list`. TODO: return `PutListResponse::NoContent`.
    async fn put_list(
        &self,
        cx: Context,
        request: PutListRequest,
    ) -> Result<PutListResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /list`. TODO: return `PostListResponse::NoContent`.
    async fn post_list(
        &self,
        cx: Context,
        request: PostListRequest,
    ) -> Result<PostListResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
