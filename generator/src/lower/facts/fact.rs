//! What is decided of each schema, and how it is asked for. The files next to this one decide it.

use super::closure;
use super::usage::Usage;
use crate::api::{Api, Items, JsonType, Schema, SchemaId};
use crate::model::Tag;
use std::collections::HashMap;

/// The type of the values other than null that a schema accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Json {
    /// Nothing is said of it.
    #[default]
    Any,
    /// There are none.
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    /// Swagger 2.0's `file`.
    File,
    /// One of several.
    Several,
}

impl Json {
    /// Of a schema with these types.
    pub(super) fn from_types(types_but_null: &[JsonType], types: &[JsonType]) -> Self {
        match types_but_null {
            [] if types.is_empty() => Self::Any,
            [] | [JsonType::Null] => Self::Null,
            [JsonType::Boolean] => Self::Boolean,
            [JsonType::Integer] => Self::Integer,
            [JsonType::Number] => Self::Number,
            [JsonType::String] => Self::String,
            [JsonType::Array] => Self::Array,
            [JsonType::Object] => Self::Object,
            [JsonType::File] => Self::File,
            [_, _, ..] => Self::Several,
        }
    }

    /// Whether text can hold it.
    pub fn is_scalar(self) -> bool {
        match self {
            Self::Boolean | Self::Integer | Self::Number | Self::String => true,
            Self::Any | Self::Null | Self::Array | Self::Object | Self::File | Self::Several => false,
        }
    }
}

/// What a schema becomes.
///
/// | first of these that holds | becomes |
/// |---|---|
/// | the caller has a type for the schema | `Replaced` |
/// | a `discriminator` tells those apart that inherit from it | `Family` |
/// | it inherits from such a one | `Struct` |
/// | its `allOf` is of one that says anything, and nothing is next to it that narrows | `Alias` |
/// | `enum` of scalars, but not of both booleans | `Enum` |
/// | the caller has a type for its `format` | `Formatted` |
/// | objects, with properties of its own or of its `allOf` | `Struct` |
/// | other objects | `Map` |
/// | arrays | `List` |
/// | values of one other type | that type |
/// | files, values of several types or of none that is known, null alone | `Any` |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// A type of the caller's, whatever the schema says: one of the list that the caller gave.
    Replaced(usize),
    /// Another name for this schema, which may add null.
    Alias(SchemaId),
    Enum,
    /// A scalar that is read by a type of the caller's.
    Formatted(usize),
    /// An enum of the structs that inherit from it.
    Family,
    Struct,
    /// Objects with values of this schema, or of any.
    Map(Option<SchemaId>),
    /// Arrays with items of this schema, or of any.
    List(Option<SchemaId>),
    Boolean,
    Integer32,
    Integer64,
    Number,
    String,
    /// Any JSON, which a validator may narrow.
    #[default]
    Any,
}

/// A type of the caller's in the place of a schema: one of the list that the caller gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Substitute {
    pub index: usize,
    /// For the schema as it is, and not for its format alone.
    pub whole: bool,
}

/// Who inherits from whom.
#[derive(Debug, Default)]
pub struct Families {
    /// The definitions that inherit from one, itself first, if there are others.
    pub(super) families: HashMap<SchemaId, Vec<SchemaId>>,
    /// What every value of a definition has in the properties that are discriminators, the nearest first.
    pub(super) tags: HashMap<SchemaId, Vec<Tag>>,
}

impl Families {
    /// The definitions that a value of this one may be, if that is more than itself, and the property
    /// that tells them apart.
    pub fn family(&self, id: SchemaId) -> Option<(&[SchemaId], &str)> {
        let tag = self.tags(id).first()?;
        Some((self.families.get(&id)?, &tag.wire))
    }

    /// What every value of a definition has in the members that are discriminators.
    pub fn tags(&self, id: SchemaId) -> &[Tag] {
        self.tags.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What one schema is.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug, Default)]
pub struct Fact {
    /// The types, null among them; empty if nothing is said of them. Of a schema with `allOf`, those that all members
    /// leave.
    pub types: Vec<JsonType>,
    /// The types other than null; if none are given, those that the keywords imply.
    pub types_but_null: Vec<JsonType>,
    /// The same, as one answer.
    pub json: Json,
    /// Whether it has a name of its own: a definition, or a file as a whole.
    pub is_named: bool,
    /// Whether it lists the scalars that it accepts.
    pub is_enum: bool,
    /// Whether other values than those that its `enum` lists are accepted.
    pub is_open: bool,
    /// Whether null is a value whatever the other keywords say.
    pub adds_null: bool,
    /// Whether null is a value.
    pub nullable: bool,
    /// The schema of all items, its own or the nearest in its `allOf`.
    pub item: Option<SchemaId>,
    /// Whether it has properties, its own or those of its `allOf`.
    pub has_members: bool,
    pub substitute: Option<Substitute>,
    /// The schema that this one only annotates, apart from null, which it may add.
    pub annotates: Option<SchemaId>,
    pub kind: Kind,
    /// Whether a value that becomes no struct is checked against a validator.
    pub needs_validator: bool,
    /// Whether it is an array or a map that holds itself: it becomes a newtype.
    pub is_recursive: bool,
    pub usage: Usage,
}

