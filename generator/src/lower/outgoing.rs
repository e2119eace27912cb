//! Webhooks and callbacks: the differences between a request that the server sends and one that it receives.

use super::facts::Facts;
use super::file_form::file_form;
use super::form_fields::part_headers;
use super::unsupported::Obstacle;
use crate::api::{self, Location, Source};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Path, Role};

/// Returns the path of a request that the server sends. It has none: the whole URL comes from the receiver.
pub(super) fn without_path(operation: &api::Operation, mistakes: &mut Diagnostics) -> Path {
    for parameter in operation.parameters.iter().filter(|parameter| parameter.location == Location::Path) {
        let (what, help) = match operation.role {
            Role::Sent(Source::Callback(_)) => (
                "callback",
                "the key of a callback has runtime expressions, such as `{$request.body#/url}`, instead of variables",
            ),
            _ => (
                "webhook",
                "the receiver chooses the URL of a webhook; write `in: query`, or remove the parameter",
            ),
        };
        let message = format!("`{}` is a path parameter, but a {what} has no path", parameter.name);
        let diagnostic = Diagnostic::new(codes::PATH_PARAMETER, parameter.place.clone(), message);
        mistakes.push(diagnostic.help(help));
    }
    let (template, place) = (operation.path.clone(), operation.path_place.clone());
    Path { route: String::new(), template, place, segments: Vec::new(), selectors: Vec::new() }
}

/// Returns the security schemes that a receiver requires, by name.
pub(super) fn schemes_of(operation: &api::Operation) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let requirements = operation.security.iter().filter(|_| !operation.role.is_served());
    for scheme in requirements.flat_map(|requirement| &requirement.schemes) {
        if !names.contains(&scheme.name) {
            names.push(scheme.name.clone());
        }
    }
    names
}

/// Finds the parts of a request that the generated code cannot create.
pub(super) fn find_unsupported(operation: &api::Operation, facts: &Facts<'_>) -> Vec<Obstacle> {
    if operation.role.is_served() {
        return Vec::new();
    }
    let files = file_form(operation, facts).map(|form| form.form.files).unwrap_or_default();
    let content = operation.body.iter().flat_map(|body| &body.content);
    let parts = content.flat_map(|content| content.encoding.iter().map(move |encoding| (content, encoding)));
    let parts = parts.filter(|(content, encoding)| !part_headers(content, &encoding.name).is_empty());
    let parts = parts.filter(|(_, encoding)| !files.iter().any(|file| file.name == encoding.name));
    let parts = parts.map(|(_, encoding)| {
        let message = format!("the headers that the part `{}` requires cannot be sent", encoding.name);
        let help = "remove `required` from the headers";
        Obstacle::unsupported((encoding.place.member("headers").key(), message, help))
    });
    parts.collect()
}
