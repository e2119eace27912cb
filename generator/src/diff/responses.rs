//! The rules for responses: status codes, bodies, media types and headers.

use super::bodies::{alike, is_json, named, visit};
use super::conversions::lost_conversions;
use super::draft::Draft;
use super::pair::{Pair, Slot};
use super::parameters::is_written_alike;
use super::route::in_words;
use super::rules::{
    DEFAULT_RESPONSE_ADDED, DEFAULT_RESPONSE_REMOVED, HEADER_ADDED, HEADER_OPTIONAL, HEADER_REMOVED,
    HEADER_REQUIRED, HEADER_TYPE_CHANGED, RESPONSE_MEDIA_TYPE_ADDED, RESPONSE_MEDIA_TYPE_REMOVED,
    STATUS_ADDED, STATUS_ADDED_SAME_BODY, STATUS_BODY_ADDED, STATUS_BODY_REMOVED, STATUS_REMOVED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::api::{Header, Operation, Response, Status};

/// Compares the responses of an operation.
pub(super) fn compare(walk: &mut Walk<'_, '_>, index: usize, old: &Operation, new: &Operation) {
    let lost = lost_conversions(walk.old, walk.new, old, new);
    for response in &new.responses {
        match old.responses.iter().find(|known| known.status == response.status) {
            Some(known) => compare_response(walk, index, (old, new), (known, response)),
            None => added(walk, index, (old, new), response, &lost),
        }
    }
    for response in &old.responses {
        if !new.responses.iter().any(|known| known.status == response.status) {
            removed(walk, index, (old, new), response);
        }
    }
}

/// Returns the Rust names of the responses of an operation.
fn names(walk: &Walk<'_, '_>, old: &Operation, new: &Operation) -> Vec<String> {
    let names = [walk.old.operation(&old.place), walk.new.operation(&new.place)];
    names.into_iter().flatten().map(|(_, name)| name.response.clone()).collect()
}

/// Returns the Rust names of a response with several bodies, and of these.
fn names_of_bodies(side: &Side<'_>, operation: &Operation, response: &Response) -> Vec<String> {
    let mut own = side.names_of(&response.place);
    if let Some((operation, names)) = side.operation(&operation.place) {
        let all = operation.responses.iter().zip(&names.bodies);
        for (_, bodies) in all.filter(|(one, _)| one.place == response.place) {
            own.push(bodies.name.clone());
            own.extend(bodies.variants.iter().cloned());
        }
    }
    own
}

fn added(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    response: &Response,
    lost: &[String],
) {
    let route = in_words(new);
    let has_body = !response.content.is_empty();
    // The server does not create the responses that it receives.
    let is_served = new.role.is_served();
    let loses = is_served && has_body && !lost.is_empty();
    let draft = match response.status {
        Status::Default => {
            let draft = Draft::new(DEFAULT_RESPONSE_ADDED, format!("{route} has a response `default` now"));
            if loses || !is_served { draft } else { draft.build(Verdict::Safe) }
        }
        status => {
            let rule = if loses { STATUS_ADDED_SAME_BODY } else { STATUS_ADDED };
            Draft::new(rule, format!("{route} has a response {status} now"))
        }
    };
    let draft = match loses {
        true => draft.help(format!(
            "name the variant instead of `.into()`: several responses have `{}`",
            lost.join("`, `")
        )),
        false => draft,
    };
    let variant = walk.new.names_of(&response.place);
    let draft = draft.names(names(walk, old, new)).names(variant).names(lost.iter().cloned());
    walk.add_to_responses(index, draft.at(None, Some(&response.place)));
}

fn removed(walk: &mut Walk<'_, '_>, index: usize, (old, new): (&Operation, &Operation), response: &Response) {
    let route = in_words(new);
    let draft = match response.status {
        Status::Default => {
            Draft::new(DEFAULT_RESPONSE_REMOVED, format!("{route} has no response `default` any more"))
        }
        status => {
            let draft = Draft::new(STATUS_REMOVED, format!("{route} has no response {status} any more"));
            let draft = if status.is_success() { draft.build(Verdict::Breaks) } else { draft };
            if status.is_success() { draft.wire_in_responses(Verdict::Breaks) } else { draft }
        }
    };
    let headers =
        walk.old.operation(&old.place).map(|(_, name)| name.headers.iter().map(|one| one.name.clone()));
    let headers: Vec<String> = headers.into_iter().flatten().collect();
    let draft = draft.names(names(walk, old, new)).names(walk.old.names_of(&response.place)).names(headers);
    walk.add_to_responses(index, draft.at(Some(&response.place), None));
}

fn compare_response(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    (was, is): (&Response, &Response),
) {
    let places = (Some(&was.place), Some(&is.place));
    let status = is.status;
    let mut own = names(walk, old, new);
    own.extend(walk.new.names_of(&is.place));
    match (was.content.is_empty(), is.content.is_empty()) {
        (true, false) => {
            let message = format!("the response {status} of {} has a body now", in_words(new));
            walk.add_to_responses(
                index,
                Draft::new(STATUS_BODY_ADDED, message).at(places.0, places.1).names(own.clone()),
            );
        }
        (false, true) => {
            let message = format!("the response {status} of {} has no body any more", in_words(new));
            walk.add_to_responses(
                index,
                Draft::new(STATUS_BODY_REMOVED, message).at(places.0, places.1).names(own.clone()),
            );
        }
        (false, false) => compare_types(walk, index, (old, new), (was, is)),
        (true, true) => {}
    }
    let directions = walk.responses(index);
    visit(walk, index, &was.content, &is.content, directions);
    for header in &is.headers {
        match was.headers.iter().find(|known| known.name.eq_ignore_ascii_case(&header.name)) {
            Some(known) => compare_header(walk, index, known, header),
            None => {
                let message = format!(
                    "the response {status} of {} has the header `{}` now",
                    in_words(new),
                    header.name
                );
                let draft = Draft::new(HEADER_ADDED, message).at(None, Some(&header.place));
                let draft = draft.names(walk.new.names_of(&header.place)).names(own.clone());
                // A receiver of a webhook does not send it.
                let draft = if header.required { draft.wire_in_requests(Verdict::Breaks) } else { draft };
                let help = match new.role.is_served() {
                    true => "set its field in the struct of the headers",
                    false => "read its field in the struct of the headers",
                };
                walk.add_to_responses(index, draft.help(help));
            }
        }
    }
    for header in &was.headers {
        if is.headers.iter().any(|known| known.name.eq_ignore_ascii_case(&header.name)) {
            continue;
        }
        let message =
            format!("the response {status} of {} has no header `{}` any more", in_words(new), header.name);
        let draft = Draft::new(HEADER_REMOVED, message).at(Some(&header.place), None);
        let draft = if header.required { draft.wire_in_responses(Verdict::Breaks) } else { draft };
        walk.add_to_responses(index, draft.names(walk.old.names_of(&header.place)).names(own.clone()));
    }
}

/// Compares the media types of a response. Its Rust type depends on them only if there are several bodies.
fn compare_types(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (old, new): (&Operation, &Operation),
    (was, is): (&Response, &Response),
) {
    let (before, after) = (named(&was.content), named(&is.content));
    let has_choice =
        [(walk.old, &old.place, was), (walk.new, &new.place, is)].into_iter().any(|(side, place, own)| {
            let lowered = side.operation(place).map(|(operation, _)| &operation.responses);
            lowered.into_iter().flatten().any(|one| one.status == own.status && one.has_choice())
        });
    let build = if has_choice { Verdict::Maybe } else { Verdict::Safe };
    let same = alike(&was.content, &is.content).count();
    let places = (Some(&was.place), Some(&is.place));
    let status = is.status;
    let mut own = names(walk, old, new);
    own.extend(names_of_bodies(walk.old, old, was));
    own.extend(names_of_bodies(walk.new, new, is));
    for media_type in before.iter().filter(|one| !after.contains(one)) {
        let message =
            format!("the response {status} of {} is not sent as `{media_type}` any more", in_words(new));
        let draft = Draft::new(RESPONSE_MEDIA_TYPE_REMOVED, message).build(build).at(places.0, places.1);
        walk.add_to_responses(index, draft.names(own.clone()));
    }
    for media_type in after.iter().filter(|one| !before.contains(one)) {
        let message =
            format!("the response {status} of {} is also sent as `{media_type}` now", in_words(new));
        let has_new_variant = same < is.content.len() && has_choice;
        let build = if has_new_variant { Verdict::Maybe } else { Verdict::Safe };
        let draft = Draft::new(RESPONSE_MEDIA_TYPE_ADDED, message).build(build).at(places.0, places.1);
        walk.add_to_responses(index, draft.names(own.clone()));
    }
}

fn compare_header(walk: &mut Walk<'_, '_>, index: usize, old: &Header, new: &Header) {
    let places = (Some(&old.place), Some(&new.place));
    let names = walk.new.names_of(&new.place);
    let draft = match (old.required, new.required) {
        (false, true) => {
            Some(Draft::new(HEADER_REQUIRED, format!("the header `{}` is always sent now", new.name)))
        }
        (true, false) => {
            Some(Draft::new(HEADER_OPTIONAL, format!("the header `{}` is optional now", new.name)))
        }
        _ => None,
    };
    if let Some(draft) = draft {
        walk.add_to_responses(index, draft.at(places.0, places.1).names(names.clone()));
    }
    let is_json = |header: &Header| header.media_type.as_deref().is_some_and(is_json);
    let has_same_type = old.media_type == new.media_type || (is_json(old) && is_json(new));
    let is_alike = is_written_alike(walk, (old.style, new.style), (old.schema, new.schema));
    if !has_same_type || (old.media_type.is_none() && !is_alike) {
        let message = format!("the header `{}` is written in another way", new.name);
        let draft = Draft::new(HEADER_TYPE_CHANGED, message).build(Verdict::Safe).at(places.0, places.1);
        walk.add_to_responses(index, draft.names(names));
    }
    let directions = walk.responses(index);
    let slot = if is_json(old) && is_json(new) { Slot::Value } else { Slot::Header };
    let pair = Pair { slot, old: vec![old.schema], new: vec![new.schema] };
    walk.visit(index, pair, directions);
}
