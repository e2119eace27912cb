//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_types`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_types::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_types::{
    AddNothingRequest, AddNothingResponse, AddOrderRequest, AddOrderResponse,
    AddPlayerRequest, AddPlayerResponse, AddProblemRequest, AddProblemResponse,
    AddThingRequest, AddThingResponse, AddUserRequest, AddUserResponse, Api, Context,
    GetNameRequest, GetNameResponse, PostValuesRequest, PostValuesResponse, Rejection,
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

    /// `POST /values`. TODO: return `PostValuesResponse::NoContent`.
    async fn post_values(
        &self,
        cx: Context,
        request: PostValuesRequest,
    ) -> Result<PostValuesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /users`. TODO: return `AddUserResponse::Created`.
    async fn add_user(
        &self,
        cx: Context,
        request: AddUserRequest,
    ) -> Result<AddUserResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /things`. TODO: return `AddThingResponse::Ok`.
    async fn add_thing(
        &self,
        cx: Context,
        request: AddThingRequest,
    ) -> Result<AddThingResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /nothing`. TODO: return `AddNothingResponse::Ok`.
    async fn add_nothing(
        &self,
        cx: Context,
        request: AddNothingRequest,
    ) -> Result<AddNothingResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /problems`. TODO: return `AddProblemResponse::NoContent`.
    async fn add_problem(
        &self,
        cx: Context,
        request: AddProblemRequest,
    ) -> Result<AddProblemResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /orders`. TODO: return `AddOrderResponse::NoContent`.
    async fn add_order(
        &self,
        cx: Context,
        request: AddOrderRequest,
    ) -> Result<AddOrderResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /names/{id}`. TODO: return `GetNameResponse::Ok`.
    async fn get_name(
        &self,
        cx: Context,
        request: GetNameRequest,
    ) -> Result<GetNameResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /players`. TODO: return `AddPlayerResponse::Ok`.
    async fn add_player(
        &self,
        cx: Context,
        request: AddPlayerRequest,
    ) -> Result<AddPlayerResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
