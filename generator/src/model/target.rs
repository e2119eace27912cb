//! The targets of callbacks: how the request or the response of an operation gives the URL of a callback.

use super::TypeId;
use crate::diagnostic::Place;

/// The target of a callback.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    /// The index of the operation with the callback.
    pub operation: usize,
    /// The key in `callbacks`.
    pub callback: String,
    /// The expression as the spec writes it.
    pub expression: String,
    /// The place of the expression.
    pub place: Place,
    pub pieces: Vec<Piece>,
}

/// A part of a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Text(String),
    /// The URL of the request.
    Url,
    Value {
        value: Value,
        encoding: Encoding,
    },
}

/// How a value becomes a part of a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// The value is the URL, or its start.
    None,
    /// The path of the URL has begun, so the value is percent-encoded.
    Encoded,
    /// The value is also the only text of a path segment, which must be neither empty nor a dot segment.
    Segment,
}

/// A value of the request or of the response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// A parameter, by its index.
    Parameter(usize, Reach),
    Body(Reach),
    /// The header of each response that has it, by the indexes of the response and the header.
    ResponseHeader(Vec<(usize, usize)>),
    /// The bodies that have the value, by the indexes of the response and the body.
    ResponseBody(Vec<(usize, usize, Reach)>),
}

/// The way from a value to a text in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The value itself, which is a scalar.
    Here,
    /// The field of a struct, by its index.
    Field(TypeId, usize, Box<Reach>),
    /// The properties of a struct that its schema does not declare.
    Others(TypeId, Box<Reach>),
    /// The item of an array, by its index.
    Item(usize, Box<Reach>),
    /// The value of a map.
    Key(String, Box<Reach>),
    /// A value that may be null.
    Nullable(Box<Reach>),
    /// The array or the map in a newtype.
    Inside(Box<Reach>),
    /// Any JSON value, and the JSON pointer in it.
    Json(String),
    /// The variants of a union, or of a body with several types, that have the value, by their indexes. A body has no
    /// type.
    Variants(Option<TypeId>, Vec<(usize, Reach)>),
}

impl Value {
    /// Returns whether it belongs to the response.
    pub(crate) fn is_of_response(&self) -> bool {
        matches!(self, Self::ResponseHeader(_) | Self::ResponseBody(_))
    }
}
