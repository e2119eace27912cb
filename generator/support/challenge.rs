//! What a refused caller is told of how to authenticate, and what of the caller is told to nobody.

use super::{Context, Operation, Rejection, Routes};
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::{future::Future, sync::Arc};

impl Routes {
    /// Binds an operation that asks who calls. RFC 9110, section 15.5.2: an answer 401 has a challenge;
    /// the author's own goes first.
    pub(crate) fn add_secured<A, E, F, Fut>(
        &mut self,
        operation: &'static Operation,
        api: &Arc<A>,
        serve: F,
        challenges: &'static [&'static str],
    ) where
        A: Send + Sync + 'static,
        E: From<Rejection> + IntoResponse + 'static,
        F: Fn(Arc<A>, Request) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Response, E>> + Send + 'static,
    {
        self.add(operation, api, move |api, request| {
            let answer = serve(api, request);
            async move {
                let mut response = answer.await.unwrap_or_else(IntoResponse::into_response);
                challenge(&mut response, challenges);
                Ok::<_, E>(response)
            }
        });
    }
}

fn challenge(response: &mut Response, challenges: &[&'static str]) {
    let has_own = response.headers().contains_key(header::WWW_AUTHENTICATE);
    if response.status() == StatusCode::UNAUTHORIZED && !has_own {
        for challenge in challenges {
            let value = HeaderValue::from_static(challenge);
            response.headers_mut().append(header::WWW_AUTHENTICATE, value);
        }
    }
}

impl Context {
    /// Whether a header of this name has anything in it.
    pub(crate) fn presents(&self, name: &str) -> bool {
        self.headers().get_all(name).iter().any(|value| !value.is_empty())
    }
}
