//! Schemas for unit tests: reads `definitions`, and decides the facts about them.

use crate::api::{Api, SchemaId};
use crate::choices::Choices;
use crate::diagnostic::{Diagnostics, FileId, Place};
use crate::dialect::Dialect;
use crate::dialect::openapi3::OPENAPI_31;
use crate::lower::facts::{self, Facts};
use crate::pointer::Pointer;
use crate::read;
use crate::sources::{File, Sources};
use serde_json::{Value, json};

/// A file with the definitions, in the version that the file declares or in this one.
fn sources_as(definitions: &Value, dialect: Option<&'static Dialect>) -> Sources {
    let file = File {
        path: "schemas.json".into(),
        text: String::new(),
        spans: None,
        value: Some(json!({ "definitions": definitions })),
        referrer: None,
        dialect,
    };
    Sources { files: vec![file], inputs: vec![FileId(0)], ..Sources::default() }
}

/// A file with the definitions.
pub(crate) fn sources(definitions: &Value) -> Sources {
    sources_as(definitions, None)
}

/// Reads the definitions as Swagger 2.0 does.
pub(crate) fn read(definitions: &Value) -> Api {
    read_as(definitions, None)
}

fn read_as(definitions: &Value, dialect: Option<&'static Dialect>) -> Api {
    let sources = sources_as(definitions, dialect);
    let mut diagnostics = Diagnostics::default();
    let api = read::read(&sources, &Choices::default(), &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:?}");
    api
}

/// Decides the facts about all schemas.
pub(crate) fn decide<'a>(api: &'a Api, choices: &Choices) -> Facts<'a> {
    facts::decide(api, choices, &mut Diagnostics::default()).unwrap()
}

/// The place of a definition.
pub(crate) fn place(name: &str) -> Place {
    Place::value(FileId(0), Pointer::default().member("definitions").member(name))
}

/// The id of a definition.
#[track_caller]
pub(crate) fn id(api: &Api, name: &str) -> SchemaId {
    let place = place(name);
    let mut all = api.schemas.iter().filter(|(_, schema)| schema.place.as_ref() == Some(&place));
    all.next().unwrap_or_else(|| panic!("{name} is not read")).0
}

/// Decides the facts about one schema, next to others that it may refer to.
#[track_caller]
pub(crate) fn of<T>(schema: &Value, others: &Value, ask: impl Fn(&Facts<'_>, SchemaId) -> T) -> T {
    let mut definitions = others.clone();
    definitions["X"] = schema.clone();
    let api = read(&definitions);
    ask(&decide(&api, &Choices::default()), id(&api, "X"))
}

/// Like [`of`], for JSON Schema 2020-12.
#[track_caller]
pub(crate) fn of_newer<T>(schema: &Value, others: &Value, ask: impl Fn(&Facts<'_>, SchemaId) -> T) -> T {
    let mut definitions = others.clone();
    definitions["X"] = schema.clone();
    with_newer(&definitions, |facts| ask(facts, id(facts.api, "X")))
}

/// Decides the facts about the definitions as JSON Schema 2020-12.
pub(crate) fn with_newer<T>(definitions: &Value, ask: impl Fn(&Facts<'_>) -> T) -> T {
    let api = read_as(definitions, Some(&OPENAPI_31));
    ask(&decide(&api, &Choices::default()))
}
