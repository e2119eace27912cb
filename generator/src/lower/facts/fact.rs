//! The facts about each schema, and functions to query them. The files next to this one decide the facts.

use super::alternatives::{Alternatives, Unions, Untyped};
use super::closure;
use super::usage::Usage;
use crate::api::{Api, Items, JsonType, Schema, SchemaId, Union};
use crate::bounds;
use crate::diagnostic::Place;
use crate::model::{ReadOnly, Tag, WriteOnly};
use crate::presets::{IntegerType, Preset};
use std::collections::{HashMap, HashSet};

/// The type of the values other than null that a schema accepts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Json {
    /// No type is declared.
    #[default]
    Any,
    /// Only null is accepted.
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    /// Swagger 2.0's `file`.
    File,
    /// Several of these types.
    Several,
}

impl Json {
    /// Returns the type of a schema with these types.
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

    /// Returns whether text can represent such a value.
    pub(crate) fn is_scalar(self) -> bool {
        match self {
            Self::Boolean | Self::Integer | Self::Number | Self::String => true,
            Self::Any | Self::Null | Self::Array | Self::Object | Self::File | Self::Several => false,
        }
    }
}

/// The kind of Rust type that a schema becomes.
///
/// | the first of these that applies | becomes |
/// |---|---|
/// | a setting replaces the schema with a foreign type | `Replaced` |
/// | it has subtypes, by a `discriminator` | `Family` |
/// | it is a subtype | `Struct` |
/// | one schema of its `allOf` narrows values, and nothing next to it does | `Alias` |
/// | `oneOf`, `anyOf` or several types, with a type for each alternative | `Union` |
/// | `enum` of scalars, but not of both booleans | `Enum` |
/// | a setting maps its `format` to a foreign type | `Formatted` |
/// | a setting selects a type for its `format` | `Preset` |
/// | objects, with properties of its own or of its `allOf` | `Struct` |
/// | other objects | `Map` |
/// | arrays | `List` |
/// | values of one other type | that type |
/// | files, several types, no known type, only null | `Any` |
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A foreign type with this index, regardless of the keywords.
    Replaced(usize),
    /// Another name for this schema, which may add null.
    Alias(SchemaId),
    Enum,
    /// A scalar that the foreign type with this index parses.
    Formatted(usize),
    /// A string of a format with a type.
    Preset(&'static Preset),
    /// An enum of its own struct and those of its subtypes.
    Family,
    /// An enum of alternatives.
    Union,
    Struct,
    /// Objects with values of this schema, or with any values.
    Map(Option<SchemaId>),
    /// Arrays with items of this schema, or with any items.
    List(Option<SchemaId>),
    Boolean,
    Integer32,
    Integer64,
    Number,
    String,
    /// Any JSON value, which a validator may narrow.
    #[default]
    Any,
}

/// How `unevaluatedProperties` of a schema is enforced.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unevaluated {
    /// It is absent, or other keywords evaluate every property.
    #[default]
    Nothing,
    /// The evaluated properties are known when generating. So it has the effect of `additionalProperties`, and the type
    /// enforces it.
    Known,
    /// The evaluated properties depend on the value, so a validator enforces it.
    Depends,
}

/// A foreign type in place of a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Substitute {
    pub index: usize,
    /// Whether it replaces the schema itself, not only its format.
    pub whole: bool,
    /// The type, if it is an integer that takes the place of a format.
    pub integer: Option<&'static IntegerType>,
}

/// How a discriminator selects the alternatives of a union.
pub(crate) struct Selection<'f> {
    pub tag: &'f str,
    /// The values of each alternative.
    pub values: Vec<&'f [String]>,
    /// The alternative of objects without the property, or with an unknown value.
    pub otherwise: Option<usize>,
}

/// Which definitions inherit from which.
#[derive(Debug, Default)]
pub(super) struct Families {
    /// Each definition that has subtypes, with a list of itself and the subtypes.
    pub(super) families: HashMap<SchemaId, Vec<SchemaId>>,
    /// The values of the discriminator properties of a definition, nearest first.
    pub(super) tags: HashMap<SchemaId, Vec<Tag>>,
    /// The definitions of objects without the discriminator or with an unknown value, each with the property.
    pub(super) otherwise: Vec<(SchemaId, String)>,
}

impl Families {
    /// Returns a definition and its subtypes, if it has any, and the discriminator property.
    pub(super) fn family(&self, id: SchemaId) -> Option<(&[SchemaId], &str)> {
        let tag = self.tags(id).first()?;
        Some((self.families.get(&id)?, &tag.wire))
    }

