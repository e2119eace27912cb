//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_params`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_params::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_params::{
    Api, Context, Credentials, FindCarsRequest, FindCarsResponse, GetContentRequest,
    GetContentResponse, GetCookiesRequest, GetCookiesResponse, GetExplodedRequest,
    GetExplodedResponse, GetFreeRequest, GetFreeResponse, GetHeadersRequest,
    GetHeadersResponse, GetLabelRequest, GetLabelResponse, GetMatrixRequest,
    GetMatrixResponse, GetObjectsInPathRequest, GetObjectsInPathResponse,
    GetObjectsRequest, GetObjectsResponse, GetQueryRequest, GetQueryResponse,
    GetSimpleRequest, GetSimpleResponse, GetUndefinedRequest, GetUndefinedResponse,
    GetUnionsRequest, GetUnionsResponse, Rejection,
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

    /// `GET /simple/{color}/{ids}/{each}`. TODO: return `GetSimpleResponse::NoContent`.
    async fn get_simple(
        &self,
        cx: Context,
        request: GetSimpleRequest,
    ) -> Result<GetSimpleResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /label/{color}/{ids}/{each}`. TODO: return `GetLabelResponse::NoContent`.
    async fn get_label(
        &self,
        cx: Context,
        request: GetLabelRequest,
    ) -> Result<GetLabelResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /matrix{color}/{ids}/{each}`. TODO: return `GetMatrixResponse::NoContent`.
    async fn get_matrix(
        &self,
        cx: Context,
        request: GetMatrixRequest,
    ) -> Result<GetMatrixResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /query`. TODO: return `GetQueryResponse::NoContent`.
    async fn get_query(
        &self,
        cx: Context,
        request: GetQueryRequest,
    ) -> Result<GetQueryResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /undefined`. TODO: return `GetUndefinedResponse::NoContent`.
    async fn get_undefined(
        &self,
        cx: Context,
        request: GetUndefinedRequest,
    ) -> Result<GetUndefinedResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /headers`. TODO: return `GetHeadersResponse::NoContent`.
    async fn get_headers(
        &self,
        cx: Context,
        request: GetHeadersRequest,
    ) -> Result<GetHeadersResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /cookies`. TODO: return `GetCookiesResponse::NoContent`.
    async fn get_cookies(
        &self,
        cx: Context,
        request: GetCookiesRequest,
    ) -> Result<GetCookiesResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /content/{point}`. TODO: return `GetContentResponse::NoContent`.
    async fn get_content(
        &self,
        cx: Context,
        request: GetContentRequest,
    ) -> Result<GetContentResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /objects/{plain}/{each}/{label}/{labels}/{matrix}/{matrices}`. TODO: return `GetObjectsInPathResponse::NoContent`.
    async fn get_objects_in_path(
        &self,
        cx: Context,
        request: GetObjectsInPathRequest,
    ) -> Result<GetObjectsInPathResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /objects`. TODO: return `GetObjectsResponse::NoContent`.
    async fn get_objects(
        &self,
        cx: Context,
        request: GetObjectsRequest,
    ) -> Result<GetObjectsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /exploded`. TODO: return `GetExplodedResponse::NoContent`.
    async fn get_exploded(
        &self,
        cx: Context,
        request: GetExplodedRequest,
    ) -> Result<GetExplodedResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /free`. TODO: return `GetFreeResponse::NoContent`.
    async fn get_free(
        &self,
        cx: Context,
        principal: Caller,
        request: GetFreeRequest,
    ) -> Result<GetFreeResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /cars`. TODO: return `FindCarsResponse::NoContent`.
    async fn find_cars(
        &self,
        cx: Context,
        request: FindCarsRequest,
    ) -> Result<FindCarsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /unions`. TODO: return `GetUnionsResponse::NoContent`.
    async fn get_unions(
        &self,
        cx: Context,
        request: GetUnionsRequest,
    ) -> Result<GetUnionsResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
