//! "Relevant only for Schema properties definitions. Declares the property as read only. This means that it MAY
//! be sent as part of a response but MUST NOT be sent as part of the request."

use super::Members;
use serde::de::{Error, MapAccess};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Members<'_, A, E> {
    /// Passes over a member that only a server sends, if its row is the next and a client sent it; whether it has.
    pub(crate) fn read_only(&mut self, row: usize) -> bool {
        row == 0 && self.trail.of_request && self.dropped()
    }
}
