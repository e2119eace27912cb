//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_security`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_security::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_security::{
    Api, ByBasicResponse, ByDigestOrKeyResponse, ByDigestOrNobodyResponse,
    ByDigestResponse, ByLoginResponse, ByOpenIdResponse, ByPartnerAndKeyOrNobodyResponse,
    ByPartnerAndKeyResponse, ByPartnerResponse, ByQueryResponse, ByRoleResponse,
    BySharedResponse, Context, Credentials, DeleteSessionResponse, GetMeResponse,
    GetSessionResponse, NobodyResponse, OpenResponse, PutSessionResponse, Rejection,
};
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

    /// `GET /me`. TODO: return `GetMeResponse::NoContent`.
    async fn get_me(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetMeResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /session`. TODO: return `GetSessionResponse::NoContent`.
    async fn get_session(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<GetSessionResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /session`. TODO: return `PutSessionResponse::NoContent`.
    async fn put_session(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<PutSessionResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `DELETE /session`. TODO: return `DeleteSessionResponse::NoContent`.
    async fn delete_session(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<DeleteSessionResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /query`. TODO: return `ByQueryResponse::NoContent`.
    async fn by_query(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByQueryResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /basic`. TODO: return `ByBasicResponse::NoContent`.
    async fn by_basic(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByBasicResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /digest`. TODO: return `ByDigestResponse::NoContent`.
    async fn by_digest(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByDigestResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /digest`. TODO: return `ByDigestOrNobodyResponse::NoContent`.
    async fn by_digest_or_nobody(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<ByDigestOrNobodyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /digest`. TODO: return `ByDigestOrKeyResponse::NoContent`.
    async fn by_digest_or_key(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByDigestOrKeyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /login`. TODO: return `ByLoginResponse::NoContent`.
    async fn by_login(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByLoginResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /openid`. TODO: return `ByOpenIdResponse::NoContent`.
    async fn by_open_id(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByOpenIdResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /roles`. TODO: return `ByRoleResponse::NoContent`.
    async fn by_role(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByRoleResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /partner`. TODO: return `ByPartnerResponse::NoContent`.
    async fn by_partner(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByPartnerResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `PUT /partner`. TODO: return `ByPartnerAndKeyResponse::NoContent`.
    async fn by_partner_and_key(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<ByPartnerAndKeyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /partner`. TODO: return `ByPartnerAndKeyOrNobodyResponse::NoContent`.
    async fn by_partner_and_key_or_nobody(
        &self,
        cx: Context,
        principal: Option<Caller>,
    ) -> Result<ByPartnerAndKeyOrNobodyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /shared`. TODO: return `BySharedResponse::NoContent`.
    async fn by_shared(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<BySharedResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /nobody`. TODO: return `NobodyResponse::NoContent`.
    async fn nobody(
        &self,
        cx: Context,
        principal: Caller,
    ) -> Result<NobodyResponse, ServerError> {
        let _ = principal;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /open`. TODO: return `OpenResponse::NoContent`.
    async fn open(&self, cx: Context) -> Result<OpenResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
