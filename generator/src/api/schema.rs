//! Schemas, as the documents declare them.

use super::{SchemaId, Style};
use crate::diagnostic::{Place, Placed};
use serde_json::{Number, Value};

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum JsonType {
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

impl JsonType {
    /// Returns the name of the type in `type`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::File => "file",
        }
    }
}

/// A JSON Schema.
#[expect(clippy::struct_excessive_bools, reason = "each is a keyword of its own")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Schema {
    /// The place of the schema, which identifies it and determines its name. `None` before the schema is read.
    pub place: Option<Place>,
    pub title: Option<String>,
    pub description: Option<String>,
    /// The types. An empty list allows any type.
    pub types: Vec<JsonType>,
    /// Whether null is also a value, regardless of other keywords: `x-nullable`.
    pub nullable: bool,
    pub format: Option<String>,
    pub enumeration: Option<Vec<Value>>,
    /// The places of the values, if they are not those of an `enum` next to the other keywords.
    pub value_places: Vec<Place>,
    /// The names of the values, if the document has them.
    pub value_names: Vec<ValueName>,
    /// The descriptions of values, if the document has them.
    pub value_descriptions: Vec<(Value, String)>,
    /// Whether other values are also accepted.
    pub open: Option<Openness>,
    pub all_of: Vec<SchemaId>,
    pub properties: Vec<Property>,
    pub required: Vec<Placed<String>>,
    pub additional: Additional,
    pub items: Items,
    /// The style of an array in the items of a parameter.
    pub style: Option<Placed<Style>>,
    pub constraints: Vec<Placed<Constraint>>,
    pub unions: Vec<Union>,
    pub not: Option<SchemaId>,
    pub pattern_properties: Vec<(Placed<String>, SchemaId)>,
    pub dependencies: Vec<(String, Dependency)>,
    /// `additionalItems`.
    pub more_items: Additional,
    pub conditional: Option<Conditional>,
    pub contains: Option<Contains>,
    pub property_names: Option<SchemaId>,
    pub unevaluated_properties: Additional,
    pub unevaluated_items: Additional,
    pub default: Option<Placed<Value>>,
    /// `example`, and the values in `examples`.
    pub examples: Vec<Placed<Value>>,
    pub discriminator: Option<Discriminator>,
    /// `x-ms-discriminator-value`: the value of the discriminator, if it is not the name of the schema.
    pub discriminator_value: Option<String>,
    pub read_only: bool,
    /// Whether a part of a form with this schema is a file, although the schema does not say so by its `format`. Only
    /// OpenAPI 3.1 has such schemas.
    pub is_content: bool,
    /// Whether only requests have it.
    pub write_only: bool,
    /// Whether it is a `$ref` with keywords next to it that are not ignored. Its target is in `all_of`.
    pub is_reference: bool,
}

/// The name of a value of an `enum`.
#[derive(Clone, Debug)]
pub(crate) struct ValueName {
    pub value: Value,
    pub name: String,
    pub place: Place,
}

/// How a schema declares that its `enum` is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Openness {
    /// `x-extensible-enum` lists the values, in place of `enum`.
    InPlace,
    /// The extension is next to `enum`, which lists the values.
    Beside,
    /// An `anyOf` allows the values or any others of their type.
    AnyOf,
}

impl Schema {
    /// Returns the keyword that lists the values.
    pub(crate) fn enum_keyword(&self) -> &'static str {
        if self.open == Some(Openness::InPlace) { "x-extensible-enum" } else { "enum" }
    }

    /// Returns the place of a value of the `enum`.
    pub(crate) fn value_place(&self, index: usize) -> Option<Place> {
        let listed = self.value_places.get(index).cloned();
        listed.or_else(|| Some(self.place.as_ref()?.member(self.enum_keyword()).item(index)))
    }

    /// Returns whether other schemas decide which values are valid: `anyOf`, `oneOf` or `not`.
    pub(crate) fn has_unions(&self) -> bool {
        !self.unions.is_empty() || self.not.is_some()
    }

    /// Returns whether other schemas or the names of properties decide which values are valid. A struct, a map or a list
    /// cannot express such rules. `unevaluatedProperties` is not one of them, because a struct may express it.
    pub(crate) fn has_choices(&self) -> bool {
        self.has_unions() || self.has_rules()
    }

    /// Returns whether keywords other than unions decide which values are valid, and no Rust type expresses them.
    pub(crate) fn has_rules(&self) -> bool {
        !self.pattern_properties.is_empty()
            || !self.dependencies.is_empty()
            || self.conditional.is_some_and(|conditional| conditional.narrows())
            || self.contains.is_some()
            || self.property_names.is_some()
            || self.unevaluated_items.narrows()
    }

    /// Returns the schemas that apply to the same value, other than those of `allOf`.
    ///
    /// | keyword | applies its schemas to |
    /// |---|---|
    /// | `allOf`, `anyOf`, `oneOf`, `not`, `if`, `then`, `else`, a schema in `dependencies` | the same value |
    /// | `properties`, `items`, `contains`, `propertyNames`, and similar keywords | values inside |
    pub(crate) fn applied_in_place(&self) -> impl Iterator<Item = SchemaId> {
        let unions = self.unions.iter().flat_map(|union| &union.members);
        let dependencies = self.dependencies.iter().filter_map(|(_, dependency)| match dependency {
            Dependency::Schema(id) => Some(id),
            Dependency::Names(_) => None,
        });
        let conditional = self.conditional.iter().flat_map(Conditional::schemas);
        unions.chain(&self.not).chain(dependencies).copied().chain(conditional)
    }
}

