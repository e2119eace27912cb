//! Responses whose media type chooses between several bodies.

use super::OutgoingError;
use super::media_type::{covers, essence};
use super::received_response::{Declared, ReceivedResponse};

impl ReceivedResponse<'_> {
    /// Returns the index of the body with the most specific media type that includes that of the response. A response
    /// without a media type has the first body. (RFC 9110, section 12.5.1)
    pub(crate) fn choose_content(&self, declared: &[Declared]) -> Result<usize, OutgoingError> {
        let Some(given) = self.media_type() else { return Ok(0) };
        let all = declared.iter().enumerate();
        let all = all.flat_map(|(index, types)| types.iter().map(move |range| (index, essence(range))));
        let covering = all.filter(|(_, range)| covers(range, given));
        let chosen = covering.min_by_key(|(_, range)| range.matches('*').count());
        let unknown = || self.invalid(format!("the media type `{given}` is not declared"));
        chosen.map(|(index, _)| index).ok_or_else(unknown)
    }
}
