//! The error type of the generated code.

use super::Operation;
use axum::http::StatusCode;
use std::{borrow::Cow, fmt};

/// The reason why a request did not reach its handler, or a response was not sent. `Api::Error` implements
/// `From<Rejection>`.
///
/// `Display` is for clients. It shows at most one invalid value of a body, and never credentials, values of parameters, or
/// the reason why a response is invalid. `Debug` shows everything.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// The request has none of the credentials that the operation accepts. Empty credentials count as missing.
    /// Malformed credentials are a [`BadParameter`](Self::BadParameter).
    MissingCredentials,
    /// A required parameter is missing.
    MissingParameter { name: &'static str },
    /// A parameter does not match its declaration.
    BadParameter { name: &'static str, reason: Cow<'static, str> },
    /// The body is required, but missing.
    MissingBody,
    /// The body is not JSON.
    MalformedJson { reason: String },
    /// The body is JSON or a form, but does not match its schema. The JSON pointer is the place of the mistake in the
    /// body.
    InvalidJson { pointer: String, reason: String },
    /// The body is text or a form that does not match its declaration, has a malformed encoding, or is incomplete.
    InvalidBody { reason: String },
    /// The body is larger than the limit.
    TooLarge,
    /// The operation does not consume the media type of the body, or the body has no media type although the operation
    /// consumes several. [`Rejection::unsupported_media_type`] creates one.
    UnsupportedMediaType { received: Option<String>, accepted: &'static [&'static str] },
    /// A part of a form has none of the media types that the spec declares for it.
    UnsupportedPart { name: &'static str, received: Option<String>, accepted: &'static [&'static str] },
    /// The client accepts none of the media types that the operation produces.
    NotAcceptable,
    /// The spec does not declare this path.
    NotFound,
    /// The spec does not declare this method for the path.
    MethodNotAllowed,
    /// The server does not implement the operation.
    NotImplemented { operation: &'static Operation },
    /// The response of a handler does not match its declaration. The reason names the operation. It is for the server's
    /// log, and clients do not see it.
    InvalidResponse { reason: String },
}

impl Rejection {
    pub(crate) fn bad(name: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::BadParameter { name, reason: reason.into() }
    }

    /// Adds the operation to the reason of an invalid response.
    pub(super) fn of(self, operation: Option<&'static Operation>) -> Self {
        match (self, operation) {
            (Self::InvalidResponse { reason }, Some(operation)) => {
                Self::InvalidResponse { reason: format!("the response of `{}`: {reason}", operation.id) }
            }
            (other, _) => other,
        }
    }

    /// Creates an [`UnsupportedMediaType`](Self::UnsupportedMediaType). The message shows the received media type, cut
    /// after 100 characters, with `?` in place of characters other than visible ASCII.
    pub fn unsupported_media_type(received: Option<&str>, accepted: &'static [&'static str]) -> Self {
        Self::UnsupportedMediaType { received: received.map(shown), accepted }
    }

    pub(super) fn unsupported_part(
        name: &'static str,
        received: Option<&str>,
        accepted: &'static [&'static str],
    ) -> Self {
        Self::UnsupportedPart { name, received: received.map(shown), accepted }
    }

    /// Returns the status code of the response.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingCredentials => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType { .. } | Self::UnsupportedPart { .. } => {
                StatusCode::UNSUPPORTED_MEDIA_TYPE
            }
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotImplemented { .. } => StatusCode::NOT_IMPLEMENTED,
            Self::InvalidResponse { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
}

/// Returns a received media type, as messages show it.
fn shown(text: &str) -> String {
    let visible = |sign: char| if matches!(sign, ' '..='~') && sign != '`' { sign } else { '?' };
    text.chars().take(100).map(visible).collect()
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingCredentials => f.write_str("credentials are missing"),
            Self::MissingParameter { name } => write!(f, "parameter `{name}` is missing"),
            Self::BadParameter { name, reason } => write!(f, "parameter `{name}` {reason}"),
            Self::MissingBody => f.write_str("the body is missing"),
            Self::MalformedJson { reason } => write!(f, "the body is not JSON: {reason}"),
            Self::InvalidJson { pointer, reason } if pointer.is_empty() => write!(f, "the body: {reason}"),
            Self::InvalidJson { pointer, reason } => write!(f, "the body at `{pointer}`: {reason}"),
            Self::InvalidBody { reason } => write!(f, "the body {reason}"),
            Self::TooLarge => f.write_str("the body is too large"),
            Self::UnsupportedMediaType { received, accepted } => {
                write_media_types(f, "the body", received.as_deref(), accepted)
            }
            Self::UnsupportedPart { name, received, accepted } => {
                write_media_types(f, &format!("the part `{name}`"), received.as_deref(), accepted)
            }
            Self::NotAcceptable => f.write_str("no acceptable media type can be produced"),
            Self::NotFound => f.write_str("there is nothing at this path"),
            Self::MethodNotAllowed => f.write_str("this path does not allow this method"),
            Self::NotImplemented { operation } => write!(f, "`{}` is not implemented", operation.id),
            Self::InvalidResponse { .. } => f.write_str("the server could not produce a valid response"),
        }
    }
}

fn write_media_types(
    f: &mut fmt::Formatter<'_>,
    what: &str,
    received: Option<&str>,
    accepted: &[&str],
) -> fmt::Result {
    match received {
        None => write!(f, "{what} has no media type")?,
        Some(received) => write!(f, "{what} has the media type `{received}`")?,
    }
    let (last, others) = match accepted {
        [] => return f.write_str(", which is not accepted"),
        [only] => return write!(f, "; `{only}` is accepted{}", in_utf_8(received)),
        [others @ .., last] => (last, others),
    };
    write!(f, "; `{}` or `{last}` is accepted{}", others.join("`, `"), in_utf_8(received))
}

/// Mentions UTF-8 if the media type has a charset, since the charset may be the only problem.
fn in_utf_8(received: Option<&str>) -> &'static str {
    let has_charset = received.is_some_and(|text| text.to_ascii_lowercase().contains("charset"));
    if has_charset { ", in UTF-8" } else { "" }
}

impl std::error::Error for Rejection {}
