//! Responses: what is written of them.

use super::{Check, Docs, Expr};
use crate::api::{Example, Status, Style};
use crate::diagnostic::Place;
use serde_json::Value;

/// A declared response.
#[derive(Debug)]
pub struct Response {
    pub place: Place,
    pub status: Status,
    pub docs: Docs,
    pub headers: Vec<Header>,
    pub body: Option<Content>,
    /// Those in JSON.
    pub examples: Vec<Example>,
    /// The texts of those in other media types.
    pub texts: Vec<String>,
}

/// An answer that the description shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResponse {
    /// Which of the responses it is.
    pub response: usize,
    /// Its body, where it has one.
    pub body: Option<Value>,
}

impl Response {
    /// Whether the connection speaks another protocol after it.
    pub fn switches_protocols(&self) -> bool {
        self.status == Status::Code(101)
    }

    /// The type of the body, where it has one of its own.
    pub fn expr(&self) -> Option<&Expr> {
        match &self.body.as_ref()?.form {
            Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr) => Some(expr),
            Form::Bytes => None,
        }
    }
}

/// The body of a response.
#[derive(Debug)]
pub struct Content {
    /// Where its schema stands.
    pub place: Option<Place>,
    pub form: Form,
    pub checks: Vec<Check>,
    /// As `Content-Type` has them, in the description's order.
    pub media_types: Vec<String>,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    Json(Expr),
    Text(Expr),
    /// As the media type says.
    JsonOrText(Expr),
    Bytes,
}

impl Form {
    /// Whether it is JSON, or may be.
    pub fn is_json(&self) -> bool {
        matches!(self, Self::Json(_) | Self::JsonOrText(_))
    }
}

/// A header of a response: from a value to text. None is required.
#[derive(Debug)]
pub struct Header {
    pub name: String,
    pub place: Place,
    pub docs: Docs,
    pub expr: Expr,
    pub checks: Vec<Check>,
    pub style: Style,
}
