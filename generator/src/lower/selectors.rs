//! Paths with a query or a fragment. OpenAPI has one operation for a method and a path, and its paths have neither. Some
//! specs use them, because their API selects the operation by a parameter:
//!
//! | the path | requests for it |
//! |---|---|
//! | `/request/{id}?cmd=diff` | are for `/request/{id}`, and their query has `cmd=diff` |
//! | `/#X-Amz-Target=Rooms.Create` | are for `/`, and have the parameter `X-Amz-Target` with this value |
//! | `/{key}#uploadId` | are for `/{key}`, and have the parameter `uploadId` |
//!
//! Clients do not send a fragment (RFC 3986, section 3.5). So the operation must have its parameters, and require them. A
//! fragment of the only operation for a method and a path selects nothing.

use crate::api::{self, Location};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Parameter, Path, Selector};
use crate::reference::unescape;

/// Splits a path before its query or its fragment. A variable can have any name.
pub(super) fn split(template: &str) -> (&str, &str) {
    let variables = template.rfind('}').map_or(0, |end| end + 1);
    let at = template.get(variables..).and_then(|rest| rest.find(['?', '#']));
    at.and_then(|at| template.split_at_checked(variables + at)).unwrap_or((template, ""))
}

/// Parses what follows the path. Returns `None` if it selects nothing.
pub(super) fn parse(text: &str) -> Option<Vec<Selector>> {
    let is_sent = text.starts_with('?');
    let selector = |item: &str| {
        let (name, value) = item.split_once('=').map_or((item, None), |(name, value)| (name, Some(value)));
        let is_valid = !name.is_empty() && !item.contains(['?', '#', '/', '{']);
        let value = value.map(decoded).map_or(Some(None), |value| value.map(Some))?;
        is_valid.then_some(Selector { name: decoded(name)?, value, is_sent })
    };
    text.get(1..)?.split('&').map(selector).collect()
}

/// Decodes a name or a value of a query. `+` is a space.
fn decoded(text: &str) -> Option<String> {
    unescape(&text.replace('+', " "))
}

/// Checks that requests can have the selectors, and reports that they are not part of a path.
pub(super) fn check(path: &Path, operation: &api::Operation, diagnostics: &mut Diagnostics) {
    let template = &path.template;
    if operation.role.webhook().is_some() && path.is_selected() {
        let message = format!("the path `{template}` contains a query or a fragment");
        let help = "the last part of the path is the name of the webhook: choose another name";
        diagnostics.push(Diagnostic::new(codes::BAD_PATH, path.place.clone(), message).help(help));
        return;
    }
    let is_required = |selector: &Selector| {
        operation.parameters.iter().any(|parameter| {
            parameter.required
                && match parameter.location {
                    Location::Query => parameter.name == selector.name,
                    Location::Header => parameter.name.eq_ignore_ascii_case(&selector.name),
                    _ => false,
                }
        })
    };
    let lost = path.selectors.iter().find(|selector| !selector.is_sent && !is_required(selector));
    if let Some(Selector { name, .. }) = lost {
        let message = format!("the path `{template}` has a fragment, which clients do not send");
        let help = format!(
            "declare `{name}` as a required parameter with `in: query` or `in: header`, or remove the fragment"
        );
        diagnostics.push(Diagnostic::new(codes::BAD_PATH, path.place.clone(), message).help(help));
        return;
    }
    let (_, text) = split(template);
    let Some(items) = text.get(1..).filter(|_| !path.selectors.is_empty()) else { return };
    let message = match text.starts_with('?') {
        true => format!(
            "the path `{template}` has a query; the operation serves requests whose query has `{items}`"
        ),
        false => format!(
            "the path `{template}` has a fragment; among the operations for one method and path, requests with `{items}` select this one"
        ),
    };
    let help = "by OpenAPI, a path has neither: declare one operation for the path, with a parameter in the query or a header";
    diagnostics.push(Diagnostic::warning(codes::BAD_PATH, path.place.clone(), message).help(help));
}

/// Returns whether the query of the path has a parameter, so that all requests for the operation have it.
pub(super) fn is_in_query(parameter: &Parameter, path: &Path) -> bool {
    let is_it = |selector: &Selector| selector.is_sent && selector.name == parameter.name;
    parameter.location == Location::Query && parameter.default.is_none() && path.selectors.iter().any(is_it)
}

/// Returns a text that is equal for two operations that the same requests select.
pub(super) fn key(path: &Path) -> String {
    let item = |selector: &Selector| {
        let value = selector.value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
        format!("&{}{value}", selector.name)
    };
    let mut items: Vec<String> = path.selectors.iter().map(item).collect();
    items.sort_unstable();
    items.concat()
}
