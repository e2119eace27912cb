//! Parameters.

use super::{Check, Docs, Expr, FormField, Part, TextDefault};
use crate::api::{Location, Style, StyleForm};
use crate::diagnostic::{Place, Placed};
use serde_json::Value;

/// A parameter, which is sent as text in a request.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub name: String,
    pub place: Place,
    pub location: Location,
    /// The index of its path segment.
    pub segment: usize,
    pub part: Option<Part>,
    pub docs: Docs,
    pub required: bool,
    pub expr: Expr,
    pub checks: Vec<Check>,
    /// The `default` in the spec.
    pub given: Option<Placed<Value>>,
    /// The value of an absent parameter.
    pub default: Option<TextDefault>,
    pub notation: Notation,
    /// The names of the properties, if each property of the object is a parameter or a cookie, or of a form.
    pub properties: Properties,
    /// The style of an array, and of the arrays inside it.
    pub styles: Vec<Style>,
    /// The fields of a form.
    pub fields: Vec<FormField>,
    /// Whether the parameter may be sent without a value. A string without a value is an empty string.
    pub may_be_empty: bool,
}

/// How the value of a parameter is written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Notation {
    /// A scalar.
    Scalar(StyleForm),
    /// An array of scalars, or of arrays of them. The parameter has the styles.
    List,
    /// An object.
    Object(Style),
    /// A scalar, an array or an object in a query or a form, whichever the request has.
    Union,
    /// JSON.
    Json,
    /// The text of another media type.
    Text,
    /// A form: the whole query. The parameter has its fields.
    Form,
}

/// The parameters that are the properties of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Properties {
    /// Those with these names.
    Are(Vec<String>),
    /// All except those with these names.
    AreNot(Vec<String>),
}

impl Default for Properties {
    fn default() -> Self {
        Self::Are(Vec::new())
    }
}

impl Notation {
    /// Returns whether each property of the object is a parameter or a cookie.
    pub(crate) fn is_exploded_object(self) -> bool {
        matches!(self, Self::Object(style) if style.explodes_objects())
    }

    /// Returns whether the value is decoded in the same way as a body.
    pub(crate) fn is_decoded(self) -> bool {
        match self {
            Self::Object(_) | Self::Union | Self::Json | Self::Form => true,
            Self::Scalar(_) | Self::List | Self::Text => false,
        }
    }
}

impl Parameter {
    /// Returns whether each item of the array is sent as a separate parameter.
    pub(crate) fn is_sent_by_items(&self) -> bool {
        self.styles.first().is_some_and(|style| style.separator().is_none())
    }

    /// Returns whether the parameter is a header with comma-separated texts, which may be sent in several lines (RFC
    /// 9110, section 5.3).
    pub(crate) fn is_header_list(&self) -> bool {
        let separator = match self.notation {
            Notation::Object(style) => style.separator(),
            _ => self.styles.first().and_then(|style| style.separator()),
        };
        self.location == Location::Header && separator == Some(',')
    }
}
