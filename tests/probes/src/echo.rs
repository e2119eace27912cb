//! The handlers, which are the same for all versions.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// The server.
pub struct Echo;

/// A rejected request: the status, and the reason.
pub struct Problem(StatusCode, String);

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::json!({ "code": self.1 }).to_string();
        (self.0, [("content-type", "application/json")], body).into_response()
    }
}

macro_rules! echo {
    ($($module:ident)*) => {$(
        impl From<crate::$module::Rejection> for Problem {
            fn from(rejection: crate::$module::Rejection) -> Self {
                Self(rejection.status(), rejection.to_string())
            }
        }

        impl crate::$module::Api for Echo {
            type Principal = String;
            type Error = Problem;

            async fn authenticate(
                &self,
                _: &crate::$module::Context,
                credentials: crate::$module::Credentials,
            ) -> Result<String, Problem> {
                let crate::$module::Credentials::Session { session } = credentials;
                Ok(session.expose().to_owned())
            }

            async fn put_pet(
                &self,
                _: crate::$module::Context,
                request: crate::$module::PutPetRequest,
            ) -> Result<crate::$module::PutPetResponse, Problem> {
                Ok(request.body.into())
            }

            async fn put_owner(
                &self,
                _: crate::$module::Context,
                request: crate::$module::PutOwnerRequest,
            ) -> Result<crate::$module::PutOwnerResponse, Problem> {
                Ok(request.body.into())
            }

            async fn search(
                &self,
                _: crate::$module::Context,
                request: crate::$module::SearchRequest,
            ) -> Result<crate::$module::SearchResponse, Problem> {
                Ok(request.filter.into())
            }

            async fn me(
                &self,
                _: crate::$module::Context,
                principal: String,
            ) -> Result<crate::$module::MeResponse, Problem> {
                Ok(crate::$module::types::Who::new(principal).into())
            }

            async fn page(
                &self,
                _: crate::$module::Context,
                request: crate::$module::PageRequest,
            ) -> Result<crate::$module::PageResponse, Problem> {
                Ok(crate::$module::types::Page::new(request.limit).into())
            }

            async fn put_thing(
                &self,
                _: crate::$module::Context,
                request: crate::$module::PutThingRequest,
            ) -> Result<crate::$module::PutThingResponse, Problem> {
                Ok(request.body.into())
            }
        }
    )*};
}

echo!(openapi30 openapi31);
