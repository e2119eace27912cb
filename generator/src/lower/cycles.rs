//! Which fields are boxed, because a struct would contain itself. The first struct of a cycle, in the order of the types,
//! boxes the fields that lead back to it; what it is part of is no cycle any more for the structs behind it.
//!
//! So a field is boxed if its struct and what it holds are in one strong component of the types that are left when all
//! structs in front are taken away. Read backwards, structs are added, the last one first, and components only grow:
//! that is searched by halves, with the components of one half contracted for the other. It takes as long as there are
//! fields, times the logarithm of the number of types, where asking for each struct takes its square.

use super::components::{Graph, Node};
use crate::arena::{Arena, Id};
use crate::model::{Expr, Shape, Type, TypeId};

/// Boxes the fields through which a struct contains itself.
pub fn box_cycles(types: &mut Arena<Type>) {
    let mut search = Search { graph: Graph::of(types.len()), boxed: Vec::new() };
    let edges = edges(types, &search.graph);
    let never = types.len() + 1;
    search.solve(edges, 0, never);
    for (id, field) in search.boxed {
        let Shape::Struct(structure) = &mut types.get_mut(id).shape else { continue };
        structure.fields.get_mut(field).into_iter().for_each(|field| field.boxed = true);
    }
}

fn edges(types: &Arena<Type>, graph: &Graph) -> Vec<Edge> {
    // What is no struct is never taken away.
    let since = |id: TypeId| match types.get(id).shape {
        Shape::Struct(_) => types.len() - id.index(),
        _ => 0,
    };
    let edge = |(from, to, field): (TypeId, TypeId, Option<usize>)| {
        let field = field.filter(|_| since(from) >= since(to)).map(|field| (from, field));
        Edge { from: graph.node(from), to: graph.node(to), since: since(from).max(since(to)), field }
    };
    types.iter().flat_map(|(id, found)| all_held(id, &found.shape)).map(edge).collect()
}

/// What the values of a type hold in themselves, with the number of the field.
fn all_held(id: TypeId, shape: &Shape) -> Vec<(TypeId, TypeId, Option<usize>)> {
    match shape {
        Shape::Struct(structure) => {
            let fields = structure.fields.iter().enumerate();
            fields.filter_map(|(index, field)| Some((id, held(&field.expr)?, Some(index)))).collect()
        }
        Shape::Alias(expr) => held(expr).map(|held| (id, held, None)).into_iter().collect(),
        Shape::Tagged(tagged) => tagged.variants.iter().map(|(_, held)| (id, *held, None)).collect(),
        // An array or a map is behind a pointer.
        Shape::Enum(_) | Shape::Newtype(_) => Vec::new(),
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

/// That a type holds another.
struct Edge {
    from: Id<Node>,
    to: Id<Node>,
    /// How many types are added when both are there.
    since: usize,
    /// What is boxed if it is in a component from then on. In what is no struct nothing can be; in a struct behind
    /// the one that it holds nothing has to be.
    field: Option<(TypeId, usize)>,
}

struct Search {
    graph: Graph,
    boxed: Vec<(TypeId, usize)>,
}

impl Search {
    /// Takes the edges that are in a component from `low` to `high` types on, and boxes those that have been since
    /// they are there.
    fn solve(&mut self, edges: Vec<Edge>, low: usize, high: usize) {
        if edges.is_empty() {
            return;
        }
        if low == high {
            for edge in edges {
                self.boxed.extend(edge.field.filter(|_| edge.since == low));
                self.graph.contract(edge.from, edge.to);
            }
            return;
        }
        let middle = low.midpoint(high);
        let (early, mut late): (Vec<Edge>, Vec<Edge>) =
            edges.into_iter().partition(|edge| edge.since <= middle);
        let graph = &mut self.graph;
        let ends: Vec<_> =
            early.iter().map(|edge| (graph.component(edge.from), graph.component(edge.to))).collect();
        graph.find_components(&ends);
        let mut inside = Vec::new();
        for (edge, ends) in early.into_iter().zip(&ends) {
            if graph.are_together(*ends) { &mut inside } else { &mut late }.push(edge);
        }
        graph.forget(&ends);
        self.solve(inside, low, middle);
        self.solve(late, middle + 1, high);
    }
}
