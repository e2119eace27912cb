//! Bodies that are examples of the description.

use super::{Context, Rejection};
use serde::de::DeserializeOwned;

/// An example. One that its own schema refuses is none.
pub fn example<T: DeserializeOwned>(cx: &Context, json: &str) -> Result<T, Rejection> {
    serde_json::from_str(json).map_err(|_| Rejection::NotImplemented { operation: cx.operation() })
}
