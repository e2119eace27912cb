//! "Relevant only for Schema properties definitions. Declares the property as read only. This means that it MAY
//! be sent as part of a response but MUST NOT be sent as part of the request."

use super::Properties;
use super::as_request::is_request;
use super::object::Writer;
use serde::de::{Error, MapAccess};
use serde::ser::{Serialize, SerializeMap};

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

    /// Rejects a response without the property. Other objects need not have it.
    pub(crate) fn required_in_responses<T>(&self, name: &str, slot: Option<T>) -> Result<Option<T>, E> {
        if self.trail.of_response && slot.is_none() { Err(self.missing(name)) } else { Ok(slot) }
    }
}

impl<M: SerializeMap> Writer<M> {
    /// Returns whether the object has read-only properties. A request that is about to be sent has none.
    pub(crate) fn read_only(&self) -> bool {
        !is_request()
    }

    pub(crate) fn required_read_only(&mut self, name: &str, value: &Option<impl Serialize>) {
        self.optional(name, value);
    }
}
