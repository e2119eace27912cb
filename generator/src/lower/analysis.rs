//! Analyses of the whole model: aliases that only refer to each other, derives, and the types that clients send.

use super::strong_components::Graph;
use crate::arena::Arena;
use crate::attribute::Attribute;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{
    Additional, Content, Expr, Model, Newtype, Operation, ReadOnly, Shape, Type, TypeId, WriteOnly,
};
use crate::rust_path::RustPath;
use std::collections::HashSet;
use std::iter;

/// Replaces aliases that only refer to each other with any JSON value, because Rust has no recursive aliases.
pub(super) fn break_alias_cycles(types: &mut Arena<Type>, diagnostics: &mut Diagnostics) {
    for id in alias_cycles(types) {
        let ty = types.get_mut(id);
        ty.shape = Shape::Alias(Expr::Any);
        if let Some(place) = &ty.place {
            diagnostics.push(recursive_alias(place));
        }
    }
}

/// Creates the warning for a schema that only refers to itself.
pub(super) fn recursive_alias(place: &Place) -> Diagnostic {
    let message = "this schema refers only to itself; the generated code accepts any JSON value";
    Diagnostic::new(codes::RECURSIVE_ALIAS, place.clone(), message)
        .help("add a `type` to one of the schemas that refer to each other")
}

/// Returns the first alias of each cycle. An alias mentions at most one type. So a walk from each type, which stops at
/// types of earlier walks, finds every cycle in linear time.
fn alias_cycles(types: &Arena<Type>) -> Vec<TypeId> {
    let mut walks = vec![None; types.len()];
    let mut broken = Vec::new();
    for (id, _) in types.iter() {
        let mut next = Some(id);
        while let Some((here, walk)) = next.and_then(|here| Some((here, walks.get_mut(here.index())?))) {
            if *walk == Some(id) {
                let cycle = iter::successors(Some(here), |id| aliased(types, *id).filter(|_| *id != here));
                broken.extend(cycle.min_by_key(|id| id.index()));
            }
            next = if walk.replace(id).is_none() { aliased(types, here) } else { None };
        }
    }
    broken.sort_by_key(|id| id.index());
    broken
}

/// Returns the named type that an alias mentions.
fn aliased(types: &Arena<Type>, id: TypeId) -> Option<TypeId> {
    match &types.get(id).shape {
        Shape::Alias(expr) => mentioned(expr),
        _ => None,
    }
}

/// Returns the named type in an expression, at any depth.
fn mentioned(expr: &Expr) -> Option<TypeId> {
    match expr {
        Expr::Named(id) => Some(*id),
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => mentioned(inner),
        _ => None,
    }
}

/// Adds the attributes from settings to the field of a property, or to the struct or enum of any other place.
pub(super) fn add_attributes(types: &mut Arena<Type>, attributes: &[(Option<Place>, Attribute)]) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for (place, attribute) in attributes {
        let mut is_field = false;
        for id in &ids {
            if let (Some(place), Shape::Struct(structure)) = (place, &mut types.get_mut(*id).shape) {
                for field in structure.fields.iter_mut().filter(|field| field.place == *place) {
                    field.attributes.push(attribute.clone());
                    is_field = true;
                }
            }
        }
        for id in ids.iter().filter(|_| !is_field) {
            let typed = types.get_mut(*id);
            let alias = matches!(typed.shape, Shape::Alias(_));
            if !alias && (place.is_none() || *place == typed.place) {
                typed.attributes.push(attribute.clone());
            }
        }
    }
}

/// Adds the derives from settings to structs and enums.
pub(super) fn add_derives(types: &mut Arena<Type>, derives: &[(Option<Place>, RustPath)]) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for (place, path) in derives {
        for id in &ids {
            let typed = types.get_mut(*id);
            let alias = matches!(typed.shape, Shape::Alias(_));
            if !alias && (place.is_none() || *place == typed.place) {
                typed.derives.push(path.clone());
            }
        }
    }
}

/// Marks read-only and write-only properties.
///
/// | property | the type is in | |
/// |---|---|---|
/// | read-only | a request | it is ignored in requests, and therefore only responses must have it |
/// | read-only | responses only | like any other |
/// | write-only | a response | it is never serialized, and therefore optional for the server |
/// | write-only | requests only | like any other |
/// | both | requests and responses | neither has it |
pub(super) fn mark_directions(model: &mut Model) {
    let sent = reached_types(model, sent_types(model));
    let returned = model.operations.iter().flat_map(|operation| &operation.responses);
    let bodies = returned.flat_map(|response| &response.bodies);
    let headers = model.operations.iter().flat_map(|operation| &operation.responses);
    let headers = headers.flat_map(|response| &response.headers).map(|header| &header.expr);
    let returned = bodies.filter_map(Content::expr).chain(headers).filter_map(mentioned).collect();
    let returned = reached_types(model, returned);
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        if let Shape::Struct(structure) = &mut model.types.get_mut(id).shape {
            for field in &mut structure.fields {
                let (is_sent, is_returned) = (sent.contains(&id), returned.contains(&id));
                field.read_only = match field.read_only {
                    _ if !is_sent => ReadOnly::No,
                    ReadOnly::Required if !is_returned => ReadOnly::Optional,
                    read_only => read_only,
                };
                if !is_returned {
                    field.write_only = WriteOnly::No;
                }
                if field.read_only != ReadOnly::No && field.write_only != WriteOnly::No {
                    (field.read_only, field.write_only) = (ReadOnly::Optional, WriteOnly::Optional);
                }
                field.required &= field.read_only == ReadOnly::No && field.write_only == WriteOnly::No;
            }
        }
    }
}

/// Returns the types in request bodies and parameters.
fn sent_types(model: &Model) -> Vec<TypeId> {
    let bodies = model.operations.iter().flat_map(Operation::bodies);
    let parameters = model.operations.iter().flat_map(|operation| &operation.parameters);
    let exprs = bodies.map(|body| &body.expr).chain(parameters.map(|parameter| &parameter.expr));
    exprs.filter_map(mentioned).collect()
}

/// Returns these types, and all types that they mention, at any depth.
fn reached_types(model: &Model, mut waiting: Vec<TypeId>) -> HashSet<TypeId> {
    let mut reached = HashSet::new();
    while let Some(id) = waiting.pop() {
        if reached.insert(id) {
            waiting.extend(all_mentioned(&model.types.get(id).shape));
        }
    }
    reached
}

/// Returns the graph of types that mention each other.
pub(super) fn mutual(types: &Arena<Type>) -> Graph {
    let mut graph = Graph::new(types.len());
    let mentions = types
        .iter()
        .flat_map(|(id, ty)| all_mentioned(&ty.shape).into_iter().map(move |mentioned| (id, mentioned)));
    let edges: Vec<_> = mentions.map(|(from, to)| (graph.node(from), graph.node(to))).collect();
    graph.find_components(&edges);
    graph
}

fn all_mentioned(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Struct(structure) => {
            let rest = match &structure.additional {
                Additional::Typed(each, _) => mentioned(each),
                _ => None,
            };
            structure.fields.iter().filter_map(|field| mentioned(&field.expr)).chain(rest).collect()
        }
        Shape::Union(union) => union.variants.iter().filter_map(|variant| mentioned(&variant.expr)).collect(),
        Shape::Newtype(Newtype { inner: expr, .. }) | Shape::Alias(expr) => {
            mentioned(expr).into_iter().collect()
        }
        Shape::Enum(_) => Vec::new(),
    }
}