    /// Returns the values of the discriminator properties of a definition, nearest first.
    pub(super) fn tags(&self, id: SchemaId) -> &[Tag] {
        self.tags.get(&id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// The facts about one schema.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Fact {
    /// The types, including null. Empty if no type is declared. For a schema with `allOf`, the types that all of its
    /// schemas allow.
    pub types: Vec<JsonType>,
    /// The types other than null. If no type is declared, the types that the keywords imply.
    pub types_but_null: Vec<JsonType>,
    /// The types other than null, as one value.
    pub json: Json,
    /// Whether the schema has a name: it is a definition or a whole file.
    pub is_named: bool,
    /// Whether the schema is an `enum` of scalars.
    pub is_enum: bool,
    /// Whether values that its `enum` does not list are also accepted.
    pub is_open: bool,
    /// Whether null is accepted regardless of the other keywords.
    pub adds_null: bool,
    /// Whether null is accepted.
    pub nullable: bool,
    /// The schema of all items, its own or the nearest in its `allOf`.
    pub item: Option<SchemaId>,
    /// Whether it has properties, its own or those of its `allOf`.
    pub has_members: bool,
    pub unevaluated: Unevaluated,
    pub substitute: Option<Substitute>,
    /// The format that is enforced, by the type or by a validator.
    pub preset: Option<&'static Preset>,
    /// The schema that this one only annotates. This schema may also add null.
    pub annotates: Option<SchemaId>,
    pub kind: Kind,
    /// Whether a value is checked against a validator, unless the schema becomes a struct.
    pub needs_validator: bool,
    /// Whether it is an array or a map that contains itself. It becomes a newtype.
    pub is_recursive: bool,
    pub usage: Usage,
}

impl Fact {
    /// Sets the only type of the values, if there is one.
    pub(super) fn set_scalar(&mut self, scalar: Option<JsonType>) {
        if let Some(scalar) = scalar {
            self.types_but_null = vec![scalar];
            self.json = Json::from_types(&self.types_but_null, &[]);
        }
    }
}

/// The facts about all schemas.
pub(crate) struct Facts<'a> {
    pub api: &'a Api,
    pub(super) facts: Vec<Fact>,
    /// The facts about a schema that does not exist. It is any JSON value.
    pub(super) none: Fact,
    pub(super) families: Families,
    pub(super) unions: Unions,
}

impl<'a> Facts<'a> {
    /// Stores the result of a pass for each schema, in order.
    pub(super) fn set<T>(&mut self, decided: Vec<T>, put: impl Fn(&mut Fact, T)) {
        for (fact, decided) in self.facts.iter_mut().zip(decided) {
            put(fact, decided);
        }
    }

    /// Decides a fact about each schema, in order.
    pub(super) fn each<T>(&self, decide: impl Fn(SchemaId) -> T) -> Vec<T> {
        self.api.schemas.iter().map(|(id, _)| decide(id)).collect()
    }

    /// Returns the schema at a place.
    pub(crate) fn find(&self, place: &Place) -> Option<SchemaId> {
        let mut schemas = self.api.schemas.iter();
        schemas.find(|(_, schema)| schema.place.as_ref() == Some(place)).map(|(id, _)| id)
    }

    /// Returns a schema in the form in which it was read.
    pub(crate) fn schema(&self, id: SchemaId) -> &'a Schema {
        self.api.schemas.get(id)
    }

    /// Returns the facts about a schema.
    pub(crate) fn of(&self, id: SchemaId) -> &Fact {
        self.facts.get(id.index()).unwrap_or(&self.none)
    }

    /// Returns the kind of Rust type that a schema becomes.
    pub(crate) fn kind(&self, id: SchemaId) -> Kind {
        self.of(id).kind
    }

    /// Returns the JSON type of the values of a schema, other than null.
    pub(crate) fn json(&self, id: SchemaId) -> Json {
        self.of(id).json
    }

    /// Returns whether null is accepted.
    pub(crate) fn is_nullable(&self, id: SchemaId) -> bool {
        self.of(id).nullable
    }

    /// Returns whether a schema has a name: it is a definition or a whole file.
    pub(crate) fn is_named(&self, id: SchemaId) -> bool {
        self.of(id).is_named
    }

    /// Returns whether the values of a property are read-only, from the schemas that declare it.
    pub(crate) fn read_only(&self, mut declared: impl Iterator<Item = SchemaId>, required: bool) -> ReadOnly {
        match declared.any(|id| self.is_read_only(id)) {
            true if required => ReadOnly::Required,
            true => ReadOnly::Optional,
            false => ReadOnly::No,
        }
    }

    /// Returns whether the values of a property are write-only, from the schemas that declare it.
    pub(crate) fn write_only(
        &self,
        mut declared: impl Iterator<Item = SchemaId>,
        required: bool,
    ) -> WriteOnly {
        match declared.any(|id| self.is_write_only(id)) {
            true if required => WriteOnly::Required,
            true => WriteOnly::Optional,
            false => WriteOnly::No,
        }
    }

    /// Returns whether the values of this schema are read-only. In Swagger 2.0, `readOnly` in a definition does not apply
    /// to the properties that refer to it. In OpenAPI 3, it does, also through `allOf`.
    pub(crate) fn is_read_only(&self, id: SchemaId) -> bool {
        self.schema(id).read_only || self.in_all_of(id, |schema| schema.read_only)
    }

    /// Returns whether the values of this schema are write-only.
    pub(crate) fn is_write_only(&self, id: SchemaId) -> bool {
        self.in_all_of(id, |schema| schema.write_only)
    }