/// A property of an object.
#[derive(Clone, Debug)]
pub(crate) struct Property {
    pub name: String,
    pub place: Place,
    pub schema: SchemaId,
    /// A description next to a `$ref`.
    pub description: Option<String>,
}

/// `additionalProperties`, and the keywords whose values have the same form.
#[derive(Clone, Debug, Default)]
pub(crate) enum Additional {
    #[default]
    Unsaid,
    Allowed,
    Rejected,
    Schema(SchemaId),
}

impl Additional {
    /// Returns whether it rejects a value, or may reject one.
    pub(crate) fn narrows(&self) -> bool {
        match self {
            Self::Unsaid | Self::Allowed => false,
            Self::Rejected | Self::Schema(_) => true,
        }
    }

    /// Returns the schema, if there is one.
    pub(crate) fn each(&self) -> Option<SchemaId> {
        match self {
            Self::Schema(each) => Some(*each),
            Self::Unsaid | Self::Allowed | Self::Rejected => None,
        }
    }
}

/// `anyOf` or `oneOf`.
#[derive(Clone, Debug)]
pub(crate) struct Union {
    pub kind: UnionKind,
    pub place: Place,
    pub members: Vec<SchemaId>,
    /// The place of each of them: of the `$ref`, if it is one.
    pub places: Vec<Place>,
    /// Whether all of them count, so that no `discriminator` selects one.
    pub exact: bool,
}

/// How many schemas of a union must accept a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UnionKind {
    /// At least one.
    AnyOf,
    /// Exactly one.
    OneOf,
}

impl UnionKind {
    /// The keywords, in the order in which they are read.
    pub(crate) const ALL: [(&'static str, Self); 2] = [("anyOf", Self::AnyOf), ("oneOf", Self::OneOf)];
}

/// `discriminator`: the property whose value names the schema of an object.
#[derive(Clone, Debug)]
pub(crate) struct Discriminator {
    pub property: String,
    /// The values that are not the names of schemas, and the schema of each. Swagger 2.0 has none.
    pub mapping: Vec<(Placed<String>, SchemaId)>,
    /// The schema of objects without the property, or with another value. Since OpenAPI 3.2.
    pub default: Option<Placed<SchemaId>>,
    /// The place of the name of the property.
    pub place: Place,
}

/// The requirement of a dependency.
#[derive(Clone, Debug)]
pub(crate) enum Dependency {
    /// Other properties.
    Names(Vec<String>),
    /// The object must be a value of this schema.
    Schema(SchemaId),
}

/// `if`, with `then` and `else`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Conditional {
    pub condition: SchemaId,
    pub then: Option<SchemaId>,
    pub otherwise: Option<SchemaId>,
}

impl Conditional {
    /// Returns whether it may reject a value.
    pub(crate) fn narrows(&self) -> bool {
        self.then.is_some() || self.otherwise.is_some()
    }

    /// Returns its schemas.
    pub(crate) fn schemas(&self) -> impl Iterator<Item = SchemaId> + use<> {
        [Some(self.condition), self.then, self.otherwise].into_iter().flatten()
    }
}

/// `contains`, with `minContains` and `maxContains`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Contains {
    pub schema: SchemaId,
    pub least: u64,
    pub most: Option<u64>,
}

/// `items`.
#[derive(Clone, Debug, Default)]
pub(crate) enum Items {
    #[default]
    Unsaid,
    Each(SchemaId),
    Tuple(Vec<SchemaId>),
}

