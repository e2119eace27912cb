//! The model of the generated code: types, operations as they are on the wire, and security. The model is plain data,
//! without tokens, axum, or identifiers, which `names` chooses.

mod access;
mod check;
mod literal;
mod parameter;
mod path;
mod request;
mod response;
mod scalars;
mod structs;
mod target;
mod union;
pub(crate) mod validator;

use crate::api::{self, Method, Scheme};
pub(crate) use crate::api::{Docs, Role};
use crate::arena::{Arena, Id};
use crate::attribute::Attribute;
use crate::diagnostic::{FileId, Place, Placed};
use crate::presets::Preset;
use crate::rust_path::RustPath;
pub(crate) use access::{Access, Alternative};
pub(crate) use check::Check;
pub(crate) use literal::{Literal, TextDefault};
pub(crate) use parameter::{Notation, Parameter, Properties};
pub(crate) use path::{Part, Path, Segment, Selector};
pub(crate) use request::{
    Body, BodyContent, EventChecks, File, FormData, FormField, ItemFormat, MULTIPART, Payload, URLENCODED,
    Written,
};
pub(crate) use response::{Content, ExampleResponse, Form, Header, HeaderForm, Response, UnusedMediaType};
pub(crate) use scalars::{Enum, EnumKind, EnumValue, Scalar};
use serde_json::Value;
use std::collections::HashSet;
pub(crate) use structs::{Additional, Constructor, Field, ReadOnly, Struct, Tag, WriteOnly, struct_of};
pub(crate) use target::{Encoding, Piece, Reach, Target, Value as TargetValue};
pub(crate) use union::{Choose, JsonTypes, Known, Label, Union, Variant};
pub(crate) use validator::Pattern;
use validator::Validator;

/// The id of a type.
pub(crate) type TypeId = Id<Type>;

/// A document that the server serves.
#[derive(Debug)]
pub(crate) struct Embedded {
    /// The path of its route.
    pub path: String,
    /// JSON.
    pub text: String,
}

/// The content of the generated code.
#[derive(Debug, Default)]
pub(crate) struct Model {
    /// The title, version and description of each document.
    pub documents: Vec<(String, String, Option<String>)>,
    /// The file names of the documents.
    pub sources: Vec<String>,
    /// The names of all files, by `FileId`.
    pub files: Vec<String>,
    /// The spec as one document, if the server serves it.
    pub embedded: Option<Embedded>,
    /// Whether there is a client.
    pub has_client: bool,
    /// Whether there is a client, but no server.
    pub is_only_client: bool,
    /// The tags that the documents declare.
    pub tags: Vec<api::Tag>,
    pub types: Arena<Type>,
    /// Every schema, with its type if it has one.
    pub schemas: Vec<(Place, Option<Expr>)>,
    /// The types of other crates.
    pub foreign: Vec<Foreign>,
    /// The types of formats that values have or that validators name, each once.
    pub presets: Vec<&'static Preset>,
    /// The places of schemas whose format is enforced.
    pub formats: HashSet<Place>,
    /// The distinct patterns of all checks and validators.
    pub patterns: Vec<Pattern>,
    /// The validators of schemas with rules that no Rust type expresses.
    pub validators: Vec<Validator>,
    pub operations: Vec<Operation>,
    /// The schemas of the data of events whose `contentSchema` is enforced.
    pub event_data: Vec<Place>,
    /// The targets of callbacks.
    pub targets: Vec<Target>,
    /// The examples of schemas, in JSON.
    pub examples: Vec<SchemaExample>,
    /// The security schemes that the documents define, including unused ones.
    pub defined_schemes: Vec<Scheme>,
    /// The distinct requirements of all operations.
    pub requirements: Vec<Vec<Scheme>>,
    /// The requirements with an API key in the `Authorization` header, if their operation also accepts other credentials
    /// there.
    pub keys_next_to_others: HashSet<usize>,
}

impl Model {
    /// Returns whether there is an API, not only schemas.
    pub(crate) fn has_api(&self) -> bool {
        !self.documents.is_empty()
    }

    /// Returns whether there is a server.
    pub(crate) fn has_server(&self) -> bool {
        self.has_api() && !self.is_only_client
    }

    /// Returns the schemas that have types.
    pub(crate) fn typed(&self) -> HashSet<Place> {
        self.types.iter().filter_map(|(_, ty)| ty.place.clone()).collect()
    }

