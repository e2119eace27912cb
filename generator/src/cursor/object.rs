//! An object whose keys are keywords: it knows which of them nobody asked for, and which word was probably meant.

use super::Cursor;
use super::meant::{is_yaml, without_space};
use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Severity};
use crate::sources::Sources;
use crate::suggest::did_you_mean;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Keywords of OpenAPI 3 that authors bring along, and what stands in their place.
const OPENAPI_3: [(&str, &str); 6] = [
    ("requestBody", "a parameter with `in: body` and a `schema` is the body"),
    ("schema", "`type`, `format` and `items` stand in the parameter itself"),
    ("content", "`schema` stands in the response itself, and media types in `produces`"),
    ("servers", "there are `host`, `basePath` and `schemes`"),
    ("components", "there are `definitions`, `parameters`, `responses` and `securityDefinitions`"),
    ("nullable", "`x-nullable` is what tools understand"),
];

/// Whether a key is a keyword of another object, in this version of the specification or another: then it is spelled as it
/// is meant.
fn is_known(key: &str) -> bool {
    ELSEWHERE.contains(&key)
}

/// Keywords of Swagger 2.0, OpenAPI 3, and JSON Schema.
const ELSEWHERE: [&str; 83] = [
    "$anchor",
    "$defs",
    "$id",
    "$schema",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "allowEmptyValue",
    "anyOf",
    "authorizationUrl",
    "basePath",
    "callbacks",
    "collectionFormat",
    "components",
    "const",
    "consumes",
    "contact",
    "contains",
    "content",
    "default",
    "definitions",
    "deprecated",
    "description",
    "discriminator",
    "divisibleBy",
    "email",
    "enum",
    "example",
    "examples",
    "explode",
    "extends",
    "externalDocs",
    "flow",
    "flows",
    "format",
    "headers",
    "host",
    "id",
    "in",
    "info",
    "items",
    "license",
    "links",
    "mapping",
    "maximum",
    "maxLength",
    "minimum",
    "minLength",
    "multipleOf",
    "name",
    "nullable",
    "oneOf",
    "openapi",
    "operationId",
    "parameters",
    "paths",
    "pattern",
    "patternProperties",
    "prefixItems",
    "produces",
    "properties",
    "propertyName",
    "readOnly",
    "required",
    "responses",
    "schema",
    "scheme",
    "schemes",
    "scopes",
    "security",
    "servers",
    "style",
    "summary",
    "swagger",
    "tags",
    "title",
    "tokenUrl",
    "trace",
    "type",
    "url",
    "version",
    "writeOnly",
    "xml",
];

/// An object whose keys are keywords: it knows which of them nobody asked for.
pub struct Object<'s> {
    pub place: Place,
    pub(super) members: &'s Map<String, Value>,
    pub(super) sources: &'s Sources,
    pub(super) asked: Vec<&'static str>,
}

impl<'s> Object<'s> {
    /// The value of a keyword, if it is there.
    pub fn take(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        self.asked.push(keyword);
        let value = self.members.get(keyword).filter(|value| !value.is_null())?;
        Some(Cursor { value, place: self.place.member(keyword), sources: self.sources, via: None })
    }

