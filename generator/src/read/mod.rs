//! READ: takes [`Sources`], and returns [`Api`]. It finds the version of each document, and calls the reader of that
//! version. This stage knows nothing about Rust.

mod constraint;
mod content;
mod discriminator;
mod document;
mod encoding;
mod enumeration;
mod event_content;
mod header;
mod header_content;
mod header_name;
mod identity;
mod info;
mod items;
mod json_type;
mod listed;
mod media_type;
mod methods;
mod newer;
mod nullable;
mod only;
mod openapi3;
mod other_version;
mod outgoing;
mod parameter;
mod parameter3;
mod path_item;
mod pattern;
mod querystring;
mod reading;
mod required_keywords;
mod schema;
mod security;
mod servers;
mod status;
mod style;
mod style3;
mod swagger2;
mod tags;
mod union;
mod value;

use crate::api::{Api, Docs};
use crate::choices::Choices;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, FileId, Place, Severity};
use crate::dialect::{FixedFields, Version};
use crate::sources::Sources;
use items::EventItems;
use only::Only;
use required_keywords::check_documentation;
use schema::Schemas;

/// Checks an object that has no effect for unknown keywords. Its mistakes are warnings.
fn skim(
    around: &mut Object<'_>,
    keyword: &'static str,
    fields: &'static FixedFields,
    diagnostics: &mut Diagnostics,
) {
    let Some(value) = around.take(keyword) else { return };
    let mut mistakes = Diagnostics::default();
    if let Some(object) = value.object_of(fields, &mut mistakes) {
        check_documentation(&object, fields, &mut mistakes);
        object.finish(fields, Severity::Warning, &mut mistakes);
    }
    diagnostics.push_as_warnings(mistakes);
}

/// YAML's `/rooms:` or `get:` without a value is ignored.
fn report_nothing(what: &str, place: Place, diagnostics: &mut Diagnostics) {
    let message = format!("`{what}` has no value; it is ignored");
    diagnostics.push(Diagnostic::warning(codes::WRONG_TYPE, place, message));
}

/// Reads the documentation keywords of an object.
fn read_docs(object: &mut Object<'_>, fields: &FixedFields, diagnostics: &mut Diagnostics) -> Docs {
    let has_deprecated = fields.find("deprecated").is_some();
    Docs {
        title: None,
        description: object.description(diagnostics),
        deprecated: has_deprecated && object.flag("deprecated", diagnostics),
    }
}

/// The state while a document is read.
struct Reader<'a, 's> {
    api: &'a mut Api,
    schemas: &'a mut Schemas<'s>,
    diagnostics: &'a mut Diagnostics,
}

impl<'s> Reader<'_, 's> {
    /// Returns the same state, with other diagnostics.
    fn with<'a>(&'a mut self, diagnostics: &'a mut Diagnostics) -> Reader<'a, 's> {
        Reader { api: self.api, schemas: self.schemas, diagnostics }
    }
}

/// Reads the input documents: all operations, or those that a setting selects.
pub(crate) fn read(sources: &Sources, choices: &Choices, diagnostics: &mut Diagnostics) -> Api {
    let files = (0..).map(FileId).take(sources.files.len());
    let openapi3 = files.filter(|file| sources.dialect(*file).is_openapi3()).collect();
    let mut api = Api { openapi3, ..Api::default() };
    let mut schemas = Schemas::new(choices.on_mistake);
    schemas.only = Only::new(&choices.only);
    schemas.receive_webhooks = choices.receive_webhooks.as_ref().map(|path| path.value.clone());
    schemas.one_of = choices.one_of.iter().cloned().collect();
    schemas.event_items = EventItems::new(choices);
    for file in &sources.inputs {
        let root = Cursor::root(sources, Place::file(*file));
        if let Some(root) = root.and_then(|root| root.follow(diagnostics)) {
            read_document(&root, &mut Reader { api: &mut api, schemas: &mut schemas, diagnostics });
        }
    }
    tags::check_parents(&mut api, diagnostics);
    tags::report_undeclared(&api, diagnostics);
    schemas.only.finish(diagnostics);
    schemas.event_items.finish(choices.on_unused(), diagnostics);
    if !schemas.only.selects_nothing() {
        outgoing::report_nothing_received(&api, choices, diagnostics);
    }
    let is_part = schemas.only.is_part();
    api.schemas = schemas.finish(diagnostics);
    if is_part {
        return api;
    }
    for root in api.documents.iter().filter_map(|document| Cursor::root(sources, Place::file(document.file)))
    {
        match root.dialect().version {
            Version::Swagger2 => swagger2::read_unused(&root, diagnostics),
            Version::OpenApi30 | Version::OpenApi31 | Version::OpenApi32 => {
                openapi3::read_unused(&root, diagnostics);
            }
        }
    }
    api
}

/// Keywords that identify a JSON Schema.
const SCHEMA: [&str; 13] = [
    "$schema",
    "$ref",
    "type",
    "properties",
    "items",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "enum",
    "const",
    "definitions",
    "$defs",
];

fn read_document<'s>(root: &Cursor<'s>, reader: &mut Reader<'_, 's>) {
    let Reader { api, schemas, diagnostics } = reader;
    let Some(mut object) = root.object(diagnostics) else { return };
    let openapi = object.has("openapi");
    let place = root.place.clone();
    if object.has("swagger") {
        swagger2::read_document(root, object, reader);
    } else if openapi {
        openapi3::read_document(root, object, reader);
    } else if object.has("paths") {
        let message = "the document does not declare its version";
        let help = "add `openapi: 3.1.0`, or `swagger: '2.0'`";
        diagnostics.push(
            Diagnostic::new(codes::UNSUPPORTED_VERSION, place.member("paths").key(), message).help(help),
        );
    } else if SCHEMA.iter().any(|keyword| object.has(keyword)) {
        api.schema_files.push(place.file);
        if schemas.only.is_part() {
            return;
        }
        api.definitions.push(schemas.at(root, diagnostics));
        for keyword in ["definitions", "$defs"] {
            let map = object.take(keyword).map(|map| map.entries(diagnostics));
            for (_, definition) in map.unwrap_or_default() {
                api.definitions.push(schemas.at(&definition, diagnostics));
            }
        }
    } else if root.is_part() {
        // Other files refer to its parts, which are read at their references.
    } else {
        let message = "this file is neither a spec nor a JSON Schema";
        let help = "a spec starts with `openapi: 3.1.0` or `swagger: '2.0'`, and a schema has a `type`";
        diagnostics.push(Diagnostic::new(codes::UNSUPPORTED_VERSION, place, message).help(help));
    }
}
