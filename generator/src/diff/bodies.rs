//! The rules for request bodies and their media types.

use super::draft::{Directions, Draft};
use super::flat::Flat;
use super::pair::{Pair, Slot};
use super::route::in_words;
use super::rules::{
    BODY_ADDED, BODY_OPTIONAL, BODY_REMOVED, BODY_REQUIRED, FORM_ENCODING_CHANGED, REQUEST_MEDIA_TYPE_ADDED,
    REQUEST_MEDIA_TYPE_REMOVED, REQUEST_PROPERTY_TYPE_CHANGED, RESPONSE_PROPERTY_TYPE_CHANGED,
};
use super::side::Side;
use super::verdict::Verdict;
use super::walk::Walk;
use crate::api::{Encoding, EncodingStyle, JsonType, Location, MediaType, Operation, Parameter, SchemaId};
use crate::diagnostic::Place;
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
            walk.add_to_requests(
                index,
                Draft::new(BODY_ADDED, message)
                    .wire_in_requests(wire)
                    .at(None, Some(&body.place))
                    .names(names),
            );
        }
        (Some(body), None) => {
            let message = format!("{} has no body any more", in_words(new));
            walk.add_to_requests(
                index,
                Draft::new(BODY_REMOVED, message).at(Some(&body.place), None).names(names),
            );
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
                walk.add_to_requests(index, draft.help(help));
            }
            compare_types(walk, index, (old, new), (&named(&was.content), &named(&is.content)));
            for (was, is) in alike(&was.content, &is.content) {
                compare_encodings(walk, index, &Form::of_body(was), &Form::of_body(is));
            }
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
    let sides = [(walk.old, old), (walk.new, new)];
    let own = sides.iter().filter_map(|(side, operation)| side.operation(&operation.place));
    let own = own.flat_map(|(_, name)| {
        [&name.request, &name.method, &name.body, &name.body_type].into_iter().chain(&name.body_variants)
    });
    let content = sides.iter().flat_map(|(side, operation)| {
        let content = operation.body.iter().flat_map(|body| &body.content);
        let schemas =
            content.filter_map(|media_type| side.api.schemas.get(media_type.schema?).place.as_ref());
        schemas.flat_map(|place| side.names_of(place))
    });
    own.cloned().chain(content).collect()
}

/// Returns the media types in lower case, without parameters.
pub(super) fn named(content: &[MediaType]) -> Vec<String> {
    content.iter().filter_map(|one| one.name.as_deref().map(essence)).collect()
}

fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