    /// Returns whether a foreign type is parsed in this way.
    pub(crate) fn reads(&self, reading: Reading) -> bool {
        self.foreign.iter().any(|foreign| (foreign.json || foreign.text) && foreign.reading == reading)
    }

    /// Returns the checks of all values: of parameters, bodies and headers, and of the values inside types.
    pub(crate) fn checks(&self) -> impl Iterator<Item = &Check> {
        self.operations.iter().flat_map(Operation::checks).chain(self.member_checks())
    }

    /// Returns the checks inside structs and newtypes.
    pub(crate) fn member_checks(&self) -> impl Iterator<Item = &Check> {
        let rest = self.structs().filter_map(|structure| match &structure.additional {
            Additional::Typed(_, checks) => Some(checks),
            _ => None,
        });
        let fields = self.structs().flat_map(|structure| &structure.fields).flat_map(|field| &field.checks);
        let inside = self.newtypes().flat_map(|newtype| &newtype.checks);
        let variants = self.types.iter().filter_map(|(_, ty)| match &ty.shape {
            Shape::Union(union) => Some(&union.variants),
            _ => None,
        });
        let alternatives = variants.flatten().flat_map(|variant| &variant.checks);
        fields.chain(rest.flatten()).chain(inside).chain(alternatives)
    }

    /// Returns the operations that the router has routes for.
    pub(crate) fn served(&self) -> impl Iterator<Item = &Operation> {
        self.operations.iter().filter(|operation| operation.role.is_served())
    }

    /// Returns all newtypes.
    pub(crate) fn newtypes(&self) -> impl Iterator<Item = &Newtype> {
        self.types.iter().filter_map(|(_, ty)| match &ty.shape {
            Shape::Newtype(newtype) => Some(newtype),
            _ => None,
        })
    }

    /// Returns all structs.
    pub(crate) fn structs(&self) -> impl Iterator<Item = &Struct> {
        self.types.iter().filter_map(|(_, ty)| ty.shape.as_struct())
    }

    /// Returns the types that are parsed from the text of a parameter or a body.
    pub(crate) fn types_in_text(&self) -> HashSet<TypeId> {
        let parameters = self.operations.iter().flat_map(|operation| &operation.parameters);
        let parameters = parameters.filter(|parameter| !parameter.notation.is_decoded());
        let bodies = self.operations.iter().flat_map(Operation::bodies);
        let texts = bodies.filter(|body| match body.payload {
            Payload::Text(_) | Payload::TextOrJson(..) | Payload::Items(_, ItemFormat::TextEvents) => true,
            Payload::Json(_)
            | Payload::List(_)
            | Payload::Stream(_)
            | Payload::Items(..)
            | Payload::Urlencoded(_)
            | Payload::Multipart(_) => false,
        });
        let exprs = parameters.map(|parameter| parameter.expr.scalar()).chain(texts.map(|body| &body.expr));
        exprs.filter_map(|expr| if let Expr::Named(id) = expr { Some(*id) } else { None }).collect()
    }

    /// Resolves the aliases of an expression.
    pub(crate) fn resolve(&self, expr: &Expr) -> Expr {
        match expr {
            Expr::Named(id) => match &self.types.get(*id).shape {
                Shape::Alias(target) => self.resolve(target),
                _ => expr.clone(),
            },
            Expr::List(item) => Expr::List(Box::new(self.resolve(item))),
            Expr::Map(each) => Expr::Map(Box::new(self.resolve(each))),
            Expr::Nullable(inner) => Expr::Nullable(Box::new(self.resolve(inner))),
            _ => expr.clone(),
        }
    }

    /// Parses the JSON inside an example that is a string, unless its type is a string. Authors often put JSON in
    /// quotes.
    pub(crate) fn held_json(&self, expr: &Expr, value: &Value) -> Option<Value> {
        let text = value.as_str()?;
        let of_text = matches!(self.resolve(expr), Expr::String | Expr::Any);
        serde_json::from_str(text).ok().filter(|_| !of_text)
    }

    /// Returns whether any struct has a discriminator property.
    pub(crate) fn has_tags(&self) -> bool {
        self.structs().any(|structure| !structure.tags.is_empty())
    }
}

