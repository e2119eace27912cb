//! Responses.

use super::{Check, Docs, EventChecks, Expr, ItemFormat};
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
    /// The bodies that a handler can choose from. Empty if the response has no body.
    pub bodies: Vec<Content>,
}

/// An example response from the spec.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ExampleResponse {
    /// The index of the response.
    pub response: usize,
    /// The index of its body in the response.
    pub content: usize,
    /// Its body, if it has one.
    pub body: Option<Value>,
    /// The values of the headers that need one. `None` for the others.
    pub headers: Vec<Option<Value>>,
}

impl Response {
    /// Returns whether a body may be a stream of items.
    pub(crate) fn has_items(&self) -> bool {
        self.bodies.iter().any(|content| matches!(content.form, Form::Items(..)))
    }

    /// Returns whether the connection switches to another protocol after the response.
    pub(crate) fn switches_protocols(&self) -> bool {
        self.status == Status::Code(101)
    }

    /// Returns whether the headers can be created without values.
    pub(crate) fn has_default_headers(&self) -> bool {
        !self.headers.iter().any(Header::needs_value)
    }

    /// Returns whether the handler chooses between several bodies, which are the variants of an enum.
    pub(crate) fn has_choice(&self) -> bool {
        self.bodies.len() > 1
    }
}

impl Content {
    /// Returns the type of the body, or of the data of its items, unless it is bytes.
    pub(crate) fn expr(&self) -> Option<&Expr> {
        match &self.form {
            Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr) | Form::Items(expr, _) => Some(expr),
            Form::Bytes => None,
        }
    }
}

/// A body of a response.
#[derive(Debug)]
pub(crate) struct Content {
    /// The place of its schema.
    pub place: Option<Place>,
    pub form: Form,
    pub checks: Vec<Check>,
    /// The checks of each event as an object with its fields, if the body is a stream of events.
    pub event: EventChecks,
    /// The media types as they are sent in `Content-Type`, in the order of the spec.
    pub media_types: Vec<String>,
    /// The place that determines the name of its variant, if the response has several bodies.
    pub named: Place,
    /// The examples in JSON.
    pub examples: Vec<Example>,
    /// The texts of the examples in other media types.
    pub texts: Vec<String>,
}

/// How a body is serialized.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Form {
    Json(Expr),
    Text(Expr),
    /// The media type decides.
    JsonOrText(Expr),
    /// Items, which are sent one by one.
    Items(Expr, ItemFormat),
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

/// A media type that the generated code does not use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnusedMediaType {
    /// `consumes` or `produces`, or `content` in OpenAPI 3.
    pub keyword: &'static str,
    pub media_type: String,
    pub reason: &'static str,
}
