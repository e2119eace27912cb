//! Members that have a value where they are absent.

use super::Members;
use serde::de::{Error, MapAccess};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Members<'_, A, E> {
    #[allow(clippy::unused_self, reason = "called as `required` is")]
    pub(crate) fn defaulted<T>(&self, slot: Option<T>, default: impl FnOnce() -> T) -> T {
        slot.unwrap_or_else(default)
    }
}
