//! The rules for objects: their properties.

use super::both::{Both, text};
use super::draft::{Directions, Draft};
use super::flat::{Flat, Property, Rest};
use super::rules::{
    DEFAULT_ADDED, DEFAULT_CHANGED, DEFAULT_REMOVED, REQUEST_OBJECT_CLOSED, REQUEST_OBJECT_OPENED,
    REQUEST_PROPERTY_ADDED_OPTIONAL, REQUEST_PROPERTY_ADDED_REQUIRED, REQUEST_PROPERTY_OPTIONAL,
    REQUEST_PROPERTY_READ_ONLY, REQUEST_PROPERTY_REMOVED, REQUEST_PROPERTY_REQUIRED, RESPONSE_OBJECT_CLOSED,
    RESPONSE_OBJECT_OPENED, RESPONSE_PROPERTY_ADDED, RESPONSE_PROPERTY_OPTIONAL, RESPONSE_PROPERTY_REMOVED,
    RESPONSE_PROPERTY_REQUIRED, Rule,
};
use super::side::Side;
use super::types;
use super::verdict::Verdict;
use crate::api::SchemaId;
use crate::diagnostic::Placed;
use serde_json::Value;
use std::collections::HashSet;

/// A property in one document: the directions that have it, and whether it is required.
struct Present<'s> {
    value: Flat<'s>,
    directions: Directions,
    required: bool,
}

/// Compares the properties.
pub(super) fn compare(both: &mut Both<'_, '_>) {
    let old_tags = tags(both.old_side, &both.old);
    let new_tags = tags(both.new_side, &both.new);
    let old = std::mem::take(&mut both.old.properties);
    let new = std::mem::take(&mut both.new.properties);
    let are_tagged = !old_tags.is_empty() && !new_tags.is_empty();
    let is_tag = |tags: &HashSet<String>, property: &Property<'_>| are_tagged && tags.contains(property.name);
    let old: Vec<Property<'_>> = old.into_iter().filter(|one| !is_tag(&old_tags, one)).collect();
    let new: Vec<Property<'_>> = new.into_iter().filter(|one| !is_tag(&new_tags, one)).collect();
    for property in &new {
        let known = old.iter().find(|known| known.name == property.name);
        compare_property(both, known, Some(property));
    }
    for property in old.iter().filter(|one| !new.iter().any(|known| known.name == one.name)) {
        compare_property(both, Some(property), None);
    }
    both.old.properties = old;
    both.new.properties = new;
    compare_rest(both);
}

/// Returns the properties that select the type of an object. They have a rule of their own.
fn tags(side: &Side<'_>, flat: &Flat<'_>) -> HashSet<String> {
    let unions = flat.ids.iter().filter_map(|id| side.tagged_union(&[*id]));
    unions.filter_map(|(_, union)| union.tag().map(str::to_owned)).collect()
}

fn present<'s>(side: &Side<'s>, owner: &Flat<'s>, property: Option<&Property<'s>>) -> Option<Present<'s>> {
    let property = property?;
    let value = Flat::new(side, &property.schemas);
    let directions = Directions { request: !value.read_only, response: !value.write_only };
    Some(Present { value, directions, required: owner.required.contains_key(property.name) })
}

/// Compares a property. Requests do not have the read-only properties, and responses do not have the write-only ones.
fn compare_property(both: &mut Both<'_, '_>, old: Option<&Property<'_>>, new: Option<&Property<'_>>) {
    let was = present(both.old_side, &both.old, old);
    let is = present(both.new_side, &both.new, new);
    let name = new.or(old).map_or("", |property| property.name);
    let places = (old.map(|one| one.place), new.map(|one| one.place));
    let mut names: Vec<String> = Vec::new();
    names.extend(places.0.map(|place| both.old_side.names_of(place)).unwrap_or_default());
    names.extend(places.1.map(|place| both.new_side.names_of(place)).unwrap_or_default());
    let request = in_requests(was.as_ref(), is.as_ref());
    let response = in_responses(was.as_ref(), is.as_ref());
    if request.is_some() || response.is_some() {
        let message = message(name, was.as_ref(), is.as_ref());
        let mut draft = Draft::by_direction(request, response, message).at(places.0, places.1).names(names);
        draft = verdicts(draft, both, was.as_ref(), is.as_ref());
        // The property of a discriminator is not a field.
        let is_tag = |side: &Side<'_>, ids: &[SchemaId], present: bool| {
            !present || types::tags(side, ids).iter().any(|tag| tag == name)
        };
        if is_tag(both.old_side, &both.old.ids, was.is_some())
            && is_tag(both.new_side, &both.new.ids, is.is_some())
        {
            draft = draft.build(Verdict::Safe);
        }
        if new.is_none()
            && let Some(other) = renamed(both, old)
        {
            draft = draft.help(format!("was it renamed to `{other}`?"));
        }
        both.add(draft);
    }
    let (Some(was), Some(is)) = (was, is) else { return };
    compare_defaults(both, (name, &was), &is);
    types::compare_members(both, name, places);
    let schemas =
        |property: Option<&Property<'_>>| property.map(|one| one.schemas.clone()).unwrap_or_default();
    both.inside(schemas(old), schemas(new), was.directions.and(is.directions));
}

