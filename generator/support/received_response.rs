//! Responses to requests that the generated code creates.

use super::media_type::{covers, essence};
use super::reason::reason;
use super::{Decode, OutgoingError, Trail};
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::http::response::Parts;
use std::cell::Cell;

/// A response that has been received.
pub struct ReceivedResponse<'r> {
    pub(super) operation: &'static str,
    pub(super) parts: &'r Parts,
    pub(super) body: ReceivedBody,
}

/// The body of a response.
pub struct ReceivedBody {
    bytes: Bytes,
    /// The body, if it is read while it arrives.
    stream: Cell<Option<Body>>,
    /// The maximum number of bytes in an item of a stream.
    limit: u64,
    /// Whether constraints are not enforced.
    is_lenient: bool,
}

impl ReceivedBody {
    /// Creates a body that is read while it arrives. If it is a stream of items, `limit` is the maximum number of bytes
    /// in each.
    pub(super) fn stream<B>(body: B, limit: u64) -> Self
    where
        B: axum::body::HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        Self { bytes: Bytes::new(), stream: Cell::new(Some(Body::new(body))), limit, is_lenient: true }
    }

    /// Creates a body that has been received by a client.
    pub(super) fn whole(bytes: Bytes) -> Self {
        Self { is_lenient: true, ..bytes.into() }
    }

    /// Returns whether constraints are not enforced.
    pub(super) fn is_lenient(&self) -> bool {
        self.is_lenient
    }

    /// Returns the maximum number of bytes in an item of a stream.
    pub(super) fn limit(&self) -> u64 {
        self.limit
    }

    /// Returns the whole body. That of a stream is empty.
    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// Returns the body to read it while it arrives.
    pub(super) fn take(&self) -> Body {
        self.stream.take().unwrap_or_else(|| self.bytes.clone().into())
    }
}

/// Returns the trail for JSON in a response.
pub(super) fn trail(is_lenient: bool) -> Trail {
    Trail { of_response: true, is_lenient, ..Trail::default() }
}

impl From<Bytes> for ReceivedBody {
    fn from(bytes: Bytes) -> Self {
        Self { bytes, stream: Cell::new(None), limit: u64::MAX, is_lenient: false }
    }
}

/// The media types that the spec declares. `*` matches any type or subtype.
pub(super) type Declared = &'static [&'static str];

impl<'r> ReceivedResponse<'r> {
    pub(crate) fn new(operation: &'static str, parts: &'r Parts, body: impl Into<ReceivedBody>) -> Self {
        Self { operation, parts, body: body.into() }
    }

    /// Returns the error for a status code that the spec does not declare.
    pub(crate) fn undeclared_status(&self) -> OutgoingError {
        OutgoingError::UndeclaredStatus { operation: self.operation, status: self.parts.status }
    }

    /// Returns the error for a response that does not match its declaration.
    pub(super) fn invalid(&self, reason: impl Into<String>) -> OutgoingError {
        let (operation, status) = (self.operation, self.parts.status);
        OutgoingError::InvalidResponse { operation, status, reason: reason.into() }
    }

    /// Returns the media type.
    pub(super) fn media_type(&self) -> Option<&str> {
        self.parts.headers.get(CONTENT_TYPE)?.to_str().ok().map(essence)
    }

    /// Returns whether the body has one of these media types. A body without a media type has the first declared one.
    pub(super) fn is_one_of(&self, declared: Declared) -> bool {
        self.media_type().is_none_or(|given| declared.iter().any(|range| covers(essence(range), given)))
    }

    /// Checks the media type.
    pub(super) fn expect_media_type(&self, declared: Declared) -> Result<(), OutgoingError> {
        match self.media_type() {
            Some(given) if !self.is_one_of(declared) => {
                Err(self.invalid(format!("the media type `{given}` is not declared")))
            }
            _ => Ok(()),
        }
    }

    /// Decodes a JSON body with one of these media types. A client has this function for each type, so it has only the
    /// code that needs the type, without closures.
    pub(crate) fn read_json<T: Decode>(&self, declared: Declared) -> Result<T, OutgoingError> {
        self.expect_body(declared)?;
        let mut trail = trail(self.body.is_lenient);
        let mut json = serde_json::Deserializer::from_slice(self.body.bytes());
        match (T::decode(&mut json, &mut trail), json.end()) {
            (Ok(value), Ok(())) => Ok(value),
            (Err(error), _) | (Ok(_), Err(error)) => Err(self.invalid_json(&error, &trail)),
        }
    }

    /// Checks the media type, and that there is a body.
    fn expect_body(&self, declared: Declared) -> Result<(), OutgoingError> {
        self.expect_media_type(declared)?;
        if self.body.bytes().is_empty() { Err(self.invalid("the body is missing")) } else { Ok(()) }
    }

    #[cold]
    fn invalid_json(&self, error: &serde_json::Error, trail: &Trail) -> OutgoingError {
        match (trail.pointer(), reason(error, trail)) {
            _ if !error.is_data() => self.invalid(format!("the body is not JSON: {error}")),
            (pointer, reason) if pointer.is_empty() => self.invalid(format!("the body: {reason}")),
            (pointer, reason) => self.invalid(format!("the body at `{pointer}`: {reason}")),
        }
    }
}
