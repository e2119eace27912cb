//! Lowers schemas to types. Each schema is lowered once, so that all uses of it have the same type.

use super::all_of::Member;
use super::analysis::recursive_alias;
use super::check::{self, checks_of, member_checks};
use super::default::default_of;
use super::docs::format_to_show;
use super::facts::{self, Facts, Kind};
use super::untyped::report_untyped;
use super::validators::{has_hidden_members, has_patterned_members, rest_of};
use super::waiting::Waiting;
use super::{all_of, enumeration};
use crate::api::{self, SchemaId};
use crate::arena::Arena;
use crate::bounds;
use crate::choices::Choices;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::model::{
    Additional, Docs, Expr, Field, Foreign, Model, Newtype, SchemaExample, Shape, Struct, Tag, Type, TypeId,
};
use crate::named;
use crate::presets::Preset;
use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

/// The types that have been created, and the schemas that have no type yet.
pub(super) struct Types<'a> {
    pub facts: &'a Facts<'a>,
    pub choices: &'a Choices,
    types: Arena<Type>,
    known: HashMap<SchemaId, Expr>,
    examples: Vec<SchemaExample>,
    /// The types of properties that several schemas of an `allOf` declare, by schemas and place.
    merged: HashMap<(Vec<SchemaId>, Place), Expr>,
    /// The schemas whose type is being decided, to detect one that only refers to itself.
    pub(super) open: Vec<SchemaId>,
    queue: VecDeque<Waiting>,
    foreign: Vec<Foreign>,
    /// The types of formats, by their paths.
    presets: BTreeMap<&'static str, &'static Preset>,
    /// Whether a response header is being lowered. It is serialized as text, which a foreign type does not support.
    pub(super) in_header: bool,
    /// The `enum` schemas of parameters, of headers, and of their items.
    pub(super) in_text: HashSet<SchemaId>,
    /// The structs of definitions that have subtypes.
    bases: HashMap<SchemaId, TypeId>,
}

impl<'a> Types<'a> {
    /// Creates an empty list of types.
    pub(super) fn new(facts: &'a Facts<'a>, choices: &'a Choices) -> Self {
        Self {
            facts,
            choices,
            types: Arena::default(),
            known: HashMap::new(),
            examples: Vec::new(),
            merged: HashMap::new(),
            open: Vec::new(),
            queue: VecDeque::new(),
            foreign: facts::foreign(choices),
            presets: BTreeMap::new(),
            in_header: false,
            in_text: HashSet::new(),
            bases: HashMap::new(),
        }
    }

    /// Lowers the waiting schemas and those that they use, and moves all types into the model. Returns `false` if a
    /// limit is exceeded.
    pub(super) fn finish(mut self, model: &mut Model, diagnostics: &mut Diagnostics) -> bool {
        let mut fields = 0;
        while let Some(waiting) = self.queue.front().cloned() {
            let id = waiting.id;
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
            let typed = self.types.get(id);
            let is_alone = !typed.is_base && typed.place == self.place_of(&waiting.schemas);
            let shape = match waiting.schemas.as_slice() {
                [schema] if is_alone => self.shape(*schema, diagnostics),
                _ => {
                    let place = typed.place.clone();
                    Shape::Struct(self.structure(&waiting, place.as_ref(), diagnostics))
                }
            };
            if let Shape::Struct(structure) = &shape {
                fields += structure.fields.len();
            }
            self.types.get_mut(id).shape = shape;
        }
        let mut known = self.known;
        let schemas = self.facts.api.schemas.iter();
        let schemas = schemas.filter_map(|(id, schema)| Some((schema.place.clone()?, known.remove(&id))));
        model.schemas = schemas.collect();
        (model.types, model.examples, model.foreign) = (self.types, self.examples, self.foreign);
        model.presets = self.presets.into_values().collect();
        self.queue.is_empty()
    }