impl Operation {
    /// Returns the checks of the parameters, the body, and the bodies and headers of the responses.
    pub(crate) fn checks(&self) -> impl Iterator<Item = &Check> {
        let parameters = self.parameters.iter().flat_map(|parameter| &parameter.checks);
        let headers = self.responses.iter().flat_map(|response| &response.headers);
        let bodies = self.responses.iter().flat_map(|response| &response.bodies);
        let body = self.bodies().flat_map(|body| body.checks.iter().chain(&body.event.checks));
        let bodies = bodies.flat_map(|body| body.checks.iter().chain(&body.event.checks));
        let answers = bodies.chain(headers.flat_map(|header| &header.checks));
        let form = self.form.iter().flat_map(|form| &form.checks);
        parameters.chain(body).chain(form).chain(answers)
    }
}

/// A type with a name.
#[derive(Debug, Default)]
pub(crate) struct Type {
    /// The place of its schema, which alone determines its name.
    pub place: Option<Place>,
    /// Whether it is the struct of a definition with subtypes, whose name is used for the whole family.
    pub is_base: bool,
    pub docs: Docs,
    pub shape: Shape,
    /// The derives that settings add.
    pub derives: Vec<RustPath>,
    /// The attributes that settings add.
    pub attributes: Vec<Attribute>,
}

/// A type that a setting uses in place of schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign {
    pub path: RustPath,
    /// The formats that are mapped to it.
    pub formats: Vec<String>,
    pub reading: Reading,
    /// Whether it is deserialized from JSON.
    pub json: bool,
    /// Whether it is parsed from a parameter.
    pub text: bool,
}

/// How a foreign type is parsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As a type that the generated code uses anyway.
    Known,
    /// By the support code for integers.
    Integer,
    /// By its own `Deserialize` and `FromStr`.
    Own,
}

/// An example of a schema.
#[derive(Clone, Debug)]
pub(crate) struct SchemaExample {
    pub place: Place,
    pub expr: Expr,
    pub value: Value,
}

/// The shape of a type.
#[derive(Debug)]
pub(crate) enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Newtype(Newtype),
    Alias(Expr),
}

/// An array or a map that contains itself.
#[derive(Debug)]
pub(crate) struct Newtype {
    /// The array or the map.
    pub inner: Expr,
    /// The checks of the array or the map.
    pub checks: Vec<Check>,
}

impl Shape {
    /// Returns the struct, if it is one.
    pub(crate) fn as_struct(&self) -> Option<&Struct> {
        match self {
            Self::Struct(structure) => Some(structure),
            _ => None,
        }
    }
}

impl Default for Shape {
    fn default() -> Self {
        Self::Alias(Expr::Any)
    }
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    Any,
    AnyObject,
    Boolean,
    Integer32,
    Integer64,
    Number,
    String,
    List(Box<Expr>),
    Map(Box<Expr>),
    Nullable(Box<Expr>),
    Named(TypeId),
    /// The type of a format.
    Preset(&'static Preset),
    /// A foreign type, by its index in the model.
    Foreign(usize),
}

impl Expr {
    /// Returns the item of an array, or of the innermost array in it. Returns the expression itself if it is not an
    /// array.
    pub(crate) fn scalar(&self) -> &Expr {
        match self {
            Self::List(item) => item.scalar(),
            other => other,
        }
    }
}

/// An operation.
#[derive(Debug)]
pub(crate) struct Operation {
    pub place: Place,
    pub role: Role,
    /// The security schemes that the receiver requires of a request that the server sends.
    pub receiver: Vec<String>,
    /// The document that declares it.
    pub document: FileId,
    pub operation_id: Option<Placed<String>>,
    pub method: Method,
    pub path: Path,
    pub summary: Option<String>,
    pub docs: Docs,
    pub tags: Vec<String>,
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub form: Option<FormData>,
    pub responses: Vec<Response>,
    /// The media types of success responses that a client can choose from. Empty if there is no choice.
    pub accept: Vec<String>,
    /// Whether a response depends on the media types that the client accepts.
    pub negotiates: bool,
    /// The declared media types that the generated code does not use.
    pub unused_media_types: Vec<UnusedMediaType>,
    pub access: Access,
    /// The methods of its path, including its own, in the specification's order.
    pub methods: Vec<Method>,
    /// An example response from the spec.
    pub example_response: Option<ExampleResponse>,
}
