//! `itemSchema`: the items of a stream (OpenAPI 3.2, "Media Type Object"), and the setting `event-items`, which says that
//! the schema of a stream is that of its items.

use super::Reader;
use super::event_content::read_contents;
use super::media_type::misspelled;
use crate::api::{SchemaId, Sequence, StreamItems};
use crate::choices::{Choices, OnMistake};
use crate::codes;
use crate::cursor::Cursor;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::suggest::did_you_mean;
use std::cell::RefCell;

/// The streams whose schema is that of their items.
#[derive(Debug, Default)]
pub(super) struct EventItems {
    /// The setting for all streams, with whether it had an effect.
    all: Option<(Place, RefCell<bool>)>,
    /// The places of media types, or places around them, each with whether it had an effect.
    at: Vec<(Place, RefCell<bool>)>,
}

impl EventItems {
    pub(super) fn new(choices: &Choices) -> Self {
        let at = choices.event_items.at.iter().map(|place| (place.clone(), RefCell::new(false)));
        let all = choices.event_items.all.as_ref().map(|place| (place.clone(), RefCell::new(false)));
        Self { all, at: at.collect() }
    }

    /// Returns whether the setting selects a media type.
    fn select(&self, media_type: &Place) -> bool {
        let around = self.at.iter().filter(|(place, _)| {
            let rest = media_type.pointer.as_str().strip_prefix(place.pointer.as_str());
            place.file == media_type.file && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        let around: Vec<_> = around.chain(&self.all).collect();
        for (_, has_effect) in &around {
            has_effect.replace(true);
        }
        !around.is_empty()
    }

    /// Reports places without an effect.
    pub(super) fn finish(&self, on_mistake: OnMistake, diagnostics: &mut Diagnostics) {
        for (place, _) in self.at.iter().filter(|(_, has_effect)| !*has_effect.borrow()) {
            let message = "`event-items` has no effect here";
            let help = "write the place of an event stream or of JSON Lines without `itemSchema`, or a place around it, such \
                        as the operation; in Swagger 2.0, only success responses are streams";
            let unmet = Diagnostic::new(codes::NO_SUCH_PLACE, place.clone(), message).help(help);
            diagnostics.push(on_mistake.judge(unmet));
        }
        if let Some((place, _)) = self.all.as_ref().filter(|(_, has_effect)| !*has_effect.borrow()) {
            let message = "`event-items` has no effect: the spec has no event stream and no JSON Lines without `itemSchema`";
            diagnostics.push(
                Diagnostic::warning(codes::NO_SUCH_PLACE, place.clone(), message).help("remove the setting"),
            );
        }
    }
}

/// Reads the items of a media type.
///
/// | media type | `itemSchema` | the setting | items |
/// |---|---|---|---|
/// | JSON in lines, `json-seq` | yes | | values with that schema |
/// | JSON in lines, `json-seq` | no | yes | values with the schema of the body |
/// | JSON in lines, `json-seq` of OpenAPI 3.2 | no | no | a list, if the schema is an array |
/// | `text/event-stream` | yes | | events, which the schema describes as objects |
/// | `text/event-stream` | no | yes | events whose data has the schema of the body |
/// | `multipart` and others | yes | | none: not enforced |
pub(super) fn read_items<'s>(
    name: Option<&str>,
    item_schema: Option<&Cursor<'s>>,
    place: &Place,
    (schema, is_openapi32): (Option<SchemaId>, bool),
    reader: &mut Reader<'_, 's>,
) -> Option<StreamItems> {
    let Some(name) = name else {
        // A media type in `components` is read again at each reference, with its name.
        item_schema.map(|item| reader.schemas.at(item, reader.diagnostics));
        return None;
    };
    let sequence = Sequence::of(name);
    let Some(item) = item_schema else {
        let sequence = sequence?;
        return match (reader.schemas.event_items.select(place), sequence) {
            (true, Sequence::Json) => Some(StreamItems::Values(schema)),
            (true, Sequence::Events) => Some(StreamItems::Data(schema)),
            (false, Sequence::Json) if is_openapi32 => Some(StreamItems::List),
            (false, _) => None,
        };
    };
    let id = reader.schemas.at(item, reader.diagnostics);
    if sequence.is_some() && schema.is_some() {
        let message = "`schema` is not enforced next to `itemSchema`: the items are sent or read one by one";
        let around = item.place.pointer.split_last().map(|(around, _)| around).unwrap_or_default();
        let place = Place::value(item.place.file, around.member("schema")).key();
        reader.diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message));
    }
    // A misspelled media type is reported at its name.
    if sequence.is_none() && misspelled(name).is_none() {
        report_without_effect(name, item, reader.diagnostics);
    }
    Some(match sequence? {
        Sequence::Json => StreamItems::Values(Some(id)),
        Sequence::Events => StreamItems::Events { event: id, content: read_contents(item, reader) },
    })
}

fn report_without_effect(name: &str, item: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let place = item.place.key();
    let is_multipart = name.to_ascii_lowercase().starts_with("multipart/");
    let (message, help) = match is_multipart {
        true => (
            format!(
                "`itemSchema` is not enforced for `{name}`: the handler reads or writes the parts itself"
            ),
            "JSON Lines and `text/event-stream` are streams of typed items",
        ),
        false if did_you_mean(name, ["text/event-stream"]).is_some() => (
            format!("`itemSchema` has no effect on `{name}`, which is not a sequential media type"),
            "did you mean `text/event-stream`?",
        ),
        false => (
            format!("`itemSchema` has no effect on `{name}`, which is not a sequential media type"),
            "for an array, write `schema: {type: array, items: ...}`; for a stream, use a media type such as \
             `application/jsonl`",
        ),
    };
    diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place, message).help(help));
}