    /// Returns the place of the only one of these schemas.
    fn place_of(&self, schemas: &[SchemaId]) -> Option<Place> {
        let [only] = schemas else { return None };
        self.facts.schema(*only).place.clone()
    }

    /// Declares the struct of objects that satisfy several schemas.
    pub(super) fn declare_merged(
        &mut self,
        schemas: Vec<SchemaId>,
        place: Place,
        docs: Docs,
        tags: Vec<Tag>,
        without: Option<Place>,
    ) -> Expr {
        let id = self.types.push(Type { place: Some(place), docs, ..Type::default() });
        self.queue.push_back(Waiting { id, schemas, tags, without });
        Expr::Named(id)
    }

    /// Returns the foreign type with this index.
    pub(super) fn foreign(&mut self, index: usize, in_text: bool) -> Expr {
        let Some(foreign) = self.foreign.get_mut(index) else { return Expr::Any };
        foreign.json |= !in_text;
        foreign.text |= in_text;
        facts::known(&foreign.path).unwrap_or(Expr::Foreign(index))
    }

    /// Returns the type of a use of a schema.
    pub(super) fn expr(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        if let Some(expr) = self.known.get(&id) {
            return expr.clone();
        }
        let schema = self.facts.schema(id);
        if self.open.contains(&id) {
            diagnostics.extend(schema.place.as_ref().map(recursive_alias));
            return Expr::Any;
        }
        if self.open.len() >= bounds::SCHEMA_DEPTH {
            let message =
                format!("schemas without a name are nested more than {} levels deep", bounds::SCHEMA_DEPTH);
            let place = schema.place.clone();
            diagnostics.extend(place.map(|place| Diagnostic::new(codes::LIMIT, place, message)));
            return Expr::Any;
        }
        self.open.push(id);
        let kind = self.facts.kind(id);
        let expr = if let Kind::Replaced(index) = kind {
            let expr = self.foreign(index, false);
            if self.facts.is_nullable(id) { Expr::Nullable(Box::new(expr)) } else { expr }
        } else if self.facts.is_named(id) || self.is_type(id) {
            self.declare(id, diagnostics)
        } else if let Kind::Alias(target) = kind {
            self.same(id, target, diagnostics)
        } else {
            self.inline(id, diagnostics)
        };
        self.open.pop();
        self.known.insert(id, expr.clone());
        self.examples.extend(schema.examples.iter().map(|example| SchemaExample {
            place: example.place.clone(),
            expr: expr.clone(),
            value: example.value.clone(),
        }));
        expr
    }

    /// Returns the type of a schema that only annotates another, and may add null.
    fn same(&mut self, id: SchemaId, target: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        let expr = self.expr(target, diagnostics);
        let adds_null = self.facts.is_nullable(id) && !self.facts.is_nullable(target);
        if adds_null { nullable(expr) } else { expr }
    }

    /// Returns the type of a property: a separate struct if it combines several objects.
    fn member_expr(&mut self, member: &Member, owner: &Place, diagnostics: &mut Diagnostics) -> Expr {
        let ids = member.objects();
        let [_, .., last] = ids.as_slice() else {
            return self.expr(member.property.schema, diagnostics);
        };
        let place = member.place(self.facts, owner);
        let key = (ids.clone(), place.clone());
        if let Some(expr) = self.merged.get(&key) {
            return expr.clone();
        }
        let docs = self.docs(*last);
        let expr = self.declare_merged(ids.clone(), place, docs, Vec::new(), None);
        let expr = if ids.iter().all(|id| self.facts.is_nullable(*id)) { nullable(expr) } else { expr };
        self.merged.insert(key, expr.clone());
        expr
    }

    /// Returns the description of a schema, or of a schema in its `allOf` that only annotates it.
    fn description_of(&self, id: SchemaId) -> Option<String> {
        let schema = self.facts.schema(id);
        if schema.description.is_some() {
            return schema.description.clone();
        }
        let mut annotations = schema.all_of.iter().filter(|member| self.facts.only_annotates(**member));
        annotations.find_map(|member| self.facts.schema(*member).description.clone())
    }

