//! One of the two documents: its declarations, and their names in Rust.

use super::positions::Positions;
use crate::api::{Api, SchemaId};
use crate::diagnostic::Place;
use crate::model::{Expr, Model, Operation, Shape, TypeId, Union};
use crate::named::named;
use crate::names::{Group, Names, OperationName, TypeModule};
use crate::sources::{Sources, lookup};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A document, with its settings.
pub(crate) struct Side<'s> {
    pub sources: &'s Sources,
    pub api: &'s Api,
    pub model: &'s Model,
    pub names: &'s Names,
    /// The crates that the generated code needs.
    pub crates: Vec<&'static str>,
    /// The Rust types of schemas.
    types: HashMap<&'s Place, &'s Expr>,
    /// The schemas by their places.
    schemas: HashMap<&'s Place, SchemaId>,
    /// The names of fields and variants, each with that of its type.
    members: HashMap<&'s Place, (&'s str, &'s str)>,
    operations: HashMap<&'s Place, (&'s Operation, &'s OperationName)>,
    pub positions: Positions<'s>,
}

/// The name of a type: its module, and its name there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct TypePath<'s> {
    pub module: Option<TypeModule>,
    pub name: &'s str,
    pub place: Option<&'s Place>,
    pub is_alias: bool,
}

impl<'s> Side<'s> {
    /// Collects the names of a document.
    pub(crate) fn new(
        sources: &'s Sources,
        (api, model, names): (&'s Api, &'s Model, &'s Names),
        crates: Vec<&'static str>,
    ) -> Self {
        let types = model.schemas.iter().filter_map(|(place, expr)| Some((place, expr.as_ref()?))).collect();
        let schemas = api.schemas.iter().filter_map(|(id, schema)| Some((schema.place.as_ref()?, id)));
        let operations = model.operations.iter().zip(names.operations());
        let positions = Positions::new(sources);
        let mut side = Self {
            sources,
            api,
            model,
            names,
            crates,
            types,
            schemas: schemas.collect(),
            members: HashMap::new(),
            operations: operations.map(|(operation, name)| (&operation.place, (operation, name))).collect(),
            positions,
        };
        side.add_members();
        side
    }

    fn add_members(&mut self) {
        for (id, ty) in self.model.types.iter() {
            let name = self.names.type_name(id);
            let places: Vec<Option<&Place>> = match &ty.shape {
                Shape::Struct(structure) => structure.fields.iter().map(|field| Some(&field.place)).collect(),
                Shape::Enum(own) => own.values.iter().map(|value| Some(&value.place)).collect(),
                Shape::Union(union) => union.variants.iter().map(|one| one.place.as_ref()).collect(),
                Shape::Newtype(_) | Shape::Alias(_) => Vec::new(),
            };
            for (place, member) in places.into_iter().zip(&name.members) {
                self.members.extend(place.map(|place| (place, (name.name.as_str(), member.as_str()))));
            }
        }
        for (operation, name) in self.model.operations.iter().zip(self.names.operations()) {
            for (parameter, field) in operation.parameters.iter().zip(&name.parameters) {
                self.members.insert(&parameter.place, (&name.request, field));
            }
            for (response, variant) in operation.responses.iter().zip(&name.responses) {
                self.members.insert(&response.place, (&name.response, variant));
            }
            for (response, headers) in operation.responses.iter().zip(&name.headers) {
                for (header, field) in response.headers.iter().zip(&headers.fields) {
                    self.members.insert(&header.place, (&headers.name, field));
                }
            }
        }
    }

    /// Returns the type, and the field or the variant, that is generated for a place.
    pub(super) fn member(&self, place: &Place) -> Option<(&'s str, &'s str)> {
        self.members.get(place).copied()
    }

    /// Returns the names of the innermost field, variant or type around a place, for messages of the compiler.
    ///
    /// | the place | names |
    /// |---|---|
    /// | a property, an enum value, a parameter, a response or a header | the field or variant, its type, and the type of a schema there |
    /// | a schema with a type | the type |
    /// | any other place, such as the items of a property | those of the place around it |
    pub(super) fn names_of(&self, place: &Place) -> Vec<String> {
        let mut around = Some(place.clone());
        while let Some(place) = around {
            let member = self.member(&place).into_iter().flat_map(|(owner, member)| [owner, member]);
            let own = self.schema_at(&place).and_then(|id| self.type_of(id));
            let own = own.map(|id| self.names.type_name(id).name.as_str());
            let names: Vec<String> = member.chain(own).map(str::to_owned).collect();
            if !names.is_empty() {
                return names;
            }
            around = place.pointer.split_last().map(|(around, _)| Place::value(place.file, around));
        }
        Vec::new()
    }

    /// Returns the field with the undeclared properties of these schemas, for messages of the compiler.
    pub(super) fn additional_of(&self, ids: &[SchemaId]) -> Option<String> {
        let id = self.roots(ids).into_iter().find_map(|id| self.type_of(id))?;
        Some(self.names.type_name(id).additional.clone())
    }

    /// Returns the operation of the generated code, and its names, unless it is omitted.
    pub(super) fn operation(&self, place: &Place) -> Option<(&'s Operation, &'s OperationName)> {
        self.operations.get(place).copied()
    }

    /// Returns the trait of an operation.
    pub(super) fn group(&self, name: &OperationName) -> Option<&'s Group> {
        self.names.group_of(name)
    }

