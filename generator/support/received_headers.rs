//! The headers of responses to requests that the generated code creates.

use super::reason::reason;
use super::received_response::{ReceivedResponse, trail};
use super::{Decode, OutgoingError, TextFault, TextTree};
use std::borrow::Cow;

impl ReceivedResponse<'_> {
    /// Returns the values of a header.
    fn header_values(&self, name: &str) -> Result<Vec<&str>, OutgoingError> {
        let values = self.parts.headers.get_all(name).iter().map(|value| value.to_str());
        let values = values.map(|value| value.map(|text| text.trim_matches([' ', '\t'])));
        let values: Result<Vec<&str>, _> = values.collect();
        values.map_err(|_| self.invalid(format!("the header `{name}` must be visible ASCII")))
    }

    /// Returns the only value of a header.
    fn only_value(&self, name: &str) -> Result<Option<&str>, OutgoingError> {
        match *self.header_values(name)?.as_slice() {
            [] => Ok(None),
            [only] => Ok(Some(only)),
            _ => Err(self.invalid(format!("the header `{name}` appears more than once"))),
        }
    }

    fn decode_header<T: Decode>(&self, name: &str, texts: TextTree<'_>) -> Result<T, OutgoingError> {
        let fault =
            |TextFault { reason, .. }: TextFault| self.invalid(format!("the header `{name}` {reason}"));
        texts.decode_with(trail(self.body.is_lenient())).map_err(fault)
    }

    fn missing_header(&self, name: &str) -> OutgoingError {
        self.invalid(format!("the header `{name}` is missing"))
    }

    pub(crate) fn optional_header<T: Decode>(&self, name: &str) -> Result<Option<T>, OutgoingError> {
        let Some(text) = self.only_value(name)? else { return Ok(None) };
        self.decode_header(name, TextTree::Text(Cow::Borrowed(text))).map(Some)
    }

    pub(crate) fn required_header<T: Decode>(&self, name: &str) -> Result<T, OutgoingError> {
        self.optional_header(name)?.ok_or_else(|| self.missing_header(name))
    }

    /// Returns the items of a header, which may be in several lines. Without a separator, each line is an item.
    pub(crate) fn header_items<T: Decode>(
        &self,
        name: &str,
        separator: Option<char>,
    ) -> Result<Vec<T>, OutgoingError> {
        let lines = self.header_values(name)?;
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        let items: Vec<&str> = match separator {
            Some(separator) => lines.flat_map(|line| line.split(separator)).map(str::trim).collect(),
            None => lines.collect(),
        };
        let items = items.into_iter().map(|item| TextTree::Text(Cow::Borrowed(item))).collect();
        self.decode_header(name, TextTree::List(items))
    }

    /// Returns the items of a header, which must be present.
    pub(crate) fn required_header_items<T: Decode>(
        &self,
        name: &str,
        separator: Option<char>,
    ) -> Result<Vec<T>, OutgoingError> {
        match self.parts.headers.contains_key(name) {
            true => self.header_items(name, separator),
            false => Err(self.missing_header(name)),
        }
    }

    /// Returns a header that is JSON.
    pub(crate) fn optional_json_header<T: Decode>(&self, name: &str) -> Result<Option<T>, OutgoingError> {
        let Some(text) = self.only_value(name)? else { return Ok(None) };
        let mut trail = trail(self.body.is_lenient());
        let mut json = serde_json::Deserializer::from_str(text);
        let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
        value.map(Some).map_err(|error| match (trail.pointer(), reason(&error, &trail)) {
            (pointer, reason) if pointer.is_empty() => self.invalid(format!("the header `{name}`: {reason}")),
            (pointer, reason) => self.invalid(format!("the header `{name}` at `{pointer}`: {reason}")),
        })
    }

    pub(crate) fn required_json_header<T: Decode>(&self, name: &str) -> Result<T, OutgoingError> {
        self.optional_json_header(name)?.ok_or_else(|| self.missing_header(name))
    }
}
