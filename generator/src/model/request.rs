//! Request bodies and forms.

use super::{Check, Docs, Expr, Operation, Parameter};
use crate::api::Location;

/// A form. Its fields are parameters.
#[derive(Debug)]
pub(crate) struct FormData {
    pub urlencoded: bool,
    pub multipart: bool,
    pub files: Vec<File>,
}

/// A file in a form.
#[derive(Debug)]
pub(crate) struct File {
    pub name: String,
    pub docs: Docs,
    pub required: bool,
}

/// How a body is read, and its media types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    Json(Vec<String>),
    Text(Vec<String>),
    /// The media types of text, and those of JSON.
    TextOrJson(Vec<String>, Vec<String>),
    /// The handler reads the bytes as they arrive.
    Stream(Vec<String>),
}

impl Payload {
    /// Returns all media types. `*+json` is any subtype with that suffix.
    pub(crate) fn media_types(&self) -> Vec<&str> {
        let (first, second) = match self {
            Self::Json(types) | Self::Text(types) | Self::Stream(types) => (types, None),
            Self::TextOrJson(texts, json) => (texts, Some(json)),
        };
        first.iter().chain(second.into_iter().flatten()).map(String::as_str).collect()
    }
}

/// A request body.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub payload: Payload,
    pub docs: Docs,
    pub required: bool,
    pub expr: Expr,
    pub checks: Vec<Check>,
}

impl Operation {
    /// Returns whether the request has a body, which may be a form.
    pub(crate) fn has_body(&self) -> bool {
        self.body.is_some() || self.form.is_some()
    }

    /// Returns whether a parameter is an optional field of a form with files. Such a field may arrive after the files,
    /// so it is not in the request struct.
    pub(crate) fn may_come_late(&self, parameter: &Parameter) -> bool {
        parameter.location == Location::Form && !parameter.required && !self.files().is_empty()
    }

    /// Returns whether the operation has such a field.
    pub(crate) fn has_late_fields(&self) -> bool {
        self.parameters.iter().any(|parameter| self.may_come_late(parameter))
    }

    /// Returns the files of the form.
    pub(crate) fn files(&self) -> &[File] {
        self.form.as_ref().map_or(&[], |form| form.files.as_slice())
    }
}
