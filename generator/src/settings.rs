//! `stubsmith.yaml` next to the first input: the options of [`Config`] as a file, so that a build script and the
//! commands of the program use the same settings. Options of the caller take precedence.

mod keys;
mod program_options;
mod schema;

use crate::accepted::Accepted;
use crate::codes;
use crate::config::Config;
use crate::cursor::{Cursor, Object, boolean_of_yaml_1_1};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::dialect::FixedFields;
use crate::overrides::{Given, Override};
use crate::places::Setting;
use crate::sources::Sources;
use keys::{ABSENT, AT, EXPECTED, Form, ID, KEYS, Key, Outcome, REASON, REMOVE, UNTIL, VALUE};
pub use schema::settings_schema;
use std::path::Path;

/// The name of the file.
pub(crate) const FILE: &str = "stubsmith.yaml";

const SETTINGS: FixedFields = FixedFields { of: "`stubsmith.yaml`", keywords: &[] };
const ACCEPTED_CHANGE: FixedFields = FixedFields { of: "an accepted change", keywords: &[] };
const OVERRIDE: FixedFields = FixedFields { of: "an override", keywords: &[] };

/// Adds the settings of the file, if there is one.
pub(crate) fn read(sources: &Sources, config: &mut Config, diagnostics: &mut Diagnostics) {
    let root = Cursor::root(sources, Place::file(FileId(0))).filter(|root| !root.value.is_null());
    let Some(mut object) = root.as_ref().and_then(|root| root.object(diagnostics)) else { return };
    let folder = sources.file(FileId(0)).and_then(|file| file.path.parent()).unwrap_or("".as_ref());
    for key in &KEYS {
        if let Some(value) = object.take(key.name) {
            read_value(key, &value, folder, config, diagnostics);
        }
    }
    program_options::report(&mut object, diagnostics);
    object.finish(&SETTINGS, Severity::Error, diagnostics);
}

/// Reads the value of a key. `folder` is that of the file.
fn read_value(
    key: &Key,
    value: &Cursor<'_>,
    folder: &Path,
    config: &mut Config,
    diagnostics: &mut Diagnostics,
) {
    match &key.form {
        Form::Flag(set) => {
            if let Some(flag) = value.boolean(diagnostics) {
                set(config, flag);
            }
        }
        Form::Text(set) => {
            if let Some(text) = read_text(value, diagnostics) {
                set(config, text);
            }
        }
        Form::Folder(set) => {
            if let Some(text) = read_text(value, diagnostics) {
                let path = folder.join(&text.text);
                set(config, text, path);
            }
        }
        Form::Folders(set) => {
            for (key, value) in value.entries(diagnostics) {
                if let Some(text) = value.text(diagnostics) {
                    set(config, Setting::at(value.place.key(), key), folder.join(text.as_ref()));
                }
            }
        }
        Form::Word(_, set) => {
            let word = read_text(value, diagnostics).map(|word| set(config, &word.text));
            if let Some(Err(message)) = word {
                diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message));
            }
        }
        Form::Bytes(set) => match value.value.as_u64().and_then(|bytes| u32::try_from(bytes).ok()) {
            Some(bytes) => set(config, bytes),
            None => {
                let message = format!("`{}` must be a number of bytes, and less than 4 GiB", key.name);
                diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place.clone(), message));
            }
        },
        Form::List(_, set) => read_list(value, config, *set, diagnostics),
        Form::FlagOrList(..) if is_yes_or_no(value, diagnostics) => {}
        Form::FlagOrList(set_all, set) => match value.value.as_bool() {
            Some(all) => set_all(config, all, value.place.key()),
            None => read_list(value, config, *set, diagnostics),
        },
        Form::Map(_, set) => read_map(value, config, *set, diagnostics),
        Form::ListOrMap(set) if !value.value.is_object() => read_list(value, config, *set, diagnostics),
        Form::ListOrMap(set) => {
            for (format, word) in value.entries(diagnostics) {
                if let Some(text) = word.text(diagnostics) {
                    set(config, Setting::at(word.place.clone(), format!("{format}={text}")));
                }
            }
        }
        Form::Lists(set) => {
            for (place, list) in value.entries(diagnostics) {
                let place = Setting::at(list.place.key(), place);
                let items = list.items(diagnostics);
                let items = items.iter().filter_map(|item| read_text(item, diagnostics));
                items.for_each(|item| set(config, place.clone(), item));
            }
        }
        Form::Overrides => {
            let items = value.items(diagnostics);
            config.overrides.extend(items.iter().filter_map(|item| read_override(item, diagnostics)));
        }
        Form::Accepted => {
            let items = value.items(diagnostics);
            config.accepted.extend(items.iter().filter_map(|item| read_accepted(item, diagnostics)));
        }
    }
}

