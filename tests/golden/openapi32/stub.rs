//! A server for the API of second.yaml, spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi32`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi32::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi32::{Api, Context, Credentials, Rejection, guests, places, rooms};
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

impl guests::GuestsApi for Server {
    /// `GET /v1/guests/{name}`. TODO: return `GetGuestResponse::Ok` or `GetGuestResponse::Default`.
    async fn get_guest(
        &self,
        cx: Context,
        principal: Caller,
        request: guests::GetGuestRequest,
    ) -> Result<guests::GetGuestResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl places::PlacesApi for Server {
    /// `GET /v1/places`. TODO: return `ListPlacesResponse::NoContent`.
    async fn list_places(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<places::ListPlacesResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl rooms::RoomsApi for Server {
    /// `GET /v1/rooms`. TODO: return `ListRoomsResponse::Ok`.
    async fn list_rooms(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<rooms::ListRoomsResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /v1/rooms`. TODO: return `AddRoomResponse::Created` or `AddRoomResponse::Conflict`.
    async fn add_room(
        &self,
        cx: Context,
        principal: Caller,
        request: rooms::AddRoomRequest,
    ) -> Result<rooms::AddRoomResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
