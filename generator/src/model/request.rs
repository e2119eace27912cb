//! Bodies and forms of requests.

use super::{Check, Docs, Expr, Operation, Parameter};
use crate::api::Location;

/// A form: its fields are parameters.
#[derive(Debug)]
pub struct FormData {
    pub urlencoded: bool,
    pub multipart: bool,
    pub files: Vec<File>,
}

/// A file in a form.
#[derive(Debug)]
pub struct File {
    pub name: String,
    pub docs: Docs,
    pub required: bool,
}

/// How a body is read, and its media types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    Json(Vec<String>),
    Text(Vec<String>),
    /// Those that are text, and those that are JSON.
    TextOrJson(Vec<String>, Vec<String>),
    /// By the handler, as it arrives.
    Stream(Vec<String>),
}

impl Payload {
    /// Every media type that it has. `*+json` is any subtype that is JSON.
    pub fn media_types(&self) -> Vec<&str> {
        let (first, second) = match self {
            Self::Json(types) | Self::Text(types) | Self::Stream(types) => (types, None),
            Self::TextOrJson(texts, json) => (texts, Some(json)),
        };
        first.iter().chain(second.into_iter().flatten()).map(String::as_str).collect()
    }
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    pub payload: Payload,
    pub docs: Docs,
    pub required: bool,
    pub expr: Expr,
    pub checks: Vec<Check>,
}

impl Operation {
    /// Whether the request has a body, which may be a form.
    pub fn has_body(&self) -> bool {
        self.body.is_some() || self.form.is_some()
    }

    /// Whether a parameter is an optional field of a form with files: it may come after them, and so the request does not
    /// have it.
    pub fn may_come_late(&self, parameter: &Parameter) -> bool {
        parameter.location == Location::Form && !parameter.required && !self.files().is_empty()
    }

    /// Whether it has any such field.
    pub fn has_late_fields(&self) -> bool {
        self.parameters.iter().any(|parameter| self.may_come_late(parameter))
    }

    /// The files of its form.
    pub fn files(&self) -> &[File] {
        self.form.as_ref().map_or(&[], |form| form.files.as_slice())
    }
}
