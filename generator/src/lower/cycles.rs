//! Boxes the fields of structs that would otherwise contain themselves. A field is boxed if its type leads back to the
//! struct. This depends only on the cycle: an unrelated operation or definition never moves a `Box`.

use super::strong_components::Graph;
use crate::arena::Arena;
use crate::model::{Expr, Shape, Type, TypeId};

/// Boxes the fields whose type is in the same strongly connected component as their struct.
pub(crate) fn box_cycles(types: &mut Arena<Type>) {
    let mut graph = Graph::new(types.len());
    let held: Vec<(TypeId, TypeId)> = types
        .iter()
        .flat_map(|(id, ty)| all_held(&ty.shape).into_iter().map(move |held| (id, held)))
        .collect();
    let edges: Vec<_> = held.iter().map(|(from, to)| (graph.node(*from), graph.node(*to))).collect();
    graph.find_components(&edges);
    let ids: Vec<TypeId> = types.iter().map(|(id, _)| id).collect();
    for id in ids {
        let Shape::Struct(structure) = &mut types.get_mut(id).shape else { continue };
        for field in &mut structure.fields {
            let target = held_by(&field.expr);
            field.boxed =
                target.is_some_and(|target| graph.are_together((graph.node(id), graph.node(target))));
        }
    }
}

/// Returns the types that a type contains without indirection.
fn all_held(shape: &Shape) -> Vec<TypeId> {
    match shape {
        Shape::Struct(structure) => {
            structure.fields.iter().filter_map(|field| held_by(&field.expr)).collect()
        }
        Shape::Alias(expr) => held_by(expr).into_iter().collect(),
        Shape::Union(union) => union.variants.iter().filter_map(|variant| held_by(&variant.expr)).collect(),
        // Arrays and maps are indirections.
        Shape::Enum(_) | Shape::Newtype(_) => Vec::new(),
    }
}

/// Returns the named type that an expression contains without indirection. Lists and maps are indirections.
fn held_by(expr: &Expr) -> Option<TypeId> {
    match expr {
        Expr::Named(id) => Some(*id),
        Expr::Nullable(inner) => held_by(inner),
        _ => None,
    }
}