    pub(super) fn docs(&self, id: SchemaId) -> Docs {
        let schema = self.facts.schema(id);
        Docs { title: schema.title.clone(), description: schema.description.clone(), deprecated: false }
    }

    /// Adds documentation to a type without a name in the spec, if the spec does not document it.
    pub(super) fn describe(&mut self, expr: &Expr, text: &str) {
        if let Expr::Named(id) = expr {
            let ty = self.types.get_mut(*id);
            let inside = ty.place.as_ref().is_some_and(|place| !named::is_named(&place.pointer));
            if inside && ty.docs == Docs::default() {
                ty.docs.title = Some(text.to_owned());
            }
        }
    }

    fn declare(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        if let Some(other) = enumeration::same_type(self.facts, id, self.choices) {
            let expr = self.expr(other, diagnostics);
            let expr = if let Expr::Nullable(inner) = expr { *inner } else { expr };
            return if self.facts.is_nullable(id) { nullable(expr) } else { expr };
        }
        let place = self.facts.schema(id).place.clone();
        let declared = self.types.push(Type { place, docs: self.docs(id), ..Type::default() });
        self.queue.push_back(Waiting::new(declared, vec![id]));
        let expr = Expr::Named(declared);
        // An alias includes the null.
        if self.facts.is_nullable(id) && self.is_type(id) { nullable(expr) } else { expr }
    }

    /// Declares the struct of a definition whose name is used for the whole family.
    pub(super) fn declare_base(&mut self, id: SchemaId) -> TypeId {
        if let Some(declared) = self.bases.get(&id) {
            return *declared;
        }
        let place = self.facts.schema(id).place.clone();
        let name = place.as_ref().and_then(|place| Some(place.pointer.tokens().next_back()?.into_owned()));
        let title = format!("`{}` itself, and not one of its subtypes.", name.unwrap_or_default());
        let docs = Docs { title: Some(title), ..Docs::default() };
        let declared = self.types.push(Type { place, is_base: true, docs, ..Type::default() });
        let tags = self.facts.struct_tags(id);
        self.queue.push_back(Waiting { tags, ..Waiting::new(declared, vec![id]) });
        self.bases.insert(id, declared);
        declared
    }

    /// Returns whether a schema needs its own type: a struct, an enum or a newtype.
    fn is_type(&self, id: SchemaId) -> bool {
        match self.facts.kind(id) {
            Kind::Enum | Kind::Family | Kind::Union | Kind::Struct => true,
            Kind::List(_) | Kind::Map(_) => self.facts.of(id).is_recursive,
            Kind::Replaced(_)
            | Kind::Alias(_)
            | Kind::Formatted(_)
            | Kind::Preset(_)
            | Kind::Boolean
            | Kind::Integer32
            | Kind::Integer64
            | Kind::Number
            | Kind::String
            | Kind::Any => false,
        }
    }

