//! The rules for names in Rust: of types, fields and variants.

use super::both::Both;
use super::draft::Draft;
use super::pair::Pair;
use super::rules::{ARGUMENTS_REORDERED, NAME_CHANGED, TYPE_INLINED, TYPE_MOVED, TYPE_NAMED, TYPE_RENAMED};
use super::side::{Side, TypePath};
use super::verdict::Verdict;
use crate::api::SchemaId;
use crate::diagnostic::Place;
use crate::model::{Additional, Constructor, TypeId};
use crate::names::TypeModule;
use std::path::Path;

/// Compares the names of the types of a value.
pub(super) fn compare_names(both: &mut Both<'_, '_>, pair: &Pair) {
    let first =
        |side: &Side<'_>, ids: &[SchemaId]| side.roots(ids).into_iter().find_map(|id| side.type_of(id));
    let (old, new) = (first(both.old_side, &pair.old), first(both.new_side, &pair.new));
    let (Some(old), Some(new)) = (old, new) else { return };
    compare_arguments(both, old, new);
    let (old, new) = (both.old_side.path_of(old), both.new_side.path_of(new));
    let (module, other) = (is_inline(&old), is_inline(&new));
    let (rule, message) = match (module, other) {
        (false, false) if old.name != new.name => {
            (TYPE_RENAMED, format!("the type `{}` is `{}` now", old.name, new.name))
        }
        (true, false) => {
            (TYPE_NAMED, format!("the inline type `{}` is the type `{}` now", old.name, new.name))
        }
        (false, true) => {
            (TYPE_INLINED, format!("the type `{}` is the inline type `{}` now", old.name, new.name))
        }
        (true, true) if old.name != new.name => {
            (TYPE_RENAMED, format!("the inline type `{}` is `{}` now", old.name, new.name))
        }
        (false, false) if is_elsewhere(both, &old, &new) => {
            (TYPE_MOVED, format!("the schema of `{}` is in another file", new.name))
        }
        _ => return,
    };
    let draft = Draft::new(rule, message).at(old.place, new.place).names([old.name, new.name]);
    // An alias is the same type as its target, so only code that names the alias breaks.
    let is_alias = old.is_alias && new.is_alias && rule != TYPE_MOVED;
    both.add(if is_alias { draft.build(Verdict::Maybe) } else { draft });
}

/// Compares the order of the arguments of `new`.
fn compare_arguments(both: &mut Both<'_, '_>, old: TypeId, new: TypeId) {
    let required = |side: &Side<'_>, id: TypeId| -> Vec<String> {
        let structure = side.model.types.get(id).shape.as_struct();
        let structure = structure.filter(|one| one.constructor() == Constructor::Arguments);
        let fields = structure.into_iter().flat_map(|one| &one.fields).filter(|field| field.required);
        fields.map(|field| field.wire.clone()).collect()
    };
    let (was, is) = (required(both.old_side, old), required(both.new_side, new));
    let kept = |all: &[String], other: &[String]| -> Vec<String> {
        all.iter().filter(|name| other.contains(name)).cloned().collect()
    };
    if kept(&was, &is) != kept(&is, &was) {
        let name = both.new_side.path_of(new).name;
        let draft = Draft::new(
            ARGUMENTS_REORDERED,
            format!("the order of the arguments of `{name}::new` has changed"),
        );
        let help = "change the order in each call of `new`: the compiler reports a wrong order only if the types differ";
        both.add_here(draft.help(help).names([name, "new"]));
    }
}

/// Returns the properties of a struct that have no field, because they select its schema.
pub(super) fn tags(side: &Side<'_>, ids: &[SchemaId]) -> Vec<String> {
    let id = side.roots(ids).into_iter().find_map(|id| side.type_of(id));
    let structure = id.and_then(|id| side.model.types.get(id).shape.as_struct());
    structure.into_iter().flat_map(|one| &one.tags).map(|tag| tag.wire.clone()).collect()
}

/// Returns the type of the field with the properties that a struct does not declare, as text: empty if it has no such field,
/// and `None` if the schemas are not a struct.
pub(super) fn additional(side: &Side<'_>, ids: &[SchemaId]) -> Option<String> {
    let id = side.roots(ids).into_iter().find_map(|id| side.type_of(id))?;
    Some(match &side.model.types.get(id).shape.as_struct()?.additional {
        Additional::Ignored | Additional::Rejected => String::new(),
        Additional::Kept => "any value".to_owned(),
        Additional::Typed(expr, _) => side.type_text(expr),
    })
}

fn is_inline(path: &TypePath<'_>) -> bool {
    !matches!(path.module, Some(TypeModule::Types))
}

/// Whether the schema is in another file, apart from its folder.
fn is_elsewhere(both: &Both<'_, '_>, old: &TypePath<'_>, new: &TypePath<'_>) -> bool {
    let name = |side: &Side<'_>, place: Option<&Place>| {
        let file = place?.file;
        let is_input = side.sources.inputs.contains(&file);
        let path = side.sources.file(file)?.path.as_path();
        Some((!is_input).then(|| path.file_name().map(Path::new).map(Path::to_owned)))
    };
    name(both.old_side, old.place) != name(both.new_side, new.place)
}

/// Compares the names of the fields or variants at two places.
pub(super) fn compare_members(
    both: &mut Both<'_, '_>,
    name: &str,
    (old, new): (Option<&Place>, Option<&Place>),
) {
    let names = old
        .and_then(|place| both.old_side.member(place))
        .zip(new.and_then(|place| both.new_side.member(place)));
    let Some(((owner, old_name), (_, new_name))) = names.filter(|(old, new)| old.1 != new.1) else { return };
    let draft = Draft::new(
        NAME_CHANGED,
        format!("the name of `{name}` in Rust was `{old_name}`, and is `{new_name}` now"),
    );
    both.add(draft.at(old, new).names([owner, old_name, new_name]));
}
