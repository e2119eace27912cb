//! Examples of the spec as response bodies.

use super::{Context, Rejection};
use serde::de::DeserializeOwned;

/// Decodes an example. If it does not match its schema, the operation is not implemented.
pub fn example<T: DeserializeOwned>(cx: &Context, json: &str) -> Result<T, Rejection> {
    serde_json::from_str(json).map_err(|_| Rejection::NotImplemented { operation: cx.operation() })
}
