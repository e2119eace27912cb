//! Parameters that are the whole query, as a form, of a request that the generated code creates. (OpenAPI 3.2, `in:
//! querystring`)

use super::form_body::Fields;
use super::outgoing_form::{field_pairs, properties_of};
use super::outgoing_query::{add_pair, percent_encoded};
use super::outgoing_querystring::is_empty;
use super::outgoing_request::{OutgoingRequest, value_of};
use serde::Serialize;

impl OutgoingRequest {
    /// Sets the query to the properties of an object, if it has a value.
    pub(crate) fn set_query_form(mut self, name: &str, fields: Fields, value: &impl Serialize) -> Self {
        match value_of(value) {
            Ok(None) => return self,
            Ok(Some(_)) => {}
            Err(reason) => self.fail(format!("the query `{name}` {reason}")),
        }
        for (field, value) in properties_of(value) {
            match field_pairs(fields, &field, &value, &percent_encoded) {
                Ok(pairs) => pairs.iter().for_each(|(name, value)| add_pair(&mut self.query, name, value)),
                Err(reason) => self.fail(format!("the field `{field}` of the query `{name}` {reason}")),
            }
        }
        if self.query.is_empty() {
            self.fail(is_empty(name));
        }
        self
    }
}
