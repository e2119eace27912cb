//! `stubsmith.yaml` next to the first input: the options of [`Config`] as a file, so that a build script and the
//! commands of the program use the same settings. Options of the caller take precedence.

mod program_options;

use crate::choices::{Named, OnMistake};
use crate::codes;
use crate::config::Config;
use crate::cursor::{Cursor, Object, boolean_of_yaml_1_1};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::dialect::FixedFields;
use crate::overrides::{Given, Override};
use crate::places::Setting;
use crate::sources::Sources;
use std::str::FromStr;

/// The name of the file.
pub(crate) const FILE: &str = "stubsmith.yaml";

const SETTINGS: FixedFields = FixedFields { of: "`stubsmith.yaml`", keywords: &[] };
const OVERRIDE: FixedFields = FixedFields { of: "an override", keywords: &[] };

/// Adds the settings of the file, if there is one.
pub(crate) fn read(sources: &Sources, config: &mut Config, diagnostics: &mut Diagnostics) {
    let root = Cursor::root(sources, Place::file(FileId(0))).filter(|root| !root.value.is_null());
    let Some(mut object) = root.as_ref().and_then(|root| root.object(diagnostics)) else { return };
    let root = object.take("ref-root");
    if let Some((place, root)) = root.and_then(|root| Some((root.place.clone(), root.text(diagnostics)?)))
        && config.ref_root.is_none()
    {
        let folder = sources.file(FileId(0)).and_then(|file| file.path.parent()).unwrap_or("".as_ref());
        config.ref_root = Some(folder.join(&*root));
        config.ref_root_origin = Some(place);
    }
    if let Some(skip) = object.take("skip-unsupported").and_then(|skip| skip.boolean(diagnostics)) {
        config.on_mistake.get_or_insert(OnMistake::from_skip(skip));
    }
    read_flag(&mut object, "example-tests", &mut config.example_tests, diagnostics);
    read_flag(&mut object, "example-server", &mut config.example_server, diagnostics);
    read_flag(&mut object, "client", &mut config.client, diagnostics);
    read_word(&mut object, "unimplemented", &mut config.unimplemented, diagnostics);
    read_word(&mut object, "check-responses", &mut config.check_responses, diagnostics);
    read_word(&mut object, "head", &mut config.head, diagnostics);
    read_form_buffer(&mut object, config, diagnostics);
    if let Some(path) = object.take("embed-description")
        && let Some(text) = path.text(diagnostics)
    {
        config.embed_description.get_or_insert_with(|| Setting::at(path.place.clone(), text));
    }
    let receive = object.take("receive-webhooks");
    if let Some((path, text)) = receive.and_then(|path| Some((path.place.clone(), path.text(diagnostics)?))) {
        config.receive_webhooks.get_or_insert_with(|| Setting::at(path, text));
    }
    read_keep_unknown(&mut object, config, diagnostics);
    read_event_items(&mut object, config, diagnostics);
    if let Some(list) = object.take("only") {
        config.only.extend(read_list(&list, diagnostics));
    }
    if let Some(list) = object.take("open-enum") {
        config.open_enums.extend(read_list(&list, diagnostics));
    }
    if let Some(list) = object.take("allow") {
        config.allowed.extend(read_list(&list, diagnostics));
    }
    for (keyword, named) in [("rename", Named::Itself), ("rename-type", Named::Type)] {
        let pairs = read_pairs(&mut object, keyword, diagnostics);
        config.renames.extend(pairs.into_iter().map(|(place, name)| (place, named, name)));
    }
    config.formats.extend(read_pairs(&mut object, "map-format", diagnostics));
    read_formats(&mut object, config, diagnostics);
    config.replacements.extend(read_pairs(&mut object, "replace", diagnostics));
    let same_types = object.take("same-type").map(|map| map.entries(diagnostics)).unwrap_or_default();
    for (place, other) in same_types {
        if let Some(text) = other.text(diagnostics) {
            let own = Setting::at(other.place.key(), place);
            config.same_types.push((own, Setting::at(other.place.clone(), text)));
        }
    }
    read_one_of(&mut object, config, diagnostics);
    read_schemes(&mut object, config, diagnostics);
    config.derives.extend(read_by_place(&mut object, "derive", "derive-at", diagnostics));
    config.attributes.extend(read_by_place(&mut object, "attribute", "attribute-at", diagnostics));
    for item in object.take("override").map(|list| list.items(diagnostics)).unwrap_or_default() {
        config.overrides.extend(read_override(&item, diagnostics));
    }
    program_options::report(&mut object, diagnostics);
    object.finish(&SETTINGS, Severity::Error, diagnostics);
}

fn read_flag(
    object: &mut Object<'_>,
    keyword: &'static str,
    option: &mut Option<bool>,
    diagnostics: &mut Diagnostics,
) {
    if let Some(flag) = object.take(keyword).and_then(|flag| flag.boolean(diagnostics)) {
        option.get_or_insert(flag);
    }
}

/// One of a few keywords.
fn read_word<T: FromStr<Err = String>>(
    object: &mut Object<'_>,
    keyword: &'static str,
    option: &mut Option<T>,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = object.take(keyword) else { return };
    match value.text(diagnostics).map(|text| text.parse()) {
        Some(Ok(word)) => _ = option.get_or_insert(word),
        Some(Err(message)) => diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place, message)),
        None => {}
    }
}

