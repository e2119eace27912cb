//! Bodies and forms of requests.

use super::{Check, Expr, Operation};

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
    pub description: Option<String>,
    pub required: bool,
}

/// How a body is read, and its media types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// With no media types: any that is JSON.
    Json(Vec<String>),
    Text(Vec<String>),
    TextOrJson(Vec<String>),
    /// By the handler, as it arrives.
    Stream(Vec<String>),
}

/// A request body.
#[derive(Clone, Debug)]
pub struct Body {
    pub payload: Payload,
    pub description: Option<String>,
    pub required: bool,
    pub expr: Expr,
    pub checks: Vec<Check>,
}

impl Operation {
    /// Whether the request has a body, which may be a form.
    pub fn has_body(&self) -> bool {
        self.body.is_some() || self.form.is_some()
    }

    /// The files of its form.
    pub fn files(&self) -> &[File] {
        self.form.as_ref().map_or(&[], |form| form.files.as_slice())
    }
}
