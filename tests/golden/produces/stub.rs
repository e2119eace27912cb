//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::produces`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::produces::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::produces::{
    AddRoomRequest, AddRoomResponse, Api, Context, ExportResponse, GetAnythingResponse,
    GetArchiveResponse, GetNameResponse, GetNamesResponse, GetPageResponse,
    GetPictureResponse, GetRoomResponse, GetSizeResponse, ProbeRoomResponse,
    PutRoomResponse, Rejection,
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

    /// `GET /room`. TODO: return `GetRoomResponse::Ok` or `GetRoomResponse::NotFound`.
    async fn get_room(&self, cx: Context) -> Result<GetRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /room`. TODO: return `PutRoomResponse::Ok` or `PutRoomResponse::NoContent`.
    async fn put_room(&self, cx: Context) -> Result<PutRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /room`. TODO: return `AddRoomResponse::Created` or `AddRoomResponse::Default`.
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

    /// `HEAD /room`. TODO: return `ProbeRoomResponse::Ok` or `ProbeRoomResponse::NotFound`.
    async fn probe_room(&self, cx: Context) -> Result<ProbeRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /name`. TODO: return `GetNameResponse::Ok` or `GetNameResponse::Default`.
    async fn get_name(&self, cx: Context) -> Result<GetNameResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /size`. TODO: return `GetSizeResponse::Ok`.
    async fn get_size(&self, cx: Context) -> Result<GetSizeResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /archive`. TODO: return `GetArchiveResponse::Ok` or `GetArchiveResponse::NotFound`.
    async fn get_archive(&self, cx: Context) -> Result<GetArchiveResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /picture`. TODO: return `GetPictureResponse::Ok` or `GetPictureResponse::NotFound`.
    async fn get_picture(&self, cx: Context) -> Result<GetPictureResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /export`. TODO: return `ExportResponse::Ok`.
    async fn export(&self, cx: Context) -> Result<ExportResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /page`. TODO: return `GetPageResponse::Ok`.
    async fn get_page(&self, cx: Context) -> Result<GetPageResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /names`. TODO: return `GetNamesResponse::Ok`.
    async fn get_names(&self, cx: Context) -> Result<GetNamesResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /anything`. TODO: return `GetAnythingResponse::Ok`.
    async fn get_anything(
        &self,
        cx: Context,
    ) -> Result<GetAnythingResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