pub(super) fn is_json(media_type: &str) -> bool {
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
    let names = names(walk, old, new);
    let at = |draft: Draft| draft.at(places.0.as_ref(), places.1.as_ref()).names(names.clone());
    let is_form = |types: &[&String]| types.iter().all(|one| [URLENCODED, MULTIPART].contains(&one.as_str()));
    if !gone.is_empty() && !added.is_empty() && is_form(&gone) && is_form(&added) {
        let message =
            format!("the form of {} was `{}`, and is `{}` now", in_words(new), join(&gone), join(&added));
        return walk.add_to_requests(index, at(Draft::new(FORM_ENCODING_CHANGED, message)));
    }
    let accepted = if new.role.is_served() { "accepted" } else { "sent" };
    for media_type in gone {
        let message = format!("the body of {} is not {accepted} as `{media_type}` any more", in_words(new));
        let is_accepted = is.iter().any(|range| includes(range, media_type));
        let draft = at(Draft::new(REQUEST_MEDIA_TYPE_REMOVED, message));
        walk.add_to_requests(index, if is_accepted { draft.wire_in_requests(Verdict::Safe) } else { draft });
    }
    for media_type in added {
        let message = format!("the body of {} is also {accepted} as `{media_type}` now", in_words(new));
        let draft = at(Draft::new(REQUEST_MEDIA_TYPE_ADDED, message));
        walk.add_to_requests(
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

/// Returns whether a range, such as `application/*`, includes a media type.
fn includes(range: &str, media_type: &str) -> bool {
    let main = |text: &str| text.split('/').next().unwrap_or_default().to_owned();
    range == "*/*" || (range.ends_with("/*") && main(range) == main(media_type))
}

fn join(types: &[&String]) -> String {
    types.iter().map(|one| one.as_str()).collect::<Vec<_>>().join("`, `")
}

/// A form, and how its properties are written.
pub(super) struct Form<'a> {
    place: Option<&'a Place>,
    schema: Option<SchemaId>,
    encoding: &'a [Encoding],
}

impl<'a> Form<'a> {
    fn of_body(body: &'a MediaType) -> Self {
        Self { place: body.place.as_ref(), schema: body.schema, encoding: &body.encoding }
    }

    /// Returns the form in a parameter.
    pub(super) fn of_parameter(parameter: &'a Parameter) -> Self {
        Self { place: Some(&parameter.place), schema: Some(parameter.schema), encoding: &parameter.encoding }
    }
}

/// Compares how the properties of a form are written.
pub(super) fn compare_encodings(walk: &mut Walk<'_, '_>, index: usize, was: &Form<'_>, is: &Form<'_>) {
    let mut names: Vec<&str> = was.encoding.iter().chain(is.encoding).map(|one| &*one.name).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let known = was.encoding.iter().find(|one| one.name == name);
        let encoding = is.encoding.iter().find(|one| one.name == name);
        let (old, new) =
            (Written::new(walk.old, was, name, known), Written::new(walk.new, is, name, encoding));
        if old == new {
            continue;
        }
        let draft =
            Draft::new(FORM_ENCODING_CHANGED, format!("the property `{name}` is written in another way"));
        // The media types that an encoding lists can be the usual ones.
        let is_certain =
            (known.is_some() && encoding.is_some()) || (old.style, &old.headers) != (new.style, &new.headers);
        let draft = if is_certain { draft } else { draft.wire(Verdict::Maybe) };
        let draft = if new.accepts(&old) { draft.wire_in_requests(Verdict::Safe) } else { draft };
        let places = (known.map(|one| &one.place).or(was.place), encoding.map(|one| &one.place).or(is.place));
        walk.add_to_requests(index, draft.at(places.0, places.1));
    }
}

/// How a property of a form is written.
#[derive(PartialEq)]
struct Written {
    /// As a query parameter. `None` if the media type of the property decides.
    style: Option<(EncodingStyle, bool)>,
    content_types: Vec<String>,
    headers: Vec<String>,
}

impl Written {
    /// Without an encoding, each item of an array is a field, as with the usual style.
    fn new(side: &Side<'_>, form: &Form<'_>, name: &str, encoding: Option<&Encoding>) -> Self {
        let is_object = form.schema.is_some_and(|schema| {
            let form = Flat::new(side, &[schema]);
            let types = form.property(name).map(|property| Flat::new(side, &property.schemas).types);
            types.is_some_and(|types| types.contains(&JsonType::Object))
        });
        let usual = (EncodingStyle::Form, true);
        let style = encoding.filter(|one| one.is_styled).map(|one| {
            let style = one.style.unwrap_or(usual.0);
            (style, one.explode.unwrap_or(style == usual.0))
        });
        Self {
            style: style.filter(|style| is_object || *style != usual),
            content_types: encoding.map(|one| one.content_types.clone()).unwrap_or_default(),
            headers: encoding.map(|one| one.required_headers.clone()).unwrap_or_default(),
        }
    }

    /// Returns whether each part of the old form is still accepted.
    fn accepts(&self, old: &Self) -> bool {
        let has_types = old.content_types == self.content_types
            || (!old.content_types.is_empty()
                && old.content_types.iter().all(|one| self.content_types.contains(one)));
        old.style == self.style && has_types && self.headers.iter().all(|one| old.headers.contains(one))
    }
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

fn is_form(body: &MediaType) -> bool {
    body.name.as_deref().is_some_and(|name| [URLENCODED, MULTIPART].contains(&&*essence(name)))
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
        let (mut old, mut new) = (was.schemas(), is.schemas());
        // The second one is that of the data of events.
        for is_data in [false, true] {
            match (old.next(), new.next()) {
                (Some(old), Some(new)) => {
                    let slot = if is_form(was) && is_form(is) { Slot::Form } else { Slot::Value };
                    let pair = Pair { slot, old: vec![old], new: vec![new] };
                    walk.visit(index, pair, directions);
                }
                (None, None) => {}
                _ => compare_presence(walk, index, (was, is), is_data, directions),
            }
        }
    }
}

/// Compares whether bodies have a schema. Without one, they are any bytes.
fn compare_presence(
    walk: &mut Walk<'_, '_>,
    index: usize,
    (was, is): (&MediaType, &MediaType),
    is_data: bool,
    directions: Directions,
) {
    let is_binary = |side: &Side<'_>, media_type: &MediaType| {
        media_type.schemas().all(|schema| {
            let flat = Flat::new(side, &[schema]);
            flat.types == [JsonType::String] && flat.format == Some("binary")
        })
    };
    if !is_data && is_binary(walk.old, was) && is_binary(walk.new, is) {
        return;
    }
    let is_narrowed = is.schemas().count() > was.schemas().count();
    let named = is.name.as_deref().map(|name| format!(" as `{}`", essence(name))).unwrap_or_default();
    let subject = if is_data { "the data of the events" } else { "the body" };
    let message = match is_narrowed {
        true => format!("{subject}{named} has a schema now"),
        false => format!("{subject}{named} has no schema any more"),
    };
    let (request, response) = (REQUEST_PROPERTY_TYPE_CHANGED, RESPONSE_PROPERTY_TYPE_CHANGED);
    let draft = Draft::by_direction(Some(request), Some(response), message).build(Verdict::Breaks);
    let draft = match is_narrowed {
        true => draft.wire_in_responses(Verdict::Safe),
        false => draft.wire_in_requests(Verdict::Safe),
    };
    let place = |side: &Side<'_>, media_type: &MediaType| {
        let of_schema = || side.api.schemas.get(media_type.schemas().next()?).place.clone();
        media_type.place.clone().or_else(of_schema)
    };
    let places = (place(walk.old, was), place(walk.new, is));
    walk.add(index, draft.at(places.0.as_ref(), places.1.as_ref()).only(directions));
}
