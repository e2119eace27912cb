//! The crates that generated code names: their default features, and the features that the code needs.

use crate::model::{Form, ItemFormat, Model};
use crate::output::Dependency;

/// The default features of crates, if they matter to generated code.
pub(crate) const DEFAULT: [(&str, &[&str]); 6] = [
    ("axum", &["http1", "json", "matched-path", "tokio"]),
    ("regex", &["std"]),
    ("rust_decimal", &["serde", "std"]),
    ("serde", &["std"]),
    ("serde_json", &["std"]),
    ("url", &["std"]),
];

/// Features that enable other features.
pub(crate) const IMPLIED: [(&str, &str, &[&str]); 3] = [
    ("tokio", "full", &["macros", "net", "rt", "rt-multi-thread"]),
    ("tokio", "rt-multi-thread", &["rt"]),
    ("time", "serde-well-known", &["serde"]),
];

/// Crates that settings often name, each with its feature for serde. For other crates, only the author knows the
/// version.
const KNOWN: [(&str, &str, &str); 7] = [
    ("bytes", "1", "serde"),
    ("chrono", "0.4", "serde"),
    ("jiff", "1", "serde"),
    ("rust_decimal", "1", "serde"),
    ("time", "0.3", "serde-human-readable"),
    ("url", "2", "serde"),
    ("uuid", "1", "serde"),
];

/// Returns the crates that generated code needs.
pub(crate) fn dependencies(model: &Model) -> Vec<Dependency> {
    let responses = model.operations.iter().flat_map(|operation| &operation.responses);
    let formats = responses.flat_map(|response| &response.bodies).filter_map(|body| match body.form {
        Form::Items(_, format) => Some(format),
        Form::Json(_) | Form::Text(_) | Form::JsonOrText(_) | Form::Bytes => None,
    });
    let formats: Vec<ItemFormat> = formats.collect();
    let has_items = !formats.is_empty();
    let has_events = formats.iter().any(|format| *format != ItemFormat::Json);
    let mut sent = model.operations.iter().filter(|operation| operation.role.is_sent());
    let sends_streams = sent.any(|operation| !operation.role.is_served() && operation.sends_stream());
    let all = [
        (model.has_server() && !has_events, dependency("axum", "0.8.9", false, &["matched-path"])),
        (model.has_server() && has_events, dependency("axum", "0.8.9", false, &["matched-path", "tokio"])),
        (model.has_client, dependency("bytes", "1", true, &[])),
        (has_items, dependency("futures-core", "0.3", false, &[])),
        (model.is_only_client, dependency("http", "1", true, &[])),
        (model.has_client || sends_streams, dependency("http-body", "1", true, &[])),
        (!model.patterns.is_empty(), dependency("regex", "1", true, &[])),
        (true, dependency("serde", "1", true, &[])),
        (true, dependency("serde_json", "1", true, &["preserve_order"])),
        (model.has_client, dependency("tower-service", "0.3", true, &[])),
    ];
    all.into_iter().filter(|(needed, _)| *needed).map(|(_, dependency)| dependency).collect()
}

/// Returns the version and the features of a crate that the settings name, if the crate is well known.
pub fn known_crate(name: &str) -> Option<Dependency> {
    let (name, version, feature) = KNOWN.iter().find(|(known, ..)| *known == name)?;
    Some(dependency(name, version, true, &[feature]))
}

fn dependency(
    name: &'static str,
    version: &'static str,
    default_features: bool,
    features: &[&'static str],
) -> Dependency {
    Dependency { name, version, default_features, features: features.to_vec() }
}
