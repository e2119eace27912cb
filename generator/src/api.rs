//! The API as the documents declare it, in any version of the specification. Its structure is that of OpenAPI 3, and
//! every node has its place. This module knows nothing about Rust.

mod encoding;
mod outgoing;
mod schema;
mod security;
mod sequence;

pub(crate) use outgoing::{Callback, Role, Source};
pub(crate) use schema::{
    Additional, Bound, Conditional, Constraint, Contains, Dependency, Discriminator, Items, JsonType,
    NumberRule, Openness, Property, Schema, Union, UnionKind, ValueName,
};
pub(crate) use security::{
    ApiKey, HttpScheme, KeyLocation, OAuth2, RequiredScheme, Requirement, Scheme, SchemeKind, is_cookie_name,
    is_header_name,
};

pub(crate) use sequence::{Sequence, StreamItems};

use crate::arena::{Arena, Id};
use crate::diagnostic::{FileId, Place, Placed};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::rc::Rc;

/// The id of a schema.
pub(crate) type SchemaId = Id<Schema>;

/// All declarations of the input documents.
#[derive(Debug, Default)]
pub(crate) struct Api {
    pub documents: Vec<Document>,
    pub operations: Vec<Operation>,
    pub callbacks: Vec<Callback>,
    pub tags: Vec<Tag>,
    /// The input files that are JSON Schemas, not specs.
    pub schema_files: Vec<FileId>,
    pub schemas: Arena<Schema>,
    /// The security schemes that the documents define.
    pub schemes: Vec<Scheme>,
    /// The schemas that the documents define, in order.
    pub definitions: Vec<SchemaId>,
    /// The schemas of the data of events whose `contentSchema` is enforced.
    pub event_data: Vec<Place>,
    /// The schemas of the JSON in strings that are the data of some events, by the places of the strings.
    pub event_contents: HashMap<Place, SchemaId>,
    /// The files that follow a version of OpenAPI 3.
    pub openapi3: HashSet<FileId>,
}

impl Api {
    /// Returns whether a place is in a file that follows OpenAPI 3, and not Swagger 2.0.
    pub(crate) fn is_openapi3(&self, place: &Place) -> bool {
        self.openapi3.contains(&place.file)
    }
}

/// One input document.
#[derive(Debug)]
pub(crate) struct Document {
    pub file: FileId,
    pub title: String,
    pub version: String,
    pub description: Option<String>,
}

/// A tag that a document declares.
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    pub name: String,
    pub summary: Option<String>,
    pub description: Option<String>,
    /// The name of the parent tag. Not in Swagger 2.0.
    pub parent: Option<Placed<String>>,
    /// The purpose of the tag, such as `nav` or `audience`. Not in Swagger 2.0.
    pub kind: Option<String>,
    /// The entry in the document's `tags`.
    pub place: Place,
}

/// The documentation of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Docs {
    pub title: Option<String>,
    pub description: Option<String>,
    pub deprecated: bool,
}

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub place: Place,
    pub role: Role,
    /// The document that declares the operation. The operation itself may be in another file.
    pub document: FileId,
    pub operation_id: Option<Placed<String>>,
    pub method: Method,
    /// The path, after the base path. For a request that the server sends, the key in `webhooks` or in the callback.
    pub path: String,
    /// The base path, with which the path begins.
    pub base_path: String,
    /// The place of the path's key.
    pub path_place: Place,
    pub summary: Option<String>,
    pub docs: Docs,
    pub tags: Vec<String>,
    /// The media types of a form, whose fields are parameters. Only Swagger 2.0 has such forms. Empty if the document
    /// does not declare them.
    pub form_types: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub responses: Vec<Response>,
    /// The alternatives. Empty if the operation is open.
    pub security: Vec<Requirement>,
}

impl Operation {
    /// Returns the method and the path, for messages.
    pub(crate) fn route(&self) -> String {
        format!("{} {}", self.method.name(), self.path)
    }

    /// Returns the operation as docs name it: its method and path, or the key of a webhook or a callback.
    pub(crate) fn in_docs(&self) -> String {
        match &self.role {
            Role::Sent(Source::Webhook(name)) => format!("the webhook `{name}`"),
            Role::Sent(Source::Callback(name)) => format!("the callback `{name}`"),
            Role::Served | Role::Received(_) => format!("`{}`", self.route()),
        }
    }
}

/// A request method.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    /// Not in Swagger 2.0.
    Trace,
    /// Since OpenAPI 3.2.
    Query,
    /// A key of `additionalOperations` (OpenAPI 3.2). Methods are case-sensitive (RFC 9110, section 9.1).
    Other(String),
}

