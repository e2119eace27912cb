//! Schemas to types. A schema is lowered once, so that whatever uses it gets the same type.

use super::all_of::Member;
use super::analysis::recursive_alias;
use super::check::{self, checks_of, member_checks};
use super::enumeration::{self, is_enum};
use super::inheritance::Inheritance;
use super::kinds::{is_named, is_named_place, is_nullable, is_object, is_read_only, kinds};
use super::map::value_schema;
use super::table::{has_patterned_members, rest_of};
use super::{all_of, substitute};
use crate::api::{self, Api, Items, JsonType, Schema, SchemaId};
use crate::arena::Arena;
use crate::bounds;
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{
    Additional, Docs, Expr, Field, Foreign, Model, Newtype, SchemaExample, Shape, Struct, Tagged, Type,
    TypeId,
};
use std::collections::{HashMap, VecDeque};

/// The types that are made, and the schemas that wait to be.
pub struct Types<'a> {
    pub api: &'a Api,
    pub choices: &'a Choices,
    types: Arena<Type>,
    known: HashMap<SchemaId, Expr>,
    examples: Vec<SchemaExample>,
    /// The types of properties that several members of an `allOf` describe, by these and the place.
    merged: HashMap<(Vec<SchemaId>, Place), Expr>,
    /// Schemas whose type is being found out, so that one that is made of itself alone is noticed.
    open: Vec<SchemaId>,
    queue: VecDeque<(Vec<SchemaId>, TypeId)>,
    foreign: Vec<Foreign>,
    /// Whether what is lowered now is only written, and as text, which a type of the caller's cannot be.
    in_header: bool,
    inheritance: Inheritance,
    /// The structs of definitions from which others inherit.
    own: HashMap<SchemaId, TypeId>,
}

impl<'a> Types<'a> {
    /// No types yet.
    pub fn new(api: &'a Api, choices: &'a Choices, diagnostics: &mut Diagnostics) -> Self {
        Self {
            api,
            choices,
            types: Arena::default(),
            known: HashMap::new(),
            examples: Vec::new(),
            merged: HashMap::new(),
            open: Vec::new(),
            queue: VecDeque::new(),
            foreign: substitute::foreign(choices),
            in_header: false,
            inheritance: Inheritance::of(api, choices.on_mistake, diagnostics),
            own: HashMap::new(),
        }
    }

    /// Makes the types that wait, and those that they use, and gives all to the model. Says whether all
    /// could be made.
    pub fn finish(mut self, model: &mut Model, diagnostics: &mut Diagnostics) -> bool {
        let mut fields = 0;
        while let Some((schemas, id)) = self.queue.front().cloned() {
            let message = match self.types.len() > bounds::TYPES {
                true => format!("the schemas become more than {} types", bounds::TYPES),
                false => format!("the schemas become structs with more than {} fields", bounds::FIELDS),
            };
            if self.types.len() > bounds::TYPES || fields > bounds::FIELDS {
                let place = self.types.get(id).place.clone();
                diagnostics.extend(place.map(|place| Diagnostic::new(codes::LIMIT, place, message)));
                break;
            }
            self.queue.pop_front();
            let shape = match schemas.as_slice() {
                [schema] if !self.types.get(id).own => self.shape(*schema, diagnostics),
                all => {
                    let place = self.types.get(id).place.clone();
                    Shape::Struct(self.structure(all, place.as_ref(), diagnostics))
                }
            };
            if let Shape::Struct(structure) = &shape {
                fields += structure.fields.len();
            }
            self.types.get_mut(id).shape = shape;
        }
        let mut known = self.known;
        let schemas = self.api.schemas.iter();
        let schemas = schemas.filter_map(|(id, schema)| Some((schema.place.clone()?, known.remove(&id))));
        model.schemas = schemas.collect();
        (model.types, model.examples, model.foreign) = (self.types, self.examples, self.foreign);
        self.queue.is_empty()
    }

