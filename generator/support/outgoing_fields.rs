//! Forms in requests that the generated code creates, whose fields are parameters.

use super::form::URLENCODED;
use super::outgoing_parts::OutgoingField;
use super::outgoing_query::{add_pair, percent_encoded};
use super::outgoing_request::{OutgoingRequest, ParameterStyle, pairs_of, value_of};
use serde::Serialize;
use serde_json::Value;

/// The fields of a form that is being created.
pub struct OutgoingForm {
    pub(super) fields: Vec<OutgoingField>,
    /// The first value that cannot be written.
    pub(super) error: Option<String>,
    encoding: Encoding,
}

#[derive(Clone, Copy)]
enum Encoding {
    /// The texts of the fields are percent-encoded.
    Urlencoded,
    Multipart(PartTypes),
}

/// The media types that the spec declares for parts, by name.
pub(super) type PartTypes = &'static [(&'static str, &'static [&'static str])];

impl OutgoingForm {
    /// Creates a urlencoded form.
    pub(crate) fn urlencoded() -> Self {
        Self::new(Encoding::Urlencoded)
    }

    /// Creates a form in `multipart/form-data`.
    pub(crate) fn multipart(types: PartTypes) -> Self {
        Self::new(Encoding::Multipart(types))
    }

    fn new(encoding: Encoding) -> Self {
        Self { fields: Vec::new(), error: None, encoding }
    }

    /// Returns a form with the same encoding, but without fields.
    pub(super) fn without_fields(&self) -> Self {
        Self::new(self.encoding)
    }

    /// Adds a field, if it has a value. An array of JSON has a field for each item.
    pub(crate) fn add_field(mut self, name: &str, value: &impl Serialize, style: ParameterStyle) -> Self {
        let encode = match self.encoding {
            Encoding::Urlencoded => percent_encoded,
            Encoding::Multipart(_) => str::to_owned,
        };
        let pairs = value_of(value).and_then(|value| match value {
            None => Ok(Vec::new()),
            Some(Value::Array(items)) if style == ParameterStyle::Json => {
                let pairs = items.iter().map(|item| pairs_of(name, item, style, &encode));
                pairs.collect::<Result<Vec<_>, _>>().map(|pairs| pairs.concat())
            }
            Some(value) => pairs_of(name, &value, style, &encode),
        });
        let media_type =
            self.part_type(name).or((style == ParameterStyle::Json).then_some("application/json"));
        match pairs {
            Ok(pairs) => {
                let field = |(name, text)| OutgoingField { name, text, media_type };
                self.fields.extend(pairs.into_iter().map(field));
            }
            Err(reason) => drop(self.error.get_or_insert(format!("the field `{name}` {reason}"))),
        }
        self
    }

    /// Returns the media type that the spec declares for a part. If it declares several, it is the first one.
    pub(super) fn part_type(&self, name: &str) -> Option<&'static str> {
        let Encoding::Multipart(types) = self.encoding else { return None };
        let (_, types) = types.iter().find(|(declared, _)| *declared == name)?;
        types.iter().find(|media_type| !media_type.contains('*')).copied()
    }
}

impl OutgoingRequest {
    /// Sets a form without files.
    pub(crate) fn write_fields(mut self, form: OutgoingForm) -> Self {
        if let Some(reason) = form.error {
            self.fail(reason);
        }
        match form.encoding {
            Encoding::Multipart(_) => self.set_parts(&form.fields),
            Encoding::Urlencoded => {
                let mut text = String::new();
                form.fields.iter().for_each(|field| add_pair(&mut text, &field.name, &field.text));
                self.set_body(URLENCODED, text);
            }
        }
        self
    }
}