    fn shape(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Shape {
        let schema = self.facts.schema(id);
        match self.facts.kind(id) {
            Kind::Alias(target) => Shape::Alias(self.same(id, target, diagnostics)),
            Kind::Family => {
                let union = self.family(id, diagnostics);
                report_unenforced(self.facts, id, diagnostics);
                Shape::Union(union)
            }
            Kind::Union => {
                report_unenforced(self.facts, id, diagnostics);
                Shape::Union(self.union(id, diagnostics))
            }
            Kind::Enum => {
                report_unenforced(self.facts, id, diagnostics);
                enumeration::report_values(self.facts, id, self.in_text.contains(&id), diagnostics);
                Shape::Enum(enumeration::lower_enum(self.facts, id, self.facts.of(id).is_open))
            }
            Kind::Struct => {
                report_unenforced(self.facts, id, diagnostics);
                let tags = self.facts.struct_tags(id);
                let waiting = Waiting { tags, ..Waiting::new(TypeId::default(), vec![id]) };
                Shape::Struct(self.structure(&waiting, schema.place.as_ref(), diagnostics))
            }
            Kind::List(_) | Kind::Map(_) if self.facts.of(id).is_recursive => {
                report_unenforced(self.facts, id, diagnostics);
                let inner = self.plain(id, diagnostics);
                Shape::Newtype(Newtype { inner, checks: check::checks_inside(self.facts, id) })
            }
            Kind::Replaced(_)
            | Kind::Formatted(_)
            | Kind::Preset(_)
            | Kind::Map(_)
            | Kind::List(_)
            | Kind::Boolean
            | Kind::Integer32
            | Kind::Integer64
            | Kind::Number
            | Kind::String
            | Kind::Any => Shape::Alias(self.inline(id, diagnostics)),
        }
    }

    /// Creates the struct at this place that combines these objects.
    fn structure(
        &mut self,
        waiting: &Waiting,
        place: Option<&Place>,
        diagnostics: &mut Diagnostics,
    ) -> Struct {
        let Waiting { schemas: ids, tags, without, .. } = waiting;
        let merged = all_of::merge(self.facts, ids, self.choices.on_mistake, diagnostics);
        all_of::report_others(self.facts, ids, diagnostics);
        let is_tag = |name: &str| tags.iter().any(|tag| tag.wire == name);
        let mut fields = Vec::new();
        let undeclared: Vec<_> =
            merged.undeclared.iter().filter(|name| !is_tag(&name.value)).cloned().collect();
        let patterned = has_patterned_members(self.facts, ids);
        for name in &undeclared {
            merged.report_undeclared(name, patterned, diagnostics);
        }
        if !patterned {
            all_of::report_admitted(self.facts, ids, &undeclared, diagnostics);
        }
        for member in merged.members.into_iter().filter(|member| !is_tag(&member.property.name)) {
            fields.push(self.field(member, place, diagnostics));
        }
        for name in undeclared {
            fields.push(self.undeclared(name, &merged.additional, diagnostics));
        }
        let additional = match merged.additional {
            api::Additional::Rejected => Additional::Rejected,
            api::Additional::Schema(each) => match self.expr(each, diagnostics) {
                Expr::Any => Additional::Kept,
                expr => Additional::Typed(expr, member_checks(self.facts, each)),
            },
            api::Additional::Allowed => Additional::Kept,
            api::Additional::Unsaid if has_hidden_members(self.facts, ids) => Additional::Kept,
            api::Additional::Unsaid if self.keeps_unknown(ids) => Additional::Kept,
            api::Additional::Unsaid => Additional::Ignored,
        };
        let additional = if patterned { Additional::Kept } else { additional };
        let typed = matches!(additional, Additional::Typed(..));
        let validator = rest_of(self.facts, ids, without.as_ref(), typed, place);
        Struct { tags: tags.clone(), fields, additional, count: merged.count, validator }
    }

    /// Creates the field of a property, in a struct at this place.
    fn field(&mut self, member: Member, place: Option<&Place>, diagnostics: &mut Diagnostics) -> Field {
        let schema = member.property.schema;
        // If the property combines several objects, its struct contains their checks.
        let own = member.also.is_empty().then(|| checks_of(self.facts, schema));
        let mut checks = own.unwrap_or_default();
        checks.extend(member.narrowed.iter().flat_map(|id| check::checks_next_to(self.facts, *id, schema)));
        let owner = place.unwrap_or(&member.property.place);
        let expr = self.member_expr(&member, owner, diagnostics);
        // The description of a definition is about the definition, not about the property.
        let declared = std::iter::once(schema).chain(member.declared.iter().rev().copied());
        let mut unnamed = declared.clone().filter(|id| !self.facts.is_named(*id));
        let description = member.property.description;
        Field {
            wire: member.property.name,
            place: member.property.place,
            description: description.or_else(|| unnamed.find_map(|id| self.description_of(id))),
            format: format_to_show(self.facts, schema, &expr),
            attributes: Vec::new(),
            expr,
            checks,
            required: member.required,
            given: member.declared.iter().rev().find_map(|id| default_of(self.facts, *id)),
            default: None,
            read_only: self.facts.read_only(declared.clone(), member.required),
            write_only: self.facts.write_only(declared, member.required),
            boxed: false,
        }
    }

    /// Creates the field of a required but undeclared name. `additionalProperties` determines its type.
    fn undeclared(
        &mut self,
        name: Placed<String>,
        additional: &api::Additional,
        diagnostics: &mut Diagnostics,
    ) -> Field {
        let (expr, checks) = match additional {
            api::Additional::Schema(each) => (self.expr(*each, diagnostics), checks_of(self.facts, *each)),
            _ => (Expr::Any, Vec::new()),
        };
        all_of::undeclared_field(name, expr, checks)
    }

    fn keeps_unknown(&self, ids: &[SchemaId]) -> bool {
        let places = ids.iter().filter_map(|id| self.facts.schema(*id).place.as_ref());
        self.choices.keep_unknown
            || places.into_iter().any(|place| self.choices.keep_unknown_at.contains(place))
    }

    /// Returns the type of a schema without a name.
    pub(super) fn inline(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        report_unenforced(self.facts, id, diagnostics);
        let expr = self.plain(id, diagnostics);
        if self.facts.is_nullable(id) { nullable(expr) } else { expr }
    }

    fn plain(&mut self, id: SchemaId, diagnostics: &mut Diagnostics) -> Expr {
        let schema = self.facts.schema(id);
        let kind = match self.facts.kind(id) {
            // A foreign type cannot be serialized as text.
            Kind::Replaced(_) | Kind::Formatted(_) if self.in_header => None,
            // In a parameter, an alias of a scalar is that scalar.
            Kind::Alias(_) => None,
            kind => Some(kind),
        };
        let kind = kind.unwrap_or_else(|| facts::scalar(self.facts.json(id), schema.format.as_deref()));
        if let (Some(style), false) = (&schema.style, matches!(kind, Kind::Replaced(_) | Kind::Formatted(_)))
        {
            let message = "`collectionFormat` applies only to parameters and headers; it is ignored";
            diagnostics.push(Diagnostic::warning(codes::UNKNOWN_KEYWORD, style.place.key(), message));
        }
        match kind {
            Kind::Replaced(index) | Kind::Formatted(index) => self.foreign(index, false),
            Kind::Map(value) => match value.map(|value| self.expr(value, diagnostics)) {
                None | Some(Expr::Any) => Expr::AnyObject,
                Some(expr) => Expr::Map(Box::new(expr)),
            },
            Kind::List(item) => {
                let item = item.map(|item| self.expr(item, diagnostics));
                Expr::List(Box::new(item.unwrap_or(Expr::Any)))
            }
            Kind::Preset(preset) => {
                self.presets.insert(preset.path.unwrap_or(preset.word), preset);
                Expr::Preset(preset)
            }
            Kind::Boolean => Expr::Boolean,
            Kind::Integer32 => Expr::Integer32,
            Kind::Integer64 => Expr::Integer64,
            Kind::Number => Expr::Number,
            Kind::String => Expr::String,
            // The others have their own type, or are aliases.
            Kind::Any | Kind::Alias(_) | Kind::Enum | Kind::Family | Kind::Union | Kind::Struct => Expr::Any,
        }
    }
}

/// Makes a type nullable. Any JSON value includes null.
fn nullable(expr: Expr) -> Expr {
    if expr == Expr::Any { expr } else { Expr::Nullable(Box::new(expr)) }
}

/// Reports keywords that the generated code does not check.
pub(super) fn report_unenforced(facts: &Facts<'_>, id: SchemaId, diagnostics: &mut Diagnostics) {
    check::report_unenforced(facts, id, diagnostics);
    enumeration::report_without_effect(facts, id, diagnostics);
    report_untyped(facts, id, diagnostics);
}