    /// Returns whether an annotation of OpenAPI 3 applies to a schema: its own, or one of its `allOf`.
    fn in_all_of(&self, id: SchemaId, has: impl Fn(&Schema) -> bool) -> bool {
        let is_openapi3 = self.schema(id).place.as_ref().is_some_and(|place| self.api.is_openapi3(place));
        is_openapi3 && self.with_all_of(&[id]).into_iter().any(|id| has(self.schema(id)))
    }

    /// Returns whether a schema is an `enum` of scalars. A foreign type may still replace it.
    pub(crate) fn is_enum(&self, id: SchemaId) -> bool {
        self.of(id).is_enum
    }

    /// Returns the integer type that takes the place of the format.
    pub(crate) fn integer(&self, id: SchemaId) -> Option<&'static IntegerType> {
        self.of(id).substitute?.integer
    }

    /// Returns the places of the schemas whose format is enforced.
    pub(crate) fn enforced_formats(&self) -> HashSet<Place> {
        let enforced = self.api.schemas.iter().filter(|(id, _)| self.of(*id).preset.is_some());
        enforced.filter_map(|(_, schema)| schema.place.clone()).collect()
    }

    /// Returns whether all values have one type that text can represent. Text cannot represent null.
    pub(crate) fn is_scalar(&self, id: SchemaId) -> bool {
        self.json(id).is_scalar() && !self.is_nullable(id)
    }

    /// Returns whether a parameter or a header can have this schema. Text has no null, so a null that the schema allows
    /// is never sent. Text without a type is a string.
    pub(crate) fn is_text(&self, id: SchemaId) -> bool {
        self.json(id).is_scalar() || self.json(id) == Json::Any
    }

    /// Returns whether `items` has a schema for each item.
    pub(crate) fn is_tuple(&self, id: SchemaId) -> bool {
        matches!(self.schema(id).items, Items::Tuple(_))
    }

    /// Returns the schema of the items, if the schema is an array.
    pub(crate) fn array_item(&self, id: SchemaId) -> Option<SchemaId> {
        self.of(id).item.filter(|_| self.json(id) == Json::Array)
    }

    /// Returns the values of the discriminator properties of a definition, nearest first.
    pub(crate) fn tags(&self, id: SchemaId) -> &[Tag] {
        self.families.tags(id)
    }

    /// Returns the schema that this one refers to or only annotates.
    pub(crate) fn target(&self, id: SchemaId) -> SchemaId {
        let mut target = id;
        for _ in 0..bounds::SCHEMA_DEPTH {
            match self.of(target).annotates {
                Some(next) => target = next,
                None => break,
            }
        }
        target
    }

    /// Returns the alternatives of a schema that becomes an enum of them.
    pub(crate) fn alternatives(&self, id: SchemaId) -> Option<&Alternatives> {
        self.unions.typed.get(&id).filter(|_| self.kind(id) == Kind::Union)
    }

    /// Returns the discriminator of a union, and the values that select each of its schemas.
    pub(crate) fn selected_by(&self, id: SchemaId, union: &Union) -> Option<Selection<'_>> {
        let found = self.unions.typed.get(&id).filter(|found| found.place == union.place)?;
        let tag = found.tag.as_deref()?;
        let values: Vec<&[String]> = found.members.iter().map(|member| member.values.as_slice()).collect();
        let selection = Selection { tag, values, otherwise: found.otherwise };
        (selection.values.len() == union.members.len()).then_some(selection)
    }

    /// Returns the tags of the struct of a definition. The default of a discriminator has objects with other values of
    /// the property, so the property is a field.
    pub(crate) fn struct_tags(&self, id: SchemaId) -> Vec<Tag> {
        self.tags(id).iter().filter(|tag| !self.is_default_of(id, &tag.wire)).cloned().collect()
    }

    /// Returns whether a definition is the default of a discriminator with this property.
    pub(crate) fn is_default_of(&self, id: SchemaId, wire: &str) -> bool {
        self.families.otherwise.iter().any(|(of, own)| *of == id && own == wire)
    }

    /// Returns why a union stays JSON that a validator checks, and the place of its keyword.
    pub(crate) fn untyped(&self, id: SchemaId) -> Option<&(Untyped, Place)> {
        self.unions.untyped.get(&id)
    }

    /// Returns a definition and its subtypes, if it has any, and the discriminator property.
    pub(crate) fn family(&self, id: SchemaId) -> Option<(&[SchemaId], &str)> {
        self.families.family(id)
    }

    /// Returns whether a schema does not narrow values. It may add null.
    pub(crate) fn only_annotates(&self, id: SchemaId) -> bool {
        let schema = self.schema(id);
        let fact = self.of(id);
        fact.types_but_null.is_empty()
            && fact.types.is_empty()
            && schema.constraints.is_empty()
            && schema.all_of.is_empty()
            && !schema.has_choices()
            && schema.enumeration.is_none()
            && schema.format.is_none()
            && fact.substitute.is_none()
    }

    /// Returns the schemas and all schemas that they include with `allOf`, nearest first.
    pub(crate) fn with_all_of(&self, ids: &[SchemaId]) -> Vec<SchemaId> {
        closure::with_all_of(self.api, ids)
    }
}
