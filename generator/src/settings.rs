//! `stubsmith.yaml` beside the first input: the options of [`Config`] as a file, so that a build script and
//! the program, `generate` and `check` do the same. What the caller says itself comes first.

use crate::codes;
use crate::config::{Config, KeepUnknown};
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::output::Unimplemented;
use crate::overrides::{Given, Override};
use crate::sources::Sources;
use std::str::FromStr;

/// The name of the file.
pub const FILE: &str = "stubsmith.yaml";

/// Adds what the file says, if there is one.
pub fn read(sources: &Sources, config: &mut Config, diagnostics: &mut Diagnostics) {
    let root = Cursor::root(sources, Place::file(FileId(0))).filter(|root| !root.value.is_null());
    let Some(mut object) = root.as_ref().and_then(|root| root.object(diagnostics)) else { return };
    if let Some(root) = object.text("ref-root", diagnostics) {
        let folder = sources.file(FileId(0)).and_then(|file| file.path.parent()).unwrap_or("".as_ref());
        config.ref_root.get_or_insert_with(|| folder.join(root));
    }
    if let Some(skip) = object.take("skip-unsupported").and_then(|skip| skip.boolean(diagnostics)) {
        config.skip_unsupported.get_or_insert(skip);
    }
    if let Some(write) = object.take("example-tests").and_then(|write| write.boolean(diagnostics)) {
        config.example_tests.get_or_insert(write);
    }
    if let Some(write) = object.take("example-server").and_then(|write| write.boolean(diagnostics)) {
        config.example_server.get_or_insert(write);
    }
    read_unimplemented(&mut object, config, diagnostics);
    read_word(&mut object, "check-responses", &mut config.check_responses, diagnostics);
    read_word(&mut object, "head", &mut config.head, diagnostics);
    if let Some(value) = object.take("form-buffer") {
        match value.value.as_u64().and_then(|bytes| u32::try_from(bytes).ok()) {
            Some(bytes) => _ = config.form_buffer.get_or_insert(bytes),
            None => {
                let message = "`form-buffer` is a number of bytes, less than 4 GiB";
                diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place, message));
            }
        }
    }
    read_keep_unknown(&mut object, config, diagnostics);
    if let Some(list) = object.take("open-enum") {
        let places = read_places(&list, config, diagnostics);
        config.open_enums.extend(places);
    }
    if let Some(list) = object.take("allow") {
        let codes = read_places(&list, config, diagnostics);
        config.allowed.extend(codes);
    }
    let mut pairs = |keyword: &'static str, diagnostics: &mut Diagnostics| {
        let entries = object.take(keyword).map(|map| map.entries(diagnostics)).unwrap_or_default();
        let text = |(name, value): &(&str, Cursor<'_>)| {
            config.origins.0.push(((*name).to_owned(), value.place.key()));
            Some(((*name).to_owned(), value.text(diagnostics)?.into_owned()))
        };
        entries.iter().filter_map(text).collect::<Vec<_>>()
    };
    let (renames, formats) = (pairs("rename", diagnostics), pairs("map-format", diagnostics));
    let (replacements, type_renames) = (pairs("replace", diagnostics), pairs("rename-type", diagnostics));
    config.renames.extend(renames);
    config.type_renames.extend(type_renames);
    config.formats.extend(formats);
    config.replacements.extend(replacements);
    read_schemes(&mut object, config, diagnostics);
    read_derives(&mut object, config, diagnostics);
    for item in object.take("override").map(|list| list.items(diagnostics)).unwrap_or_default() {
        config.overrides.extend(read_override(&item, diagnostics));
        if let Some(wanted) = config.overrides.last() {
            config.origins.0.push((wanted.place.clone(), item.place));
        }
    }
    object.finish("`stubsmith.yaml`", Severity::Error, diagnostics);
}

