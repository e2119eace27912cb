//! What a document says about itself: "Info Object" and "Tag Object".

use super::skim;
use crate::api::{Api, Tag};
use crate::choices::OnMistake;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::Diagnostics;
use crate::dialect::{FixedFields, swagger2};

/// Reads an "Info Object".
pub(super) fn read_info(
    cursor: &Cursor<'_>,
    (fields, license): (&'static FixedFields, &'static FixedFields),
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Option<(String, String, Option<String>)> {
    let mut object = cursor.follow(diagnostics)?.object_of(fields, diagnostics)?;
    let title = object.text("title", diagnostics).unwrap_or_default();
    let version = object.text("version", diagnostics).unwrap_or_default();
    let description = object.text("description", diagnostics);
    skim(&mut object, "contact", &swagger2::CONTACT, diagnostics);
    skim(&mut object, "license", license, diagnostics);
    object.finish(fields, on_mistake.severity(), diagnostics);
    Some((title, version, description))
}

/// Reads each "Tag Object".
pub(super) fn read_tags(
    object: &mut Object<'_>,
    api: &mut Api,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) {
    for item in object.take("tags").map(|tags| tags.items(diagnostics)).unwrap_or_default() {
        let tag = item.follow(diagnostics).and_then(|tag| tag.object_of(&swagger2::TAG, diagnostics));
        let Some(mut tag) = tag else { continue };
        let name = tag.require("name", "the tag", diagnostics).and_then(|name| name.text(diagnostics));
        let description = tag.text("description", diagnostics);
        skim(&mut tag, "externalDocs", &swagger2::EXTERNAL_DOCS, diagnostics);
        tag.finish(&swagger2::TAG, on_mistake.severity(), diagnostics);
        api.tags.extend(name.map(|name| Tag { name: name.into_owned(), description, place: item.place }));
    }
}
