//! Closed enums with the same values. If the spec lists these values at several places, each place has its own type.

use super::paths::Paths;
use crate::model::{Enum, Model, Shape, TypeId};
use crate::named::is_named;
use std::collections::BTreeMap;

/// The maximum number of definitions in a group with conversions. There is a conversion for each pair.
const DEFINITIONS: usize = 32;

/// Writes a table for each definition that lists the same values as other enums.
///
/// | the two enums | conversions |
/// |---|---|
/// | at least one is a definition | both directions |
/// | neither is | none; the setting `same-type` makes them one type |
///
/// The rule considers only two enums. A third enum with these values, anywhere in the spec, therefore cannot remove a
/// conversion that a server uses.
pub(super) fn write_tables(model: &Model, ids: &[TypeId], paths: &Paths<'_>) -> Vec<String> {
    let mut groups: BTreeMap<Vec<(String, &str)>, Vec<TypeId>> = BTreeMap::new();
    for id in ids {
        if let Shape::Enum(enumeration) = &model.types.get(*id).shape
            && !enumeration.open
        {
            let variants = &paths.names().type_name(*id).members;
            groups.entry(key(enumeration, variants)).or_default().push(*id);
        }
    }
    let mut tables = Vec::new();
    for (key, group) in &groups {
        let (definitions, others): (Vec<TypeId>, Vec<TypeId>) =
            group.iter().copied().partition(|id| is_definition(model, *id));
        if definitions.len() > DEFINITIONS {
            continue;
        }
        let variants: Vec<&str> = key.iter().map(|(_, variant)| *variant).collect();
        let mut rest = definitions.as_slice();
        while let [first, later @ ..] = rest {
            let equal: Vec<TypeId> = later.iter().chain(&others).copied().collect();
            if !equal.is_empty() {
                tables.push(write_table(*first, &equal, &variants, paths));
            }
            rest = later;
        }
    }
    tables
}

/// Whether the spec names the enum itself, not only the place that contains it.
fn is_definition(model: &Model, id: TypeId) -> bool {
    model.types.get(id).place.as_ref().is_some_and(|place| is_named(&place.pointer))
}

/// Returns the values with their types and the names of their variants, in an order that does not depend on the spec.
fn key<'n>(enumeration: &Enum, variants: &'n [String]) -> Vec<(String, &'n str)> {
    let values = enumeration.values.iter().map(|value| format!("{:?}", value.scalar));
    let mut key: Vec<(String, &str)> = values.zip(variants.iter().map(String::as_str)).collect();
    key.sort_unstable();
    key
}

fn write_table(first: TypeId, equal: &[TypeId], variants: &[&str], paths: &Paths<'_>) -> String {
    let types = std::iter::once(&first).chain(equal);
    let types: Vec<String> = types.map(|id| paths.named(*id).to_string().replace(' ', "")).collect();
    format!("equal_enums!({} {{ {} }});\n", types.join(", "), variants.join(", "))
}
