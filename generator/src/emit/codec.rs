//! How the types are read from JSON and written to it: a table for each struct, which the support's
//! macro makes the implementations of. The tables are text, not tokens: no formatter knows them.

use super::checks::emit_check;
use super::paths::{Paths, import};
use super::{defaults, enums, foreign, tagged};
use crate::model::{Additional, Check, Model, Shape, Struct, TypeId};
use crate::names::Module::Group;
use crate::names::{Names, TypeName};
use crate::output::{Content, Item, Module, Print};
use proc_macro2::{Literal, TokenStream};
use std::collections::BTreeSet;

/// The file with the implementations of all types.
pub fn emit_codec(model: &Model, names: &Names, print: Print) -> Module {
    let paths = Paths::outside(model, names);
    let mut ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|id| (names.of(*id).module, &names.of(*id).name));
    let in_text = model.types_in_text();
    let mut items: Vec<Item> = Vec::new();
    for id in ids {
        let ty = paths.named(id);
        match &model.types.get(id).shape {
            Shape::Struct(structure) => {
                items.push(Item::Text(write_table(structure, &ty, names.of(id), &paths)));
            }
            Shape::Enum(values) => {
                items.extend(enums::emit_codec(values, &ty, names.of(id)).into_iter().map(print));
                let scalar = in_text.contains(&id).then(|| enums::emit_scalar(values, &ty, names.of(id)));
                items.extend(scalar.map(print));
            }
            Shape::Tagged(found) => {
                items.push(Item::Text(tagged::write_table(found, &path_text(&ty), names.of(id))));
            }
            Shape::Newtype(newtype) => {
                let rules = write_rules(&newtype.checks, names);
                items.push(Item::Text(format!("newtype!({}{rules});\n", path_text(&ty))));
            }
            Shape::Alias(_) => {}
        }
    }
    items.extend(foreign::emit_codec(model).into_iter().map(Item::Tokens));
    let imports = imports(model, names).into_iter().chain(paths.imports()).map(Item::Tokens);
    let items = imports.chain(items).collect();
    let docs = vec!["How the types are read from JSON and written to it.".to_owned()];
    Module { path: "codec.rs".to_owned(), content: Content::Items { docs, attributes: Vec::new(), items } }
}