/// What all schemas are.
pub struct Facts<'a> {
    pub api: &'a Api,
    pub(super) facts: Vec<Fact>,
    /// Of a schema that could not be found: it is any JSON.
    pub(super) none: Fact,
    pub(super) families: Families,
}

impl<'a> Facts<'a> {
    /// Puts what a pass decided of each schema, in their order.
    pub(super) fn set<T>(&mut self, decided: Vec<T>, put: impl Fn(&mut Fact, T)) {
        for (fact, decided) in self.facts.iter_mut().zip(decided) {
            put(fact, decided);
        }
    }

    /// A fact of each schema, in their order.
    pub(super) fn each<T>(&self, decide: impl Fn(SchemaId) -> T) -> Vec<T> {
        self.api.schemas.iter().map(|(id, _)| decide(id)).collect()
    }

    /// What the documents say.
    pub fn schema(&self, id: SchemaId) -> &'a Schema {
        self.api.schemas.get(id)
    }

    /// What a schema is.
    pub fn of(&self, id: SchemaId) -> &Fact {
        self.facts.get(id.index()).unwrap_or(&self.none)
    }

    /// What a schema becomes.
    pub fn kind(&self, id: SchemaId) -> Kind {
        self.of(id).kind
    }

    /// The type in JSON of what a schema accepts, other than null.
    pub fn json(&self, id: SchemaId) -> Json {
        self.of(id).json
    }

    /// Whether null is a value.
    pub fn is_nullable(&self, id: SchemaId) -> bool {
        self.of(id).nullable
    }

    /// Whether a schema has a name of its own: a definition, or a file as a whole.
    pub fn is_named(&self, id: SchemaId) -> bool {
        self.of(id).is_named
    }

    /// Whether clients do not send what has this schema. A definition says it of itself, and not of the properties that
    /// refer to it.
    pub fn is_read_only(&self, id: SchemaId) -> bool {
        self.schema(id).read_only && !self.is_named(id)
    }

    /// Whether it lists the scalars that it accepts. A type of the caller's may be in its place all the same.
    pub fn is_enum(&self, id: SchemaId) -> bool {
        self.of(id).is_enum
    }

    /// Whether a schema is a value of one type that text can hold: null is none of them.
    pub fn is_scalar(&self, id: SchemaId) -> bool {
        self.json(id).is_scalar() && !self.is_nullable(id)
    }

    /// Whether a parameter or a header can have this schema. Text cannot say null, so that nobody sends it; without a
    /// type, text is a string.
    pub fn is_text(&self, id: SchemaId) -> bool {
        self.json(id).is_scalar() || self.json(id) == Json::Any
    }

    /// Whether `items` has a schema for each place.
    pub fn is_tuple(&self, id: SchemaId) -> bool {
        matches!(self.schema(id).items, Items::Tuple(_))
    }

    /// The schema of the items, if it is an array.
    pub fn array_item(&self, id: SchemaId) -> Option<SchemaId> {
        self.of(id).item.filter(|_| self.json(id) == Json::Array)
    }

    /// What every value of a definition has in the properties that are discriminators, the nearest first.
    pub fn tags(&self, id: SchemaId) -> &[Tag] {
        self.families.tags(id)
    }

    /// The definitions that a value of this one may be, if that is more than itself, and the property that tells them
    /// apart.
    pub fn family(&self, id: SchemaId) -> Option<(&[SchemaId], &str)> {
        self.families.family(id)
    }

    /// Whether a schema says nothing of values, except perhaps that null is one of them.
    pub fn only_annotates(&self, id: SchemaId) -> bool {
        let schema = self.schema(id);
        let fact = self.of(id);
        fact.types_but_null.is_empty()
            && fact.types.is_empty()
            && schema.constraints.is_empty()
            && schema.all_of.is_empty()
            && !schema.has_unions()
            && schema.enumeration.is_none()
            && schema.format.is_none()
            && fact.substitute.is_none()
    }

    /// The schemas, and all that they take in with `allOf`, the nearest first.
    pub fn with_all_of(&self, ids: &[SchemaId]) -> Vec<SchemaId> {
        closure::with_all_of(self.api, ids)
    }
}
