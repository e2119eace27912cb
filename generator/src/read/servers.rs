//! `servers`: the base path of operations (OpenAPI 3, "Server Object").

use crate::bounds;
use crate::choices::OnMistake;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::dialect::openapi3;
use crate::server_url::{path_of, substitute};
use std::collections::HashMap;

/// Returns the base path of a list of servers, which is the path of the first URL. Returns `None` if there is no list,
/// or if it is empty. "an alternative server array to service this operation" replaces that of the path, and that of the
/// document.
pub(super) fn read_servers(
    servers: Option<&Cursor<'_>>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Option<String> {
    let mut mistakes = Diagnostics::default();
    let items = servers?.items(&mut mistakes);
    let paths: Vec<(Cursor<'_>, String)> = items
        .into_iter()
        .filter_map(|server| {
            let path = read_server(&server, on_mistake, &mut mistakes)?;
            Some((server, path))
        })
        .collect();
    on_mistake.settle(mistakes, diagnostics);
    let (_, first) = paths.first()?.clone();
    if let Some((other, path)) = paths.iter().find(|(_, path)| *path != first) {
        let message =
            format!("this server has the base path `{path}`; the first one has `{first}`, which is used");
        let place = other.place.member("url");
        diagnostics.push(Diagnostic::new(codes::IGNORED_SERVER, place, message));
    }
    Some(first)
}

fn read_server(server: &Cursor<'_>, on_mistake: OnMistake, diagnostics: &mut Diagnostics) -> Option<String> {
    let mut object = server.object_of(&openapi3::SERVER, diagnostics)?;
    let url = object.require("url", "the server", diagnostics)?;
    let text = url.text(diagnostics)?.into_owned();
    let variables = read_variables(&mut object, on_mistake, diagnostics);
    object.finish(&openapi3::SERVER, on_mistake.severity(), diagnostics);
    let Some(whole) = substitute(&text, |name| variables.get(name).map(String::as_str)) else {
        let message = format!("the URL has more than {} bytes with its variables", bounds::URL_BYTES);
        diagnostics.push(Diagnostic::new(codes::LIMIT, url.place, message));
        return None;
    };
    // "Query and fragment MUST NOT be part of this URL." (OpenAPI 3.2, "Server Object")
    if whole.contains(['?', '#']) {
        let message = format!("the URL `{whole}` has a query or a fragment, which is ignored");
        let help = "remove it; declare parameters in the operations";
        diagnostics.push(Diagnostic::warning(codes::BAD_PATH, url.place.clone(), message).help(help));
    }
    let path = path_of(&whole);
    if path.contains(['{', '}']) {
        let message = format!("the URL `{whole}` has a variable that `variables` does not declare");
        let help = "declare it in `variables` with a `default`";
        diagnostics.push(Diagnostic::new(codes::BAD_PATH, url.place, message).help(help));
        return None;
    }
    Some(path)
}

/// Reads each "Server Variable Object": its name and its default.
fn read_variables<'s>(
    object: &mut Object<'s>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> HashMap<&'s str, String> {
    let variables = object.take("variables").map(|map| map.entries(diagnostics)).unwrap_or_default();
    let mut values = HashMap::new();
    for (name, variable) in variables {
        let Some(mut variable) = variable.object_of(&openapi3::SERVER_VARIABLE, diagnostics) else {
            continue;
        };
        let default = variable.require("default", "the server variable", diagnostics);
        check_values(&mut variable, default.as_ref(), diagnostics);
        let default = default.and_then(|default| default.text(diagnostics));
        variable.finish(&openapi3::SERVER_VARIABLE, on_mistake.severity(), diagnostics);
        values.extend(default.map(|default| (name, default.into_owned())));
    }
    values
}

/// "An enumeration of string values to be used if the substitution options are from a limited set." "If the enum is
/// defined, the value [of the default] MUST exist in the enum's values." The generated code uses only the default.
fn check_values(variable: &mut Object<'_>, default: Option<&Cursor<'_>>, diagnostics: &mut Diagnostics) {
    let Some(list) = variable.take("enum") else { return };
    let mut mistakes = Diagnostics::default();
    let values: Vec<&str> =
        list.items(&mut mistakes).iter().filter_map(|value| value.string(&mut mistakes)).collect();
    let mistakes_of_type = mistakes.has_errors();
    diagnostics.push_as_warnings(mistakes);
    let Some(default) = default.filter(|_| !mistakes_of_type) else { return };
    let text = default.text(&mut Diagnostics::default()).unwrap_or_default();
    if !values.contains(&&*text) {
        let message = format!("the `default` of the server variable, `{text}`, is not in its `enum`");
        let diagnostic = Diagnostic::warning(codes::BAD_DEFAULT, default.place.clone(), message);
        diagnostics.push(diagnostic.and(list.place, "the `enum`").help("add it, or write one of the values"));
    }
}
