//! The rules for request bodies and their media types.

use super::draft::{Directions, Draft};
use super::pair::{Pair, Slot};
use super::route::in_words;
use super::rules::{
    BODY_ADDED, BODY_OPTIONAL, BODY_REMOVED, BODY_REQUIRED, FORM_ENCODING_CHANGED, REQUEST_MEDIA_TYPE_ADDED,
    REQUEST_MEDIA_TYPE_REMOVED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::api::{Encoding, Location, MediaType, Operation};
use crate::model::{MULTIPART, URLENCODED};

/// Compares the bodies of an operation's requests.
pub(super) fn compare(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    let names = names(walk, old, new);
    compare_types(walk, index, (old, new), (form_types(old), form_types(new)));
    match (&old.body, &new.body) {
        (None, None) => {}
        (None, Some(body)) => {
            let required = if body.required { "required" } else { "optional" };
            let message = format!("{} has a {required} body now", in_words(new));
            let wire = if body.required { Verdict::Breaks } else { Verdict::Safe };
            walk.add(
                index,
                Draft::new(BODY_ADDED, message).wire(wire).at(None, Some(&body.place)).names(names),
            );
        }
        (Some(body), None) => {
            let message = format!("{} has no body any more", in_words(new));
            walk.add(index, Draft::new(BODY_REMOVED, message).at(Some(&body.place), None).names(names));
        }
        (Some(was), Some(is)) => {
            let places = (Some(&was.place), Some(&is.place));
            if was.required != is.required {
                let (rule, required, help) = match is.required {
                    true => (BODY_REQUIRED, "required", "`body` is not an `Option` any more"),
                    false => (BODY_OPTIONAL, "optional", "`body` is an `Option` now"),
                };
                let message = format!("the body of {} is {required} now", in_words(new));
                let draft = Draft::new(rule, message).at(places.0, places.1).names(names);
                walk.add(index, draft.help(help));
            }
            compare_types(walk, index, (old, new), (&named(&was.content), &named(&is.content)));
            compare_encodings(walk, index, &was.content, &is.content);
            let directions = walk.requests(index);
            visit(walk, index, &was.content, &is.content, directions);
        }
    }
}

/// Returns the media types of the form that an operation of Swagger 2.0 accepts.
fn form_types(operation: &Operation) -> &[String] {
    let has_form = operation.parameters.iter().any(|parameter| parameter.location == Location::Form);
    if has_form { &operation.form_types } else { &[] }
}

fn names(walk: &Walk<'_, '_>, old: &Operation, new: &Operation) -> Vec<String> {
    let names = [walk.old.operation(&old.place), walk.new.operation(&new.place)];
    let names = names.into_iter().flatten();
    names.flat_map(|(_, name)| [name.request.clone(), name.method.clone(), name.body.clone()]).collect()
}

/// Returns the media types in lower case, without parameters.
pub(super) fn named(content: &[MediaType]) -> Vec<String> {
    content.iter().filter_map(|one| one.name.as_deref().map(essence)).collect()
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn is_json(media_type: &str) -> bool {
    media_type == "application/json" || media_type.ends_with("+json")
}

/// Compares the media types. The other encoding of a form has a rule of its own.
fn compare_types(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    (was, is): (&[String], &[String]),
) {
    let gone: Vec<&String> = was.iter().filter(|one| !is.contains(one)).collect();
    let added: Vec<&String> = is.iter().filter(|one| !was.contains(one)).collect();
    let place = |operation: &Operation| {
        operation.body.as_ref().map_or_else(|| operation.place.clone(), |body| body.place.clone())
    };
    let places = (Some(place(old)), Some(place(new)));
    let at = |draft: Draft| draft.at(places.0.as_ref(), places.1.as_ref());
    let is_form = |types: &[&String]| types.iter().all(|one| [URLENCODED, MULTIPART].contains(&one.as_str()));
    if !gone.is_empty() && !added.is_empty() && is_form(&gone) && is_form(&added) {
        let message =
            format!("the form of {} was `{}`, and is `{}` now", in_words(new), join(&gone), join(&added));
        return walk.add(index, at(Draft::new(FORM_ENCODING_CHANGED, message)));
    }
    for media_type in gone {
        let message = format!("the body of {} is not accepted as `{media_type}` any more", in_words(new));
        // A body that is declared as `application/json` is also accepted in JSON's other media types.
        let is_accepted = is_json(media_type) && is.iter().any(|one| one == "application/json");
        let draft = at(Draft::new(REQUEST_MEDIA_TYPE_REMOVED, message));
        walk.add(index, if is_accepted { draft.wire(Verdict::Safe) } else { draft });
    }
    for media_type in added {
        let message = format!("the body of {} is also accepted as `{media_type}` now", in_words(new));
        let draft = at(Draft::new(REQUEST_MEDIA_TYPE_ADDED, message));
        walk.add(
            index,
            match is_enum(walk.new, new) != is_enum(walk.old, old) {
                true => draft.build(Verdict::Breaks).help("`body` is an enum now"),
                false => draft,
            },
        );
    }
}

/// Returns whether the body has several types in Rust.
fn is_enum(side: &Side<'_>, operation: &Operation) -> bool {
    let body = side.operation(&operation.place).and_then(|(operation, _)| operation.body.as_ref());
    body.is_some_and(crate::model::Body::is_enum)
}

fn join(types: &[&String]) -> String {
    types.iter().map(|one| one.as_str()).collect::<Vec<_>>().join("`, `")
}

/// Compares how the properties of a form are written.
fn compare_encodings(walk: &mut Walk<'_, '_>, index: usize, old: &[MediaType], new: &[MediaType]) {
    for (was, is) in alike(old, new) {
        for encoding in &is.encoding {
            let known = was.encoding.iter().find(|known| known.name == encoding.name);
            let (Some(known), true) = (known, known.is_some_and(|known| !is_same(known, encoding))) else {
                continue;
            };
            let message = format!("the property `{}` is written in another way", encoding.name);
            walk.add(
                index,
                Draft::new(FORM_ENCODING_CHANGED, message).at(Some(&known.place), Some(&encoding.place)),
            );
        }
    }
}

fn is_same(one: &Encoding, other: &Encoding) -> bool {
    (&one.content_types, one.style, one.explode, &one.required_headers)
        == (&other.content_types, other.style, other.explode, &other.required_headers)
}

/// Returns the bodies of the same media type. If each document has only one media type, these are the same.
pub(super) fn alike<'s>(
    old: &'s [MediaType],
    new: &'s [MediaType],
) -> impl Iterator<Item = (&'s MediaType, &'s MediaType)> {
    let name = |one: &MediaType| one.name.as_deref().map(essence);
    new.iter().enumerate().filter_map(move |(index, is)| {
        let same = old.iter().find(|was| name(was) == name(is));
        // A media type in place of another one has its schema.
        let in_place = || {
            let was = old.get(index)?;
            (!new.iter().any(|one| name(one) == name(was))).then_some(was)
        };
        Some((same.or_else(in_place)?, is))
    })
}

/// Compares the schemas of bodies, and of the items of streams.
pub(super) fn visit(
    walk: &mut Walk<'_, '_>,
    index: usize,
    old: &[MediaType],
    new: &[MediaType],
    directions: Directions,
) {
    for (was, is) in alike(old, new) {
        for (was, is) in was.schemas().zip(is.schemas()) {
            walk.visit(index, Pair { slot: Slot::Value, old: vec![was], new: vec![is] }, directions);
        }
    }
}
