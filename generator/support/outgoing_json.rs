//! JSON bodies of requests that the generated code creates.

use super::as_request::AsRequest;
use super::outgoing_request::OutgoingRequest;
use serde::Serialize;

impl OutgoingRequest {
    /// Sets a JSON body.
    pub(crate) fn write_json<T: Serialize>(mut self, media_type: &str, body: &T) -> Self {
        set_json(&mut self, media_type, body);
        self
    }
}

/// Sets a JSON body. A client has this function for each type, so it has only the code that needs the type.
pub(super) fn set_json<T: Serialize>(request: &mut OutgoingRequest, media_type: &str, body: &T) {
    let mut json = Vec::new();
    let is_request = AsRequest::start();
    let written = body.serialize(&mut serde_json::Serializer::new(&mut json));
    drop(is_request);
    set_written(request, media_type, json, written);
}

fn set_written(
    request: &mut OutgoingRequest,
    media_type: &str,
    json: Vec<u8>,
    written: serde_json::Result<()>,
) {
    match written {
        Ok(()) => request.set_body(media_type, json),
        Err(error) => request.fail(format!("the body: {error}")),
    }
}
