//! `multipart/form-data` in requests that the generated code creates. (RFC 7578)

use super::form_body::{Field, Fields};
use super::multipart::FORM_DATA;
use super::outgoing_form::{field_pairs, properties_of};
use super::outgoing_request::OutgoingRequest;
use serde::Serialize;
use std::hash::{BuildHasher as _, RandomState};

impl OutgoingRequest {
    /// Sets a form without files, whose fields are the properties of an object.
    pub(crate) fn write_multipart(mut self, fields: Fields, body: &impl Serialize) -> Self {
        let boundary = format!("stubsmith-{:016x}", RandomState::new().hash_one(()));
        let mut form = String::new();
        for (name, value) in properties_of(body) {
            let media_type = fields.iter().find(|field| field.name() == name).and_then(Field::part_type);
            match field_pairs(fields, &name, &value, &str::to_owned) {
                Err(reason) => self.fail(format!("the field `{name}` {reason}")),
                Ok(pairs) => pairs.iter().for_each(|(name, text)| {
                    let name = name.replace('\\', "\\\\").replace('"', "\\\"").replace(['\r', '\n'], " ");
                    form.push_str(&format!(
                        "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n"
                    ));
                    if let Some(media_type) = media_type {
                        form.push_str(&format!("Content-Type: {media_type}\r\n"));
                    }
                    form.push_str(&format!("\r\n{text}\r\n"));
                }),
            }
        }
        form.push_str(&format!("--{boundary}--\r\n"));
        self.set_body(&format!("{FORM_DATA}; boundary={boundary}"), form);
        self
    }
}
