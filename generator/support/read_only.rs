//! "Relevant only for Schema properties definitions. Declares the property as read only. This means that it MAY
//! be sent as part of a response but MUST NOT be sent as part of the request."

use super::Properties;
use serde::de::{Error, MapAccess};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Ignores a property that only a server sends, if its row is the next and a client sent it; returns whether that
    /// is so. A property is given once, ignored or not.
    pub(crate) fn read_only(&mut self, row: usize, name: &'static str) -> bool {
        let is_ignored = row == 0 && self.trail.of_request;
        if is_ignored {
            self.ignore(name.into());
        }
        is_ignored
    }
}
