//! The kind of object that a `$ref` leads to. A reference to another kind would be read as an object without keywords.

use super::Cursor;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::dialect::{Fate, FixedFields};
use crate::sources::lookup;
use serde_json::Value;

/// Where documents declare objects that can be referenced, and their kind.
const CONTAINERS: [(&str, &str); 16] = [
    ("/components/schemas", SCHEMA),
    ("/definitions", SCHEMA),
    ("/components/responses", "a response"),
    ("/responses", "a response"),
    ("/components/parameters", "a parameter"),
    ("/parameters", "a parameter"),
    ("/components/requestBodies", "a request body"),
    ("/components/headers", "a header"),
    ("/components/examples", "an example"),
    ("/components/securitySchemes", "a security scheme"),
    ("/securityDefinitions", "a security scheme"),
    ("/components/links", "a link"),
    ("/components/callbacks", "a callback"),
    ("/components/pathItems", "a path item"),
    ("/components/mediaTypes", "a media type"),
    ("/paths", "a path item"),
];

const SCHEMA: &str = "a schema";

/// Keywords that several kinds of objects have.
const SHARED: [&str; 10] = [
    "$comment",
    "$schema",
    "deprecated",
    "description",
    "example",
    "examples",
    "externalDocs",
    "required",
    "summary",
    "title",
];

/// Keywords that only schemas have.
const OF_SCHEMAS: [&str; 8] = ["allOf", "anyOf", "enum", "items", "oneOf", "properties", "type", "$defs"];

impl Cursor<'_> {
    /// Like [`Cursor::follow`], but reports a target of another kind.
    pub(crate) fn follow_to(
        &self,
        fields: &'static FixedFields,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let target = self.follow(diagnostics)?;
        target.check_kind(fields, diagnostics).then_some(target)
    }

    /// Returns whether this value may be such an object, and reports the reference that led here if it is of another
    /// kind.
    ///
    /// | the value | is of another kind |
    /// |---|---|
    /// | has a keyword of this kind, or none of its own | no |
    /// | is in a container of another kind | yes |
    /// | has a keyword of schemas | yes |
    /// | others | no: its unknown keywords are reported |
    pub(crate) fn check_kind(&self, fields: &'static FixedFields, diagnostics: &mut Diagnostics) -> bool {
        let Some((via, kind)) = self.via.clone().zip(self.other_kind(fields)) else { return true };
        let file = Self::root(self.sources, Place::file(via.file));
        let around = via.pointer.split_last().map(|(around, _)| around);
        let is_schema_key =
            around.is_some_and(|around| around.split_last().is_some_and(|(_, key)| key == "schema"));
        let reference = file.and_then(|file| lookup(file.value, &via.pointer)?.as_str());
        let message = format!("`{}` is {kind}, not {}", reference.unwrap_or("$ref"), fields.of);
        let diagnostic = Diagnostic::new(codes::BAD_REFERENCE, via, message);
        let help = match (kind, fields.of) {
            (SCHEMA, "a media type") if is_schema_key => {
                "write the media type first: `content: {application/json: {schema: {$ref: ...}}}`".to_owned()
            }
            (SCHEMA, "a response" | "a request body") if self.dialect().is_openapi3() => {
                "write `content: {application/json: {schema: {$ref: ...}}}`".to_owned()
            }
            (SCHEMA, "a response" | "a parameter" | "a header" | "a media type") => {
                "write `schema: {$ref: ...}`".to_owned()
            }
            (_, SCHEMA) => "refer to the schema inside it".to_owned(),
            (_, of) => format!("refer to {of}, or write it here"),
        };
        diagnostics.push(diagnostic.and(self.place.clone(), format!("this is {kind}")).help(help));
        false
    }

    fn other_kind(&self, fields: &'static FixedFields) -> Option<&'static str> {
        let members = self.value.as_object()?;
        let keys = members.keys().map(String::as_str);
        let mut keys = keys.filter(|key| !key.starts_with("x-") && !SHARED.contains(key)).peekable();
        keys.peek()?;
        // In Swagger 2.0, a parameter also has keywords of schemas.
        let is_own = |key: &str| match fields.of {
            "a parameter" => ["name", "in"].contains(&key),
            _ => fields.find(key).is_some_and(|row| !matches!(row.fate, Fate::OtherVersion(..))),
        };
        if keys.any(is_own) {
            return None;
        }
        let pointer = self.place.pointer.as_str();
        let is_in = |container: &str| {
            let rest = pointer.strip_prefix(container).and_then(|rest| rest.strip_prefix('/'));
            rest.is_some_and(|rest| !rest.contains('/'))
        };
        let named = CONTAINERS.iter().find(|(container, _)| is_in(container)).map(|(_, kind)| *kind);
        let has = |keyword: &&str| members.get(*keyword).is_some_and(|value| !Value::is_null(value));
        let by_keywords = OF_SCHEMAS.iter().any(has).then_some(SCHEMA);
        named.or(by_keywords).filter(|kind| *kind != fields.of)
    }
}
