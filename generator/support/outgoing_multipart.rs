//! `multipart/form-data` in requests that the generated code creates, from the properties of an object.

use super::form_body::{Field, Fields};
use super::outgoing_form::{field_pairs, properties_of};
use super::outgoing_parts::OutgoingField;
use super::outgoing_request::OutgoingRequest;
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a form without files, whose fields are the properties of an object.
    pub(crate) fn write_multipart(mut self, fields: Fields, body: &impl Serialize) -> Self {
        let mut parts = Vec::new();
        for (name, value) in properties_of(body) {
            let media_type = fields.iter().find(|field| field.name() == name).and_then(Field::part_type);
            match field_pairs(fields, &name, &value, &str::to_owned) {
                Err(reason) => self.fail(format!("the field `{name}` {reason}")),
                Ok(pairs) => parts.extend(pairs.into_iter().map(|(name, text)| OutgoingField {
                    name,
                    text,
                    media_type,
                })),
            }
        }
        self.set_parts(&parts);
        self
    }
}
