//! Why a request did not reach its handler, or an answer its client.

use super::Operation;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use std::{borrow::Cow, fmt};

/// Why a request did not reach its handler, or an answer its client. The API's error type is made
/// `From` it. Its `Display` is for clients: it shows no parameter's value and no credentials, of a body
/// at most the one value at fault, and of a breach nothing; `Debug` shows all that is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rejection {
    /// None of the alternatives that the operation asks for is presented. Empty credentials are none;
    /// ones that cannot be read are a bad parameter.
    MissingCredentials,
    /// A required parameter is absent.
    MissingParameter { name: &'static str },
    /// A parameter is not what the description says.
    BadParameter { name: &'static str, reason: Cow<'static, str> },
    /// There is no body, where one is required.
    MissingBody,
    /// The body is not JSON.
    MalformedJson { reason: String },
    /// The body is JSON, and not what the description says.
    InvalidJson { pointer: String, reason: String },
    /// The body is not what the description says, cannot be read as what it is said to be, or did not arrive
    /// whole.
    InvalidBody { reason: String },
    /// The body is larger than the limit.
    TooLarge,
    /// The body has a media type that the operation does not consume, or none although it consumes several. It is
    /// made with [`Rejection::unsupported_media_type`].
    UnsupportedMediaType { received: Option<String>, accepted: &'static [&'static str] },
    /// The client accepts no media type that the operation produces.
    NotAcceptable,
    /// No path of the description is the request's.
    NotFound,
    /// The path has no operation for this method.
    MethodNotAllowed,
    /// The operation is declared, and this server does not have it yet.
    NotImplemented { operation: &'static Operation },
    /// The response of a handler is not what the description says. The reason, which names the operation, is for the
    /// server's log: clients are told nothing.
    InvalidResponse { reason: String },
}

impl Rejection {
    pub(crate) fn bad(name: &'static str, reason: impl Into<Cow<'static, str>>) -> Self {
        Self::BadParameter { name, reason: reason.into() }
    }

    /// A breach says whose response it is.
    pub(super) fn of(self, operation: Option<&'static Operation>) -> Self {
        match (self, operation) {
            (Self::InvalidResponse { reason }, Some(operation)) => {
                Self::InvalidResponse { reason: format!("the response of `{}`: {reason}", operation.id) }
            }
            (other, _) => other,
        }
    }

    /// The body has this media type, and one of those is accepted. What is received is for a message: at most 100
    /// characters of visible ASCII are kept, and others are shown as `?`.
    pub fn unsupported_media_type(received: Option<&str>, accepted: &'static [&'static str]) -> Self {
        let visible = |sign: char| if matches!(sign, ' '..='~') && sign != '`' { sign } else { '?' };
        let shown = |text: &str| text.chars().take(100).map(visible).collect();
        Self::UnsupportedMediaType { received: received.map(shown), accepted }
    }

    /// The status that says the same.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::MissingCredentials => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::NotImplemented { .. } => StatusCode::NOT_IMPLEMENTED,
            Self::InvalidResponse { .. } => StatusCode::INTERNAL_SERVER_ERROR,
            _ => StatusCode::BAD_REQUEST,
        }
    }
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
                write_media_types(f, received.as_deref(), accepted)
            }
            Self::NotAcceptable => f.write_str("no acceptable media type can be produced"),
            Self::NotFound => f.write_str("there is nothing at this path"),
            Self::MethodNotAllowed => f.write_str("this path does not have this method"),
            Self::NotImplemented { operation } => write!(f, "`{}` is not implemented", operation.id),
            Self::InvalidResponse { .. } => f.write_str("the server has no proper answer"),
        }
    }
}

fn write_media_types(f: &mut fmt::Formatter<'_>, received: Option<&str>, accepted: &[&str]) -> fmt::Result {
    match received {
        None => f.write_str("the body has no media type")?,
        Some(received) => write!(f, "the body has the media type `{received}`")?,
    }
    let (last, others) = match accepted {
        [] => return f.write_str(", which is not accepted"),
        [only] => return write!(f, "; `{only}` is accepted{}", in_utf_8(received)),
        [others @ .., last] => (last, others),
    };
    write!(f, "; `{}` or `{last}` is accepted{}", others.join("`, `"), in_utf_8(received))
}

/// What is received may be accepted but for its charset.
fn in_utf_8(received: Option<&str>) -> &'static str {
    let has_charset = received.is_some_and(|text| text.to_ascii_lowercase().contains("charset"));
    if has_charset { ", in UTF-8" } else { "" }
}

impl std::error::Error for Rejection {}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        (self.status(), self.to_string()).into_response()
    }
}
