//! Closed enums with the same values: the spec lists them at several places, and each place has a type.

use super::paths::Paths;
use crate::model::{Enum, Model, Shape, TypeId};
use std::collections::BTreeMap;

/// In a larger group, each enum converts only to and from the first one: all pairs would be too many.
const ALL_PAIRS: usize = 4;

/// The tables of the groups. The enums of a group are in the order of their names.
pub fn write_tables(model: &Model, ids: &[TypeId], paths: &Paths<'_>) -> Vec<String> {
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
        let variants: Vec<&str> = key.iter().map(|(_, variant)| *variant).collect();
        let types: Vec<String> =
            group.iter().map(|id| paths.named(*id).to_string().replace(' ', "")).collect();
        match types.split_first() {
            Some((first, others)) if types.len() > ALL_PAIRS => {
                tables.extend(others.iter().map(|other| write_table(&[first, other], &variants)));
            }
            Some((_, [_, ..])) => {
                tables.push(write_table(&types.iter().collect::<Vec<_>>(), &variants));
            }
            _ => {}
        }
    }
    tables
}

/// The values with their types, each with the name of its variant, in an order of their own.
fn key<'n>(enumeration: &Enum, variants: &'n [String]) -> Vec<(String, &'n str)> {
    let values = enumeration.values.iter().map(|value| format!("{:?}", value.scalar));
    let mut key: Vec<(String, &str)> = values.zip(variants.iter().map(String::as_str)).collect();
    key.sort_unstable();
    key
}

fn write_table(types: &[&String], variants: &[&str]) -> String {
    let types: Vec<&str> = types.iter().map(|ty| ty.as_str()).collect();
    format!("equal_enums!({} {{ {} }});\n", types.join(", "), variants.join(", "))
}
