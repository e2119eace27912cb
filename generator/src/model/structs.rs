//! Structs: objects with declared properties.

use super::validator::ValidatorId;
use super::{Check, Expr, Literal, Scalar, Shape, Type};
use crate::arena::Arena;
use crate::attribute::Attribute;
use crate::diagnostic::{Place, Placed};
use serde_json::Value;

/// A property that has the same value in all objects of a type, such as a discriminator. It is deserialized and serialized, but
/// is not a field.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tag {
    pub wire: String,
    pub value: Scalar,
}

/// An object with declared properties.
#[derive(Debug, Default)]
pub(crate) struct Struct {
    pub tags: Vec<Tag>,
    pub fields: Vec<Field>,
    pub additional: Additional,
    /// The minimum and maximum number of properties, with or without a field.
    pub count: (Option<u64>, Option<u64>),
    /// The validator of the object as a whole.
    pub validator: Option<ValidatorId>,
}

/// How the function `new` of a struct accepts the required fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Constructor {
    /// No field is required, so the struct implements `Default` instead.
    None,
    Arguments,
    /// As one struct, because the order of a longer list of arguments is hard to remember.
    Struct,
}

/// The maximum number of required fields that are arguments.
const ARGUMENTS: usize = 7;

impl Struct {
    /// Chooses the form of `new` by the number of required fields.
    pub(crate) fn constructor(&self) -> Constructor {
        match self.fields.iter().filter(|field| field.required).count() {
            0 => Constructor::None,
            1..=ARGUMENTS => Constructor::Arguments,
            _ => Constructor::Struct,
        }
    }
}

/// How properties that the schema does not declare are treated.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Additional {
    #[default]
    Ignored,
    Rejected,
    Kept,
    Typed(Expr, Vec<Check>),
}

/// A property of a struct.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub wire: String,
    pub place: Place,
    pub description: Option<String>,
    /// The `format` that its type does not express.
    pub format: Option<String>,
    /// The attributes that settings add.
    pub attributes: Vec<Attribute>,
    pub expr: Expr,
    pub checks: Vec<Check>,
    pub required: bool,
    /// The `default` in the spec.
    pub given: Option<Placed<Value>>,
    /// The value of an absent property.
    pub default: Option<Literal>,
    pub read_only: ReadOnly,
    pub write_only: WriteOnly,
    /// Whether the field is a `Box`, because the type would contain itself otherwise.
    pub boxed: bool,
}

/// Whether only responses have a property. If a client sends it, it is ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum ReadOnly {
    #[default]
    No,
    Optional,
    /// Responses must have it.
    Required,
}

/// Whether only requests have a property. The server deserializes it, and never serializes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum WriteOnly {
    #[default]
    No,
    Optional,
    /// Requests must have it.
    Required,
}

/// The maximum number of aliases of aliases.
const ALIASES: usize = 16;

/// Returns the struct that an expression is, also through aliases.
pub(crate) fn struct_of<'t>(types: &'t Arena<Type>, expr: &Expr) -> Option<&'t Struct> {
    let mut expr = expr;
    for _ in 0..ALIASES {
        let Expr::Named(id) = expr else { return None };
        match &types.get(*id).shape {
            Shape::Struct(structure) => return Some(structure),
            Shape::Alias(target) => expr = target,
            Shape::Enum(_) | Shape::Union(_) | Shape::Newtype(_) => return None,
        }
    }
    None
}
