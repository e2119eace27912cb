//! `contentSchema` in the schema of an event: the JSON in its `data` (OpenAPI 3.2, "Server-Sent Event Streams"). Elsewhere,
//! the content of a string is not checked.

use super::Reader;
use crate::api::SchemaId;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::suggest::did_you_mean;
use std::collections::HashSet;

/// A schema that applies to the same value as another, and whether it applies to each value.
type Applied<'s> = (Cursor<'s>, bool);

/// Reads the contents of `data` in the schema of an event. Returns the schema of the content that each event has.
///
/// | the schema of `data` | its JSON |
/// |---|---|
/// | that of the event, or of its `allOf` | has the type of the schema, which is returned |
/// | that of an alternative, and a second one | is checked with the event; the type is that of `data` |
pub(super) fn read_contents<'s>(item: &Cursor<'s>, reader: &mut Reader<'_, 's>) -> Option<SchemaId> {
    let mut typed = None;
    for (event, is_always) in in_place((item.clone(), true)) {
        let data = event.as_object().and_then(|event| event.peek("properties")?.as_object()?.peek("data"));
        for (data, is_always) in data.into_iter().flat_map(|data| in_place((data, is_always))) {
            let Some(content) = data.as_object().and_then(|data| read_content(&data, reader)) else {
                continue;
            };
            reader.api.event_data.push(data.place.clone());
            match typed {
                None if is_always => typed = Some(content),
                _ => _ = reader.api.event_contents.insert(data.place, content),
            }
        }
    }
    typed
}

/// Returns a schema, and all others that apply to the same value.
fn in_place(schema: Applied<'_>) -> Vec<Applied<'_>> {
    let mut queue = vec![schema];
    let mut known = HashSet::new();
    let mut at = 0;
    while let Some((schema, is_always)) = queue.get(at).cloned() {
        at += 1;
        // The schema reports its own mistakes.
        let target = schema.is_reference().then(|| schema.follow(&mut Diagnostics::default())).flatten();
        let mut next: Vec<Applied<'_>> = target.into_iter().map(|target| (target, is_always)).collect();
        if let Some(object) = schema.as_object() {
            for keyword in ["allOf", "oneOf", "anyOf"] {
                let all = object.peek(keyword).map(|all| all.items(&mut Diagnostics::default()));
                let is_always = is_always && keyword == "allOf";
                next.extend(all.into_iter().flatten().map(|schema| (schema, is_always)));
            }
            let rules = ["if", "then", "else", "not"].into_iter().filter_map(|keyword| object.peek(keyword));
            next.extend(rules.map(|schema| (schema, false)));
            let dependent = object.peek("dependentSchemas");
            let dependent = dependent.map(|all| all.entries(&mut Diagnostics::default()));
            next.extend(dependent.into_iter().flatten().map(|(_, schema)| (schema, false)));
        }
        queue.extend(next.into_iter().filter(|(schema, _)| known.insert(schema.place.clone())));
    }
    queue
}

/// Reads the `contentSchema` of a string, if its `contentMediaType` is JSON, and reports one without an effect.
fn read_content<'s>(data: &Object<'s>, reader: &mut Reader<'_, 's>) -> Option<SchemaId> {
    let media_type = data.peek("contentMediaType");
    let schema = data.peek("contentSchema");
    let name = media_type.as_ref().and_then(|media_type| media_type.value.as_str()).unwrap_or_default();
    let essence = name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = essence == "application/json" || essence.ends_with("+json");
    let meant = did_you_mean(&essence, ["application/json"]).filter(|_| !is_json);
    let (place, message, help) = match (&schema, &media_type) {
        (Some(schema), Some(_)) if is_json => match data.peek("contentEncoding") {
            None => return Some(reader.schemas.at(schema, reader.diagnostics)),
            Some(encoding) => (
                encoding.place,
                "`contentSchema` is not enforced next to `contentEncoding`: the data of the event is the encoded text"
                    .to_owned(),
                "remove `contentEncoding` if the data is JSON: an event stream is UTF-8",
            ),
        },
        (Some(schema), None) => (
            schema.place.clone(),
            "`contentSchema` is not enforced without `contentMediaType`".to_owned(),
            "write `contentMediaType: application/json` next to it",
        ),
        (_, Some(media_type)) if meant.is_some() => (
            media_type.place.clone(),
            format!("the data of the event is not checked: `{name}` is not JSON"),
            "did you mean `application/json`?",
        ),
        (Some(schema), Some(_)) => (
            schema.place.clone(),
            format!("`contentSchema` is not enforced for `{name}`, which is not JSON"),
            "remove it, or write `contentMediaType: application/json`",
        ),
        (None, Some(media_type)) if is_json => (
            media_type.place.clone(),
            "`contentMediaType` is not enforced without `contentSchema`: the data of the event can be any text"
                .to_owned(),
            "write `contentSchema` next to it; `contentSchema: {}` allows any JSON",
        ),
        // The data is text of another kind, such as `text/html`.
        (None, _) => return None,
    };
    reader.diagnostics.push(Diagnostic::warning(codes::NOT_ENFORCED, place.key(), message).help(help));
    None
}
