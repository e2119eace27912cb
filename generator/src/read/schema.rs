//! JSON Schema: draft 4, as Swagger 2.0 and OpenAPI 3.0 include it and as specs use it beyond that, and 2020-12. Every
//! keyword is named here, and others are reported.

use super::constraint::read_constraints;
use super::enumeration::read_null;
use super::items::EventItems;
use super::json_type::read_types;
use super::only::Only;
use super::other_version::{check_meta_schema, report_newer, report_older};
use super::pattern::check_pattern;
use super::skim;
use crate::api::{Additional, Dependency, Items, Property, Schema, SchemaId};
use crate::arena::Arena;
use crate::bounds;
use crate::choices::{OnMistake, OneOf};
use crate::codes;
use crate::cursor::{ANNOTATIONS, Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Placed};
use crate::dialect::{Version, swagger2};
use crate::named;
use crate::pointer::Pointer;
use crate::subtypes::Subtypes;
use serde_json::Value;
use std::collections::{HashMap, HashSet, VecDeque};

/// The schemas of a run. A schema is identified by its place, so that all references to it get the same id. Schemas are
/// read from a queue, so that cycles end and long chains do not overflow the stack.
pub(super) struct Schemas<'s> {
    /// The effect of a mistake in a schema. If mistakes are skipped, an invalid keyword has no effect, and a missing
    /// schema is any JSON value.
    pub on_mistake: OnMistake,
    /// The operations that are read.
    pub only: Only,
    /// The schemas whose alternatives are counted in another way.
    pub one_of: HashMap<Place, OneOf>,
    /// The streams whose schema is that of their items.
    pub event_items: EventItems,
    /// The path before the names of webhooks, if the generated code receives them.
    pub receive_webhooks: Option<String>,
    schemas: Arena<Schema>,
    known: HashMap<(FileId, Pointer), SchemaId>,
    queue: VecDeque<(SchemaId, Cursor<'s>)>,
    subtypes: Subtypes<'s>,
    /// Whether the limit of schemas has been reported.
    too_many: bool,
    operations: usize,
    /// The number of parts of all operations.
    pub parts: usize,
}

impl<'s> Schemas<'s> {
    /// Creates an empty queue.
    pub(super) fn new(on_mistake: OnMistake) -> Self {
        let (only, one_of, event_items, receive_webhooks) = Default::default();
        let (schemas, known, queue, subtypes) = Default::default();
        Self {
            on_mistake,
            only,
            one_of,
            event_items,
            receive_webhooks,
            schemas,
            known,
            queue,
            subtypes,
            too_many: false,
            operations: 0,
            parts: 0,
        }
    }

