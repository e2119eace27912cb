//! Response bodies from the examples in the spec.

use super::{Context, Rejection};
use serde::de::DeserializeOwned;

/// Decodes an example. Returns `NotImplemented` if the example does not match its schema.
pub fn example<T: DeserializeOwned>(cx: &Context, json: &str) -> Result<T, Rejection> {
    serde_json::from_str(json).map_err(|_| Rejection::NotImplemented { operation: cx.operation() })
}
