//! Request bodies and forms.

use super::{Check, Content, Docs, Expr, Form, Operation, Parameter, Response};
use crate::api::{Location, Method, Status};
use crate::diagnostic::Place;

pub(crate) const URLENCODED: &str = "application/x-www-form-urlencoded";
pub(crate) const MULTIPART: &str = "multipart/form-data";

/// A form. Its fields are parameters.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormData {
    pub urlencoded: bool,
    pub multipart: bool,
    pub files: Vec<File>,
    /// The media types of parts, by name, if the spec declares them.
    pub types: Vec<(String, Vec<String>)>,
    /// The required headers of parts, by name.
    pub headers: Vec<(String, Vec<String>)>,
    /// The other fields that are ignored, if all others are rejected.
    pub closed: Option<Vec<String>>,
    /// The checks of the form as a whole, and how its fields are written, if there are such checks.
    pub checks: Vec<Check>,
    pub fields: Vec<FormField>,
}

/// A file in a form.
#[derive(Clone, Debug)]
pub(crate) struct File {
    pub name: String,
    pub docs: Docs,
    pub required: bool,
    /// Whether it may appear several times, once for each item of an array.
    pub repeated: bool,
    /// The least and the greatest number of files.
    pub count: (Option<u64>, Option<u64>),
}

/// How a body is read, and its media types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Payload {
    Json(Vec<String>),
    Text(Vec<String>),
    /// The media types of text, and those of JSON.
    TextOrJson(Vec<String>, Vec<String>),
    /// An array that is JSON or a sequence of its items, as its media type says.
    List(Vec<String>),
    /// The handler reads the bytes as they arrive.
    Stream(Vec<String>),
    /// The handler reads the items as they arrive.
    Items(Vec<String>, ItemFormat),
    /// A urlencoded form whose fields are the properties of an object.
    Urlencoded(Vec<FormField>),
    /// The same in `multipart/form-data`, without files.
    Multipart(Vec<FormField>),
}

/// The format of the items of a stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ItemFormat {
    /// JSON values. The media type decides between lines and record separators.
    Json,
    /// Events whose data is JSON.
    Events,
    /// Events whose data is text.
    TextEvents,
}

/// The checks of an event as an object with its fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventChecks {
    pub checks: Vec<Check>,
    /// Whether the data is a string that contains JSON, not JSON itself.
    pub in_string: bool,
}

/// A field of a form that is a property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FormField {
    pub name: String,
    pub written: Written,
    /// The media types that its part may have. If there are none, it may have any.
    pub types: Vec<String>,
    /// The headers that its part must have.
    pub headers: Vec<String>,
}

/// How a field of a form is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Written {
    /// As text. If it is an array, there is a field for each item.
    Text,
    /// As JSON. If it is an array, there is a field for each item.
    Json,
    /// As an array whose items are separated by this character.
    Items(char),
    /// As an object: names and values in turn, separated by this character.
    Pairs(char),
}

impl Payload {
    /// Returns all media types. `*+json` is any subtype with that suffix.
    pub(crate) fn media_types(&self) -> Vec<&str> {
        let (first, second) = match self {
            Self::Json(types)
            | Self::Text(types)
            | Self::List(types)
            | Self::Stream(types)
            | Self::Items(types, _) => (types, None),
            Self::TextOrJson(texts, json) => (texts, Some(json)),
            Self::Urlencoded(_) => return vec![URLENCODED],
            Self::Multipart(_) => return vec![MULTIPART],
        };
        first.iter().chain(second.into_iter().flatten()).map(String::as_str).collect()
    }
}

/// A request body.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub docs: Docs,
    pub required: bool,
    /// The body in its media types, at least one. The `Content-Type` chooses.
    pub alternatives: Vec<BodyContent>,
}

/// A request body in some of its media types.
#[derive(Clone, Debug)]
pub(crate) struct BodyContent {
    pub place: Place,
    /// The first declared media type, for the name of the variant. Empty in Swagger 2.0.
    pub media_type: String,
    pub payload: Payload,
    /// The type of the body, or of the data of its items.
    pub expr: Expr,
    pub checks: Vec<Check>,
    /// The checks of each event as an object with its fields, if the body is a stream of events.
    pub event: EventChecks,
}

