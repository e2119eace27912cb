//! Finds the arrays and maps that contain themselves. Rust has no recursive aliases, so each of these becomes a
//! newtype. This does not apply to structs, which get a `Box`.

use super::fact::{Facts, Kind};
use crate::api::SchemaId;
use crate::lower::strong_components::Graph;

/// Returns whether each schema is an array or a map that contains itself and becomes a newtype. All named ones do. An
/// unnamed one does only if no named one is in its cycle. So an unrelated schema never changes which schemas become
/// newtypes.
pub(super) fn find(facts: &Facts<'_>) -> Vec<bool> {
    let mut recursive = vec![false; facts.api.schemas.len()];
    for with_name in [true, false] {
        for id in in_cycles(facts, &recursive) {
            if is_container(facts.kind(id)) && facts.is_named(id) == with_name {
                recursive.get_mut(id.index()).into_iter().for_each(|is_recursive| *is_recursive = true);
            }
        }
    }
    recursive
}

/// Returns the schemas that lead back to themselves without passing a broken one.
fn in_cycles(facts: &Facts<'_>, broken: &[bool]) -> Vec<SchemaId> {
    let is_broken = |id: SchemaId| broken.get(id.index()).copied().unwrap_or_default();
    let mut graph = Graph::new(facts.api.schemas.len());
    let steps = facts.api.schemas.iter().filter_map(|(id, _)| Some((id, mentioned(facts.kind(id))?)));
    let steps: Vec<(SchemaId, SchemaId)> =
        steps.filter(|(from, to)| !is_broken(*from) && !is_broken(*to)).collect();
    let edges: Vec<_> = steps.iter().map(|(from, to)| (graph.node(*from), graph.node(*to))).collect();
    graph.find_components(&edges);
    let together = steps.iter().zip(edges).filter(|(_, edge)| graph.are_together(*edge));
    together.map(|((from, _), _)| *from).collect()
}

/// Returns whether a schema is an array or a map itself, not an alias of one.
fn is_container(kind: Kind) -> bool {
    !matches!(kind, Kind::Alias(_)) && mentioned(kind).is_some()
}

/// Returns the schema that the type of this one mentions, unless this one has its own type.
fn mentioned(kind: Kind) -> Option<SchemaId> {
    match kind {
        Kind::Alias(target) => Some(target),
        Kind::List(inner) | Kind::Map(inner) => inner,
        Kind::Replaced(_)
        | Kind::Enum
        | Kind::Formatted(_)
        | Kind::Preset(_)
        | Kind::Family
        | Kind::Union
        | Kind::Struct
        | Kind::Boolean
        | Kind::Integer32
        | Kind::Integer64
        | Kind::Number
        | Kind::String
        | Kind::Any => None,
    }
}
