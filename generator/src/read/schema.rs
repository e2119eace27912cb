//! JSON Schema, draft 4: the part that Swagger 2.0 includes, and the rest that specs use. This file names every known
//! keyword. Others are reported.

use super::constraint::read_constraints;
use super::pattern::check_pattern;
use super::skim;
use super::subtypes::subtypes;
use crate::api::{
    Additional, Dependency, Discriminator, Items, JsonType, Property, Schema, SchemaId, Union, UnionKind,
};
use crate::arena::Arena;
use crate::bounds;
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Placed};
use crate::dialect::swagger2;
use crate::pointer::Pointer;
use crate::suggest::did_you_mean;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// The schemas of a run. A schema is identified by its place, so that all references to it get the same id. Schemas are
/// read from a queue, so that cycles end and long chains do not overflow the stack.
pub(super) struct Schemas<'s> {
    /// The effect of a mistake in a schema. If mistakes are skipped, an invalid keyword has no effect, and a missing
    /// schema is any JSON value.
    pub on_mistake: OnMistake,
    schemas: Arena<Schema>,
    known: HashMap<(FileId, Pointer), SchemaId>,
    queue: VecDeque<(SchemaId, Cursor<'s>)>,
    /// Whether the limit of schemas has been reported.
    too_many: bool,
    operations: usize,
    /// The number of parts of all operations.
    pub parts: usize,
}

impl<'s> Schemas<'s> {
    /// Creates an empty queue.
    pub(super) fn new(on_mistake: OnMistake) -> Self {
        let (schemas, known, queue) = Default::default();
        Self { on_mistake, schemas, known, queue, too_many: false, operations: 0, parts: 0 }
    }

    /// Returns the schema at a place, or the target of its `$ref`.
    pub(super) fn at(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let mut mistakes = Diagnostics::default();
        // A reference that adds null is a separate schema.
        let target = match adds_null(cursor) {
            true => Some(cursor.clone()),
            false => follow(cursor, &mut mistakes),
        };
        self.on_mistake.settle(mistakes, diagnostics);
        let Some(target) = target else { return self.schemas.push(Schema::default()) };
        self.of_target(target, diagnostics)
    }