impl Method {
    /// The methods in the specification's order, with the keyword of each.
    pub(crate) const ALL: [(&'static str, Self); 9] = [
        ("get", Self::Get),
        ("put", Self::Put),
        ("post", Self::Post),
        ("delete", Self::Delete),
        ("options", Self::Options),
        ("head", Self::Head),
        ("patch", Self::Patch),
        ("trace", Self::Trace),
        ("query", Self::Query),
    ];

    /// Returns the keyword of the path item, or the key of `additionalOperations`.
    pub(crate) fn keyword(&self) -> &str {
        match self {
            Self::Other(name) => name,
            fixed => {
                Self::ALL.iter().find(|(_, method)| method == fixed).map_or("get", |(keyword, _)| keyword)
            }
        }
    }

    /// Returns the method as HTTP writes it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Other(name) => name.clone(),
            fixed => fixed.keyword().to_uppercase(),
        }
    }

    /// Returns whether axum's router knows the method. The router does not distinguish the other methods.
    pub(crate) fn is_of_router(&self) -> bool {
        !matches!(self, Self::Query | Self::Other(_))
    }
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Form,
    /// Not in Swagger 2.0.
    Cookie,
    /// The whole query. Since OpenAPI 3.2.
    Querystring,
}

/// How a value is written as text: `style` and `explode`, or Swagger 2.0's `collectionFormat`.
///
/// | `collectionFormat` | `style` | `explode` |
/// |---|---|---|
/// | `csv` in a path or a header, and of the items of an array | `simple` | false |
/// | `csv` in a query or a form | `form` | false |
/// | `multi` | `form` | true |
/// | `ssv` | `spaceDelimited` | false |
/// | `pipes` | `pipeDelimited` | false |
/// | `tsv` | none: delimited by tabs | false |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Style {
    pub form: StyleForm,
    pub explode: bool,
}

/// `style`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StyleForm {
    Simple,
    Form,
    /// The items of an array, separated by this character.
    Delimited(char),
    /// After a dot, in a path.
    Label,
    /// After a semicolon and the name, in a path.
    Matrix,
    /// With the name of each property in brackets, in a query.
    DeepObject,
    /// As `Form`, but without escapes, in a cookie. Since OpenAPI 3.2.
    Cookie,
}

impl Style {
    /// Items separated by commas, in a path, a header or an array.
    pub(crate) const SIMPLE: Self = Self { form: StyleForm::Simple, explode: false };
    /// Items separated by commas, in a query or a form.
    pub(crate) const FORM: Self = Self { form: StyleForm::Form, explode: false };
    /// Each property has its name in brackets.
    pub(crate) const DEEP: Self = Self { form: StyleForm::DeepObject, explode: true };
    /// Each item is a separate parameter.
    pub(crate) const EXPLODED: Self = Self { form: StyleForm::Form, explode: true };

    /// Returns whether each property of an object is a parameter or a cookie.
    pub(crate) fn explodes_objects(self) -> bool {
        self.explode && matches!(self.form, StyleForm::Form | StyleForm::Cookie)
    }

    /// Returns the character between two items of an array, or `None` if the parameter's name is before each item.
    pub(crate) fn separator(self) -> Option<char> {
        match (self.form, self.explode) {
            (StyleForm::Form | StyleForm::Cookie | StyleForm::Matrix, true) | (StyleForm::DeepObject, _) => {
                None
            }
            (StyleForm::Label, true) => Some('.'),
            (StyleForm::Simple, _)
            | (StyleForm::Form | StyleForm::Cookie | StyleForm::Label | StyleForm::Matrix, false) => {
                Some(',')
            }
            (StyleForm::Delimited(separator), _) => Some(separator),
        }
    }
}

/// A parameter other than the body.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub place: Place,
    pub name: String,
    pub location: Location,
    pub docs: Docs,
    pub required: bool,
    pub schema: SchemaId,
    pub style: Style,
    pub syntax: Syntax,
    /// How the properties of a form in `content` are written.
    pub encoding: Vec<Encoding>,
    /// Whether it may be sent without a value.
    pub allow_empty: bool,
}

/// The keywords that declare how a parameter is written.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Syntax {
    /// Swagger 2.0's `collectionFormat`.
    CollectionFormat,
    /// `style` and `explode`.
    Style,
    /// `content`, with this media type.
    Content(Placed<String>),
}

/// The body of a request.
#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub place: Place,
    pub docs: Docs,
    pub required: bool,
    /// The body in each declared media type. This list is not empty.
    pub content: Vec<MediaType>,
}

