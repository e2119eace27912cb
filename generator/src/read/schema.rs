//! JSON Schema, draft 4 as Swagger 2.0 takes it and as documents use it beyond that. Every keyword is
//! named here: what is not read is reported.

use super::heirs::heirs;
use super::pattern::check_pattern;
use super::skim;
use crate::api::{
    Additional, Constraint, Dependency, Items, JsonType, Limit, Pattern, Property, Schema, SchemaId, Union,
};
use crate::arena::Arena;
use crate::bounds;
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place};
use crate::dialect::swagger2;
use crate::pointer::Pointer;
use crate::suggest::did_you_mean;
use serde_json::Value;
use std::collections::{HashMap, VecDeque};

/// The schemas of one run. A schema is known by its place, so that whatever refers to it gets the
/// same id; reading is a queue, so that a cycle ends and a long chain needs no stack.
pub struct Schemas<'s> {
    /// What becomes of a mistake in one: a keyword that is passed over says nothing, and a schema that
    /// cannot be found is any JSON.
    pub on_mistake: OnMistake,
    schemas: Arena<Schema>,
    known: HashMap<(FileId, Pointer), SchemaId>,
    queue: VecDeque<(SchemaId, Cursor<'s>)>,
    /// Whether it is said that there are too many.
    too_many: bool,
    operations: usize,
    /// What these are made of, counted.
    pub parts: usize,
}

impl<'s> Schemas<'s> {
    /// None yet.
    pub fn new(on_mistake: OnMistake) -> Self {
        let (schemas, known, queue) = Default::default();
        Self { on_mistake, schemas, known, queue, too_many: false, operations: 0, parts: 0 }
    }

    /// The schema at a place, or the one that its `$ref` leads to.
    pub fn at(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let id = self.id(cursor, diagnostics);
        self.schemas.get_mut(id).used = true;
        id
    }