    /// Returns the schema of a required keyword.
    pub(super) fn require(
        &mut self,
        (keyword, of): (&'static str, &str),
        object: &mut Object<'s>,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        let mut mistakes = Diagnostics::default();
        let schema = object.require(keyword, of, &mut mistakes);
        self.on_mistake.settle(mistakes, diagnostics);
        match schema {
            Some(schema) => self.at(&schema, diagnostics),
            None => self.schemas.push(Schema::default()),
        }
    }

    /// Counts an operation, and returns whether it is within the limit.
    pub(super) fn takes_operation(&mut self, place: &Place, diagnostics: &mut Diagnostics) -> bool {
        self.operations += 1;
        let message = match (self.operations > bounds::OPERATIONS, self.parts > bounds::PARTS) {
            (true, _) => format!("there are more than {} operations", bounds::OPERATIONS),
            (false, true) => format!("the operations have more than {} parts in total", bounds::PARTS),
            (false, false) => return true,
        };
        if !std::mem::replace(&mut self.too_many, true) {
            diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
        }
        false
    }

    /// Returns the schema of a parameter. The caller has read the other keywords.
    pub(super) fn of_parameter(
        &mut self,
        object: &mut Object<'s>,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        let place = object.place.clone();
        let mut schema = Schema { place: Some(place.clone()), ..Schema::default() };
        let mut mistakes = Diagnostics::default();
        self.read_keywords(object, &mut schema, &mut mistakes);
        self.on_mistake.settle(mistakes, diagnostics);
        // A parameter that several operations refer to is read for each of them, but has only one schema.
        *self.known.entry((place.file, place.pointer)).or_insert_with(|| self.schemas.push(schema))
    }

    /// Reads all schemas of the queue, and those that they refer to.
    pub(super) fn finish(mut self, diagnostics: &mut Diagnostics) -> Arena<Schema> {
        while let Some((id, cursor)) = self.queue.pop_front() {
            let mut mistakes = Diagnostics::default();
            self.read(id, &cursor, &mut mistakes);
            self.on_mistake.settle(mistakes, diagnostics);
        }
        self.schemas
    }

    fn of_target(&mut self, target: Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let key = (target.place.file, target.place.pointer.clone());
        if self.schemas.len() >= bounds::SCHEMAS && !self.known.contains_key(&key) {
            let message = format!("there are more than {} schemas", bounds::SCHEMAS);
            let first = !std::mem::replace(&mut self.too_many, true);
            diagnostics.extend(first.then(|| Diagnostic::new(codes::LIMIT, target.place, message)));
            return SchemaId::default();
        }
        *self.known.entry(key).or_insert_with(|| {
            let id = self.schemas.push(Schema::default());
            self.queue.push_back((id, target));
            id
        })
    }

    fn read(&mut self, id: SchemaId, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) {
        if cursor.is_reference() {
            return self.read_nullable_reference(id, cursor, diagnostics);
        }
        let Some(mut object) = cursor.object_of(&swagger2::SCHEMA, diagnostics) else { return };
        let mut schema = Schema { place: Some(cursor.place.clone()), ..Schema::default() };
        schema.title = object.text("title", diagnostics);
        schema.description = object.text("description", diagnostics);
        schema.read_only = object.flag("readOnly", diagnostics);
        self.read_keywords(&mut object, &mut schema, diagnostics);
        self.read_object(&mut object, &mut schema, diagnostics);
        let all_of = object.take("allOf").filter(|list| !lists_nothing("allOf", list, diagnostics));
        let all_of = all_of.map(|list| list.items(diagnostics)).unwrap_or_default();
        schema.all_of = all_of.iter().map(|member| self.at(member, diagnostics)).collect();
        self.read_unions(&mut object, &mut schema, diagnostics);
        schema.example = read_value(object.take_value("example"));
        schema.style = super::style::read_style(&mut object, None, diagnostics);
        schema.discriminator = read_discriminator(&mut object, diagnostics);
        let values = ["x-ms-discriminator-value", "x-discriminator-value"];
        let values = values.map(|keyword| object.text(keyword, diagnostics));
        schema.discriminator_value = values.into_iter().flatten().next();
        for subtype in schema.discriminator.iter().flat_map(|_| subtypes(cursor)) {
            self.at(&subtype, diagnostics);
        }
        skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
        skim(&mut object, "xml", &swagger2::XML, diagnostics);
        object.finish(&swagger2::SCHEMA, self.on_mistake.severity(), diagnostics);
        self.schemas.set(id, schema);
    }

    /// Reads a `$ref` with `x-nullable: true` next to it, which accepts its target or null.
    fn read_nullable_reference(&mut self, id: SchemaId, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) {
        cursor.report_siblings_but(&["x-nullable"], diagnostics);
        let message = "`x-nullable` next to a `$ref` is not allowed; null is accepted anyway";
        let help = "write `allOf: [{$ref: ...}]`, and put `x-nullable` next to the `allOf`";
        let place = cursor.place.member("x-nullable").key();
        diagnostics.push(Diagnostic::new(codes::REFERENCE_SIBLING, place, message).help(help));
        let text = |keyword| cursor.value.get(keyword).and_then(Value::as_str).map(str::to_owned);
        // This follows the whole chain, so that a cycle is reported.
        let target = cursor
            .follow_with_siblings(diagnostics)
            .and_then(|_| follow_on(cursor, &mut Diagnostics::default()));
        let all_of = target.map(|target| self.of_target(target, diagnostics)).into_iter().collect();
        cursor.log(&swagger2::SCHEMA, &["$ref", "x-nullable", "title", "description"]);
        let schema = Schema {
            place: Some(cursor.place.clone()),
            title: text("title"),
            description: text("description"),
            nullable: true,
            all_of,
            is_reference: true,
            ..Schema::default()
        };
        self.schemas.set(id, schema);
    }

    /// Reads the keywords that parameters also have.
    fn read_keywords(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        schema.types = read_types(object, diagnostics);
        schema.format = object.text("format", diagnostics);
        super::enumeration::read_enum(object, schema, diagnostics);
        schema.default = read_value(object.take_value("default"));
        schema.items = self.read_items(object, diagnostics);
        schema.more_items = self.read_additional(object.take("additionalItems"), diagnostics);
        schema.constraints = read_constraints(object, diagnostics);
        schema.nullable = object.flag("x-nullable", diagnostics);
    }

    fn read_items(&mut self, object: &mut Object<'s>, diagnostics: &mut Diagnostics) -> Items {
        match object.take("items") {
            None => Items::Unsaid,
            Some(items) if items.value.is_array() => {
                Items::Tuple(items.items(diagnostics).iter().map(|item| self.at(item, diagnostics)).collect())
            }
            Some(items) => Items::Each(self.at(&items, diagnostics)),
        }
    }

    fn read_object(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        if let Some(properties) = object.take("properties").and_then(|map| map.follow(diagnostics)) {
            for (name, property) in properties.entries(diagnostics) {
                let sibling = |keyword| property.value.get("$ref").and(property.value.get(keyword));
                let description = sibling("description").or_else(|| sibling("title"));
                schema.properties.push(Property {
                    name: name.to_owned(),
                    place: property.place.clone(),
                    schema: self.at(&property, diagnostics),
                    description: description.and_then(Value::as_str).map(str::to_owned),
                });
            }
        }
        let required = object.take("required").filter(|required| !is_draft_3(required, diagnostics));
        for name in required.map(|list| list.items(diagnostics)).unwrap_or_default() {
            let text = name.string(diagnostics).map(str::to_owned);
            schema.required.extend(text.map(|value| Placed { value, place: name.place }));
        }
        schema.additional = self.read_additional(object.take("additionalProperties"), diagnostics);
        let patterns = object.take("patternProperties").map(|map| map.entries(diagnostics));
        for (text, each) in patterns.unwrap_or_default() {
            let pattern = Placed { value: text.to_owned(), place: each.place.key() };
            let schema_of_each = self.at(&each, diagnostics);
            if check_pattern(text, &pattern.place, diagnostics) {
                schema.pattern_properties.push((pattern, schema_of_each));
            }
        }
        let dependencies = object.take("dependencies").map(|map| map.entries(diagnostics));
        for (name, value) in dependencies.unwrap_or_default() {
            let dependency = if value.value.is_array() {
                let names = value.items(diagnostics);
                Dependency::Names(
                    names.iter().filter_map(|name| Some(name.string(diagnostics)?.to_owned())).collect(),
                )
            } else {
                Dependency::Schema(self.at(&value, diagnostics))
            };
            schema.dependencies.push((name.to_owned(), dependency));
        }
    }

    fn read_additional(&mut self, keyword: Option<Cursor<'s>>, diagnostics: &mut Diagnostics) -> Additional {
        match keyword {
            None => Additional::Unsaid,
            Some(allowed) if allowed.value == &Value::Bool(true) => Additional::Allowed,
            Some(rejected) if rejected.value == &Value::Bool(false) => Additional::Rejected,
            Some(each) => Additional::Schema(self.at(&each, diagnostics)),
        }
    }

    fn read_unions(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        for (keyword, kind) in UnionKind::ALL {
            let Some(union) = object.take(keyword) else { continue };
            if lists_nothing(keyword, &union, diagnostics) {
                continue;
            }
            let members = union.items(diagnostics);
            let members = members.iter().map(|member| self.at(member, diagnostics)).collect();
            schema.unions.push(Union { kind, place: union.place, members });
        }
        schema.not = object.take("not").map(|not| self.at(&not, diagnostics));
    }
}

/// "This keyword's value MUST be an array. This array MUST have at least one element." (JSON Schema, draft 4, of
/// `allOf`, `anyOf` and `oneOf`) Reports an empty list.
fn lists_nothing(keyword: &str, list: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let is_empty = list.value.as_array().is_some_and(Vec::is_empty);
    if is_empty {
        let message = format!("`{keyword}` lists no schemas; it is ignored");
        let diagnostic = Diagnostic::warning(codes::WRONG_TYPE, list.place.key(), message);
        diagnostics.push(diagnostic.help("list at least one schema, or remove it"));
    }
    is_empty
}

/// Returns the target of a `$ref`, or the first reference on the way that adds null.
fn follow<'s>(cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> Option<Cursor<'s>> {
    if cursor.is_reference() {
        cursor.report_siblings_but(&[], diagnostics);
    }
    follow_on(cursor, diagnostics)
}

fn follow_on<'s>(cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> Option<Cursor<'s>> {
    cursor.follow_until(adds_null, diagnostics)
}

/// Returns whether a schema is a `$ref` with `x-nullable: true` next to it.
fn adds_null(cursor: &Cursor<'_>) -> bool {
    cursor.is_reference() && cursor.value.get("x-nullable") == Some(&Value::Bool(true))
}

/// Reads the name of the property. In OpenAPI 3, it is inside an object.
fn read_discriminator(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Option<Discriminator> {
    let discriminator = object.take("discriminator")?;
    let Some(name) = discriminator.value.get("propertyName").and_then(Value::as_str) else {
        let property = discriminator.string(diagnostics)?.to_owned();
        return Some(Discriminator { property, mapping: Vec::new(), place: discriminator.place });
    };
    let message = "the `discriminator` is an object, as in OpenAPI 3; its `propertyName` is used";
    let help = format!("write `discriminator: {name}`; its values are the names of the definitions");
    let place = discriminator.place.key();
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place, message).help(help));
    Some(Discriminator {
        property: name.to_owned(),
        mapping: Vec::new(),
        place: discriminator.place.member("propertyName"),
    })
}