    /// Returns the schema at a place, or the target of its `$ref`.
    pub(super) fn at(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let mut mistakes = Diagnostics::default();
        // A reference with keywords next to it that count is a schema of its own.
        let target = match is_schema(cursor) {
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

    /// Returns a schema that the document does not have, and that allows any value.
    pub(super) fn of_anything(&mut self) -> SchemaId {
        self.schemas.push(Schema::default())
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
        let dialect = cursor.dialect();
        let version = dialect.version;
        if cursor.is_reference() && version < Version::OpenApi31 {
            return self.read_nullable_reference(id, cursor, diagnostics);
        }
        if let (true, Some(allows)) = (dialect.is_openapi3(), cursor.value.as_bool()) {
            return self.read_boolean(id, cursor, allows);
        }
        let Some(mut object) = cursor.object_of(dialect.schema, diagnostics) else { return };
        let mut schema = Schema { place: Some(cursor.place.clone()), ..Schema::default() };
        schema.title = object.text("title", diagnostics);
        schema.description = object.text("description", diagnostics);
        // In Swagger 2.0, `readOnly` is "relevant only for Schema "properties" definitions", not for those in `definitions`.
        let is_relevant = dialect.is_openapi3() || !named::is_named(&cursor.place.pointer);
        schema.read_only = object.flag("readOnly", diagnostics) && is_relevant;
        schema.write_only = dialect.is_openapi3() && object.flag("writeOnly", diagnostics);
        self.read_keywords(&mut object, &mut schema, diagnostics);
        read_null(&mut schema, diagnostics);
        self.read_object(&mut object, &mut schema, diagnostics);
        let all_of = object.take("allOf").filter(|list| !lists_nothing("allOf", list, diagnostics));
        let all_of = all_of.map(|list| list.items(diagnostics)).unwrap_or_default();
        schema.all_of = all_of.iter().map(|member| self.at(member, diagnostics)).collect();
        self.read_unions(&mut object, &mut schema, version, diagnostics);
        schema.examples.extend(read_value(object.take_value("example")));
        match version {
            Version::Swagger2 => schema.style = super::style::read_style(&mut object, None, diagnostics),
            Version::OpenApi30 => report_newer(&object, dialect.schema, diagnostics),
            Version::OpenApi31 | Version::OpenApi32 => {
                report_older(&object, diagnostics);
                check_meta_schema("$schema", object.take("$schema").as_ref(), diagnostics);
                self.read_empty_enum(&object, &mut schema, diagnostics);
                self.read_reference(cursor, &mut object, &mut schema, diagnostics);
                self.read_dynamic(cursor, &mut object, &mut schema, diagnostics);
            }
        }
        if dialect.is_openapi3() {
            let examples = object.take("examples").map(|list| list.items(&mut Diagnostics::default()));
            let examples = examples.into_iter().flatten();
            schema.examples.extend(examples.filter_map(|example| read_value(Some(example))));
        }
        schema.discriminator = self.read_discriminator(&mut object, diagnostics);
        let values = ["x-ms-discriminator-value", "x-discriminator-value"];
        let values = values.map(|keyword| object.text(keyword, diagnostics));
        schema.discriminator_value = values.into_iter().flatten().next();
        let subtypes = schema.discriminator.as_ref().map(|_| self.subtypes.of(cursor));
        for subtype in subtypes.into_iter().flatten() {
            self.at(&subtype, diagnostics);
        }
        skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
        skim(&mut object, "xml", dialect.xml(), diagnostics);
        object.finish(dialect.schema, self.on_mistake.severity(), diagnostics);
        self.schemas.set(id, schema);
    }

    /// "The boolean schema values `true` and `false` are trivial schemas that always produce themselves as assertion
    /// results" (JSON Schema 2020-12, section 4.3.2).
    fn read_boolean(&mut self, id: SchemaId, cursor: &Cursor<'s>, allows: bool) {
        let not = (!allows).then(|| self.schemas.push(Schema::default()));
        self.schemas.set(id, Schema { place: Some(cursor.place.clone()), not, ..Schema::default() });
    }

    /// A `$ref` and the keywords next to it apply to the same value, as an `allOf` does (JSON Schema 2020-12, section
    /// 8.2.3.1).
    fn read_reference(
        &mut self,
        cursor: &Cursor<'s>,
        object: &mut Object<'s>,
        schema: &mut Schema,
        diagnostics: &mut Diagnostics,
    ) {
        if object.take("$ref").is_none() || !cursor.is_reference() {
            return;
        }
        // A cycle of such schemas is a cycle of `allOf`.
        let target = follow_on(cursor, diagnostics).map(|target| self.of_target(target, diagnostics));
        schema.is_reference = schema.all_of.is_empty();
        schema.all_of.splice(0..0, target);
    }

    /// A `$ref` with `x-nullable: true` next to it, or `nullable: true` in OpenAPI 3.0, accepts its target or null.
    fn read_nullable_reference(&mut self, id: SchemaId, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) {
        let keyword = if is_true(cursor, "x-nullable") { "x-nullable" } else { "nullable" };
        cursor.report_siblings_but(&["x-nullable", "nullable"], diagnostics);
        let message = format!("`{keyword}` next to a `$ref` is not allowed; null is accepted anyway");
        let help = format!("put the `$ref` in an `allOf` of one schema, and `{keyword}` next to the `allOf`");
        let place = cursor.place.member(keyword).key();
        diagnostics.push(Diagnostic::new(codes::REFERENCE_SIBLING, place, message).help(help));
        let text = |keyword| cursor.value.get(keyword).and_then(Value::as_str).map(str::to_owned);
        // This follows the whole chain, so that a cycle is reported.
        let target = cursor
            .follow_with_siblings(diagnostics)
            .and_then(|_| follow_on(cursor, &mut Diagnostics::default()));
        let all_of = target.map(|target| self.of_target(target, diagnostics)).into_iter().collect();
        cursor.log(cursor.dialect().schema, &["$ref", keyword, "title", "description"]);
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
        if object.dialect().is_openapi3() {
            self.read_newer(object, schema, diagnostics);
        }
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
        let mut known = HashSet::new();
        for name in required.map(|list| list.items(diagnostics)).unwrap_or_default() {
            let Some(text) = name.string(diagnostics) else { continue };
            if !known.insert(text) {
                // "Elements of the array MUST be unique."
                let message = format!("`required` lists `{text}` twice");
                let diagnostic = Diagnostic::warning(codes::UNDECLARED_REQUIRED, name.place.clone(), message);
                diagnostics.push(diagnostic.help("write another property, or remove it"));
            }
            schema.required.push(Placed { value: text.to_owned(), place: name.place });
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

    pub(super) fn read_additional(
        &mut self,
        keyword: Option<Cursor<'s>>,
        diagnostics: &mut Diagnostics,
    ) -> Additional {
        match keyword {
            None => Additional::Unsaid,
            Some(allowed) if allowed.value == &Value::Bool(true) => Additional::Allowed,
            Some(rejected) if rejected.value == &Value::Bool(false) => Additional::Rejected,
            Some(each) => Additional::Schema(self.at(&each, diagnostics)),
        }
    }
}

/// "This keyword's value MUST be an array. This array MUST have at least one element." (JSON Schema, draft 4, of `allOf`,
/// `anyOf` and `oneOf`) Reports an empty one.
pub(super) fn lists_nothing(keyword: &str, list: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
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
    let target = cursor.follow_until(is_schema, diagnostics)?;
    (target.is_reference() || target.check_kind(target.dialect().schema, diagnostics)).then_some(target)
}

/// Returns whether a `$ref` is a schema of its own, because of a keyword next to it.
///
/// | version | keywords that count |
/// |---|---|
/// | Swagger 2.0 | `x-nullable: true` |
/// | OpenAPI 3.0 | `x-nullable: true`, `nullable: true` |
/// | OpenAPI 3.1, 3.2 | all but annotations |
fn is_schema(cursor: &Cursor<'_>) -> bool {
    cursor.is_reference()
        && match cursor.dialect().version {
            Version::Swagger2 => is_true(cursor, "x-nullable"),
            Version::OpenApi30 => is_true(cursor, "x-nullable") || is_true(cursor, "nullable"),
            Version::OpenApi31 | Version::OpenApi32 => {
                let mut keys = cursor.value.as_object().into_iter().flat_map(serde_json::Map::keys);
                is_true(cursor, "x-nullable")
                    || keys.any(|key| {
                        key != "$ref" && !key.starts_with("x-") && !ANNOTATIONS.contains(&key.as_str())
                    })
            }
        }
}

fn is_true(cursor: &Cursor<'_>, keyword: &str) -> bool {
    cursor.value.get(keyword) == Some(&Value::Bool(true))
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