/// One of a few words.
fn read_word<T: FromStr<Err = String>>(
    object: &mut Object<'_>,
    keyword: &'static str,
    option: &mut Option<T>,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = object.take(keyword) else { return };
    match value.text(diagnostics).map(|text| text.parse()) {
        Some(Ok(meant)) => _ = option.get_or_insert(meant),
        Some(Err(message)) => diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place, message)),
        None => {}
    }
}

fn read_unimplemented(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(value) = object.take("unimplemented") else { return };
    let meant = match value.text(diagnostics).as_deref() {
        Some("compile-error") => Unimplemented::CompileError,
        Some("501") => Unimplemented::NotImplemented,
        None => return,
        Some(_) => {
            let message = "`unimplemented` is `compile-error` or `501`";
            return diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place, message));
        }
    };
    config.unimplemented.get_or_insert(meant);
}

/// Everywhere, or in a list of places.
fn read_keep_unknown(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(value) = object.take("keep-unknown") else { return };
    match value.value.as_bool() {
        Some(true) => config.keep_unknown.push(KeepUnknown::All),
        Some(false) => {}
        None => {
            let places = read_places(&value, config, diagnostics);
            config.keep_unknown.extend(places.into_iter().map(KeepUnknown::At));
        }
    }
}

/// A list of places, or of other names.
fn read_places(list: &Cursor<'_>, config: &mut Config, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut places = Vec::new();
    for item in list.items(diagnostics) {
        if let Some(place) = item.text(diagnostics) {
            config.origins.0.push((place.clone().into_owned(), item.place.clone()));
            places.push(place.into_owned());
        }
    }
    places
}

fn read_schemes(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let schemes = object.take("security-scheme").map(|map| map.entries(diagnostics)).unwrap_or_default();
    for (name, kind) in schemes {
        config.origins.0.push((name.to_owned(), kind.place.key()));
        match kind.text(diagnostics).map(|text| text.parse()) {
            Some(Ok(scheme)) => config.security_schemes.push((name.to_owned(), scheme)),
            Some(Err(message)) => {
                diagnostics.push(Diagnostic::new(codes::UNKNOWN_SCHEME_TYPE, kind.place, message));
            }
            None => {}
        }
    }
}

fn read_derives(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let everywhere = object.take("derive").map(|list| list.items(diagnostics)).unwrap_or_default();
    let somewhere = object.take("derive-at").map(|map| map.entries(diagnostics)).unwrap_or_default();
    let mut derives: Vec<(Option<String>, Cursor<'_>)> =
        everywhere.into_iter().map(|item| (None, item)).collect();
    for (place, list) in somewhere {
        config.origins.0.push((place.to_owned(), list.place.key()));
        derives.extend(list.items(diagnostics).into_iter().map(|item| (Some(place.to_owned()), item)));
    }
    for (place, path) in derives {
        if let Some(text) = path.text(diagnostics) {
            config.origins.0.push((text.clone().into_owned(), path.place.clone()));
            config.derives.push((place, text.into_owned()));
        }
    }
}

fn read_override(item: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Override> {
    let mut object = item.object(diagnostics)?;
    let place = object.require("at", "an override", diagnostics)?.text(diagnostics)?.into_owned();
    let expected = read_given(&mut object, "expected", "absent", diagnostics);
    let value = read_given(&mut object, "value", "remove", diagnostics);
    object.finish("an override", Severity::Error, diagnostics);
    Some(Override { place, expected: expected?, value: value? })
}

/// A value under one keyword, or a flag under the other that says that there is none.
fn read_given(
    object: &mut Object<'_>,
    keyword: &'static str,
    none: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<Given> {
    let value = object.take_value(keyword).map(|value| value.value.clone());
    let absent = object.flag(none, diagnostics);
    if value.is_some() == absent {
        let message = format!("an override has either `{keyword}: ...` or `{none}: true`");
        diagnostics.push(Diagnostic::new(codes::MISSING_KEYWORD, object.place.clone(), message));
        return None;
    }
    Some(Given(value))
}