/// Reads a value as it is written in the document.
fn read_value(cursor: Option<Cursor<'_>>) -> Option<Placed<Value>> {
    cursor.map(|cursor| Placed { value: cursor.value.clone(), place: cursor.place })
}

/// Reports a boolean `required`, and returns whether it is one. Draft 3 has `required: true` in the property itself.
fn is_draft_3(required: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let boolean = required.value.is_boolean();
    if boolean {
        let message = "`required` must be an array of names, not a boolean";
        let help = "list the property in `required` of the object that contains it";
        diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, required.place.clone(), message).help(help));
    }
    boolean
}

fn read_types(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Vec<JsonType> {
    let Some(types) = object.take("type") else {
        if object.has("type") {
            // This is YAML's null, not the type `null`. Without `type`, the schema would accept any value.
            let message = "`type` has no value; it is ignored";
            let place = object.place.member("type").key();
            let help = "write a type; for null, write `'null'` in quotes";
            diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message).help(help));
        }
        return Vec::new();
    };
    let names = if types.value.is_array() { types.items(diagnostics) } else { vec![types] };
    names.iter().filter_map(|name| read_type(name, diagnostics)).collect()
}

const TYPES: [(&str, JsonType); 8] = [
    ("null", JsonType::Null),
    ("boolean", JsonType::Boolean),
    ("integer", JsonType::Integer),
    ("number", JsonType::Number),
    ("string", JsonType::String),
    ("array", JsonType::Array),
    ("object", JsonType::Object),
    ("file", JsonType::File),
];

