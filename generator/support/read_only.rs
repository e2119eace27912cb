//! "Relevant only for Schema properties definitions. Declares the property as read only. This means that it MAY
//! be sent as part of a response but MUST NOT be sent as part of the request."

use super::Members;
use serde::de::MapAccess;

impl<'de, A: MapAccess<'de>> Members<'_, A> {
    /// Passes over the value of a member that only a server sends, where a client did; whether it has.
    pub(crate) fn read_only(&mut self) -> Result<bool, A::Error> {
        if self.trail.of_request {
            self.dropped()?;
        }
        Ok(self.trail.of_request)
    }
}
