//! What will be written: types, operations with their facts of the wire, security. Plain data: no
//! identifiers (those are `names`'), no tokens, no word of axum.

mod check;
mod literal;
mod path;
mod request;
mod response;
mod scalars;
mod union;
pub mod validator;

pub use crate::api::Docs;
use crate::api::{self, KeyLocation, Location, Method, Scheme, SchemeKind, Style};
use crate::arena::{Arena, Id};
use crate::diagnostic::{FileId, Place, Placed};
use crate::rust_path::RustPath;
pub use check::Check;
pub use literal::{Literal, TextDefault};
pub use path::{Part, Path, Segment};
pub use request::{Body, File, FormData, Payload};
pub use response::{Content, ExampleResponse, Form, Header, Response};
pub use scalars::{Enum, EnumKind, EnumValue, Scalar};
use serde_json::Value;
use std::collections::HashSet;
pub use union::{Choose, Union, Variant};
pub use validator::Pattern;
use validator::{Validator, ValidatorId};

/// A type's id.
pub type TypeId = Id<Type>;

/// Everything that will be written.
#[derive(Debug, Default)]
pub struct Model {
    /// What the documents call themselves: title, version, description.
    pub documents: Vec<(String, String, Option<String>)>,
    /// The file names of the documents.
    pub sources: Vec<String>,
    /// The names of all files, by `FileId`.
    pub files: Vec<String>,
    /// What the documents say of tags.
    pub tags: Vec<api::Tag>,
    pub types: Arena<Type>,
    /// Every schema, and what it has become where it is used by itself.
    pub schemas: Vec<(Place, Option<Expr>)>,
    /// The types of other crates.
    pub foreign: Vec<Foreign>,
    /// The patterns of all rules, each once.
    pub patterns: Vec<Pattern>,
    /// The schemas that values are checked against where no Rust type says the same.
    pub validators: Vec<Validator>,
    pub operations: Vec<Operation>,
    /// The examples of schemas, in JSON.
    pub examples: Vec<SchemaExample>,
    /// The schemes that the documents define, those that nobody asks for as well.
    pub defined_schemes: Vec<Scheme>,
    /// The distinct requirements of all operations.
    pub requirements: Vec<Vec<Scheme>>,
    /// Those with an API key in the header `Authorization` that an operation asks for next to other credentials there.
    pub keys_next_to_others: HashSet<usize>,
}

impl Model {
    /// Whether there is an API, and not schemas alone.
    pub fn has_api(&self) -> bool {
        !self.documents.is_empty()
    }

    /// Whether there is a type of the caller's that is read in this way.
    pub fn reads(&self, reading: Reading) -> bool {
        self.foreign.iter().any(|foreign| (foreign.json || foreign.text) && foreign.reading == reading)
    }

    /// Whether an operation asks who is calling.
    pub fn is_secured(&self) -> bool {
        self.operations.iter().any(|operation| operation.access != Access::Open)
    }

    /// The schemes of all requirements.
    pub fn schemes(&self) -> impl Iterator<Item = &Scheme> {
        self.requirements.iter().flatten()
    }

    /// The headers that hold API keys.
    pub fn key_headers(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for scheme in self.schemes() {
            let SchemeKind::ApiKey(key) = &scheme.kind else { continue };
            if key.location == KeyLocation::Header && !names.contains(&key.name.as_str()) {
                names.push(&key.name);
            }
        }
        names
    }

