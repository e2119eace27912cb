//! "Relevant only for Schema "properties" definitions. Declares the property as "write only". Therefore, it MAY be sent as
//! part of a request but SHOULD NOT be sent as part of the response." (OpenAPI 3.0, "Schema Object")

use super::Properties;
use super::as_request::is_request;
use super::object::Writer;
use serde::de::{Error, MapAccess};
use serde::ser::{Serialize, SerializeMap};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Rejects a request without the property. Other objects need not have it.
    pub(crate) fn required_in_requests<T>(&self, name: &str, slot: Option<T>) -> Result<Option<T>, E> {
        if self.trail.of_request && slot.is_none() { Err(self.missing(name)) } else { Ok(slot) }
    }
}

impl<M: SerializeMap> Writer<M> {
    /// Serializes the property only in a request that is about to be sent.
    pub(crate) fn write_only(&mut self, name: &str, value: &Option<impl Serialize>) {
        if is_request() {
            self.optional(name, value);
        }
    }

    /// Serializes the property only in a request that is about to be sent.
    pub(crate) fn required_write_only(&mut self, name: &str, value: &Option<impl Serialize>) {
        self.write_only(name, value);
    }
}