    /// The type of the caller's in the place of a schema.
    fn substitute(&mut self, schema: &Schema, in_text: bool) -> Option<Expr> {
        let index = schema.substitute.filter(|_| !self.in_header)?.index;
        let foreign = self.foreign.get_mut(index)?;
        (foreign.json, foreign.text) = (foreign.json || !in_text, foreign.text || in_text);
        Some(substitute::known(&foreign.path).unwrap_or(Expr::Foreign(index)))
    }

    /// The type of a schema where it is used.
    pub fn expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        if let Some(expr) = self.known.get(&id) {
            return expr.clone();
        }
        let schema = self.api.schemas.get(id);
        if self.open.contains(&id) {
            diagnostics.extend(schema.place.as_ref().map(recursive_alias));
            return Expr::Any;
        }
        if self.open.len() >= bounds::SCHEMA_DEPTH {
            let message =
                format!("schemas without a name are nested more than {} deep", bounds::SCHEMA_DEPTH);
            let place = schema.place.clone();
            diagnostics.extend(place.map(|place| Diagnostic::new(codes::LIMIT, place, message)));
            return Expr::Any;
        }
        self.open.push(id);
        let target = all_of::same_as(self.api, schema).filter(|_| !is_named(schema));
        let expr = match target {
            _ if schema.substitute.is_some_and(|substitute| substitute.whole) => {
                let expr = self.substitute(schema, false).unwrap_or(Expr::Any);
                if is_nullable(schema) { Expr::Nullable(Box::new(expr)) } else { expr }
            }
            Some(target) => self.same(schema, target, diagnostics),
            None if is_named(schema) || self.is_type(id) => self.declare(id),
            None => self.inline(schema, diagnostics),
        };
        self.open.pop();
        self.known.insert(id, expr.clone());
        self.examples.extend(schema.example.iter().map(|(value, place)| SchemaExample {
            place: place.clone(),
            expr: expr.clone(),
            value: value.clone(),
        }));
        expr
    }

    /// The type of a schema that only annotates another, and perhaps adds null.
    fn same(&mut self, schema: &Schema, target: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        let expr = self.expr(target, diagnostics);
        let adds_null = is_nullable(schema) && !is_nullable(self.api.schemas.get(target));
        if adds_null && expr != Expr::Any { Expr::Nullable(Box::new(expr)) } else { expr }
    }

    /// The type of a property: of one that is several objects at once, a struct of its own.
    fn member_expr(&mut self, member: &Member, owner: &Place, diagnostics: &mut Diagnostics) -> Expr {
        let ids = member.objects();
        let [first, _, ..] = ids.as_slice() else {
            return self.expr(member.property.schema, diagnostics);
        };
        let (first, key) = (*first, (ids, member.place(self.api, owner)));
        if let Some(expr) = self.merged.get(&key) {
            return expr.clone();
        }
        let (ids, place) = key.clone();
        let nullable = ids.iter().all(|id| is_nullable(self.api.schemas.get(*id)));
        let docs = self.docs(ids.last().copied().unwrap_or(first));
        let declared = self.types.push(Type { place: Some(place), docs, ..Type::default() });
        self.queue.push_back((ids, declared));
        let expr = Expr::Named(declared);
        let expr = if nullable { Expr::Nullable(Box::new(expr)) } else { expr };
        self.merged.insert(key, expr.clone());
        expr
    }

    /// The description of a schema, or the one that an `allOf` has in a schema of its own.
    fn said_of(&self, schema: &Schema) -> Option<String> {
        let members = schema.all_of.iter().map(|id| self.api.schemas.get(*id));
        let mut beside = members.filter(|member| all_of::only_annotates(member));
        schema.description.clone().or_else(|| beside.find_map(|member| member.description.clone()))
    }

    fn docs(&self, id: SchemaId) -> Docs {
        let schema = self.api.schemas.get(id);
        Docs { title: schema.title.clone(), description: schema.description.clone(), deprecated: false }
    }

    /// Says what a type is that the description says nothing of.
    pub fn describe(&mut self, expr: &Expr, text: &str) {
        if let Expr::Named(id) = expr {
            let found = self.types.get_mut(*id);
            let inside = found.place.as_ref().is_some_and(|place| !is_named_place(place));
            if inside && found.docs == Docs::default() {
                found.docs.title = Some(text.to_owned());
            }
        }
    }

    /// The type of a header of a response.
    pub fn header_expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        self.in_header = true;
        let expr = self.parameter_expr(id, diagnostics);
        self.in_header = false;
        expr
    }

    /// The type of a parameter: a scalar, or an array of them.
    pub fn parameter_expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        let schema = self.api.schemas.get(id);
        if let Some(expr) = self.substitute(schema, true) {
            report_unenforced(self.api, schema, diagnostics);
            return expr;
        }
        match schema.items {
            Items::Each(item) if kinds(schema) == [JsonType::Array] => {
                report_unenforced(self.api, schema, diagnostics);
                Expr::List(Box::new(self.parameter_expr(item, diagnostics)))
            }
            Items::Unsaid if kinds(schema) == [JsonType::Array] => {
                report_unenforced(self.api, schema, diagnostics);
                Expr::List(Box::new(Expr::Any))
            }
            _ => {
                let expr = match is_enum(schema) {
                    true => self.expr(id, diagnostics),
                    false => self.inline(schema, diagnostics),
                };
                // Text has no null.
                if let Expr::Nullable(inner) = expr { *inner } else { expr }
            }
        }
    }

    fn declare(&mut self, id: SchemaId) -> Expr {
        let schema = self.api.schemas.get(id);
        let (place, docs) = (schema.place.clone(), self.docs(id));
        let declared = self.types.push(Type { place, docs, ..Type::default() });
        self.queue.push_back((vec![id], declared));
        let expr = Expr::Named(declared);
        // An alias has the null in it.
        let own = self.is_type(id) && self.same_type(id).is_none();
        if is_nullable(schema) && own { Expr::Nullable(Box::new(expr)) } else { expr }
    }

    /// The schema whose type this one's is another name for.
    fn same_type(&self, id: SchemaId) -> Option<SchemaId> {
        let target = all_of::same_as(self.api, self.api.schemas.get(id));
        target.filter(|_| self.inheritance.tags(id).is_empty())
    }

    /// The struct of a definition, where its name is that of the whole family.
    fn declare_own(&mut self, id: SchemaId) -> TypeId {
        if let Some(declared) = self.own.get(&id) {
            return *declared;
        }
        let place = self.api.schemas.get(id).place.clone();
        let name = place.as_ref().and_then(|place| Some(place.pointer.tokens().next_back()?.into_owned()));
        let title = format!("`{}` itself, and none of those that inherit from it.", name.unwrap_or_default());
        let docs = Docs { title: Some(title), ..Docs::default() };
        let declared = self.types.push(Type { place, own: true, docs, ..Type::default() });
        self.queue.push_back((vec![id], declared));
        self.own.insert(id, declared);
        declared
    }

    /// The definitions that a value may be, each as a struct.
    fn tagged(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Option<Tagged> {
        let (family, tag) = self.inheritance.family(id)?;
        let (family, tag) = (family.to_vec(), tag.to_owned());
        let mut variants = Vec::new();
        for member in family {
            let value = self.inheritance.tags(member).iter().find(|other| other.wire == tag);
            let Some(value) = value.map(|tag| tag.value.clone()) else { continue };
            let inherited = self.inheritance.family(member).is_some();
            let expr = if inherited {
                Expr::Named(self.declare_own(member))
            } else {
                self.expr(member, diagnostics)
            };
            match expr {
                Expr::Named(id) => variants.push((value, id)),
                Expr::Nullable(inner) => {
                    variants.extend(if let Expr::Named(id) = *inner { Some((value, id)) } else { None });
                }
                _ => {}
            }
        }
        Some(Tagged { tag, variants })
    }

    /// Whether a schema needs a type of its own: a struct or an enum.
    fn is_type(&self, id: SchemaId) -> bool {
        let schema = self.api.schemas.get(id);
        !self.inheritance.tags(id).is_empty()
            || schema.recursive
            || is_enum(schema)
            || (is_object(schema) && all_of::has_members(self.api, schema))
    }

    fn shape(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Shape {
        let schema = self.api.schemas.get(id);
        let tagged = self.tagged(id, diagnostics);
        if let Some(target) = self.same_type(id) {
            return Shape::Alias(self.same(schema, target, diagnostics));
        }
        if !self.is_type(id) {
            return Shape::Alias(self.inline(schema, diagnostics));
        }
        report_unenforced(self.api, schema, diagnostics);
        if is_enum(schema) {
            enumeration::report_values(schema, diagnostics);
            let chosen = schema.place.as_ref().is_some_and(|place| self.choices.open_enums.contains(place));
            return Shape::Enum(enumeration::lower_enum(schema, chosen || schema.open.is_some()));
        }
        match tagged {
            Some(tagged) => Shape::Tagged(tagged),
            None if schema.recursive => {
                let inner = self.plain(schema, diagnostics);
                Shape::Newtype(Newtype { inner, checks: check::checks_inside(self.api, id) })
            }
            None => Shape::Struct(self.structure(&[id], schema.place.as_ref(), diagnostics)),
        }
    }

    /// The struct that is all of these objects, and stands at this place.
    fn structure(
        &mut self,
        ids: &[SchemaId],
        stands: Option<&Place>,
        diagnostics: &mut Diagnostics,
    ) -> Struct {
        let merged = all_of::merge(self.api, ids, self.choices.on_mistake, diagnostics);
        all_of::report_others(self.api, ids, diagnostics);
        let tags = if let [id] = ids { self.inheritance.tags(*id).to_vec() } else { Vec::new() };
        let is_tag = |name: &str| tags.iter().any(|tag| tag.wire == name);
        let mut fields = Vec::new();
        let undeclared: Vec<_> =
            merged.undeclared.iter().filter(|(name, _)| !is_tag(name)).cloned().collect();
        for (name, place) in &undeclared {
            merged.report_undeclared(name, place, diagnostics);
        }
        for member in merged.members.into_iter().filter(|member| !is_tag(&member.property.name)) {
            fields.push(self.field(member, stands, diagnostics));
        }
        for (wire, place) in undeclared {
            fields.push(self.undeclared(wire, place, &merged.additional, diagnostics));
        }
        let additional = match merged.additional {
            api::Additional::Refused => Additional::Refused,
            api::Additional::Schema(each) => match self.expr(each, diagnostics) {
                Expr::Any => Additional::Kept,
                expr => Additional::Typed(expr, member_checks(self.api, each)),
            },
            api::Additional::Allowed => Additional::Kept,
            api::Additional::Unsaid if self.keeps_unknown(ids) => Additional::Kept,
            api::Additional::Unsaid => Additional::Dropped,
        };
        let patterned = has_patterned_members(self.api, ids);
        let additional = if patterned { Additional::Kept } else { additional };
        let typed = matches!(additional, Additional::Typed(..));
        let (count, table) = (merged.count, rest_of(self.api, ids, typed, stands));
        Struct { tags, fields, additional, count, table }
    }

    /// The field of a property, in a struct that stands at this place.
    fn field(&mut self, member: Member, stands: Option<&Place>, diagnostics: &mut Diagnostics) -> Field {
        let schema = member.property.schema;
        // A property that is several objects has the rules of all of them in its struct.
        let own = member.also.is_empty().then(|| checks_of(self.api, schema));
        let mut checks = own.unwrap_or_default();
        checks.extend(member.narrowed.iter().flat_map(|id| check::checks_beside(self.api, *id, schema)));
        let owner = stands.unwrap_or(&member.property.place);
        let expr = self.member_expr(&member, owner, diagnostics);
        // What a definition says of itself is not said of the property.
        let own = |id: SchemaId| Some(self.api.schemas.get(id)).filter(|schema| !is_named(schema));
        let declared = || std::iter::once(schema).chain(member.declared.iter().rev().copied());
        let said = || declared().find_map(|id| self.said_of(own(id)?));
        Field {
            wire: member.property.name,
            place: member.property.place,
            description: member.property.description.or_else(said),
            expr,
            checks,
            required: member.required,
            given: member.declared.iter().rev().find_map(|id| default_of(self.api, *id)),
            default: None,
            read_only: declared().any(|id| is_read_only(self.api.schemas.get(id))),
            boxed: false,
        }
    }

    /// A member that has to be there, and that no property describes: it is an additional one.
    fn undeclared(
        &mut self,
        wire: String,
        place: Place,
        additional: &api::Additional,
        diagnostics: &mut Diagnostics,
    ) -> Field {
        let (expr, checks) = match additional {
            api::Additional::Schema(each) => (self.expr(*each, diagnostics), checks_of(self.api, *each)),
            _ => (Expr::Any, Vec::new()),
        };
        let (description, required, read_only, boxed) = (None, true, false, false);
        let (given, default) = (None, None);
        Field { wire, place, description, expr, checks, required, given, default, read_only, boxed }
    }

    fn keeps_unknown(&self, ids: &[SchemaId]) -> bool {
        let places = ids.iter().filter_map(|id| self.api.schemas.get(*id).place.as_ref());
        self.choices.keep_unknown
            || places.into_iter().any(|place| self.choices.keep_unknown_at.contains(place))
    }

    /// A type without a name of its own.
    fn inline(&mut self, schema: &Schema, diagnostics: &mut Diagnostics) -> Expr {
        report_unenforced(self.api, schema, diagnostics);
        let expr = self.plain(schema, diagnostics);
        if is_nullable(schema) && expr != Expr::Any { Expr::Nullable(Box::new(expr)) } else { expr }
    }

    fn plain(&mut self, schema: &Schema, diagnostics: &mut Diagnostics) -> Expr {
        if let Some(expr) = self.substitute(schema, false) {
            return expr;
        }
        if let Some((_, place)) = &schema.style {
            let message = "`collectionFormat` is for arrays in parameters; it is passed over";
            diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, place.key(), message));
        }
        match kinds(schema).as_slice() {
            [JsonType::Object] => self.map(schema, diagnostics),
            [JsonType::Array] => match schema.items {
                Items::Each(item) => Expr::List(Box::new(self.expr(item, diagnostics))),
                Items::Unsaid | Items::Tuple(_) => Expr::List(Box::new(Expr::Any)),
            },
            [JsonType::String] => Expr::String,
            [JsonType::Boolean] => Expr::Boolean,
            [JsonType::Number] => Expr::Number,
            [JsonType::Integer] if schema.format.as_deref() == Some("int32") => Expr::Integer32,
            [JsonType::Integer] => Expr::Integer64,
            _ => Expr::Any,
        }
    }

    fn map(&mut self, schema: &Schema, diagnostics: &mut Diagnostics) -> Expr {
        match value_schema(self.api, schema).map(|each| self.expr(each, diagnostics)) {
            None | Some(Expr::Any) => Expr::AnyObject,
            Some(expr) => Expr::Map(Box::new(expr)),
        }
    }
}

/// The `default` of a schema, or of the one that it only annotates.
pub fn default_of(api: &Api, id: SchemaId) -> Option<(serde_json::Value, Place)> {
    let schema = api.schemas.get(id);
    let target = || all_of::same_as(api, schema).filter(|target| *target != id);
    schema.default.clone().or_else(|| api.schemas.get(target()?).default.clone())
}

/// What a schema says and the generated code does not check.
fn report_unenforced(api: &Api, schema: &Schema, diagnostics: &mut Diagnostics) {
    check::report_unenforced(api, schema, diagnostics);
    enumeration::report_without_effect(schema, diagnostics);
}

/// A parameter is text: what has no type is a string.
pub fn text_type(expr: Expr) -> Expr {
    match expr {
        Expr::Any => Expr::String,
        Expr::List(item) => Expr::List(Box::new(text_type(*item))),
        other => other,
    }
}
