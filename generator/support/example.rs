//! Response bodies from the examples in the spec.

use super::{Context, Decode, Rejection, Trail};

/// Decodes an example. Returns `NotImplemented` if the example does not match its schema.
pub fn example<T: Decode>(cx: &Context, json: &str) -> Result<T, Rejection> {
    T::decode(&mut serde_json::Deserializer::from_str(json), &mut Trail::default())
        .map_err(|_| Rejection::NotImplemented { operation: cx.operation() })
}
