//! Closed enums with the same values: the spec lists them at several places, and each place has a type.

use super::paths::Paths;
use crate::model::{Enum, Model, Shape, TypeId};
use crate::named::is_named;
use std::collections::BTreeMap;

/// A group with more definitions has no conversions: their number is that of the pairs.
const DEFINITIONS: usize = 32;

/// A table for each definition that lists the same values as other enums.
///
/// | the two enums | conversions |
/// |---|---|
/// | at least one is a definition | both directions |
/// | neither is | none; the setting `same-type` makes them one type |
///
/// The rule looks at two enums alone. So a third enum with these values, anywhere in the spec, cannot remove a conversion
/// that a server uses.
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

/// Whether the spec names the enum, and not only the place that contains it.
fn is_definition(model: &Model, id: TypeId) -> bool {
    model.types.get(id).place.as_ref().is_some_and(|place| is_named(&place.pointer))
}

/// The values with their types, each with the name of its variant, in an order of their own.
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
