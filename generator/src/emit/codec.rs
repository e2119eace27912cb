//! serde's traits for the types. Each type has a table, from which a macro of the support code creates the
//! implementations. The tables are text instead of tokens, since no formatter can lay them out.

use super::checks::write_checks;
use super::paths::{Paths, import, path_text};
use super::support::Home;
use super::text::quoted;
use super::{defaults, enums, equal_enums, foreign, paths, tagged, unions};
use crate::model::{Additional, Check, Model, ReadOnly, Shape, Struct, TypeId, WriteOnly};
use crate::names::TypeModule::{Group, Outgoing};
use crate::names::{Names, TypeName};
use crate::output::{Content, Item, Module, Print};
use proc_macro2::TokenStream;
use std::collections::BTreeSet;

/// Emits the file with the implementations for all types, or `None` if no type needs one.
pub(super) fn emit_codec(model: &Model, names: &Names, home: Home, print: Print) -> Option<Module> {
    let paths = Paths::outside(model, names);
    let mut ids: Vec<TypeId> = model.types.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|id| (names.type_name(*id).module, &names.type_name(*id).name));
    let in_text = model.types_in_text();
    let mut items: Vec<Item> = Vec::new();
    for &id in &ids {
        let ty = paths.named(id);
        match &model.types.get(id).shape {
            Shape::Struct(structure) => {
                items.push(Item::Text(write_table(structure, &ty, names.type_name(id), &paths)));
            }
            Shape::Enum(values) => {
                items.push(Item::Text(enums::write_table(values, &path_text(&ty), names.type_name(id))));
                // Only a server reads parameters.
                let is_read = in_text.contains(&id) && model.has_server();
                let scalar = is_read.then(|| enums::emit_scalar(values, &ty, names.type_name(id)));
                items.extend(scalar.map(|tokens| print.print(tokens, &mut |_| {})));
            }
            Shape::Union(union) => {
                let text = unions::write_table(union, &path_text(&ty), names.type_name(id), model, &paths);
                items.push(Item::Text(text));
            }
            Shape::Newtype(newtype) => {
                let checks = write_checks(&newtype.checks, names);
                items.push(Item::Text(format!("newtype!({}{checks});\n", path_text(&ty))));
            }
            Shape::Alias(_) => {}
        }
    }
    items.extend(equal_enums::write_tables(model, &ids, &paths).into_iter().map(Item::Text));
    // A trait of the shared support code is implemented once for each type of another crate.
    if home == Home::Inside {
        let of_crates = foreign::emit_codec(&model.foreign, |path| paths::path(path, names));
        items.extend(of_crates.into_iter().map(Item::Tokens));
    }
    if items.is_empty() {
        return None;
    }
    let imports = imports(model, names, &items).into_iter().chain(paths.imports()).map(Item::Tokens);
    let items = imports.chain(items).collect();
    let title = "Table-driven implementations of serde's traits.";
    let docs = std::iter::once(title).chain(STRICTER.lines()).map(str::to_owned).collect();
    let content = Content::Items { docs, attributes: Vec::new(), items };
    Some(Module { path: "codec.rs".to_owned(), content })
}

/// The reason why the types do not derive serde's traits.
pub(super) const STRICTER: &str = "These implementations are stricter than derives: they check constraints, reject\nduplicate properties, and report the JSON pointer of an invalid value.";

fn imports(model: &Model, names: &Names, items: &[Item]) -> Vec<TokenStream> {
    let uses =
        |call: &str| items.iter().any(|item| matches!(item, Item::Text(text) if text.starts_with(call)));
    let macros = ["equal_enums", "newtype", "object", "tagged", "union", "values"].into_iter();
    let mut support: Vec<&str> = macros.filter(|name| uses(&format!("{name}!("))).collect();
    support.extend(model.member_checks().any(names_check).then_some("check"));
    support.push("self");
    import_modules(own_modules(model, names), names)
        .into_iter()
        .chain(import("super::support", &support))
        .collect()
}

