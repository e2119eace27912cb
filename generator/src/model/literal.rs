//! Values that the description gives: its defaults.

use super::{Scalar, TypeId};
use serde_json::{Map, Value};

/// A parameter's default.
#[derive(Clone, Debug, PartialEq)]
pub struct TextDefault {
    /// The text that is read in place of one; one for each item where those are parameters one by one.
    pub texts: Vec<String>,
    pub value: Literal,
}

/// A value of a type, to be written as Rust.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Scalar(Scalar),
    /// A variant of an enum, by its position.
    Variant(TypeId, usize),
    /// A value that an open enum does not list.
    Other(TypeId, Box<Literal>),
    List(Vec<Literal>),
    Map(Vec<(String, Literal)>),
    /// An object that holds any JSON.
    AnyObject(Map<String, Value>),
    Any(Value),
    Null,
    NotNull(Box<Literal>),
    /// A newtype, and what it holds.
    Newtype(TypeId, Box<Literal>),
    /// A struct whose members are all absent, or have defaults themselves.
    Empty(TypeId),
    /// A struct: its fields in their order, those without a value being absent, and the members without a field.
    Struct(TypeId, Vec<Option<Literal>>, Option<Box<Literal>>),
    /// A variant of a tagged enum, by its position, and what it holds.
    Union(TypeId, usize, Box<Literal>),
}