/// A keyword that constrains the values of one type, and no others.
///
/// | keywords | constraint |
/// |---|---|
/// | `minimum: 5` | `Minimum`, inclusive |
/// | `minimum: 5`, `exclusiveMinimum: true` (draft 4) | `Minimum`, exclusive |
/// | `exclusiveMinimum: true` alone (draft 4) | none |
/// | `exclusiveMinimum: 5` (since draft 6) | `ExclusiveMinimum` |
/// | `uniqueItems: false` | `UniqueItems(false)`: it constrains nothing, and is about arrays |
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Constraint {
    Minimum(Bound),
    Maximum(Bound),
    ExclusiveMinimum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinLength(u64),
    MaxLength(u64),
    Pattern(String),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems(bool),
    MinProperties(u64),
    MaxProperties(u64),
}

/// `minimum` or `maximum`, with draft 4's boolean next to it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub value: Number,
    /// Whether the bound itself is excluded.
    pub exclusive: bool,
}

/// The constraint on numbers, in any version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum NumberRule<'c> {
    AtLeast(&'c Number),
    MoreThan(&'c Number),
    AtMost(&'c Number),
    LessThan(&'c Number),
    MultipleOf(&'c Number),
}

impl Constraint {
    /// Returns the keyword.
    pub(crate) fn keyword(&self) -> &'static str {
        match self {
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Pattern(_) => "pattern",
            Self::MinItems(_) => "minItems",
            Self::MaxItems(_) => "maxItems",
            Self::UniqueItems(_) => "uniqueItems",
            Self::MinProperties(_) => "minProperties",
            Self::MaxProperties(_) => "maxProperties",
        }
    }

    /// Returns the type of the values that the keyword constrains.
    pub(crate) fn narrows(&self) -> JsonType {
        match self {
            Self::Minimum(_)
            | Self::Maximum(_)
            | Self::ExclusiveMinimum(_)
            | Self::ExclusiveMaximum(_)
            | Self::MultipleOf(_) => JsonType::Number,
            Self::MinLength(_) | Self::MaxLength(_) | Self::Pattern(_) => JsonType::String,
            Self::MinItems(_) | Self::MaxItems(_) | Self::UniqueItems(_) => JsonType::Array,
            Self::MinProperties(_) | Self::MaxProperties(_) => JsonType::Object,
        }
    }

    /// Returns the rule for numbers, if the constraint applies to numbers.
    pub(crate) fn number_rule(&self) -> Option<NumberRule<'_>> {
        match self {
            Self::Minimum(Bound { value, exclusive: false }) => Some(NumberRule::AtLeast(value)),
            Self::Minimum(Bound { value, exclusive: true }) | Self::ExclusiveMinimum(value) => {
                Some(NumberRule::MoreThan(value))
            }
            Self::Maximum(Bound { value, exclusive: false }) => Some(NumberRule::AtMost(value)),
            Self::Maximum(Bound { value, exclusive: true }) | Self::ExclusiveMaximum(value) => {
                Some(NumberRule::LessThan(value))
            }
            Self::MultipleOf(factor) => Some(NumberRule::MultipleOf(factor)),
            Self::MinLength(_)
            | Self::MaxLength(_)
            | Self::Pattern(_)
            | Self::MinItems(_)
            | Self::MaxItems(_)
            | Self::UniqueItems(_)
            | Self::MinProperties(_)
            | Self::MaxProperties(_) => None,
        }
    }

    /// Returns the number, if the constraint applies to numbers.
    pub(crate) fn number(&self) -> Option<&Number> {
        match self.number_rule()? {
            NumberRule::AtLeast(number)
            | NumberRule::MoreThan(number)
            | NumberRule::AtMost(number)
            | NumberRule::LessThan(number)
            | NumberRule::MultipleOf(number) => Some(number),
        }
    }

    /// Returns the minimum or maximum number of characters, items or properties.
    pub(crate) fn count(&self) -> Option<u64> {
        match self {
            Self::MinLength(count)
            | Self::MaxLength(count)
            | Self::MinItems(count)
            | Self::MaxItems(count)
            | Self::MinProperties(count)
            | Self::MaxProperties(count) => Some(*count),
            Self::Minimum(_)
            | Self::Maximum(_)
            | Self::ExclusiveMinimum(_)
            | Self::ExclusiveMaximum(_)
            | Self::MultipleOf(_)
            | Self::Pattern(_)
            | Self::UniqueItems(_) => None,
        }
    }

    /// Returns whether every value of the type satisfies the constraint.
    pub(crate) fn is_vacuous(&self) -> bool {
        matches!(
            self,
            Self::MinLength(0) | Self::MinItems(0) | Self::MinProperties(0) | Self::UniqueItems(false)
        )
    }

    /// Returns whether every value that satisfies this constraint also satisfies the other. Returns false if the
    /// keywords differ.
    pub(crate) fn includes(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Minimum(own), Self::Minimum(other)) | (Self::Maximum(own), Self::Maximum(other)) => {
                own.value == other.value && (own.exclusive || !other.exclusive)
            }
            (own, other) => own == other,
        }
    }
}
