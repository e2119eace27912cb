//! Properties with a default.

use super::Properties;
use serde::de::{Error, MapAccess};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    #[allow(clippy::unused_self, reason = "callers use it like `required`")]
    pub(crate) fn default<T>(&self, slot: Option<T>, default: impl FnOnce() -> T) -> T {
        slot.unwrap_or_else(default)
    }
}
