//! Answers in JSON.

use super::{CHECK_RESPONSES, Decode, Rejection, Trail};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// An answer with a JSON body. Where answers are checked, it is read again as a client would: what the
/// description does not allow is a breach.
pub fn json<T: Serialize + Decode>(status: StatusCode, body: &T) -> Result<Response, Rejection> {
    let breach = |reason: String| Rejection::ResponseBreach { reason };
    let bytes = serde_json::to_vec(body).map_err(|error| breach(error.to_string()))?;
    if CHECK_RESPONSES {
        let mut trail = Trail::default();
        let read = T::decode(&mut serde_json::Deserializer::from_slice(&bytes), &mut trail);
        read.map_err(|error| breach(format!("the body at `{}`: {error}", trail.pointer())))?;
    }
    Ok((status, [(header::CONTENT_TYPE, "application/json")], bytes).into_response())
}