    /// The schema of a keyword that has to be there.
    pub fn require(
        &mut self,
        (keyword, of): (&'static str, &str),
        object: &mut Object<'s>,
        diagnostics: &mut Diagnostics,
    ) -> SchemaId {
        let mut found = Diagnostics::default();
        let schema = object.require(keyword, of, &mut found);
        self.on_mistake.settle(found, diagnostics);
        match schema {
            Some(schema) => self.at(&schema, diagnostics),
            None => self.schemas.push(Schema::default()),
        }
    }

    /// A schema that is defined; whether anything uses it is not said yet.
    pub fn define(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        self.id(cursor, diagnostics)
    }

    /// Counts an operation, and says whether there may be as many.
    pub fn takes_operation(&mut self, place: &Place, diagnostics: &mut Diagnostics) -> bool {
        self.operations += 1;
        let message = match (self.operations > bounds::OPERATIONS, self.parts > bounds::PARTS) {
            (true, _) => format!("there are more than {} operations", bounds::OPERATIONS),
            (false, true) => format!("operations have more than {} parts together", bounds::PARTS),
            (false, false) => return true,
        };
        if !std::mem::replace(&mut self.too_many, true) {
            diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
        }
        false
    }

    /// A schema that is part of a parameter, whose other keywords the caller has taken.
    pub fn of_parameter(&mut self, object: &mut Object<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let place = object.place.clone();
        let mut schema = Schema { place: Some(place.clone()), used: true, ..Schema::default() };
        let mut found = Diagnostics::default();
        self.read_keywords(object, &mut schema, &mut found);
        self.on_mistake.settle(found, diagnostics);
        // A parameter that several operations refer to is read for each of them, and is one schema.
        *self.known.entry((place.file, place.pointer)).or_insert_with(|| self.schemas.push(schema))
    }

    /// Reads all that is waiting, and what that refers to.
    pub fn finish(mut self, diagnostics: &mut Diagnostics) -> Arena<Schema> {
        while let Some((id, cursor)) = self.queue.pop_front() {
            let mut found = Diagnostics::default();
            self.read(id, &cursor, &mut found);
            self.on_mistake.settle(found, diagnostics);
        }
        self.schemas
    }

    fn id(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let mut found = Diagnostics::default();
        // A reference that adds null is a schema of its own.
        let target = match adds_null(cursor) {
            true => Some(cursor.clone()),
            false => follow(cursor, &mut found),
        };
        self.on_mistake.settle(found, diagnostics);
        let Some(target) = target else { return self.schemas.push(Schema::default()) };
        self.of_target(target, diagnostics)
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

    fn taken_in(&mut self, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> SchemaId {
        let id = self.id(cursor, diagnostics);
        self.schemas.get_mut(id).taken_in = true;
        id
    }

    fn read(&mut self, id: SchemaId, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) {
        if cursor.is_reference() {
            return self.read_nullable_reference(id, cursor, diagnostics);
        }
        let Some(mut object) = cursor.object(diagnostics) else { return };
        let mut schema = Schema { place: Some(cursor.place.clone()), ..self.schemas.get(id).clone() };
        schema.title = object.text("title", diagnostics);
        schema.description = object.text("description", diagnostics);
        schema.read_only = object.flag("readOnly", diagnostics);
        self.read_keywords(&mut object, &mut schema, diagnostics);
        self.read_object(&mut object, &mut schema, diagnostics);
        let all_of = object.take("allOf").map(|list| list.items(diagnostics)).unwrap_or_default();
        schema.all_of = all_of.iter().map(|member| self.taken_in(member, diagnostics)).collect();
        self.read_unions(&mut object, &mut schema, diagnostics);
        schema.example = object.take_value("example").map(|example| (example.value.clone(), example.place));
        schema.style = super::style::read_style(&mut object, None, diagnostics);
        schema.discriminator = read_discriminator(&mut object, diagnostics);
        let values = ["x-ms-discriminator-value", "x-discriminator-value"];
        let values = values.map(|keyword| object.text(keyword, diagnostics));
        schema.discriminator_value = values.into_iter().flatten().next();
        for heir in schema.discriminator.iter().flat_map(|_| heirs(cursor)) {
            self.define(&heir, diagnostics);
        }
        skim(&mut object, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
        skim(&mut object, "xml", &swagger2::XML, diagnostics);
        object.finish(&swagger2::SCHEMA, self.on_mistake.severity(), diagnostics);
        // Marks that were made while this one waited stay.
        let waiting = self.schemas.get(id);
        (schema.used, schema.taken_in) = (waiting.used, waiting.taken_in);
        self.schemas.set(id, schema);
    }

    /// A `$ref` with `x-nullable: true` next to it is what it refers to, or null.
    fn read_nullable_reference(&mut self, id: SchemaId, cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) {
        cursor.report_siblings_but(&["x-nullable"], diagnostics);
        let message = "by the specification, `x-nullable` next to a `$ref` is ignored; null is accepted here";
        let help = "put the `$ref` into an `allOf` of one, and `x-nullable` next to that";
        let place = cursor.place.member("x-nullable").key();
        diagnostics.push(Diagnostic::new(codes::BESIDE_REFERENCE, place, message).help(help));
        let text = |keyword| cursor.value.get(keyword).and_then(Value::as_str).map(str::to_owned);
        let (title, description) = (text("title"), text("description"));
        // All of the way, so that a cycle is reported.
        let target =
            cursor.follow_beside(diagnostics).and_then(|_| follow_on(cursor, &mut Diagnostics::default()));
        let all_of = target.map(|target| self.of_target(target, diagnostics)).into_iter().collect();
        for target in &all_of {
            let target: &SchemaId = target;
            self.schemas.get_mut(*target).used = true;
        }
        let schema = self.schemas.get_mut(id);
        (schema.place, schema.nullable, schema.all_of) = (Some(cursor.place.clone()), true, all_of);
        (schema.title, schema.description) = (title, description);
        cursor.log(&swagger2::SCHEMA, &["$ref", "x-nullable", "title", "description"]);
    }

    /// The keywords that a parameter has as well.
    fn read_keywords(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        schema.types = read_types(object, diagnostics);
        schema.format = object.text("format", diagnostics);
        super::enumeration::read_enum(object, schema, diagnostics);
        schema.default = object.take_value("default").map(|default| (default.value.clone(), default.place));
        schema.items = self.read_items(object, diagnostics);
        schema.more_items = self.read_additional(object.take("additionalItems"), diagnostics);
        schema.constraints = read_constraints(object, diagnostics);
        schema.nullable = object.flag("x-nullable", diagnostics);
    }

    fn read_items(&mut self, object: &mut Object<'s>, diagnostics: &mut Diagnostics) -> Items {
        match object.take("items") {
            None => Items::Unsaid,
            Some(items) if items.value.is_array() => {
                Items::Tuple(items.items(diagnostics).iter().map(|item| self.id(item, diagnostics)).collect())
            }
            Some(items) => Items::Each(self.at(&items, diagnostics)),
        }
    }

    fn read_object(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        if let Some(properties) = object.take("properties").and_then(|map| map.follow(diagnostics)) {
            for (name, property) in properties.entries(diagnostics) {
                let beside = |keyword| property.value.get("$ref").and(property.value.get(keyword));
                let description = beside("description").or_else(|| beside("title"));
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
            schema
                .required
                .extend(name.string(diagnostics).map(|text| (text.to_owned(), name.place.clone())));
        }
        schema.additional = self.read_additional(object.take("additionalProperties"), diagnostics);
        let patterns = object.take("patternProperties").map(|map| map.entries(diagnostics));
        for (text, each) in patterns.unwrap_or_default() {
            let pattern = Pattern { text: text.to_owned(), place: each.place.key() };
            let schema_of_each = self.id(&each, diagnostics);
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
                Dependency::Schema(self.id(&value, diagnostics))
            };
            schema.dependencies.push((name.to_owned(), dependency));
        }
    }

    fn read_additional(&mut self, keyword: Option<Cursor<'s>>, diagnostics: &mut Diagnostics) -> Additional {
        match keyword {
            None => Additional::Unsaid,
            Some(allowed) if allowed.value == &Value::Bool(true) => Additional::Allowed,
            Some(refused) if refused.value == &Value::Bool(false) => Additional::Refused,
            Some(each) => Additional::Schema(self.at(&each, diagnostics)),
        }
    }

    fn read_unions(&mut self, object: &mut Object<'s>, schema: &mut Schema, diagnostics: &mut Diagnostics) {
        for keyword in ["anyOf", "oneOf", "not"] {
            let Some(union) = object.take(keyword) else { continue };
            let members = if keyword == "not" { vec![union.clone()] } else { union.items(diagnostics) };
            let members = members.iter().map(|member| self.id(member, diagnostics)).collect();
            schema.unions.push(Union { keyword, members });
        }
    }
}

/// The schema that a `$ref` leads to, or the first reference on the way that adds null.
fn follow<'s>(cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> Option<Cursor<'s>> {
    if cursor.is_reference() {
        cursor.report_siblings_but(&[], diagnostics);
    }
    follow_on(cursor, diagnostics)
}

fn follow_on<'s>(cursor: &Cursor<'s>, diagnostics: &mut Diagnostics) -> Option<Cursor<'s>> {
    cursor.follow_until(adds_null, diagnostics)
}

/// Whether a schema is a `$ref` with `x-nullable: true` next to it.
fn adds_null(cursor: &Cursor<'_>) -> bool {
    cursor.is_reference() && cursor.value.get("x-nullable") == Some(&Value::Bool(true))
}

/// The name of a property. In OpenAPI 3 it stands in an object.
fn read_discriminator(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Option<(String, Place)> {
    let discriminator = object.take("discriminator")?;
    let Some(name) = discriminator.value.get("propertyName").and_then(Value::as_str) else {
        return Some((discriminator.string(diagnostics)?.to_owned(), discriminator.place));
    };
    let message = "the `discriminator` is an object, as in OpenAPI 3; its `propertyName` is taken";
    let help = format!("write `discriminator: {name}`; the values are the names of the definitions");
    let place = discriminator.place.key();
    diagnostics.push(Diagnostic::warning(codes::BAD_DISCRIMINATOR, place, message).help(help));
    Some((name.to_owned(), discriminator.place.member("propertyName")))
}

/// Draft 3 had `required: true` in the property itself.
fn is_draft_3(required: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let boolean = required.value.is_boolean();
    if boolean {
        let message = "`required` must be an array of names, and is a boolean";
        let help = "list the property in the `required` of the object around it";
        diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, required.place.clone(), message).help(help));
    }
    boolean
}

fn read_types(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Vec<JsonType> {
    let Some(types) = object.take("type") else { return Vec::new() };
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

/// What authors write who think of another language's types.
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
    // An unquoted `null` in a list of types is YAML's null.
    let text = if name.value.is_null() { "null" } else { name.string(diagnostics)? };
    let found = TYPES.iter().find(|(known, _)| *known == text).map(|(_, kind)| *kind);
    if found.is_none() {
        let diagnostic =
            Diagnostic::new(codes::UNKNOWN_TYPE, name.place.clone(), format!("`{text}` is no type of JSON"));
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
    found
}

fn read_constraints(object: &mut Object<'_>, diagnostics: &mut Diagnostics) -> Vec<Constraint> {
    type Read = fn(&Cursor<'_>, &mut Diagnostics) -> Option<Limit>;
    let number: Read = |value, diagnostics| value.number(diagnostics).cloned().map(Limit::Number);
    let count: Read = |value, diagnostics| value.count(diagnostics).map(Limit::Count);
    let flag: Read = |value, diagnostics| value.boolean(diagnostics).map(Limit::Flag);
    let exclusive: Read = read_exclusive;
    let factor: Read = read_factor;
    let pattern: Read = read_pattern;
    let keywords: [(&'static str, Read); 13] = [
        ("minimum", number),
        ("maximum", number),
        ("exclusiveMinimum", exclusive),
        ("exclusiveMaximum", exclusive),
        ("multipleOf", factor),
        ("minLength", count),
        ("maxLength", count),
        ("pattern", pattern),
        ("minItems", count),
        ("maxItems", count),
        ("uniqueItems", flag),
        ("minProperties", count),
        ("maxProperties", count),
    ];
    let read = |(keyword, read): (&'static str, Read)| {
        let value = object.take(keyword)?;
        Some(Constraint { keyword, value: read(&value, diagnostics)?, place: value.place })
    };
    let constraints: Vec<Constraint> = keywords.into_iter().filter_map(read).collect();
    report_lone_exclusives(&constraints, diagnostics);
    super::demands::report_contradictions(&constraints, diagnostics);
    constraints
}

/// Draft 6 made a bound of its own of what is a boolean here.
fn read_exclusive(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Limit> {
    let Some(number) = value.value.as_number() else {
        return value.boolean(diagnostics).map(Limit::Flag);
    };
    let (keyword, bound) =
        value.place.pointer.split_last().map_or(("", ""), |(_, name)| match name.as_ref() {
            "exclusiveMinimum" => ("exclusiveMinimum", "minimum"),
            _ => ("exclusiveMaximum", "maximum"),
        });
    let message = format!("`{keyword}` must be `true` or `false`, and is {number}");
    let help =
        format!("write `{bound}: {number}` and `{keyword}: true`; a number is of JSON Schema, draft 6");
    diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message).help(help));
    None
}

fn read_pattern(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Limit> {
    let text = value.text(diagnostics)?;
    check_pattern(&text, &value.place, diagnostics).then(|| Limit::Pattern(text.into_owned()))
}

fn read_factor(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Limit> {
    let number = value.number(diagnostics)?;
    let positive = number.as_f64().is_some_and(|factor| factor > 0.0);
    if !positive {
        let message = format!("`multipleOf` must be more than zero, and is {number}");
        diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message));
    }
    positive.then(|| Limit::Number(number.clone()))
}

fn report_lone_exclusives(constraints: &[Constraint], diagnostics: &mut Diagnostics) {
    for (keyword, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")] {
        let find = |keyword| constraints.iter().find(|constraint| constraint.keyword == keyword);
        if let (Some(lone), None) = (find(keyword), find(bound)) {
            let message = format!("`{keyword}` says nothing without `{bound}`");
            diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, lone.place.clone(), message));
        }
    }
}
