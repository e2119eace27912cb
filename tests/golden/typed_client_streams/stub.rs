//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::typed_client_streams`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::typed_client_streams::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::typed_client_streams::{
    AddTrainRequest, AddTrainResponse, Api, Context, FindNewsRequest, FindNewsResponse,
    FollowPositionsRequest, FollowPositionsResponse, GetLimitsResponse,
    PatchPositionsRequest, PatchPositionsResponse, PutNewsRequest, PutNewsResponse,
    PutPositionsRequest, PutPositionsResponse, PutTrainsRequest, PutTrainsResponse,
    Rejection, SendNewsRequest, SendNewsResponse, SendPositionsRequest,
    SendPositionsResponse,
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

    /// `PUT /trains`. TODO: return `PutTrainsResponse::NoContent`.
    async fn put_trains(
        &self,
        cx: Context,
        request: PutTrainsRequest,
    ) -> Result<PutTrainsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /trains`. TODO: return `AddTrainResponse::NoContent`.
    async fn add_train(
        &self,
        cx: Context,
        request: AddTrainRequest,
    ) -> Result<AddTrainResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /positions`. TODO: return `FollowPositionsResponse::Ok` or `FollowPositionsResponse::NotFound`.
    async fn follow_positions(
        &self,
        cx: Context,
        request: FollowPositionsRequest,
    ) -> Result<FollowPositionsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /positions`. TODO: return `PutPositionsResponse::Ok`.
    async fn put_positions(
        &self,
        cx: Context,
        request: PutPositionsRequest,
    ) -> Result<PutPositionsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /positions`. TODO: return `SendPositionsResponse::Ok`.
    async fn send_positions(
        &self,
        cx: Context,
        request: SendPositionsRequest,
    ) -> Result<SendPositionsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /positions`. TODO: return `PatchPositionsResponse::Ok`.
    async fn patch_positions(
        &self,
        cx: Context,
        request: PatchPositionsRequest,
    ) -> Result<PatchPositionsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /news`. TODO: return `PutNewsResponse::Ok`.
    async fn put_news(
        &self,
        cx: Context,
        request: PutNewsRequest,
    ) -> Result<PutNewsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /news`. TODO: return `SendNewsResponse::Ok`.
    async fn send_news(
        &self,
        cx: Context,
        request: SendNewsRequest,
    ) -> Result<SendNewsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `QUERY /news`. TODO: return `FindNewsResponse::Ok`.
    async fn find_news(
        &self,
        cx: Context,
        request: FindNewsRequest,
    ) -> Result<FindNewsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /limits`. TODO: return `GetLimitsResponse::Ok`.
    async fn get_limits(&self, cx: Context) -> Result<GetLimitsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
