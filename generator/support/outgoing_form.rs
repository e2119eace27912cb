//! Forms in requests that the generated code creates.

use super::as_request::as_request;
use super::form::URLENCODED;
use super::form_body::{Field, Fields};
use super::outgoing_query::{add_pair, percent_encoded};
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of};
use serde::Serialize;
use serde_json::{Map, Value};

impl OutgoingRequest {
    /// Sets a urlencoded form, whose fields are the properties of an object.
    pub(crate) fn write_form(mut self, fields: Fields, body: &impl Serialize) -> Self {
        let mut form = String::new();
        for (name, value) in properties_of(body) {
            match field_pairs(fields, &name, &value, &percent_encoded) {
                Ok(pairs) => pairs.iter().for_each(|(name, value)| add_pair(&mut form, name, value)),
                Err(reason) => self.fail(format!("the field `{name}` {reason}")),
            }
        }
        self.set_body(URLENCODED, form);
        self
    }
}

/// Returns the properties of a form. Null has no text, so such a property is omitted.
pub(super) fn properties_of(body: &impl Serialize) -> Map<String, Value> {
    match as_request(|| serde_json::to_value(body)) {
        Ok(Value::Object(mut properties)) => {
            properties.retain(|_, value| !value.is_null());
            properties
        }
        _ => Map::new(),
    }
}

/// Returns the fields in which a property is written.
pub(super) fn field_pairs(
    fields: Fields,
    name: &str,
    value: &Value,
    encode: &dyn Fn(&str) -> String,
) -> Result<Vec<(String, String)>, String> {
    let field = fields.iter().find(|field| field.name() == name).map(Field::untyped);
    match (field, value) {
        (Some(Field::Json(_)), Value::Array(items)) => {
            let pairs = items.iter().map(|item| pairs_of(name, item, ParameterStyle::Json, encode));
            Ok(pairs.collect::<Result<Vec<_>, _>>()?.concat())
        }
        (Some(Field::Json(_)), value) => pairs_of(name, value, ParameterStyle::Json, encode),
        (Some(Field::Items(_, separator) | Field::Pairs(_, separator)), value) => {
            pairs_of(name, value, ParameterStyle::Delimited(*separator), encode)
        }
        (_, Value::Object(_)) => pairs_of(name, value, ParameterStyle::Deep, encode),
        (_, Value::Array(items)) if items.iter().any(|item| item.is_object() || item.is_array()) => {
            pairs_of(name, value, ParameterStyle::Deep, encode)
        }
        (_, value) => pairs_of(name, value, ParameterStyle::Exploded, encode),
    }
}
