//! Facts about the whole model: which aliases never arrive at a type, and which fields must be boxed,
//! because a struct would contain itself.

use crate::arena::Arena;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Additional, Expr, Model, Shape, Type, TypeId};
use crate::rust_path::RustPath;
use std::collections::{HashMap, HashSet};

/// Rust has no alias that mentions itself: such a one becomes any JSON, and says so.
pub fn break_alias_cycles(types: &mut Arena<Type>, diagnostics: &mut Diagnostics) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let mut search = Search::of(types);
    for id in ids {
        if !mentions_itself(types, id, &mut search) {
            continue;
        }
        let found = types.get_mut(id);
        found.shape = Shape::Alias(Expr::Any);
        if let Some(place) = &found.place {
            let message = "this schema is made of itself alone; it is any JSON in the generated code";
            diagnostics.push(Diagnostic::warning("recursive-alias", place.clone(), message));
        }
    }
}

fn mentions_itself(types: &Arena<Type>, id: TypeId, search: &mut Search) -> bool {
    search.count += 1;
    let mut next = id;
    while let Shape::Alias(expr) = &types.get(next).shape {
        match mentioned(expr) {
            Some(mentioned) if mentioned == id => return true,
            Some(mentioned) if search.is_new(mentioned) => next = mentioned,
            _ => return false,
        }
    }
    false
}

/// The named type in an expression, however deep.
fn mentioned(expr: &Expr) -> Option<TypeId> {
    match expr {
        Expr::Named(id) => Some(*id),
        Expr::List(inner) | Expr::Map(inner) | Expr::Nullable(inner) => mentioned(inner),
        _ => None,
    }
}

/// What the caller has structs and enums derive.
pub fn add_derives(
    types: &mut Arena<Type>,
    derives: &[(Option<Place>, RustPath)],
    diagnostics: &mut Diagnostics,
) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for (place, path) in derives {
        let mut found = false;
        for id in &ids {
            let typed = types.get_mut(*id);
            let alias = matches!(typed.shape, Shape::Alias(_));
            if !alias && (place.is_none() || *place == typed.place) {
                typed.derives.push(path.clone());
                found = true;
            }
        }
        if let Some(place) = place.as_ref().filter(|_| !found) {
            let message = format!("`{path}` is to be derived here, and this becomes no struct and no enum");
            diagnostics.push(Diagnostic::error("no-such-place", place.clone(), message));
        }
    }
}

/// A member that is read only is passed over where a client sends it, so that none has to.
pub fn mark_read_only(model: &mut Model) {
    let sent = sent_types(model);
    let ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    for id in ids {
        if let Shape::Struct(structure) = &mut model.types.get_mut(id).shape {
            for field in &mut structure.fields {
                field.read_only &= sent.contains(&id);
                field.required &= !field.read_only;
            }
        }
    }
}

/// The types that bodies of requests are made of.
fn sent_types(model: &Model) -> HashSet<TypeId> {
    let bodies = model.operations.iter().filter_map(|operation| operation.body.as_ref());
    made_of(&model.types, bodies.filter_map(|body| mentioned(&body.expr)).collect())
}

/// Types with all that they mention, however deep.
pub fn made_of(types: &Arena<Type>, mut waiting: Vec<TypeId>) -> HashSet<TypeId> {
    let mut found = HashSet::new();
    while let Some(id) = waiting.pop() {
        if !found.insert(id) {
            continue;
        }
        match &types.get(id).shape {
            Shape::Struct(structure) => {
                waiting.extend(structure.fields.iter().filter_map(|field| mentioned(&field.expr)));
                if let Additional::Typed(each, _) = &structure.additional {
                    waiting.extend(mentioned(each));
                }
            }
            Shape::Tagged(tagged) => waiting.extend(tagged.variants.iter().map(|(_, id)| *id)),
            Shape::Alias(expr) => waiting.extend(mentioned(expr)),
            Shape::Enum(_) => {}
        }
    }
    found
}

/// Boxes the fields through which a struct contains itself.
pub fn box_cycles(types: &mut Arena<Type>) {
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    let mut search = Search::of(types);
    for id in ids {
        let Shape::Struct(structure) = &types.get(id).shape else { continue };
        let mut known = HashMap::new();
        let mut contains = |held| *known.entry(held).or_insert_with(|| search.contains(types, held, id));
        let boxed: Vec<bool> =
            structure.fields.iter().map(|field| held(&field.expr).is_some_and(&mut contains)).collect();
        if let Shape::Struct(structure) = &mut types.get_mut(id).shape {
            for (field, boxed) in structure.fields.iter_mut().zip(boxed) {
                field.boxed = boxed;
            }
        }
    }
}

/// Looks for what types hold. Each search has a number, which marks the types that it has passed.
struct Search {
    passed: Vec<usize>,
    count: usize,
}

impl Search {
    fn of(types: &Arena<Type>) -> Self {
        Self { passed: vec![0; types.len()], count: 0 }
    }

    /// Whether a value of a type holds, not behind a pointer, one of the target's.
    fn contains(&mut self, types: &Arena<Type>, from: TypeId, target: TypeId) -> bool {
        self.count += 1;
        let mut waiting = vec![from];
        while let Some(id) = waiting.pop() {
            if id == target {
                return true;
            }
            if self.is_new(id) {
                match &types.get(id).shape {
                    Shape::Struct(structure) => {
                        let unboxed = structure.fields.iter().filter(|field| !field.boxed);
                        waiting.extend(unboxed.filter_map(|field| held(&field.expr)));
                    }
                    Shape::Alias(expr) => waiting.extend(held(expr)),
                    Shape::Tagged(tagged) => waiting.extend(tagged.variants.iter().map(|(_, id)| *id)),
                    Shape::Enum(_) => {}
                }
            }
        }
        false
    }

    fn is_new(&mut self, id: TypeId) -> bool {
        let passed = self.passed.get_mut(id.index());
        passed.is_some_and(|passed| std::mem::replace(passed, self.count) != self.count)
    }
}

/// The named type that a value holds in itself. Lists and maps hold theirs behind a pointer.
fn held(expr: &Expr) -> Option<TypeId> {
    match expr {
        Expr::Named(id) => Some(*id),
        Expr::Nullable(inner) => held(inner),
        _ => None,
    }
}
