//! "Relevant only for Schema "properties" definitions. Declares the property as "write only". Therefore, it MAY be sent as
//! part of a request but SHOULD NOT be sent as part of the response." (OpenAPI 3.0, "Schema Object")

use super::Properties;
use super::object::Writer;
use serde::de::{Error, MapAccess};
use serde::ser::{Serialize, SerializeMap};

impl<'de, A: MapAccess<'de, Error = E>, E: Error> Properties<'_, A, E> {
    /// Rejects a request without the property. Other objects need not have it.
    pub(crate) fn required_in_requests<T>(&self, name: &str, slot: Option<T>) -> Result<Option<T>, E> {
        if self.trail.of_request { self.required(name, slot).map(Some) } else { Ok(slot) }
    }
}

impl<M: SerializeMap> Writer<M> {
    /// Serializes nothing.
    #[expect(clippy::unused_self, reason = "the table calls a method for each row")]
    pub(crate) fn write_only(&mut self, _name: &str, _value: &impl Serialize) {}

    /// Serializes nothing.
    #[expect(clippy::unused_self, reason = "the table calls a method for each row")]
    pub(crate) fn required_write_only(&mut self, _name: &str, _value: &impl Serialize) {}
}
