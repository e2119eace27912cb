//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::bodies`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::bodies::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::bodies::{
    Api, AppendFileRequest, AppendFileResponse, CompareFileRequest, CompareFileResponse,
    Context, DropNoteRequest, DropNoteResponse, DropRoomsRequest, DropRoomsResponse,
    FindRoomsRequest, FindRoomsResponse, LockRequest, LockResponse, MakeRoomRequest,
    MakeRoomResponse, MendFileRequest, MendFileResponse, MendLockRequest,
    MendLockResponse, MendRoomsRequest, MendRoomsResponse, PutFileRequest,
    PutFileResponse, PutNoteRequest, PutNoteResponse, RateNoteRequest, RateNoteResponse,
    Rejection, RelockRequest, RelockResponse, UnlockRequest, UnlockResponse,
    WriteNoteRequest, WriteNoteResponse,
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

    /// `GET /rooms`. TODO: return `FindRoomsResponse::NoContent`.
    async fn find_rooms(
        &self,
        cx: Context,
        request: FindRoomsRequest,
    ) -> Result<FindRoomsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /rooms`. TODO: return `MakeRoomResponse::NoContent`.
    async fn make_room(
        &self,
        cx: Context,
        request: MakeRoomRequest,
    ) -> Result<MakeRoomResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /rooms`. TODO: return `DropRoomsResponse::NoContent`.
    async fn drop_rooms(
        &self,
        cx: Context,
        request: DropRoomsRequest,
    ) -> Result<DropRoomsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /rooms`. TODO: return `MendRoomsResponse::NoContent`.
    async fn mend_rooms(
        &self,
        cx: Context,
        request: MendRoomsRequest,
    ) -> Result<MendRoomsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /locks`. TODO: return `RelockResponse::NoContent`.
    async fn relock(
        &self,
        cx: Context,
        request: RelockRequest,
    ) -> Result<RelockResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /locks`. TODO: return `LockResponse::NoContent`.
    async fn lock(
        &self,
        cx: Context,
        request: LockRequest,
    ) -> Result<LockResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /locks`. TODO: return `UnlockResponse::NoContent`.
    async fn unlock(
        &self,
        cx: Context,
        request: UnlockRequest,
    ) -> Result<UnlockResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /locks`. TODO: return `MendLockResponse::NoContent`.
    async fn mend_lock(
        &self,
        cx: Context,
        request: MendLockRequest,
    ) -> Result<MendLockResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /notes`. TODO: return `PutNoteResponse::NoContent`.
    async fn put_note(
        &self,
        cx: Context,
        request: PutNoteRequest,
    ) -> Result<PutNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /notes`. TODO: return `WriteNoteResponse::NoContent`.
    async fn write_note(
        &self,
        cx: Context,
        request: WriteNoteRequest,
    ) -> Result<WriteNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /notes`. TODO: return `DropNoteResponse::NoContent`.
    async fn drop_note(
        &self,
        cx: Context,
        request: DropNoteRequest,
    ) -> Result<DropNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /notes`. TODO: return `RateNoteResponse::NoContent`.
    async fn rate_note(
        &self,
        cx: Context,
        request: RateNoteRequest,
    ) -> Result<RateNoteResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /files/{name}`. TODO: return `CompareFileResponse::NoContent`.
    async fn compare_file(
        &self,
        cx: Context,
        request: CompareFileRequest,
    ) -> Result<CompareFileResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /files/{name}`. TODO: return `PutFileResponse::NoContent`.
    async fn put_file(
        &self,
        cx: Context,
        request: PutFileRequest,
    ) -> Result<PutFileResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /files/{name}`. TODO: return `AppendFileResponse::NoContent`.
    async fn append_file(
        &self,
        cx: Context,
        request: AppendFileRequest,
    ) -> Result<AppendFileResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PATCH /files/{name}`. TODO: return `MendFileResponse::NoContent`.
    async fn mend_file(
        &self,
        cx: Context,
        request: MendFileRequest,
    ) -> Result<MendFileResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
