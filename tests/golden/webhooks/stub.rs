//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::webhooks`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::webhooks::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::webhooks::{
    Api, Context, Credentials, Rejection, parcels, received_webhooks, spec,
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
}

impl parcels::ParcelsApi for Server {
    /// `POST /subscriptions/{place}`. TODO: return `SubscribeResponse::Created`.
    async fn subscribe(
        &self,
        cx: Context,
        request: parcels::SubscribeRequest,
    ) -> Result<parcels::SubscribeResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl spec::SpecApi for Server {
    /// `POST /searches`. TODO: return `SearchResponse::Accepted`.
    async fn search(
        &self,
        cx: Context,
        request: spec::SearchRequest,
    ) -> Result<spec::SearchResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}

impl received_webhooks::ReceivedWebhooksApi for Server {
    /// `POST /hooks/parcel.arrived`. TODO: return `ParcelArrivedResponse::Ok`, `ParcelArrivedResponse::NoContent`, `ParcelArrivedResponse::ClientError` or `ParcelArrivedResponse::Default`.
    async fn parcel_arrived(
        &self,
        cx: Context,
        principal: Caller,
        request: received_webhooks::ParcelArrivedRequest,
    ) -> Result<received_webhooks::ParcelArrivedResponse, ServerError> {
        let _ = (principal, request);
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /hooks/parcel.moved`. TODO: return `ParcelMovedResponse::Ok`.
    async fn parcel_moved(
        &self,
        cx: Context,
        request: received_webhooks::ParcelMovedRequest,
    ) -> Result<received_webhooks::ParcelMovedResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /hooks/parcel.photographed`. TODO: return `ParcelPhotographedResponse::Ok`.
    async fn parcel_photographed(
        &self,
        cx: Context,
        request: received_webhooks::ParcelPhotographedRequest,
    ) -> Result<received_webhooks::ParcelPhotographedResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /hooks/parcel.pictured`. TODO: return `ParcelPicturedResponse::SwitchingProtocols` or `ParcelPicturedResponse::NoContent`.
    async fn parcel_pictured(
        &self,
        cx: Context,
        request: received_webhooks::ParcelPicturedRequest,
    ) -> Result<received_webhooks::ParcelPicturedResponse, ServerError> {
        let _ = request;
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /hooks/ping`. TODO: return `PingGetResponse::Ok`.
    async fn ping_get(
        &self,
        cx: Context,
    ) -> Result<received_webhooks::PingGetResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
