//! Responses.

use super::{Check, Docs, Expr};
use crate::api::{Example, Status, Style};
use crate::diagnostic::Place;
use serde_json::Value;

/// A declared response.
#[derive(Debug)]
pub(crate) struct Response {
    pub place: Place,
    pub status: Status,
    pub docs: Docs,
    pub headers: Vec<Header>,
    pub body: Option<Content>,
    /// The examples in JSON.
    pub examples: Vec<Example>,
    /// The text of the examples in other media types.
    pub texts: Vec<String>,
}

/// An example response from the spec.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExampleResponse {
    /// The index of the response.
    pub response: usize,
    /// Its body, if it has one.
    pub body: Option<Value>,
}

impl Response {
    /// Returns whether the connection switches to another protocol after the response.
    pub(crate) fn switches_protocols(&self) -> bool {
        self.status == Status::Code(101)
    }

    /// Returns the type of the body, unless it is bytes.
    pub(crate) fn expr(&self) -> Option<&Expr> {
        match &self.body.as_ref()?.form {
            Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr) => Some(expr),
            Form::Bytes => None,
        }
    }
}

/// The body of a response.
#[derive(Debug)]
pub(crate) struct Content {
    /// The place of its schema.
    pub place: Option<Place>,
    pub form: Form,
    pub checks: Vec<Check>,
    /// The media types as they are sent in `Content-Type`, in the order of the spec.
    pub media_types: Vec<String>,
}

/// How a body is serialized.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    Json(Expr),
    Text(Expr),
    /// The media type decides.
    JsonOrText(Expr),
    Bytes,
}

impl Form {
    /// Returns whether the body is JSON or may be JSON.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self, Self::Json(_) | Self::JsonOrText(_))
    }
}

/// A header of a response, which is sent as text. No header is required.
#[derive(Debug)]
pub(crate) struct Header {
    pub name: String,
    pub place: Place,
    pub docs: Docs,
    pub expr: Expr,
    pub checks: Vec<Check>,
    pub style: Style,
}