/// | was | is | rule |
/// |---|---|---|
/// | absent | required, optional | added |
/// | present | absent | removed, or read-only |
/// | optional | required | required |
/// | required | optional | optional |
fn in_requests(was: Option<&Present<'_>>, is: Option<&Present<'_>>) -> Option<&'static Rule> {
    let required =
        |one: Option<&Present<'_>>| one.filter(|one| one.directions.request).map(|one| one.required);
    match (required(was), required(is)) {
        (None, Some(true)) => Some(REQUEST_PROPERTY_ADDED_REQUIRED),
        (None, Some(false)) => Some(REQUEST_PROPERTY_ADDED_OPTIONAL),
        (Some(_), None) if is.is_some() => Some(REQUEST_PROPERTY_READ_ONLY),
        (Some(_), None) => Some(REQUEST_PROPERTY_REMOVED),
        (Some(false), Some(true)) => Some(REQUEST_PROPERTY_REQUIRED),
        (Some(true), Some(false)) => Some(REQUEST_PROPERTY_OPTIONAL),
        _ => None,
    }
}

fn in_responses(was: Option<&Present<'_>>, is: Option<&Present<'_>>) -> Option<&'static Rule> {
    let required =
        |one: Option<&Present<'_>>| one.filter(|one| one.directions.response).map(|one| one.required);
    match (required(was), required(is)) {
        (None, Some(_)) => Some(RESPONSE_PROPERTY_ADDED),
        (Some(_), None) => Some(RESPONSE_PROPERTY_REMOVED),
        (Some(false), Some(true)) => Some(RESPONSE_PROPERTY_REQUIRED),
        (Some(true), Some(false)) => Some(RESPONSE_PROPERTY_OPTIONAL),
        _ => None,
    }
}

fn message(name: &str, was: Option<&Present<'_>>, is: Option<&Present<'_>>) -> String {
    let with_type = |one: &Present<'_>| one.value.type_name();
    match (was, is) {
        (None, Some(is)) => {
            let required = if is.required { "required" } else { "optional" };
            format!("the {required} property `{name}` is new: {}", with_type(is))
        }
        (Some(_), None) => format!("the property `{name}` is gone"),
        (Some(was), Some(is)) if was.directions != is.directions => {
            let words = |one: &Present<'_>| match (one.directions.request, one.directions.response) {
                (true, true) => "in requests and responses",
                (true, false) => "only in requests",
                (false, true) => "only in responses",
                (false, false) => "nowhere",
            };
            format!("the property `{name}` was {}, and is {} now", words(was), words(is))
        }
        (_, is) => {
            let required = if is.is_some_and(|is| is.required) { "required" } else { "optional" };
            format!("the property `{name}` is {required} now")
        }
    }
}

/// Sets the verdicts that depend on more than the rule.
fn verdicts(draft: Draft, both: &Both<'_, '_>, was: Option<&Present<'_>>, is: Option<&Present<'_>>) -> Draft {
    match (was, is) {
        // The old spec says that there are no others, so a client may reject it.
        (None, Some(_)) if both.old.rest == Rest::Closed => draft.wire_in_responses(Verdict::Maybe),
        // Clients that send it get 400 if undeclared properties are rejected. They rely on it if it was required.
        (Some(was), None) => {
            let draft =
                if both.new.rest == Rest::Open { draft } else { draft.wire_in_requests(Verdict::Breaks) };
            if was.required { draft.wire_in_responses(Verdict::Breaks) } else { draft }
        }
        // With a default, the field is a `T`, required or not.
        (Some(was), Some(is)) => {
            let is_option = |one: &Present<'_>| !one.required && one.value.default.is_none();
            let keeps_type = is_option(was) == is_option(is);
            match was.directions == is.directions {
                true if keeps_type => draft.build(Verdict::Safe),
                // A required property that requests or responses do not have is an `Option`.
                false if was.required || is.required => draft.build(Verdict::Breaks),
                _ => draft,
            }
        }
        _ => draft,
    }
}

