//! Response headers with a `content` instead of a `schema` (OpenAPI 3).

use super::content::read_content;
use super::{Reader, read_docs};
use crate::api::{Header, Style};
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::Diagnostic;
use crate::dialect::openapi3;

/// Reads a header with a `content`. Returns `None` if the header has a `schema`, or neither.
pub(super) fn read_header_content<'s>(
    name: &str,
    object: &mut Object<'s>,
    reader: &mut Reader<'_, 's>,
) -> Option<Header> {
    let content = object.peek("content")?;
    // "A parameter MUST contain either a schema property, or a content property, but not both."
    if object.has("schema") {
        object.take("content");
        let message = format!("the header `{name}` has a `schema` and a `content`; `content` is ignored");
        reader.diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, content.place.key(), message));
        return None;
    }
    for keyword in ["content", "style", "explode"] {
        object.take(keyword);
    }
    let docs = read_docs(object, &openapi3::HEADER, reader.diagnostics);
    let required = object.flag("required", reader.diagnostics);
    let (media_types, _) = read_content(&content, reader);
    // "The map MUST only contain one entry."
    if media_types.len() != 1 {
        let count = media_types.len();
        let message = format!("the `content` of the header `{name}` has {count} media types, not one");
        let diagnostic = Diagnostic::warning(codes::BAD_PARAMETER, content.place.key(), message);
        reader.diagnostics.push(match count {
            0 => diagnostic.help("the header is treated as text; to declare its type, use `schema`"),
            _ => diagnostic.help("only the first one is used"),
        });
    }
    let encodings = media_types.iter().filter_map(|media_type| media_type.encoding.first());
    reader.diagnostics.extend(encodings.map(|first| first.without_effect("a header")));
    let first = media_types.into_iter().next();
    let media_type = first.as_ref().and_then(|media_type| media_type.name.clone());
    let schema = first.and_then(|media_type| media_type.schema);
    Some(Header {
        place: object.place.clone(),
        name: name.to_owned(),
        docs,
        required,
        schema: schema.unwrap_or_else(|| reader.schemas.of_anything()),
        style: Style::SIMPLE,
        media_type,
    })
}
