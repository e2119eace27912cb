//! Arrays in responses to requests that the generated code creates, as JSON in lines or after record separators.

use super::json_items::array;
use super::media_type::{is_json, is_json_sequence};
use super::received_items::decode;
use super::received_response::{Declared, ReceivedResponse};
use super::{Decode, OutgoingError};

impl ReceivedResponse<'_> {
    /// Decodes an array, as JSON or as its items, depending on its media type.
    pub(crate) fn read_json_list<T: Decode>(&self, declared: Declared) -> Result<T, OutgoingError> {
        let media_type = self.media_type().or(declared.first().copied()).unwrap_or_default();
        if is_json(media_type) {
            return self.read_json(declared);
        }
        self.expect_media_type(declared)?;
        let is_sequence = is_json_sequence(media_type);
        let decoded = array(self.body.bytes().clone(), is_sequence)
            .and_then(|array| decode(&array, self.body.is_lenient()));
        decoded.map_err(|rejection| self.invalid(rejection.to_string()))
    }
}