/// Returns the only new property with the same type as one that is gone.
fn renamed(both: &Both<'_, '_>, old: Option<&Property<'_>>) -> Option<String> {
    let old = old?;
    // The properties are taken while they are compared, so they are read again.
    let before = Flat::new(both.old_side, &both.old.ids);
    let after = Flat::new(both.new_side, &both.new.ids);
    let of = |side: &Side<'_>, one: &Property<'_>| {
        let flat = Flat::new(side, &one.schemas);
        (flat.types, flat.format.map(str::to_owned))
    };
    let own = of(both.old_side, old);
    let mut new = after.properties.iter().filter(|one| before.property(one.name).is_none());
    let mut alike = new.by_ref().filter(|one| of(both.new_side, one) == own);
    match (alike.next(), alike.next()) {
        (Some(only), None) => Some(only.name.to_owned()),
        _ => None,
    }
}

/// Compares the default of an optional property.
fn compare_defaults(both: &mut Both<'_, '_>, (name, was): (&str, &Present<'_>), is: &Present<'_>) {
    if was.required || is.required {
        return;
    }
    if let Some(draft) = default(name, was.value.default, is.value.default) {
        let names = both.old.place.map(|place| both.old_side.names_of(place)).unwrap_or_default();
        both.add(draft.only(was.directions.and(is.directions)).names(names).names([name]));
    }
}

/// Compares the defaults of a value that may be absent.
pub(super) fn default(name: &str, old: Option<&Placed<Value>>, new: Option<&Placed<Value>>) -> Option<Draft> {
    let (rule, message, help) = match (old, new) {
        (Some(old), Some(new)) if old.value != new.value => (
            DEFAULT_CHANGED,
            format!("the default of `{name}` was `{}`, and is `{}` now", text(&old.value), text(&new.value)),
            "callers that omit it get another response",
        ),
        (Some(old), None) => (
            DEFAULT_REMOVED,
            format!("the default `{}` of `{name}` is gone", text(&old.value)),
            "choose the meaning of an absent value: the field is an `Option` now",
        ),
        (None, Some(new)) => (
            DEFAULT_ADDED,
            format!("`{name}` has the default `{}` now", text(&new.value)),
            "the field is not an `Option` any more",
        ),
        _ => return None,
    };
    Some(Draft::new(rule, message).at(old.map(|old| &old.place), new.map(|new| &new.place)).help(help))
}

/// Compares the properties that are not declared.
///
/// | was | is | rule | responses |
/// |---|---|---|---|
/// | open, typed | closed | closed | safe |
/// | open | typed | closed: not all values are accepted | safe |
/// | closed | open, typed | opened | maybe: a client may reject them |
/// | typed | open | opened | breaks: their values have other types |
/// | typed | typed | their values are compared | |
fn compare_rest(both: &mut Both<'_, '_>) {
    let (old, new) = (std::mem::take(&mut both.old.rest), std::mem::take(&mut both.new.rest));
    let (closes, message) = match (&old, &new) {
        (Rest::Typed(old), Rest::Typed(new)) => {
            return both.inside(old.clone(), new.clone(), Directions::BOTH);
        }
        (Rest::Open, Rest::Open) | (Rest::Closed, Rest::Closed) => return,
        (_, Rest::Closed) => (true, "undeclared properties are rejected now"),
        (Rest::Open, Rest::Typed(_)) => (true, "undeclared properties have a schema now"),
        (Rest::Closed, Rest::Typed(_)) => (false, "undeclared properties are accepted now, with a schema"),
        (_, Rest::Open) => (false, "any undeclared properties are accepted now"),
    };
    let (request, response) = match closes {
        true => (REQUEST_OBJECT_CLOSED, RESPONSE_OBJECT_CLOSED),
        false => (REQUEST_OBJECT_OPENED, RESPONSE_OBJECT_OPENED),
    };
    let draft = Draft::by_direction(Some(request), Some(response), message);
    let draft = match (old, closes) {
        (Rest::Typed(_), false) => draft.wire_in_responses(Verdict::Breaks),
        _ => draft,
    };
    let fields =
        (types::additional(both.old_side, &both.old.ids), types::additional(both.new_side, &both.new.ids));
    let is_same = matches!(fields, (Some(old), Some(new)) if old == new);
    let names = [both.old_side.additional_of(&both.old.ids), both.new_side.additional_of(&both.new.ids)];
    let draft = draft.names(names.into_iter().flatten());
    both.add_here(if is_same { draft.build(Verdict::Safe) } else { draft });
}
