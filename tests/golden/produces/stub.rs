//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::produces`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
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
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

use crate::produces::{
    AddRoomRequest, AddRoomResponse, Api, Context, ExportResponse, GetAnythingResponse,
    GetArchiveResponse, GetNameResponse, GetNamesResponse, GetPageResponse,
    GetPictureResponse, GetRoomResponse, GetSizeResponse, ProbeRoomResponse,
    PutRoomResponse, Rejection,
};
use axum::response::{IntoResponse, Response};

/// What this server answers where it has no response of the description. Next: your own kinds.
pub struct ServerError(Rejection);

impl From<Rejection> for ServerError {
    /// A response that breaks the contract is 500 for the client, who is not told why: the reason is for your log.
    fn from(rejection: Rejection) -> Self {
        if let Rejection::InvalidResponse { reason } = &rejection {
            eprintln!("{reason}");
        }
        Self(rejection)
    }
}

impl IntoResponse for ServerError {
    /// Next: the body that your API has for errors, with the status `self.0.status()`; for JSON that is
    /// `(status, axum::Json(body)).into_response()`, with axum's feature `json`.
    fn into_response(self) -> Response {
        self.0.into_response()
    }
}

/// The server. Next: its state, which every method has as `&self`.
pub struct Server;

impl Api for Server {
    type Error = ServerError;

    /// `GET /room`. Next: answer `GetRoomResponse::Ok` or `GetRoomResponse::NotFound`.
    async fn get_room(&self, cx: Context) -> Result<GetRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /room`. Next: answer `PutRoomResponse::Ok` or `PutRoomResponse::NoContent`.
    async fn put_room(&self, cx: Context) -> Result<PutRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /room`. Next: answer `AddRoomResponse::Created` or `AddRoomResponse::Default`.
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

    /// `HEAD /room`. Next: answer `ProbeRoomResponse::Ok` or `ProbeRoomResponse::NotFound`.
    async fn probe_room(&self, cx: Context) -> Result<ProbeRoomResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /name`. Next: answer `GetNameResponse::Ok` or `GetNameResponse::Default`.
    async fn get_name(&self, cx: Context) -> Result<GetNameResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /size`. Next: answer `GetSizeResponse::Ok`.
    async fn get_size(&self, cx: Context) -> Result<GetSizeResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /archive`. Next: answer `GetArchiveResponse::Ok` or `GetArchiveResponse::NotFound`.
    async fn get_archive(&self, cx: Context) -> Result<GetArchiveResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /picture`. Next: answer `GetPictureResponse::Ok` or `GetPictureResponse::NotFound`.
    async fn get_picture(&self, cx: Context) -> Result<GetPictureResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /export`. Next: answer `ExportResponse::Ok`.
    async fn export(&self, cx: Context) -> Result<ExportResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /page`. Next: answer `GetPageResponse::Ok`.
    async fn get_page(&self, cx: Context) -> Result<GetPageResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /names`. Next: answer `GetNamesResponse::Ok`.
    async fn get_names(&self, cx: Context) -> Result<GetNamesResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /anything`. Next: answer `GetAnythingResponse::Ok`.
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