    /// The value of a keyword as it stands: null is a value here.
    pub fn take_value(&mut self, keyword: &'static str) -> Option<Cursor<'s>> {
        self.asked.push(keyword);
        let value = self.members.get(keyword)?;
        Some(Cursor { value, place: self.place.member(keyword), sources: self.sources, via: None })
    }

    /// The value of a keyword that must be there.
    pub fn require(
        &mut self,
        keyword: &'static str,
        of: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Cursor<'s>> {
        let found = self.take(keyword);
        if found.is_none() {
            let message = format!("{of} has no `{keyword}`");
            let place =
                if self.place.pointer.as_str().is_empty() { self.place.clone() } else { self.place.key() };
            let mut diagnostic = Diagnostic::new(codes::MISSING_KEYWORD, place, message);
            diagnostic.help.extend(self.members.keys().find_map(|key| self.joined(key, keyword)));
            diagnostics.push(diagnostic);
        }
        found
    }

    /// The help for a key of YAML that is a keyword together with its value: `in:query`.
    fn joined(&self, key: &str, keyword: &str) -> Option<String> {
        let is_joined = key.strip_prefix(keyword)?.starts_with(':') && is_yaml(self.sources, &self.place);
        is_joined.then(|| without_space(key)).flatten()
    }

    /// A keyword's text.
    pub fn text(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> Option<String> {
        self.take(keyword)?.text(diagnostics).map(Cow::into_owned)
    }

    /// A keyword that is true or false; absent is false.
    pub fn flag(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> bool {
        self.take(keyword).and_then(|value| value.boolean(diagnostics)).unwrap_or(false)
    }

    /// A keyword's list of strings.
    pub fn strings(&mut self, keyword: &'static str, diagnostics: &mut Diagnostics) -> Option<Vec<String>> {
        let list = self.take(keyword)?;
        let items = list.items(diagnostics);
        if items.len() > bounds::MEDIA_TYPES {
            let message = format!("this has more than {} entries", bounds::MEDIA_TYPES);
            diagnostics.push(Diagnostic::new(codes::LIMIT, list.place, message));
            return None;
        }
        Some(items.iter().filter_map(|item| item.text(diagnostics).map(Cow::into_owned)).collect())
    }

    /// Keywords that have no effect on the output: see [`crate::read::WITHOUT_EFFECT`].
    pub fn pass_over(&mut self, keywords: &[&'static str]) {
        self.asked.extend_from_slice(keywords);
    }

    /// Whether the object has a keyword, without reading it.
    pub fn has(&self, keyword: &str) -> bool {
        self.members.contains_key(keyword)
    }

    /// The value of a keyword, which still has to be taken.
    pub fn peek(&self, keyword: &str) -> Option<Cursor<'s>> {
        let value = self.members.get(keyword).filter(|value| !value.is_null())?;
        Some(Cursor { value, place: self.place.member(keyword), sources: self.sources, via: None })
    }

    /// The keywords that are there, known or not.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(String::as_str)
    }

    /// Reports the keywords that nobody read. Extensions are their authors' own. One that is probably misspelled is as
    /// bad as this: what it says is lost.
    pub fn finish(self, of: &str, misspelled: Severity, diagnostics: &mut Diagnostics) {
        let is_unknown = |key: &&String| !key.starts_with("x-") && !self.asked.contains(&key.as_str());
        for key in self.members.keys().filter(is_unknown) {
            let place = self.place.member(key).key();
            let message = format!("`{key}` is not a keyword of {of}");
            let ignored = |message: String| {
                Diagnostic::warning(codes::UNKNOWN_KEYWORD, place.clone(), message + "; it is ignored")
            };
            if diagnostics.is_full(Severity::Warning) && diagnostics.is_full(Severity::Error) {
                diagnostics.push(ignored(message));
                continue;
            }
            let known = self.asked.iter().copied().chain(["$ref"]);
            let known = known.filter(|known| !self.members.contains_key(*known));
            let later = OPENAPI_3.iter().find(|(keyword, _)| keyword == key);
            let joined = known.clone().find_map(|known| self.joined(key, known));
            let help =
                joined.or_else(|| did_you_mean(key, known).map(|known| format!("did you mean `{known}`?")));
            diagnostics.push(match (later, help) {
                (Some((_, instead)), _) => {
                    ignored(message).help(format!("that is OpenAPI 3; in Swagger 2.0 {instead}"))
                }
                (None, Some(help)) if misspelled < Severity::Error || is_known(key) => {
                    ignored(message).help(help)
                }
                (None, Some(help)) => {
                    Diagnostic::new(codes::UNKNOWN_KEYWORD, place.clone(), message).help(help)
                }
                (None, None) => ignored(message),
            });
        }
    }
}