fn imports(model: &Model, names: &Names) -> Vec<TokenStream> {
    let shapes = || model.types.iter().map(|(_, found)| &found.shape);
    let enums = shapes().any(|shape| matches!(shape, Shape::Enum(_)));
    let mixed = shapes()
        .any(|shape| matches!(shape, Shape::Enum(found) if found.kind() == crate::model::EnumKind::Mixed));
    let structs = shapes().any(|shape| matches!(shape, Shape::Struct(_)));
    let of_struct = has_checked_struct(model);
    let own = own_modules(model, names);
    let newtypes = model.newtypes().next().is_some();
    let json = enums || structs || newtypes || foreign::is_in_json(model);
    let support: &[&str] = match (structs, json) {
        (true, _) => &["Decode", "Members", "Object", "Seed", "Trail", "object"],
        (false, true) => &["Decode", "Trail"],
        (false, false) => &[],
    };
    let de: &[&str] = match (enums, structs) {
        (true, true) => &["Deserialize", "Deserializer", "Error", "MapAccess"],
        (true, false) => &["Deserialize", "Deserializer", "Error"],
        (false, true) => &["Deserialize", "Deserializer", "MapAccess"],
        (false, false) if json => &["Deserialize", "Deserializer"],
        (false, false) => &[],
    };
    let ser: &[&str] = if enums || structs || newtypes { &["Serialize", "Serializer"] } else { &[] };
    let from_check = |check: &Check| !matches!(check, Check::Pattern(_) | Check::Schema(_));
    let check: &[&str] = if model.member_checks().any(from_check) { &["check"] } else { &[] };
    let tags: &[&str] = match model.has_tags() {
        true if shapes().any(|shape| matches!(shape, Shape::Tagged(_))) => &["Buffered", "Tag", "tagged"],
        true => &["Tag"],
        false => &[],
    };
    let mut in_text = model.types_in_text().into_iter().map(|id| &model.types.get(id).shape);
    let scalar = in_text.any(|shape| matches!(shape, Shape::Enum(_)));
    let scalar = scalar || foreign::is_in_text(model);
    let scalar: &[&str] = if scalar { &["Scalar"] } else { &[] };
    let checked = of_struct.then(|| import("super::support::schema", &["checked_object"])).flatten();
    let table = structs.then(|| import("super::support::object", &["object"])).flatten();
    let newtype = newtypes.then(|| import("super::support::newtype", &["newtype"])).flatten();
    let family = if shapes().any(|shape| matches!(shape, Shape::Tagged(_))) {
        import("super::support::tagged", &["tagged"])
    } else {
        None
    };
    [
        import("super", &own),
        import("super::support", &[check, support, tags, scalar].concat()),
        table,
        newtype,
        family,
        checked,
        import("serde::de", de),
        import("serde::ser", ser),
        mixed.then(|| import("serde_json", &["Value"])).flatten(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn has_checked_struct(model: &Model) -> bool {
    model.structs().any(|structure| structure.table.is_some())
}

/// The modules of the root that have the types and what they are checked against.
fn own_modules<'n>(model: &Model, names: &'n Names) -> Vec<&'n str> {
    let typed = model.types.iter().filter(|(_, found)| !matches!(found.shape, Shape::Alias(_)));
    let mut modules: BTreeSet<&str> = typed.map(|(id, _)| root_module(names, id)).collect();
    let has = |is: fn(&Check) -> bool| model.member_checks().any(|check| is(check.innermost()));
    modules.extend(has(|check| matches!(check, Check::Pattern(_))).then_some("patterns"));
    let schemas = has_checked_struct(model) || has(|check| matches!(check, Check::Schema(_)));
    modules.extend(schemas.then_some("schemas"));
    modules.into_iter().collect()
}

/// The module of the root that a type is in.
pub fn root_module(names: &Names, id: TypeId) -> &str {
    match names.of(id).module {
        Some(Group(index)) => names.groups.get(index).map_or("contract", |group| group.module.as_str()),
        _ => "types",
    }
}

/// A struct's table: a row for each member. Wire names are literals.
fn write_table(structure: &Struct, ty: &TokenStream, name: &TypeName, paths: &Paths<'_>) -> String {
    let names = paths.names();
    let rows = structure.fields.iter().zip(&name.members).map(|(field, name)| {
        let kind = match (field.required, &field.default) {
            (true, _) => "required",
            (false, Some(_)) => "defaulted",
            (false, None) => "optional",
        };
        let default = field.default.as_ref().map(|value| defaults::emit_literal(value, paths));
        let default = default.map(|value| format!(" = {}", defaults::line(value))).unwrap_or_default();
        let (wire, rules) = (Literal::string(&field.wire), write_rules(&field.checks, names));
        let read_only = if field.read_only { ".read_only()" } else { "" };
        format!("    {name}: {kind}({wire}{rules}){read_only}{default},\n")
    });
    let others = match &structure.additional {
        Additional::Dropped => "dropped()".to_owned(),
        Additional::Refused => "refused()".to_owned(),
        Additional::Kept => format!("kept({})", name.additional),
        Additional::Typed(_, checks) => format!("typed({}{})", name.additional, write_rules(checks, names)),
    };
    let count = match structure.count {
        (None, None) => String::new(),
        (Some(least), Some(most)) => format!(", counted({least}..={most})"),
        (Some(least), None) => format!(", counted({least}..)"),
        (None, Some(most)) => format!(", counted(..={most})"),
    };
    let (ty, tags) = (path_text(ty), tagged::write_tags(&structure.tags));
    let table = structure.table.iter().map(|id| format!("; schemas::{}", names.table(id)));
    let table: String = table.collect();
    format!("object!({ty} {{\n{}}} {others}{tags}{count}{table});\n", rows.collect::<String>())
}

/// The rules behind a name, each behind a comma.
fn write_rules(checks: &[Check], names: &Names) -> String {
    let rules = checks.iter().map(|check| emit_check(check, names).to_string().replace(' ', ""));
    rules.fold(String::new(), |all, rule| all + ", " + &rule)
}

/// A type in a table.
fn path_text(ty: &TokenStream) -> String {
    ty.to_string().replace(' ', "")
}