impl BodyContent {
    /// Returns the kind of the Rust type, apart from the type of its values.
    fn kind(&self) -> u8 {
        match self.payload {
            Payload::Stream(_) => 0,
            Payload::Items(_, ItemFormat::Json) => 1,
            Payload::Items(_, ItemFormat::Events | ItemFormat::TextEvents) => 2,
            Payload::Json(_)
            | Payload::List(_)
            | Payload::Text(_)
            | Payload::TextOrJson(..)
            | Payload::Urlencoded(_)
            | Payload::Multipart(_) => 3,
        }
    }
}

impl Body {
    /// Returns whether the alternatives have different types, so that the body is an enum.
    pub(crate) fn is_enum(&self) -> bool {
        let is_stream = |body: &BodyContent| matches!(body.payload, Payload::Stream(_));
        let mut pairs = self.alternatives.iter().zip(self.alternatives.iter().skip(1));
        pairs.any(|(one, other)| one.kind() != other.kind() || one.expr != other.expr)
            || self.alternatives.iter().filter(|body| is_stream(body)).count() > 1
    }

    /// Returns whether the body may be a stream of items.
    pub(crate) fn has_items(&self) -> bool {
        self.alternatives.iter().any(|body| matches!(body.payload, Payload::Items(..)))
    }

    /// Returns whether the whole body is received before it is decoded.
    pub(crate) fn is_received(&self) -> bool {
        matches!(self.alternatives.as_slice(), [BodyContent { payload: Payload::Json(_), .. }])
    }

    /// Returns all media types.
    pub(crate) fn media_types(&self) -> Vec<&str> {
        self.alternatives.iter().flat_map(|body| body.payload.media_types()).collect()
    }
}

impl Operation {
    /// Returns the body in each of its media types.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = &BodyContent> {
        self.body.iter().flat_map(|body| &body.alternatives)
    }

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

    /// Returns whether the generated code can create the request, and read the response.
    pub(crate) fn can_be_sent(&self) -> bool {
        self.obstacle().is_none()
    }

    /// Returns whether the body of the request is created while it is sent.
    pub(crate) fn sends_stream(&self) -> bool {
        let is_stream = |body: &BodyContent| matches!(body.payload, Payload::Items(..));
        !self.files().is_empty() || self.bodies().any(is_stream)
    }

    /// Returns the reason why the generated code can only receive the request, if there is one.
    pub(crate) fn obstacle(&self) -> Option<&'static str> {
        let reason = "the headers that a part of the form requires cannot be sent";
        self.requires_part_headers().then_some(reason)
    }

    /// Returns whether a field of a form that is not a file must have headers. Only files have a place for them.
    fn requires_part_headers(&self) -> bool {
        let is_file = |name: &str| self.files().iter().any(|file| file.name == name);
        let in_form = self.form.iter().flat_map(|form| &form.headers).any(|(name, _)| !is_file(name));
        let has_headers = |field: &FormField| !field.headers.is_empty();
        let in_body = |body: &BodyContent| match &body.payload {
            Payload::Multipart(fields) => fields.iter().any(has_headers),
            _ => false,
        };
        in_form || self.bodies().any(in_body)
    }

    /// Returns the reason why a client cannot call the operation, if there is one.
    pub(crate) fn obstacle_of_client(&self) -> Option<&'static str> {
        let mut responses = self.responses.iter();
        let has_success = self.responses.iter().any(|response| response.status.is_success());
        let is_success = |status: Status| status.is_success() || (!has_success && status == Status::Default);
        let mut successes = self.responses.iter().filter(|response| is_success(response.status));
        let is_json = |content: &Content| matches!(content.form, Form::Json(_) | Form::JsonOrText(_));
        if responses.any(Response::switches_protocols) {
            Some("a response that switches protocols cannot be read")
        } else if self.method == Method::Head && successes.any(|success| success.bodies.iter().any(is_json)) {
            Some("a response to HEAD has no body, so its JSON cannot be read")
        } else {
            self.obstacle()
        }
    }

    /// Returns the files of the form.
    pub(crate) fn files(&self) -> &[File] {
        self.form.as_ref().map_or(&[], |form| form.files.as_slice())
    }
}
