//! Members that have a value where they are absent.

use super::Members;
use serde::de::MapAccess;

impl<'de, A: MapAccess<'de>> Members<'_, A> {
    #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "called as `required` is")]
    pub(crate) fn defaulted<T>(
        &self,
        _: &str,
        slot: Option<T>,
        default: impl FnOnce() -> T,
    ) -> Result<T, A::Error> {
        Ok(slot.unwrap_or_else(default))
    }
}
