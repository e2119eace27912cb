//! A server for the API of spec.yaml. As a module of your crate, `mod server;`, it compiles as it is.
//!
//! Next:
//!
//! 1. Have the generated code in `crate::bodies`, or change where this file imports from.
//! 2. Serve it, in `main.rs`:
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
//! 3. Give `ServerError` the body that your API has for errors.
//! 4. Write the methods below, one by one; those that are not written answer 501.

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

    /// `GET /rooms`. Next: answer `FindRoomsResponse::NoContent`.
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

    /// `POST /rooms`. Next: answer `MakeRoomResponse::NoContent`.
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

    /// `DELETE /rooms`. Next: answer `DropRoomsResponse::NoContent`.
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

    /// `PATCH /rooms`. Next: answer `MendRoomsResponse::NoContent`.
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

    /// `PUT /locks`. Next: answer `RelockResponse::NoContent`.
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

    /// `POST /locks`. Next: answer `LockResponse::NoContent`.
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

    /// `DELETE /locks`. Next: answer `UnlockResponse::NoContent`.
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

    /// `PATCH /locks`. Next: answer `MendLockResponse::NoContent`.
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

    /// `PUT /notes`. Next: answer `PutNoteResponse::NoContent`.
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

    /// `POST /notes`. Next: answer `WriteNoteResponse::NoContent`.
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

    /// `DELETE /notes`. Next: answer `DropNoteResponse::NoContent`.
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

    /// `PATCH /notes`. Next: answer `RateNoteResponse::NoContent`.
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

    /// `GET /files/{name}`. Next: answer `CompareFileResponse::NoContent`.
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

    /// `PUT /files/{name}`. Next: answer `PutFileResponse::NoContent`.
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

    /// `POST /files/{name}`. Next: answer `AppendFileResponse::NoContent`.
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

    /// `PATCH /files/{name}`. Next: answer `MendFileResponse::NoContent`.
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
