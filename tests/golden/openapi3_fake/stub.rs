//! A server for the API of spec.yaml. Save it as `src/server.rs`, and declare it with `mod server;`.
//!
//! Next steps:
//!
//! 1. Make the generated code the module `crate::openapi3_fake`, or change the imports in this file.
//! 2. Serve the API in `main.rs`:
//!
//! ```text
//! mod server;
//!
//! #[tokio::main]
//! async fn main() -> std::io::Result<()> {
//!     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//!     axum::serve(listener, crate::openapi3_fake::service(std::sync::Arc::new(server::Server))).await
//! }
//! ```
//!
//! 3. Change `ServerError` to return the error body of your API.
//! 4. Implement the methods below. Until then, they respond with 501.

use crate::openapi3_fake::{
    AnyResponse, Api, BytesResponse, Context, CountsResponse, CreatedResponse,
    DefaultResponse, DroppedResponse, EndlessResponse, FormatsResponse,
    ImpossibleResponse, ListsResponse, MapsResponse, MovedResponse, MutualResponse,
    PatternsResponse, PetsResponse, Rejection, ScalarsResponse, ShownResponse,
    TextResponse, TreeResponse, UnionsResponse,
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

    /// `GET /scalars`. TODO: return `ScalarsResponse::Ok`.
    async fn scalars(&self, cx: Context) -> Result<ScalarsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /formats`. TODO: return `FormatsResponse::Ok`.
    async fn formats(&self, cx: Context) -> Result<FormatsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /patterns`. TODO: return `PatternsResponse::Ok`.
    async fn patterns(&self, cx: Context) -> Result<PatternsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /lists`. TODO: return `ListsResponse::Ok`.
    async fn lists(&self, cx: Context) -> Result<ListsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /maps`. TODO: return `MapsResponse::Ok`.
    async fn maps(&self, cx: Context) -> Result<MapsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /tree`. TODO: return `TreeResponse::Ok`.
    async fn tree(&self, cx: Context) -> Result<TreeResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /mutual`. TODO: return `MutualResponse::Ok`.
    async fn mutual(&self, cx: Context) -> Result<MutualResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /endless`. TODO: return `EndlessResponse::Ok`.
    async fn endless(&self, cx: Context) -> Result<EndlessResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /impossible`. TODO: return `ImpossibleResponse::Ok`.
    async fn impossible(&self, cx: Context) -> Result<ImpossibleResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /unions`. TODO: return `UnionsResponse::Ok`.
    async fn unions(&self, cx: Context) -> Result<UnionsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /pets`. TODO: return `PetsResponse::Ok`.
    async fn pets(&self, cx: Context) -> Result<PetsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /counts`. TODO: return `CountsResponse::Ok`.
    async fn counts(&self, cx: Context) -> Result<CountsResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /dropped`. TODO: return `DroppedResponse::Ok`.
    async fn dropped(&self, cx: Context) -> Result<DroppedResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /shown`. TODO: return `ShownResponse::Ok`.
    async fn shown(&self, cx: Context) -> Result<ShownResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /text`. TODO: return `TextResponse::Ok`.
    async fn text(&self, cx: Context) -> Result<TextResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /bytes`. TODO: return `BytesResponse::Ok`.
    async fn bytes(&self, cx: Context) -> Result<BytesResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /any`. TODO: return `AnyResponse::Ok`.
    async fn any(&self, cx: Context) -> Result<AnyResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `POST /created`. TODO: return `CreatedResponse::Created` or `CreatedResponse::BadRequest`.
    async fn created(&self, cx: Context) -> Result<CreatedResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /default`. TODO: return `DefaultResponse::Default`.
    async fn default(&self, cx: Context) -> Result<DefaultResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }

    /// `GET /moved`. TODO: return `MovedResponse::Found` or `MovedResponse::NotFound`.
    async fn moved(&self, cx: Context) -> Result<MovedResponse, ServerError> {
        let rejection = Rejection::NotImplemented {
            operation: cx.operation(),
        };
        Err(rejection.into())
    }
}