    /// The schemes of an alternative, and the scopes that it asks of each.
    pub fn asked<'m>(
        &'m self,
        alternative: &'m Alternative,
    ) -> impl Iterator<Item = (&'m Scheme, &'m [String])> {
        let schemes = self.requirements.get(alternative.requirement).into_iter().flatten();
        schemes.zip(alternative.scopes.iter().map(Vec::as_slice))
    }

    /// The schemes of HTTP that an operation takes in the header `Authorization`.
    pub fn authorizations(&self, access: &Access) -> Vec<&'static str> {
        let mut headers = Vec::new();
        for (scheme, _) in access.alternatives().iter().flat_map(|alternative| self.asked(alternative)) {
            if let Some(name) = scheme.kind.authorization().filter(|name| !headers.contains(name)) {
                headers.push(name);
            }
        }
        headers
    }

    /// Finds the requirements with an API key in that header as well.
    pub fn find_keys_next_to_others(&mut self) {
        let operations =
            self.operations.iter().filter(|operation| !self.authorizations(&operation.access).is_empty());
        let asked = operations
            .flat_map(|operation| operation.access.alternatives())
            .map(|alternative| alternative.requirement);
        let with_key = asked.filter(|index| {
            let schemes = self.requirements.get(*index);
            schemes.is_some_and(|schemes| schemes.iter().any(Scheme::is_authorization_key))
        });
        self.keys_next_to_others = with_key.collect();
    }

    /// The rules of all values: of parameters and bodies as a whole, and of the members of structs.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        self.operations.iter().flat_map(Operation::checks).chain(self.member_checks())
    }

    /// The rules of the members of structs, and of newtypes.
    pub fn member_checks(&self) -> impl Iterator<Item = &Check> {
        let rest = self.structs().filter_map(|structure| match &structure.additional {
            Additional::Typed(_, checks) => Some(checks),
            _ => None,
        });
        let fields = self.structs().flat_map(|structure| &structure.fields).flat_map(|field| &field.checks);
        let inside = self.newtypes().flat_map(|newtype| &newtype.checks);
        fields.chain(rest.flatten()).chain(inside)
    }

    /// All newtypes.
    pub fn newtypes(&self) -> impl Iterator<Item = &Newtype> {
        self.types.iter().filter_map(|(_, ty)| match &ty.shape {
            Shape::Newtype(newtype) => Some(newtype),
            _ => None,
        })
    }

    /// All structs.
    pub fn structs(&self) -> impl Iterator<Item = &Struct> {
        self.types.iter().filter_map(|(_, ty)| ty.shape.as_struct())
    }

    /// The types that are read from text: of a parameter, or of a body.
    pub fn types_in_text(&self) -> HashSet<TypeId> {
        let parameters = self.operations.iter().flat_map(|operation| &operation.parameters);
        let bodies = self.operations.iter().filter_map(|operation| operation.body.as_ref());
        let texts = bodies.filter(|body| matches!(body.payload, Payload::Text(_) | Payload::TextOrJson(..)));
        let exprs = parameters.map(|parameter| parameter.expr.scalar()).chain(texts.map(|body| &body.expr));
        exprs.filter_map(|expr| if let Expr::Named(id) = expr { Some(*id) } else { None }).collect()
    }

    /// What aliases lead to.
    pub fn resolve(&self, expr: &Expr) -> Expr {
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

    /// An example in JSON is often a string that holds JSON: what it holds, where the type is no string.
    pub fn held_json(&self, expr: &Expr, value: &Value) -> Option<Value> {
        let text = value.as_str()?;
        let of_text = matches!(self.resolve(expr), Expr::String | Expr::Any);
        serde_json::from_str(text).ok().filter(|_| !of_text)
    }

    /// Whether any object has a tag.
    pub fn has_tags(&self) -> bool {
        self.structs().any(|structure| !structure.tags.is_empty())
    }
}

impl Operation {
    /// The rules of its parameters, of its body as a whole, and of the bodies and headers of its responses.
    pub fn checks(&self) -> impl Iterator<Item = &Check> {
        let parameters = self.parameters.iter().flat_map(|parameter| &parameter.checks);
        let headers = self.responses.iter().flat_map(|response| &response.headers);
        let bodies = self.responses.iter().filter_map(|response| response.body.as_ref());
        let body = self.body.iter().flat_map(|body| &body.checks);
        let answers = bodies.flat_map(|body| &body.checks).chain(headers.flat_map(|header| &header.checks));
        parameters.chain(body).chain(answers)
    }
}

/// A type that gets a name.
#[derive(Debug, Default)]
pub struct Type {
    /// Where its schema stands. Its name comes from here alone.
    pub place: Option<Place>,
    /// Whether it is the struct of a definition from which others inherit: the name is the whole family's.
    pub is_base: bool,
    pub docs: Docs,
    pub shape: Shape,
    /// What the caller has it derive beside what it derives anyway.
    pub derives: Vec<RustPath>,
}

/// A type that the caller has put in the place of schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    pub path: RustPath,
    /// The formats that it stands for.
    pub formats: Vec<String>,
    pub reading: Reading,
    /// Whether it is read from JSON.
    pub json: bool,
    /// Whether it is read from a parameter.
    pub text: bool,
}

/// What reads a type of the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// What the output has anyway.
    Known,
    /// The support code for integers.
    Integer,
    /// Its own serde and `FromStr`.
    Own,
}

/// An example of a schema.
#[derive(Clone, Debug)]
pub struct SchemaExample {
    pub place: Place,
    pub expr: Expr,
    pub value: Value,
}

/// What a type is.
#[derive(Debug)]
pub enum Shape {
    Struct(Struct),
    Enum(Enum),
    Union(Union),
    Newtype(Newtype),
    Alias(Expr),
}

/// An array or a map that holds itself.
#[derive(Debug)]
pub struct Newtype {
    /// The array or the map.
    pub inner: Expr,
    /// Its rules.
    pub checks: Vec<Check>,
}

