//! Schemas, as the documents have them.

use super::{SchemaId, Style};
use crate::diagnostic::Place;
use serde_json::{Number, Value};

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonType {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    /// Swagger 2.0's `file`.
    File,
}

/// A JSON Schema.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// Where it stands: its identity, and the source of its name. None before it is read.
    pub place: Option<Place>,
    pub title: Option<String>,
    pub description: Option<String>,
    /// Any of these; empty for any at all.
    pub types: Vec<JsonType>,
    /// Whether null is a value as well, whatever the other keywords say: `x-nullable`.
    pub nullable: bool,
    pub format: Option<String>,
    pub enumeration: Option<Vec<Value>>,
    /// What the values are called, if the document has names for them.
    pub value_names: Vec<ValueName>,
    /// Whether other values than those may come.
    pub open: Option<Openness>,
    pub all_of: Vec<SchemaId>,
    pub properties: Vec<Property>,
    pub required: Vec<(String, Place)>,
    pub additional: Additional,
    pub items: Items,
    /// Of an array that is an item of a parameter.
    pub style: Option<(Style, Place)>,
    pub constraints: Vec<Constraint>,
    /// Keywords that choose between schemas: `anyOf`, `oneOf`, `not`.
    pub unions: Vec<Union>,
    pub pattern_properties: Vec<(Pattern, SchemaId)>,
    pub dependencies: Vec<(String, Dependency)>,
    /// `additionalItems`.
    pub more_items: Additional,
    pub default: Option<(Value, Place)>,
    pub example: Option<(Value, Place)>,
    pub discriminator: Option<(String, Place)>,
    /// `x-ms-discriminator-value`: by what this schema is known, where not by its name.
    pub discriminator_value: Option<String>,
    pub read_only: bool,
    /// The type of the caller's that stands in its place.
    pub substitute: Option<Substitute>,
    /// Whether another schema takes it in with `allOf`.
    pub taken_in: bool,
    /// Whether something else than `allOf` uses it.
    pub used: bool,
    /// Whether it is an array or a map that holds itself: it becomes a newtype.
    pub recursive: bool,
}

/// The name of a value of an `enum`.
#[derive(Clone, Debug)]
pub struct ValueName {
    pub value: Value,
    pub name: String,
    pub place: Place,
}

/// How a schema says that its `enum` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Openness {
    /// `x-extensible-enum` lists the values, in place of `enum`.
    InPlace,
    /// Beside `enum`, which lists them.
    Beside,
}

impl Schema {
    /// The keyword that lists the values.
    pub fn enum_keyword(&self) -> &'static str {
        if self.open == Some(Openness::InPlace) { "x-extensible-enum" } else { "enum" }
    }
}

/// A type of the caller's in the place of a schema: one of the list that the caller gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substitute {
    pub index: usize,
    /// For the schema as it is, and not for its format alone.
    pub whole: bool,
}

/// A property of an object.
#[derive(Clone, Debug)]
pub struct Property {
    pub name: String,
    pub place: Place,
    pub schema: SchemaId,
    /// What is said beside a `$ref`.
    pub description: Option<String>,
}

/// `additionalProperties`.
#[derive(Clone, Debug, Default)]
pub enum Additional {
    #[default]
    Unsaid,
    Allowed,
    Refused,
    Schema(SchemaId),
}

/// `anyOf`, `oneOf` or `not`.
#[derive(Clone, Debug)]
pub struct Union {
    pub keyword: &'static str,
    pub members: Vec<SchemaId>,
}

/// What a member depends on.
#[derive(Clone, Debug)]
pub enum Dependency {
    /// Other members.
    Names(Vec<String>),
    /// That the object is as this schema says.
    Schema(SchemaId),
}

/// A regular expression, as the description has it.
#[derive(Clone, Debug)]
pub struct Pattern {
    pub text: String,
    pub place: Place,
}

/// `items`.
#[derive(Clone, Debug, Default)]
pub enum Items {
    #[default]
    Unsaid,
    Each(SchemaId),
    Tuple(Vec<SchemaId>),
}

/// A keyword that narrows the values of a type.
#[derive(Clone, Debug)]
pub struct Constraint {
    pub keyword: &'static str,
    pub value: Limit,
    pub place: Place,
}

/// A constraint's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Limit {
    Number(Number),
    Count(u64),
    Flag(bool),
    Pattern(String),
}