/// Reports a word that was a boolean in YAML 1.1.
fn is_yes_or_no(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let is_word = value.value.as_str().is_some_and(|text| boolean_of_yaml_1_1(text).is_some());
    is_word && value.boolean(diagnostics).is_none()
}

fn read_text(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Setting> {
    Some(Setting::at(value.place.clone(), value.text(diagnostics)?))
}

/// Reads a list of places or names.
fn read_list(
    list: &Cursor<'_>,
    config: &mut Config,
    set: fn(&mut Config, Setting),
    diagnostics: &mut Diagnostics,
) {
    let items = list.items(diagnostics);
    items.iter().filter_map(|item| read_text(item, diagnostics)).for_each(|item| set(config, item));
}

/// Reads a map. The origin of an entry is its key.
fn read_map(
    map: &Cursor<'_>,
    config: &mut Config,
    set: fn(&mut Config, Setting, Setting) -> Outcome,
    diagnostics: &mut Diagnostics,
) {
    for (key, value) in map.entries(diagnostics) {
        let Some(text) = read_text(&value, diagnostics) else { continue };
        if let Err((code, message)) = set(config, Setting::at(value.place.key(), key), text) {
            diagnostics.push(Diagnostic::new(code, value.place, message));
        }
    }
}

fn read_override(item: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Override> {
    let mut object = item.object_of(&OVERRIDE, diagnostics)?;
    let text = object.require(AT, "an override", diagnostics)?.text(diagnostics)?;
    let place = Setting::at(item.place.clone(), text);
    let expected = read_given(&mut object, EXPECTED, ABSENT, diagnostics);
    let value = read_given(&mut object, VALUE, REMOVE, diagnostics);
    object.finish(&OVERRIDE, Severity::Error, diagnostics);
    Some(Override { place, expected: expected?, value: value? })
}

/// A value under one keyword, or the other keyword as a flag for its absence.
fn read_given(
    object: &mut Object<'_>,
    keyword: &'static str,
    none: &'static str,
    diagnostics: &mut Diagnostics,
) -> Option<Given> {
    let value = object.take_value(keyword).map(|value| value.value.clone());
    let absent = object.flag(none, diagnostics);
    if value.is_some() == absent {
        let message = format!("an override must have exactly one of `{keyword}: ...` and `{none}: true`");
        diagnostics.push(Diagnostic::new(codes::MISSING_KEYWORD, object.place.clone(), message));
        return None;
    }
    Some(Given(value))
}

fn read_accepted(item: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Accepted> {
    let mut object = item.object_of(&ACCEPTED_CHANGE, diagnostics)?;
    let mut text = |keyword| {
        let value = object.require(keyword, "an accepted change", diagnostics)?;
        Some(Setting::at(value.place.clone(), value.text(diagnostics)?))
    };
    let (id, at, reason, until) = (text(ID), text(AT), text(REASON), text(UNTIL));
    object.finish(&ACCEPTED_CHANGE, Severity::Error, diagnostics);
    Some(Accepted { id: id?, at: at?, reason: reason?.text, until: until? })
}

#[cfg(test)]
#[path = "tests/settings.rs"]
mod tests;