fn read_form_buffer(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(value) = object.take("form-buffer") else { return };
    match value.value.as_u64().and_then(|bytes| u32::try_from(bytes).ok()) {
        Some(bytes) => _ = config.form_buffer.get_or_insert(bytes),
        None => {
            let message = "`form-buffer` must be a number of bytes, and less than 4 GiB";
            diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, value.place, message));
        }
    }
}

/// Everywhere, or a list of places.
fn read_keep_unknown(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(value) = object.take("keep-unknown") else { return };
    if is_yes_or_no(&value, diagnostics) {
        return;
    }
    match value.value.as_bool() {
        Some(everywhere) => config.keep_unknown |= everywhere,
        None => config.keep_unknown_at.extend(read_list(&value, diagnostics)),
    }
}

/// Everywhere, or a list of places.
fn read_event_items(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(value) = object.take("event-items") else { return };
    if is_yes_or_no(&value, diagnostics) {
        return;
    }
    match value.value.as_bool() {
        Some(true) => {
            _ = config.event_items.get_or_insert_with(|| Setting::at(value.place.key(), String::new()))
        }
        Some(false) => {}
        None => config.event_items_at.extend(read_list(&value, diagnostics)),
    }
}

/// Reports a word that was a boolean in YAML 1.1.
fn is_yes_or_no(value: &Cursor<'_>, diagnostics: &mut Diagnostics) -> bool {
    let is_word = value.value.as_str().is_some_and(|text| boolean_of_yaml_1_1(text).is_some());
    is_word && value.boolean(diagnostics).is_none()
}

/// A list of places or names.
fn read_list(list: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Vec<Setting> {
    let items = list.items(diagnostics);
    items.iter().filter_map(|item| Some(Setting::at(item.place.clone(), item.text(diagnostics)?))).collect()
}

/// A map of strings. The origin of an entry is its key.
fn read_pairs(
    object: &mut Object<'_>,
    keyword: &'static str,
    diagnostics: &mut Diagnostics,
) -> Vec<(Setting, String)> {
    let mut pairs = Vec::new();
    for (key, value) in object.take(keyword).map(|map| map.entries(diagnostics)).unwrap_or_default() {
        if let Some(text) = value.text(diagnostics) {
            pairs.push((Setting::at(value.place.key(), key), text.into_owned()));
        }
    }
    pairs
}

/// A list of words, or a map from formats to words.
fn read_formats(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let Some(formats) = object.take("formats") else { return };
    if !formats.value.is_object() {
        return config.presets.extend(read_list(&formats, diagnostics));
    }
    for (format, word) in formats.entries(diagnostics) {
        if let Some(text) = word.text(diagnostics) {
            config.presets.push(Setting::at(word.place.clone(), format!("{format}={text}")));
        }
    }
}

/// A map from places to words.
fn read_one_of(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let places = object.take("one-of").map(|map| map.entries(diagnostics)).unwrap_or_default();
    for (place, how) in places {
        match how.text(diagnostics).map(|text| text.parse()) {
            Some(Ok(word)) => config.one_of.push((Setting::at(how.place.key(), place), word)),
            Some(Err(message)) => diagnostics.push(Diagnostic::new(codes::WRONG_TYPE, how.place, message)),
            None => {}
        }
    }
}

fn read_schemes(object: &mut Object<'_>, config: &mut Config, diagnostics: &mut Diagnostics) {
    let schemes = object.take("security-scheme").map(|map| map.entries(diagnostics)).unwrap_or_default();
    for (name, kind) in schemes {
        match kind.text(diagnostics).map(|text| text.parse()) {
            Some(Ok(scheme)) => {
                config.security_schemes.push((Setting::at(kind.place.key(), name), scheme));
            }
            Some(Err(message)) => {
                diagnostics.push(Diagnostic::new(codes::UNKNOWN_SCHEME_TYPE, kind.place, message));
            }
            None => {}
        }
    }
}

fn read_by_place(
    object: &mut Object<'_>,
    for_all: &'static str,
    by_place: &'static str,
    diagnostics: &mut Diagnostics,
) -> Vec<(Option<Setting>, Setting)> {
    let mut settings = Vec::new();
    if let Some(list) = object.take(for_all) {
        settings.extend(read_list(&list, diagnostics).into_iter().map(|setting| (None, setting)));
    }
    let entries = object.take(by_place).map(|map| map.entries(diagnostics)).unwrap_or_default();
    for (place, list) in entries {
        let place = Setting::at(list.place.key(), place);
        let own = read_list(&list, diagnostics).into_iter();
        settings.extend(own.map(|setting| (Some(place.clone()), setting)));
    }
    settings
}

fn read_override(item: &Cursor<'_>, diagnostics: &mut Diagnostics) -> Option<Override> {
    let mut object = item.object_of(&OVERRIDE, diagnostics)?;
    let text = object.require("at", "an override", diagnostics)?.text(diagnostics)?;
    let place = Setting::at(item.place.clone(), text);
    let expected = read_given(&mut object, "expected", "absent", diagnostics);
    let value = read_given(&mut object, "value", "remove", diagnostics);
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
