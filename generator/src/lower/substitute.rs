//! Types that the caller puts in the place of schemas: which schemas they are, before anything is lowered.

use super::enumeration::is_enum;
use super::kinds::kinds;
use crate::api::{Api, JsonType, Schema, SchemaId, Substitute};
use crate::choices::{Choices, MappedFormat};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Expr, Foreign, Reading};
use crate::rust_path::{PRIMITIVES, RustPath};
use crate::suggest::did_you_mean;

/// Marks the schemas in whose place a type stands.
pub fn substitute(api: &mut Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let foreign = foreign(choices);
    let index_of = |path: &RustPath| foreign.iter().position(|known| known.path == *path);
    let ids: Vec<SchemaId> = api.schemas.iter().map(|(id, _)| id).collect();
    for id in ids {
        let schema = api.schemas.get(id);
        let replaced = choices.replacements.iter().find(|(place, _)| schema.place.as_ref() == Some(place));
        let mapped = choices
            .formats
            .iter()
            .find(|mapped| schema.format.as_ref() == Some(&mapped.format) && is_for(&mapped.path, schema));
        let found = match (replaced, mapped) {
            (Some((_, path)), _) => index_of(path).map(|index| Substitute { index, whole: true }),
            (None, Some(MappedFormat { path, .. })) => {
                index_of(path).map(|index| Substitute { index, whole: false })
            }
            (None, None) => None,
        };
        api.schemas.get_mut(id).substitute = found;
    }
    report_unused(api, choices, diagnostics);
}

/// The types, each once.
pub fn foreign(choices: &Choices) -> Vec<Foreign> {
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

/// Whether a type can be what a format says of such a schema: numbers are for numbers.
fn is_for(path: &RustPath, schema: &Schema) -> bool {
    let name = path.to_string();
    let primitive = PRIMITIVES.contains(&name.as_str());
    match kinds(schema).as_slice() {
        [JsonType::String] => (!primitive || name == "String") && !is_enum(schema),
        [JsonType::Integer] => name != "String" && name != "f64",
        [JsonType::Number] => name != "String",
        _ => false,
    }
}

/// What the generated code has a type for already.
pub fn known(path: &RustPath) -> Option<Expr> {
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

/// A format that no schema has is perhaps a typo.
fn report_unused(api: &Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let there = || api.schemas.iter().filter_map(|(_, schema)| schema.format.as_deref());
    for MappedFormat { format, origin, .. } in &choices.formats {
        if !there().any(|other| other == format) {
            let message = format!("the configuration maps the format `{format}`, which no schema has");
            let diagnostic = Diagnostic::warning(codes::NO_SUCH_PLACE, origin.clone(), message);
            diagnostics.push(match did_you_mean(format, there()) {
                Some(meant) => diagnostic.help(format!("did you mean `{meant}`?")),
                None => diagnostic,
            });
        }
    }
}
