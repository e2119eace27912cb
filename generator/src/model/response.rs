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
    /// The values of the headers that need one. `None` for the others.
    pub headers: Vec<Option<Value>>,
}

impl Response {
    /// Returns whether the connection switches to another protocol after the response.
    pub(crate) fn switches_protocols(&self) -> bool {
        self.status == Status::Code(101)
    }

    /// Returns whether the headers can be created without values.
    pub(crate) fn has_default_headers(&self) -> bool {
        !self.headers.iter().any(Header::needs_value)
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

/// A header of a response.
#[derive(Debug)]
pub(crate) struct Header {
    pub name: String,
    pub place: Place,
    pub docs: Docs,
    /// The example of its schema.
    pub example: Option<Value>,
    pub expr: Expr,
    pub checks: Vec<Check>,
    pub required: bool,
    pub form: HeaderForm,
}

/// How a header is serialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderForm {
    /// A scalar, or a list in this style.
    Text(Style),
    /// JSON in one line.
    Json,
}

impl Header {
    /// Returns whether the header is a list of texts. It is absent if the list is empty, unless it is required.
    pub(crate) fn is_list(&self) -> bool {
        matches!((&self.expr, self.form), (Expr::List(_), HeaderForm::Text(_)))
    }

    /// Returns whether the handler has to set a value, which has no default.
    pub(crate) fn needs_value(&self) -> bool {
        self.required && !self.is_list()
    }
}