/// Types of other languages, which authors write by mistake.
const FOREIGN_TYPES: [(&str, &str); 16] = [
    ("date", "type: string, format: date"),
    ("datetime", "type: string, format: date-time"),
    ("date-time", "type: string, format: date-time"),
    ("uuid", "type: string, format: uuid"),
    ("uri", "type: string, format: uri"),
    ("byte", "type: string, format: byte"),
    ("text", "type: string"),
    ("bool", "type: boolean"),
    ("int", "type: integer"),
    ("int32", "type: integer, format: int32"),
    ("int64", "type: integer, format: int64"),
    ("long", "type: integer, format: int64"),
    ("float", "type: number, format: float"),
    ("double", "type: number, format: double"),
    ("list", "type: array"),
    ("map", "type: object, additionalProperties: ..."),
];

fn read_type(name: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<JsonType> {
    // In a list of types, an unquoted `null` is YAML's null.
    let text = if name.value.is_null() { "null" } else { name.string(diagnostics)? };
    let json_type = TYPES.iter().find(|(known, _)| *known == text).map(|(_, kind)| *kind);
    if json_type.is_none() {
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_TYPE, name.place.clone(), format!("`{text}` is not a JSON type"));
        let known = TYPES.iter().map(|(known, _)| *known);
        let foreign = FOREIGN_TYPES.iter().find(|(name, _)| *name == text.to_lowercase());
        diagnostics.push(match (foreign, did_you_mean(text, known)) {
            (Some((_, meant)), _) => diagnostic.help(format!("write `{meant}`")),
            (None, Some(meant)) => diagnostic.help(format!("did you mean `{meant}`?")),
            (None, None) => {
                diagnostic.help("the types are boolean, integer, number, string, array and object")
            }
        });
    }
    json_type
}