/// Returns whether the rule of a check is in the module `check`.
fn names_check(check: &Check) -> bool {
    match check {
        Check::Text(inner) => names_check(inner),
        check => !matches!(check, Check::Pattern(_) | Check::Schema(_) | Check::Wide(_)),
    }
}

fn has_check(model: &Model, is: fn(&Check) -> bool) -> bool {
    model.member_checks().any(|check| is(check.innermost()))
}

fn has_checked_struct(model: &Model) -> bool {
    model.structs().any(|structure| structure.validator.is_some())
}

/// Returns the modules of the root that contain the types, the patterns and the schemas.
fn own_modules<'n>(model: &Model, names: &'n Names) -> BTreeSet<&'n str> {
    let typed = model.types.iter().filter(|(_, ty)| !matches!(ty.shape, Shape::Alias(_)));
    let mut modules: BTreeSet<&str> = typed.map(|(id, _)| root_module(names, id)).collect();
    modules.extend(has_check(model, |check| matches!(check, Check::Pattern(_))).then_some("patterns"));
    let schemas = has_checked_struct(model) || has_check(model, |check| matches!(check, Check::Schema(_)));
    modules.extend(schemas.then_some("schemas"));
    modules
}

/// Emits the import of modules of the root. A module is renamed if the file imports another module with its name.
pub(super) fn import_modules(modules: BTreeSet<&str>, names: &Names) -> Option<TokenStream> {
    let modules =
        modules.into_iter().map(|module| match names.groups.iter().find(|group| group.module == module) {
            Some(group) if group.local != module => format!("{module} as {}", group.local),
            _ => module.to_owned(),
        });
    let modules: Vec<String> = modules.collect();
    import("super", &modules.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Returns the module of the root that contains a type.
pub(super) fn root_module(names: &Names, id: TypeId) -> &str {
    match names.type_name(id).module {
        Some(Group(index)) => names.groups.get(index).map_or("contract", |group| group.module.as_str()),
        Some(Outgoing) => "outgoing",
        _ => "types",
    }
}

/// Writes a struct's table, with a row for each property. Names in JSON are literals.
fn write_table(structure: &Struct, ty: &TokenStream, name: &TypeName, paths: &Paths<'_>) -> String {
    let names = paths.names();
    let rows = structure.fields.iter().zip(&name.members).map(|(field, name)| {
        let kind = match (field.write_only, field.required, &field.default) {
            (WriteOnly::Required, ..) => "required_write_only".to_owned(),
            (WriteOnly::Optional, ..) => "write_only".to_owned(),
            (WriteOnly::No, true, _) => "required".to_owned(),
            (WriteOnly::No, false, Some(value)) => {
                format!("default({})", defaults::line(defaults::emit_literal(value, paths)))
            }
            (WriteOnly::No, false, None) if field.read_only == ReadOnly::Required => {
                "required_read_only".to_owned()
            }
            (WriteOnly::No, false, None) => "optional".to_owned(),
        };
        let wire = quoted(&field.wire);
        let checks = write_checks(&field.checks, names);
        let read_only = if field.read_only == ReadOnly::No { "" } else { ".read_only()" };
        format!("    {wire} => {name}: {kind}{read_only}{checks},\n")
    });
    let others = match &structure.additional {
        Additional::Ignored => "ignored".to_owned(),
        Additional::Rejected => "rejected".to_owned(),
        Additional::Kept => format!("kept({})", name.additional),
        Additional::Typed(_, checks) => format!("typed({}{})", name.additional, write_checks(checks, names)),
    };
    let count = match structure.count {
        (None, None) => String::new(),
        (Some(least), Some(most)) => format!(", properties {least}..={most}"),
        (Some(least), None) => format!(", properties {least}.."),
        (None, Some(most)) => format!(", properties ..={most}"),
    };
    let schema = structure.validator.as_ref().map(|id| format!(", schema schemas::{}", names.validator(id)));
    let ty = path_text(ty);
    let tags = tagged::write_tags(&structure.tags);
    let rows: String = rows.collect();
    let schema = schema.unwrap_or_default();
    format!("object!({ty} {{\n{tags}{rows}    .. => {others}{count}{schema},\n}});\n")
}