    /// Returns a value in words: `Boat.owner`, or the field of a parameter. Returns `None` if it has no name.
    pub(super) fn subject(&self, place: &Place) -> Option<String> {
        if let Some(named) = named(&place.pointer) {
            let mut inside = named.inside.iter();
            let mut subject = named.name;
            while let Some(token) = inside.next() {
                match token.as_str() {
                    "properties" => subject = format!("{subject}.{}", inside.next()?),
                    "items" => subject.push_str("[]"),
                    "additionalProperties" => subject.push_str("[..]"),
                    _ => {}
                }
            }
            return Some(subject);
        }
        let (parent, last) = place.pointer.split_last()?;
        let around = Place::value(place.file, parent.clone());
        let is_property = parent.split_last().is_some_and(|(_, token)| token == "properties");
        let by_pointer = is_property.then(|| last.clone().into_owned());
        let by_name = || self.member(place).or_else(|| self.member(&around)).map(|(_, name)| name.to_owned());
        by_pointer.or_else(by_name)
    }

    /// Returns the place of the base path of an operation.
    pub(super) fn base_place(&self, operation: &crate::api::Operation) -> Place {
        let document = Place::file(operation.document);
        let around =
            operation.place.pointer.split_last().map(|(path, _)| Place::value(operation.place.file, path));
        let own = [Some(operation.place.clone()), around]
            .into_iter()
            .flatten()
            .find(|place| self.written(place).is_some_and(|written| written.get("servers").is_some()));
        if let Some(own) = own {
            return own.member("servers");
        }
        let written = self.written(&document);
        let keyword = ["basePath", "servers"]
            .into_iter()
            .find(|keyword| written.is_some_and(|written| written.get(*keyword).is_some()));
        keyword.map_or(document.clone(), |keyword| document.member(keyword))
    }

    /// Returns a place as settings name it.
    pub(super) fn setting(&self, place: &Place) -> String {
        self.sources.setting_place(place)
    }

    /// Returns the text of the spec at a place, as JSON.
    pub(super) fn written(&self, place: &Place) -> Option<&'s Value> {
        lookup(self.sources.file(place.file)?.value.as_ref()?, &place.pointer)
    }

    /// Returns the schema at a place.
    pub(super) fn schema_at(&self, place: &Place) -> Option<SchemaId> {
        self.schemas.get(place).copied()
    }

    /// Returns these schemas, and the targets of those that are references with other keywords.
    pub(super) fn roots(&self, ids: &[SchemaId]) -> Vec<SchemaId> {
        let mut roots: Vec<SchemaId> = Vec::new();
        let mut waiting: Vec<SchemaId> = ids.iter().rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(id) = waiting.pop() {
            if !seen.insert(id.index()) {
                continue;
            }
            roots.push(id);
            let schema = self.api.schemas.get(id);
            if schema.is_reference {
                waiting.extend(schema.all_of.iter().rev());
            }
        }
        roots
    }

    /// Returns the named type of a schema.
    pub(super) fn type_of(&self, id: SchemaId) -> Option<TypeId> {
        let place = self.api.schemas.get(id).place.as_ref()?;
        let mut expr = *self.types.get(place)?;
        while let Expr::Nullable(inner) = expr {
            expr = inner;
        }
        match expr {
            Expr::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// Returns the path of a type.
    pub(super) fn path_of(&self, id: TypeId) -> TypePath<'s> {
        let (name, ty) = (self.names.type_name(id), self.model.types.get(id));
        TypePath {
            module: name.module,
            name: &name.name,
            place: ty.place.as_ref(),
            is_alias: matches!(ty.shape, Shape::Alias(_)),
        }
    }

    /// Returns the union that schemas become, if a property selects its variant.
    pub(super) fn tagged_union(&self, ids: &[SchemaId]) -> Option<(SchemaId, &'s Union)> {
        self.roots(ids).into_iter().find_map(|id| {
            let ty = self.model.types.get(self.type_of(id)?);
            match &ty.shape {
                Shape::Union(union) if union.tag().is_some() => Some((id, union)),
                _ => None,
            }
        })
    }

    /// Returns a type as text, to compare types of two documents.
    pub(super) fn type_text(&self, expr: &Expr) -> String {
        match expr {
            Expr::Named(id) => {
                let path = self.path_of(*id);
                format!("{:?}::{}", path.module.map(|module| module == TypeModule::Inline), path.name)
            }
            Expr::List(item) => format!("Vec<{}>", self.type_text(item)),
            Expr::Map(each) => format!("Map<{}>", self.type_text(each)),
            Expr::Nullable(inner) => format!("Nullable<{}>", self.type_text(inner)),
            Expr::Preset(preset) => format!("{preset:?}"),
            Expr::Foreign(index) => format!("{:?}", self.model.foreign.get(*index)),
            other => format!("{other:?}"),
        }
    }

    /// Returns the Rust type of these schemas as text, if they have one.
    pub(super) fn rust_type(&self, ids: &[SchemaId]) -> Option<String> {
        self.roots(ids).into_iter().find_map(|id| {
            let place = self.api.schemas.get(id).place.as_ref()?;
            Some(self.type_text(self.types.get(place)?))
        })
    }

    /// Returns the Rust type that a setting chose for these schemas, as text.
    pub(super) fn chosen_type(&self, ids: &[SchemaId]) -> Option<String> {
        self.roots(ids).into_iter().find_map(|id| {
            let mut expr = *self.types.get(self.api.schemas.get(id).place.as_ref()?)?;
            while let Expr::Nullable(inner) = expr {
                expr = inner;
            }
            matches!(expr, Expr::Preset(_) | Expr::Foreign(_)).then(|| self.type_text(expr))
        })
    }
}