/// A body in one media type ("Media Type Object").
#[derive(Clone, Debug)]
pub(crate) struct MediaType {
    /// `None` if a Swagger 2.0 document has no `consumes` or `produces`. In this case, the schema determines the media
    /// type.
    pub name: Option<String>,
    /// The key in `content`. `None` in Swagger 2.0.
    pub place: Option<Place>,
    /// `None` if no schema is declared. In this case, the body may be any bytes.
    pub schema: Option<SchemaId>,
    /// The items, if the body is a stream of items.
    pub items: Option<StreamItems>,
    /// How the properties of a form are written. Only OpenAPI 3 has this.
    pub encoding: Vec<Encoding>,
}

impl MediaType {
    /// Creates a media type with a schema.
    pub(crate) fn new(name: Option<String>, place: Option<Place>, schema: Option<SchemaId>) -> Self {
        Self { name, place, schema, items: None, encoding: Vec::new() }
    }

    /// Returns the schemas of the body and of its items.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = SchemaId> {
        self.schema.into_iter().chain(self.items.iter().flat_map(|items| items.schemas()))
    }
}

/// How a property of a form is written ("Encoding Object").
#[derive(Clone, Debug)]
pub(crate) struct Encoding {
    pub place: Place,
    /// The property.
    pub name: String,
    /// The media types of the property: `contentType`, split at its commas.
    pub content_types: Vec<String>,
    pub style: Option<EncodingStyle>,
    pub explode: Option<bool>,
    /// Whether `style`, `explode` or `allowReserved` is declared. In this case, the property is written like a query
    /// parameter, and `contentType` is ignored.
    pub is_styled: bool,
    /// Whether `headers` is declared.
    pub has_headers: bool,
    /// The names of the required headers of its part.
    pub required_headers: Vec<String>,
}

/// `style` of an "Encoding Object", which has the styles of query parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EncodingStyle {
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
}

/// Returns the declared media types of a body.
pub(crate) fn media_types(content: &[MediaType]) -> impl Iterator<Item = &str> {
    content.iter().filter_map(|media_type| media_type.name.as_deref())
}

/// Returns the schema of a body, which is that of its first media type. In Swagger 2.0, all media types have the same
/// schema.
pub(crate) fn schema_of(content: &[MediaType]) -> Option<SchemaId> {
    content.first().and_then(|media_type| media_type.schema)
}

/// The key of a declared response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Status {
    Code(u16),
    /// All status codes that begin with this digit: `4XX`. Not in Swagger 2.0.
    Range(u8),
    Default,
}

impl Status {
    /// Returns whether the status code is 2xx.
    pub(crate) fn is_success(self) -> bool {
        matches!(self, Self::Code(200..300) | Self::Range(2))
    }

    /// Returns whether a handler sets the status code.
    pub(crate) fn is_set_by_handler(self) -> bool {
        !matches!(self, Self::Code(_))
    }

    /// Parses a valid key of `responses`. The case of a range does not matter.
    pub(crate) fn parse(key: &str) -> Option<Self> {
        match key.as_bytes() {
            _ if key == "default" => Some(Self::Default),
            [digit @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => Some(Self::Range(digit - b'0')),
            _ => key.parse().ok().filter(|code| (100..600).contains(code)).map(Self::Code),
        }
    }
}

impl fmt::Display for Status {
    /// Formats the key as the specification writes it.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "{code}"),
            Self::Range(digit) => write!(formatter, "{digit}XX"),
            Self::Default => formatter.write_str("default"),
        }
    }
}

/// A declared response.
#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub place: Place,
    pub status: Status,
    pub docs: Docs,
    /// The body in each declared media type. Empty if the response has no body.
    pub content: Vec<MediaType>,
    /// Whether the media types are those of Swagger 2.0's `produces`, which applies to all responses of an operation.
    pub produces: bool,
    pub headers: Vec<Header>,
    /// The examples of all media types. Swagger 2.0 also allows examples for media types that `produces` does not list.
    pub examples: Vec<Example>,
}

impl Response {
    /// Creates a response without headers and body.
    pub(crate) fn bare(place: Place, status: Status) -> Self {
        Self {
            place,
            status,
            docs: Docs::default(),
            content: Vec::new(),
            produces: false,
            headers: Vec::new(),
            examples: Vec::new(),
        }
    }
}

/// A header of a response.
#[derive(Clone, Debug)]
pub(crate) struct Header {
    pub place: Place,
    pub name: String,
    pub docs: Docs,
    pub required: bool,
    pub schema: SchemaId,
    pub style: Style,
    /// The media type of a header with a `content`, which is written in this media type instead of the style.
    pub media_type: Option<String>,
}

/// An example of a response.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    pub place: Place,
    pub media_type: String,
    /// Large APIs have megabytes of examples, so the model shares them.
    pub value: Rc<Value>,
}
