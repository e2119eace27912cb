//! "Relevant only for Schema properties definitions. Declares the property as read only. This means that it MAY
//! be sent as part of a response but MUST NOT be sent as part of the request."

use super::Properties;
use serde::de::{Error, MapAccess};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Ignores the property if this is its row and the object belongs to a request. Returns whether the property is
    /// ignored. Duplicates are rejected even if they are ignored.
    pub(crate) fn read_only(&mut self, row: usize, name: &'static str) -> bool {
        let is_ignored = row == 0 && self.trail.of_request;
        if is_ignored {
            self.ignore(name.into());
        }
        is_ignored
    }
}
