//! The value of a parameter of OpenAPI 3: its `schema`, or its `content`.

use super::Reader;
use super::content::read_content;
use crate::api::{Encoding, SchemaId, Syntax};
use crate::codes;
use crate::cursor::Object;
use crate::diagnostic::{Diagnostic, Diagnostics, Placed};

/// The keywords that describe the value of a parameter.
pub(super) struct Value {
    pub schema: SchemaId,
    pub syntax: Syntax,
    pub encoding: Vec<Encoding>,
}

/// Reads `schema` or `content`. "A parameter MUST contain either a schema property, or a content property, but not both."
/// "The map MUST only contain one entry."
pub(super) fn read_schema<'s>(object: &mut Object<'s>, name: &str, reader: &mut Reader<'_, 's>) -> Value {
    let Some(content) = object.take("content") else {
        let schema = reader.schemas.require(("schema", "the parameter"), object, reader.diagnostics);
        return Value { schema, syntax: Syntax::Style, encoding: Vec::new() };
    };
    let mut mistakes = Diagnostics::default();
    let (media_types, _) = read_content(&content, reader);
    if media_types.len() != 1 {
        let message =
            format!("the `content` of the parameter `{name}` has {} media types", media_types.len());
        let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, content.place.key(), message);
        mistakes.push(diagnostic.help("declare exactly one media type"));
    }
    if let Some(schema) = object.take("schema") {
        let message = format!("the parameter `{name}` has both `schema` and `content`");
        let diagnostic = Diagnostic::new(codes::BAD_PARAMETER, schema.place.key(), message);
        mistakes.push(diagnostic.and(content.place.key(), "the `content`").help("remove one of the two"));
    }
    for keyword in ["style", "explode", "allowReserved"] {
        if object.has(keyword) {
            let message = format!("`{keyword}` has no effect next to `content`; it is ignored");
            let place = object.place.member(keyword).key();
            mistakes.push(Diagnostic::warning(codes::BAD_PARAMETER, place, message));
        }
    }
    reader.schemas.on_mistake.settle(mistakes, reader.diagnostics);
    let media_type = media_types.into_iter().next();
    let encoding = media_type.as_ref().map(|media_type| media_type.encoding.clone()).unwrap_or_default();
    let (name, schema) =
        media_type.map(|media_type| (media_type.name, media_type.schema)).unwrap_or_default();
    let name = name.unwrap_or_default();
    let place = content.place.member(&name);
    let schema = schema.unwrap_or_else(|| reader.schemas.of_anything());
    Value { schema, syntax: Syntax::Content(Placed { value: name, place }), encoding }
}