impl Shape {
    /// The struct that it is.
    pub fn as_struct(&self) -> Option<&Struct> {
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

/// A member that has one value in all objects of a type. It is no field: it is read and written with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub wire: String,
    pub value: String,
}

/// An object with named members.
#[derive(Debug, Default)]
pub struct Struct {
    pub tags: Vec<Tag>,
    pub fields: Vec<Field>,
    pub additional: Additional,
    /// How many members there are at least, and at most, whether or not they have a field.
    pub count: (Option<u64>, Option<u64>),
    /// What the object is checked against as a whole.
    pub validator: Option<ValidatorId>,
}

/// How the function `new` of a struct takes the required fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constructor {
    /// Nothing is required: the struct has a `Default` instead.
    None,
    Arguments,
    /// As one struct: in a longer list of arguments, the order is a riddle.
    Struct,
}

/// More required fields are too many for arguments.
const ARGUMENTS: usize = 7;

impl Struct {
    /// Decides by the number of required fields.
    pub fn constructor(&self) -> Constructor {
        match self.fields.iter().filter(|field| field.required).count() {
            0 => Constructor::None,
            1..=ARGUMENTS => Constructor::Arguments,
            _ => Constructor::Struct,
        }
    }
}

/// What becomes of members that the schema does not name.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Additional {
    #[default]
    Dropped,
    Refused,
    Kept,
    Typed(Expr, Vec<Check>),
}

/// A member of a struct.
#[derive(Clone, Debug)]
pub struct Field {
    pub wire: String,
    pub place: Place,
    pub description: Option<String>,
    /// The `format` that its type does not express.
    pub format: Option<String>,
    pub expr: Expr,
    pub checks: Vec<Check>,
    pub required: bool,
    /// The `default` that the description gives.
    pub given: Option<Placed<Value>>,
    /// What it is where it is absent.
    pub default: Option<Literal>,
    /// Whether a client does not send it: where one does, it is passed over.
    pub read_only: bool,
    /// Behind a pointer, where the type would contain itself.
    pub boxed: bool,
}

/// A type where it is used.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
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
    /// One of the model's types of other crates.
    Foreign(usize),
}

impl Expr {
    /// What an array holds, and the arrays in it; itself, where it is none.
    pub fn scalar(&self) -> &Expr {
        match self {
            Self::List(item) => item.scalar(),
            other => other,
        }
    }
}

/// An operation.
#[derive(Debug)]
pub struct Operation {
    pub place: Place,
    /// The document that has it.
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
    /// The media types that a client may choose from. Empty where there is nothing to choose.
    pub accept: Vec<String>,
    /// The media types that are declared, and neither read nor written.
    pub unused_media_types: Vec<UnusedMediaType>,
    pub access: Access,
    /// The methods that its path answers, its own among them, in the specification's order.
    pub methods: Vec<Method>,
    /// What the description shows as an answer.
    pub example_response: Option<ExampleResponse>,
}

/// A media type that is neither read nor written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnusedMediaType {
    /// `consumes` or `produces`.
    pub keyword: &'static str,
    pub media_type: String,
    pub reason: &'static str,
}

/// A parameter: from text to a value.
#[derive(Clone, Debug)]
pub struct Parameter {
    pub name: String,
    pub place: Place,
    pub location: Location,
    /// Among the path's segments.
    pub segment: usize,
    pub part: Option<Part>,
    pub docs: Docs,
    pub required: bool,
    pub expr: Expr,
    pub checks: Vec<Check>,
    /// The `default` that the description gives.
    pub given: Option<Placed<Value>>,
    /// What it is where it is absent.
    pub default: Option<TextDefault>,
    /// How the items of an array are told apart, and those of the arrays that they are.
    pub styles: Vec<Style>,
    /// Whether it may be there without a value. A string without one is an empty string.
    pub may_be_empty: bool,
}

impl Parameter {
    /// Whether each item of the array is a parameter of its own.
    pub fn is_sent_by_items(&self) -> bool {
        self.styles.first().is_some_and(|style| style.separator().is_none())
    }

    /// Whether it is a header whose items have commas between them: such a header may be sent in several lines (RFC 9110,
    /// section 5.3).
    pub fn is_header_list(&self) -> bool {
        let separator = self.styles.first().and_then(|style| style.separator());
        self.location == Location::Header && separator == Some(',')
    }
}

/// Who may call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    Open,
    /// Whoever satisfies one of these. With none of them, nobody.
    Required(Vec<Alternative>),
    /// As before, or nobody in particular.
    Optional(Vec<Alternative>),
}

impl Access {
    /// The alternatives, whether or not there is a caller without credentials.
    pub fn alternatives(&self) -> &[Alternative] {
        match self {
            Self::Open => &[],
            Self::Required(alternatives) | Self::Optional(alternatives) => alternatives,
        }
    }
}

/// A way to satisfy an operation's security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The index of the requirement.
    pub requirement: usize,
    /// The scopes that the operation asks for, for each scheme of the requirement.
    pub scopes: Vec<Vec<String>>,
}
