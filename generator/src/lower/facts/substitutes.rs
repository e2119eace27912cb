//! Foreign types: types of other crates that settings use in place of schemas. This module finds these schemas before
//! any schema is lowered.

use super::fact::{Facts, Json, Substitute};
use crate::api::{Api, SchemaId};
use crate::choices::{Choices, MappedFormat};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Expr, Foreign, Reading};
use crate::presets::IntegerType;
use crate::resolve_presets::unused;
use crate::rust_path::{PRIMITIVES, RustPath};
use crate::suggest::did_you_mean;

/// Returns the foreign type in place of each schema.
pub(super) fn find(facts: &Facts<'_>, choices: &Choices) -> Vec<Option<Substitute>> {
    let foreign = foreign(choices);
    facts.each(|id| substitute(facts, id, choices, &foreign))
}

/// | the setting names | result |
/// |---|---|
/// | the schema | the type, regardless of the keywords |
/// | its format, and the type can represent values of the schema | the type |
/// | its format, but the type cannot represent them | none |
fn substitute(facts: &Facts<'_>, id: SchemaId, choices: &Choices, foreign: &[Foreign]) -> Option<Substitute> {
    let schema = facts.schema(id);
    let index_of = |path: &RustPath| foreign.iter().position(|known| known.path == *path);
    let replaced = choices.replacements.iter().find(|(place, _)| schema.place.as_ref() == Some(place));
    if let Some((_, path)) = replaced {
        return index_of(path).map(|index| Substitute { index, whole: true, integer: None });
    }
    let mapped = choices
        .formats
        .iter()
        .find(|mapped| schema.format.as_ref() == Some(&mapped.format) && is_for(&mapped.path, facts, id));
    let path = &mapped?.path;
    let integer = IntegerType::of(path).filter(|_| facts.json(id) == Json::Integer);
    index_of(path).map(|index| Substitute { index, whole: false, integer })
}

/// Returns the distinct foreign types.
pub(crate) fn foreign(choices: &Choices) -> Vec<Foreign> {
    let mapped = choices.formats.iter().map(|mapped| (&mapped.path, Some(&mapped.format)));
    let replaced = choices.replacements.iter().map(|(_, path)| (path, None));
    let mut all: Vec<Foreign> = Vec::new();
    for (path, format) in mapped.chain(replaced) {
        let index = all.iter().position(|known| known.path == *path).unwrap_or_else(|| {
            let reading = reading(path);
            all.push(Foreign { path: path.clone(), formats: Vec::new(), reading, json: false, text: false });
            all.len() - 1
        });
        if let Some(known) = all.get_mut(index) {
            known.formats.extend(format.cloned());
        }
    }
    all
}

/// Returns whether a type can represent the values of a schema with a mapped format.
///
/// | schema | types |
/// |---|---|
/// | strings | `String`, and all that are not primitive; none for an `enum` |
/// | integers | all but `String` and `f64` |
/// | numbers | all but `String` |
/// | others | none |
fn is_for(path: &RustPath, facts: &Facts<'_>, id: SchemaId) -> bool {
    let name = path.to_string();
    let primitive = PRIMITIVES.contains(&name.as_str());
    match facts.json(id) {
        Json::String => (!primitive || name == "String") && !facts.is_enum(id),
        Json::Integer => name != "String" && name != "f64",
        Json::Number => name != "String",
        Json::Any | Json::Null | Json::Boolean | Json::Array | Json::Object | Json::File | Json::Several => {
            false
        }
    }
}

/// Returns the expression of a type that the generated code uses anyway.
pub(crate) fn known(path: &RustPath) -> Option<Expr> {
    Some(match path.to_string().as_str() {
        "String" | "std::string::String" => Expr::String,
        "i32" => Expr::Integer32,
        "i64" => Expr::Integer64,
        "f64" => Expr::Number,
        "serde_json::Value" => Expr::Any,
        "serde_json::Map<std::string::String, serde_json::Value>" => Expr::AnyObject,
        _ => return None,
    })
}

fn reading(path: &RustPath) -> Reading {
    match known(path) {
        Some(_) => Reading::Known,
        None if PRIMITIVES.contains(&path.to_string().as_str()) => Reading::Integer,
        None => Reading::Own,
    }
}

/// Reports mapped formats that no schema has. They may be typos.
pub(crate) fn report_unused(api: &Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let formats = api.schemas.iter().filter_map(|(_, schema)| schema.format.as_deref());
    for MappedFormat { format, origin, .. } in &choices.formats {
        let Some(origin) = origin else { continue };
        if !formats.clone().any(|other| other == format) {
            let message = format!("a setting maps the format `{format}`, which no schema has");
            let diagnostic = Diagnostic::warning(codes::NO_SUCH_PLACE, origin.clone(), message);
            diagnostics.push(match did_you_mean(format, formats.clone()) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic,
            });
        }
    }
    for (origin, message) in unused(&choices.presets, |format| formats.clone().any(|other| other == format)) {
        diagnostics.push(Diagnostic::warning(codes::NO_SUCH_PLACE, origin, message));
    }
}
