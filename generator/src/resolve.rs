//! Resolves the options of the caller for the stages: places that exist, and valid paths. Reports options for places
//! that the spec does not have.

use crate::api::Scheme;
use crate::choices::{Choices, EventItems, FORM_BUFFER, MappedFormat, OneOf, Rename};
use crate::codes;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};
use crate::places::{Setting, find_place};
use crate::resolve_presets;
use crate::rust_path::RustPath;
use crate::server_url::{dot_segment, resolve_dots};
use crate::sides::sides;
use crate::sources::Sources;
use crate::type_paths::{derive_path, parse_attribute, type_path};

/// Resolves the options of one run.
pub(crate) fn resolve(config: &Config, sources: &Sources, diagnostics: &mut Diagnostics) -> Choices {
    Choices {
        on_mistake: config.on_mistake.unwrap_or_default(),
        only: resolve_only(config, sources),
        keep_unknown: config.keep_unknown,
        keep_unknown_at: find_places(&config.keep_unknown_at, sources, diagnostics),
        open_enums: find_places(&config.open_enums, sources, diagnostics),
        renames: resolve_renames(config, sources, diagnostics),
        formats: resolve_formats(config, sources, diagnostics),
        presets: resolve_presets::resolve(config, sources, diagnostics),
        replacements: resolve_replacements(config, sources, diagnostics),
        same_types: resolve_same_types(config, sources, diagnostics),
        one_of: resolve_one_of(config, sources, diagnostics),
        event_items: EventItems {
            all: config.event_items.as_ref().map(|setting| setting.place(sources)),
            at: find_places(&config.event_items_at, sources, diagnostics),
        },
        derives: resolve_by_place(&config.derives, sources, diagnostics, derive_path),
        attributes: resolve_by_place(&config.attributes, sources, diagnostics, parse_attribute),
        security_schemes: resolve_schemes(config, sources),
        receive_webhooks: resolve_received(config, sources, diagnostics),
        head: config.head.unwrap_or_default(),
        unimplemented: config.unimplemented.unwrap_or_default(),
        example_tests: config.example_tests.unwrap_or_default(),
        example_server: config.example_server.unwrap_or_default(),
        sides: sides(config),
        check_responses: config.check_responses.unwrap_or_default(),
        form_buffer: config.form_buffer.unwrap_or(FORM_BUFFER),
    }
}

/// Checks the path before the names of received webhooks.
fn resolve_received(
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Placed<String>> {
    let setting = config.receive_webhooks.as_ref()?;
    let (path, place) = (&setting.text, setting.place(sources));
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/".contains(sign);
    let help = match path.chars().find(|sign| !is_plain(*sign)) {
        Some(sign) => format!(
            "`{}` is not allowed in it; write a path without variables, such as `/hooks`",
            sign.escape_default()
        ),
        // YAML's booleans, and words that YAML 1.1 reads as such.
        None if ["true", "false", "yes", "no", "on", "off"].contains(&path.as_str()) => {
            "write the path before the names of the webhooks, such as `/hooks`; to receive none, remove the setting"
                .to_owned()
        }
        None if !path.starts_with('/') => format!("write `/{path}`"),
        None if dot_segment(path).is_some() => {
            format!("clients resolve its segments before they send a request; write `{}`", resolve_dots(path))
        }
        None => return Some(Placed { value: path.clone(), place }),
    };
    let message = format!("`receive-webhooks: {path}` is not a path");
    diagnostics.push(Diagnostic::new(codes::BAD_PATH, place.clone(), message).help(help));
    // Webhooks are received, so they are read as such.
    Some(Placed { value: "/".to_owned(), place })
}

fn resolve_only(config: &Config, sources: &Sources) -> Vec<Placed<String>> {
    let names = config.only.iter();
    names.map(|name| Placed { value: name.text.clone(), place: name.place(sources) }).collect()
}

fn find_places(settings: &[Setting], sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Place> {
    settings.iter().filter_map(|setting| find_place(setting, sources, diagnostics)).collect()
}

fn resolve_renames(config: &Config, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<Rename> {
    let mut renames = Vec::new();
    for (setting, named, name) in &config.renames {
        if let Some(place) = find_place(setting, sources, diagnostics) {
            renames.push(Rename { place, named: *named, name: name.clone(), origin: setting.origin.clone() });
        }
    }
    renames
}

/// Returns the formats with a path, and after them the integers that a word selects.
fn resolve_formats(config: &Config, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<MappedFormat> {
    let mut formats = Vec::new();
    for (setting, text) in &config.formats {
        let origin = setting.place(sources);
        if let Some(path) = type_path(text, value_of(&origin), diagnostics) {
            formats.push(MappedFormat { format: setting.text.clone(), path, origin: Some(origin) });
        }
    }
    formats.extend(resolve_presets::integers(config));
    formats
}

/// Returns the place of the value of a key.
fn value_of(key: &Place) -> Place {
    Place::value(key.file, key.pointer.clone())
}

fn resolve_replacements(
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(Place, RustPath)> {
    let mut replacements = Vec::new();
    for (setting, text) in &config.replacements {
        let place = find_place(setting, sources, diagnostics);
        let path = type_path(text, value_of(&setting.place(sources)), diagnostics);
        replacements.extend(place.zip(path));
    }
    replacements
}

fn resolve_same_types(
    config: &Config,
    sources: &Sources,
    diagnostics: &mut Diagnostics,
) -> Vec<(Place, Place)> {
    let mut same_types = Vec::new();
    for (setting, other) in &config.same_types {
        let place = find_place(setting, sources, diagnostics);
        let other = find_place(other, sources, diagnostics);
        same_types.extend(place.zip(other));
    }
    same_types
}

fn resolve_one_of(config: &Config, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<(Place, OneOf)> {
    let mut places: Vec<(Place, OneOf)> = Vec::new();
    for (setting, how) in &config.one_of {
        let Some(place) = find_place(setting, sources, diagnostics) else { continue };
        if places.iter().any(|(other, chosen)| *other == place && chosen != how) {
            let message = format!("`one-of` is both `any` and `exact` for `{}`", setting.text);
            let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, setting.place(sources), message);
            diagnostics.push(diagnostic.help("remove one of the two settings"));
        }
        places.push((place, *how));
    }
    places
}

/// Finds the places of settings, and parses each.
fn resolve_by_place<T>(
    settings: &[(Option<Setting>, Setting)],
    sources: &Sources,
    diagnostics: &mut Diagnostics,
    parse: impl Fn(&str, Place, &mut Diagnostics) -> Option<T>,
) -> Vec<(Option<Place>, T)> {
    let mut resolved = Vec::new();
    for (place, setting) in settings {
        let place = place.as_ref().map(|place| find_place(place, sources, diagnostics));
        let value = parse(&setting.text, setting.place(sources), diagnostics);
        match (place, value) {
            (None, Some(value)) => resolved.push((None, value)),
            (Some(Some(place)), Some(value)) => resolved.push((Some(place), value)),
            // The place or the value is reported.
            (Some(None), _) | (_, None) => {}
        }
    }
    resolved
}

fn resolve_schemes(config: &Config, sources: &Sources) -> Vec<Scheme> {
    let schemes = config.security_schemes.iter();
    schemes
        .map(|(setting, scheme)| Scheme {
            name: setting.text.clone(),
            place: setting.place(sources),
            description: None,
            kind: scheme.kind(),
        })
        .collect()
}
