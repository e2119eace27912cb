//! Paths: parses templates, checks their variables, and finds routes that the router would reject when the server
//! starts. For this, it uses matchit in the same version as axum.

use super::selectors;
use crate::api::{self, Location, Parameter, Role};
use crate::bounds;
use crate::choices::Head;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Operation, Part, Path, Segment};
use crate::server_url::{dot_segment, resolve_dots};
use crate::suggest::did_you_mean;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Parses a path template.
pub(super) fn parse_path(template: &str, place: &Place, diagnostics: &mut Diagnostics) -> Path {
    let mut segments = Vec::new();
    let (path, text) = selectors::split(template);
    let selectors = selectors::parse(text);
    // A mistake in the query or the fragment is one in the last segment.
    let path = if selectors.is_some() { path } else { template };
    for part in path.split('/').skip(1) {
        let variable = part.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        match variable {
            Some(name) if !name.is_empty() && !name.contains(['{', '}']) => {
                segments.push(Segment::Variable(name.to_owned()));
            }
            _ if !balanced(part) => {
                let message = format!("the braces in the path segment `{part}` do not match");
                let help = "write a variable as `{name}`";
                diagnostics.push(Diagnostic::new(codes::BAD_PATH, place.clone(), message).help(help));
            }
            _ if part.contains(['?', '#']) => {
                let message = format!("the path `{template}` contains a query or a fragment");
                let help = "declare query parameters with `in: query`";
                diagnostics.push(Diagnostic::new(codes::BAD_PATH, place.clone(), message).help(help));
                segments.push(Segment::Literal(part.to_owned()));
            }
            _ if part.contains('{') => segments.push(parse_parted(part)),
            _ => segments.push(Segment::Literal(part.to_owned())),
        }
    }
    report_encoded(&segments, place, diagnostics);
    Path {
        route: String::new(),
        template: template.to_owned(),
        place: place.clone(),
        segments,
        selectors: selectors.unwrap_or_default(),
    }
}

/// Reports a character that clients may send without its percent-encoding. "URIs that differ in the replacement of an
/// unreserved character with its corresponding percent-encoded US-ASCII octet are equivalent". (RFC 3986, section 2.3)
/// The router compares the text. Segments of dots are reported elsewhere.
fn report_encoded(segments: &[Segment], place: &Place, diagnostics: &mut Diagnostics) {
    let texts = segments.iter().flat_map(|segment| match segment {
        Segment::Literal(text) if dot_segment(text).is_none() => std::slice::from_ref(text),
        Segment::Literal(_) | Segment::Variable(_) => &[],
        Segment::Parted { texts, .. } => texts,
    });
    // Each piece begins after a `%`.
    for after in texts.flat_map(|text| text.split('%').skip(1)) {
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()).map(char::from);
        let is_unreserved = |one: &char| one.is_ascii_alphanumeric() || "-._~".contains(*one);
        if let (Some(one), Some(digits)) = (byte.filter(is_unreserved), after.get(..2)) {
            let message = format!("the path has `%{digits}`, which is the same as `{one}`");
            let help = format!("write `{one}`: requests with `{one}` are not found");
            diagnostics.push(Diagnostic::warning(codes::BAD_PATH, place.clone(), message).help(help));
        }
    }
}

fn parse_parted(part: &str) -> Segment {
    let mut variables = Vec::new();
    let mut texts = Vec::new();
    for piece in part.split('{') {
        let (variable, text) = piece.split_once('}').map_or((None, piece), |(name, text)| (Some(name), text));
        variables.extend(variable.map(str::to_owned));
        texts.push(escape(text));
    }
    Segment::Parted { texts, variables }
}

/// Returns the position of a variable: the index of its segment, and its part of the segment.
pub(super) fn find_variable(path: &Path, name: &str) -> Option<(usize, Option<Part>)> {
    path.segments.iter().enumerate().find_map(|(segment, part)| match part {
        Segment::Literal(_) => None,
        Segment::Variable(variable) => (variable == name).then_some((segment, None)),
        Segment::Parted { texts, variables } => {
            let index = variables.iter().position(|variable| variable == name)?;
            Some((segment, Some(Part { texts: texts.clone(), index })))
        }
    })
}

/// Returns the path without the names of its variables. A router cannot distinguish two paths with the same shape.
pub(super) fn shape(path: &Path) -> String {
    let segments = path.segments.iter().map(|segment| match segment {
        Segment::Literal(text) => escape(text),
        Segment::Variable(_) => "{}".to_owned(),
        Segment::Parted { texts, .. } => texts.join("{}"),
    });
    segments.fold(String::new(), |shape, segment| shape + "/" + &segment)
}

/// Returns whether each variable of a segment is opened and closed, and has a name.
pub(super) fn balanced(segment: &str) -> bool {
    let mut rest = segment;
    while let Some((before, after)) = rest.split_once('{') {
        match after.split_once('}') {
            Some((name, after)) if !before.contains('}') && !name.is_empty() && !name.contains('{') => {
                rest = after;
            }
            _ => return false,
        }
    }
    !rest.contains('}')
}

/// Percent-encodes a segment, apart from the characters that RFC 3986, section 3.3, allows in it.
fn escape(segment: &str) -> String {
    let bytes = segment.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        byte if b"-._~!$&'()*+,;=:@%".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}

/// Returns the variables of a path, in order.
pub(super) fn variables(path: &Path) -> Vec<&str> {
    let variables = path.segments.iter().flat_map(|segment| match segment {
        Segment::Literal(_) => &[][..],
        Segment::Variable(name) => std::slice::from_ref(name),
        Segment::Parted { variables, .. } => variables,
    });
    variables.map(String::as_str).collect()
}

/// Checks that requests can have the path. Clients resolve the segments `.` and `..` before they send a request.
pub(super) fn check_segments(path: &Path, operation: &api::Operation, diagnostics: &mut Diagnostics) {
    let template = &path.template;
    let Some(segment) = dot_segment(template) else { return };
    let message = format!(
        "the path `{template}` has the segment `{segment}`, which clients resolve before they send a request"
    );
    let diagnostic = Diagnostic::new(codes::BAD_PATH, path.place.clone(), message);
    diagnostics.push(match operation.role.webhook() {
        Some(_) => {
            diagnostic.help("the last part of the path is the name of the webhook: choose another name")
        }
        None => diagnostic.help(format!("requests for it have the path `{}`", resolve_dots(template))),
    });
}

/// Returns whether the path has more variables than the router accepts.
fn has_too_many_variables(path: &Path) -> bool {
    let others = path.segments.iter().filter(|segment| !matches!(segment, Segment::Literal(_)));
    others.count() > bounds::VARIABLES
}

/// Returns the parameters with `in: path`.
pub(super) fn path_parameters(operation: &api::Operation) -> impl Iterator<Item = &Parameter> {
    operation.parameters.iter().filter(|parameter| parameter.location == Location::Path)
}

/// Checks that each variable of the path has a parameter, and each path parameter has a variable.
pub(super) fn check_variables(path: &Path, operation: &api::Operation, diagnostics: &mut Diagnostics) {
    let variables = variables(path);
    if has_too_many_variables(path) {
        let message = format!("the path has more than {} variables", bounds::VARIABLES);
        diagnostics.push(Diagnostic::new(codes::LIMIT, path.place.clone(), message));
    }
    let declared: Vec<&Parameter> = path_parameters(operation).collect();
    let is_declared = |variable: &&str| declared.iter().any(|parameter| parameter.name == *variable);
    let undeclared: Vec<&str> = variables.iter().copied().filter(|variable| !is_declared(variable)).collect();
    let unused = declared.iter().filter(|parameter| !variables.contains(&parameter.name.as_str())).count();
    // One of the two names is probably a typo of the other, so it is one mistake.
    let renamed = undeclared.first().copied().filter(|_| undeclared.len() == 1 && unused == 1);
    for parameter in &declared {
        if !variables.contains(&parameter.name.as_str()) {
            let message =
                format!("the path parameter `{}` is not in the path `{}`", parameter.name, path.template);
            let diagnostic = Diagnostic::new(codes::PATH_PARAMETER, parameter.place.member("name"), message);
            let diagnostic = diagnostic.and(path.place.clone(), "the path");
            let meant = renamed.or_else(|| did_you_mean(&parameter.name, variables.iter().copied()));
            diagnostics.push(match (meant, operation.role.webhook()) {
                (Some(meant), _) => diagnostic.help(format!("did you mean `{meant}`?")),
                (None, Some(_)) => diagnostic.help(
                    "the setting `receive-webhooks` chooses the path of a webhook; write `in: query`, or remove the parameter",
                ),
                (None, None) => diagnostic,
            });
        }
    }
    for (index, variable) in variables.iter().enumerate() {
        if variables.iter().take(index).any(|other| other == variable) {
            let message = format!("the path `{}` has the variable `{variable}` twice", path.template);
            let diagnostic = Diagnostic::new(codes::PATH_PARAMETER, path.place.clone(), message);
            diagnostics.push(diagnostic.help("rename one, and declare a parameter for each"));
        }
        if undeclared.contains(variable) && renamed.is_none() {
            let message = format!(
                "`{}` does not declare the path variable `{variable}` as a parameter",
                operation.method.keyword()
            );
            let help = format!("add a parameter with `name: {variable}`, `in: path` and `required: true`");
            let diagnostic = Diagnostic::new(codes::PATH_PARAMETER, path.place.clone(), message);
            diagnostics.push(diagnostic.and(operation.place.key(), "this operation").help(help));
        }
    }
}

/// Sets the methods of each path, and reports routes that the router would reject.
pub(super) fn check_routes(operations: &mut [Operation], head: Head, diagnostics: &mut Diagnostics) {
    name_variables(operations);
    let mut by_route: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate().filter(|(_, one)| one.role.is_served()) {
        by_route.entry(shape(&operation.path)).or_default().push(index);
    }
    let mut router = matchit::Router::new();
    let mut routes = HashSet::new();
    for members in by_route.values() {
        report_same(members, operations, diagnostics);
        let first = members.first().and_then(|index| operations.get(*index));
        let first = first.filter(|operation| !has_too_many_variables(&operation.path));
        let first = first.filter(|operation| routes.insert(operation.path.route.clone()));
        if let Some(operation) = first
            && let Err(error) = router.insert(operation.path.route.as_str(), ())
        {
            let message = format!("the path `{}` cannot be routed: {error}", operation.path.template);
            diagnostics.push(Diagnostic::new(codes::ROUTE_CONFLICT, operation.path.place.clone(), message));
        }
        let mut methods: Vec<_> =
            members.iter().filter_map(|index| Some(operations.get(*index)?.method.clone())).collect();
        if head == Head::Answer && methods.contains(&api::Method::Get) {
            methods.push(api::Method::Head);
        }
        methods.sort_unstable();
        methods.dedup();
        for index in members {
            if let Some(operation) = operations.get_mut(*index) {
                operation.methods.clone_from(&methods);
            }
        }
    }
}

/// Creates the error for two operations for the same requests. The path of a webhook is that of the setting
/// `receive-webhooks` with the name of the webhook.
pub(super) fn same_route(
    route: &str,
    (again, again_role): (&Place, &Role),
    (first, first_role): (&Place, &Role),
) -> Diagnostic {
    let message = format!("two operations serve `{route}`");
    let diagnostic =
        Diagnostic::new(codes::ROUTE_CONFLICT, again.key(), message).label("declared again here");
    let help = match (again_role.webhook(), first_role.webhook()) {
        (None, None) => "the same request matches both: remove one, or change its path or method",
        (Some(_), Some(_)) => {
            "the same request matches both webhooks: remove one, or change its name or method"
        }
        _ => "the same request matches both: receive the webhooks under another path with `receive-webhooks`",
    };
    diagnostic.and(first.key(), "first declared here").help(help)
}

fn report_same(members: &[usize], operations: &[Operation], diagnostics: &mut Diagnostics) {
    let mut first: HashMap<(&api::Method, String), &Operation> = HashMap::new();
    for operation in members.iter().filter_map(|index| operations.get(*index)) {
        let key = (&operation.method, selectors::key(&operation.path));
        if let Some(other) = first.get(&key) {
            let route = format!("{} {}", operation.method.name(), operation.path.template);
            diagnostics.push(same_route(
                &route,
                (&operation.place, &operation.role),
                (&other.place, &other.role),
            ));
        } else {
            first.insert(key, operation);
        }
    }
}

/// Names the variables of the router. A node of the router has one name for all paths that share it.
///
/// | the paths call the variable | the router calls it |
/// |---|---|
/// | the same, also if one has text next to it (`{petId}:adopt`) | by that name |
/// | differently, or there are several in one segment | by its position, `p2` |
fn name_variables(operations: &mut [Operation]) {
    let mut names: HashMap<String, Option<String>> = HashMap::new();
    for operation in operations.iter() {
        let mut node = String::new();
        for segment in &operation.path.segments {
            match segment {
                Segment::Literal(text) => node = format!("{node}/{text}"),
                Segment::Variable(_) | Segment::Parted { .. } => {
                    node.push_str("/{}");
                    let own = only_variable(segment).map(str::to_owned);
                    let known = names.entry(node.clone()).or_insert_with(|| own.clone());
                    if *known != own {
                        *known = None;
                    }
                }
            }
        }
    }
    for operation in operations.iter_mut() {
        let mut node = String::new();
        let mut route = String::new();
        for (index, segment) in operation.path.segments.iter().enumerate() {
            match segment {
                Segment::Literal(text) => {
                    node = format!("{node}/{text}");
                    route = format!("{route}/{}", escape(text));
                }
                Segment::Variable(_) | Segment::Parted { .. } => {
                    node.push_str("/{}");
                    let name = names.get(&node).cloned().flatten().unwrap_or_else(|| format!("p{index}"));
                    route = format!("{route}/{{{name}}}");
                }
            }
        }
        operation.path.route = route;
    }
}

/// Returns the name of the variable of a segment, if it has exactly one.
fn only_variable(segment: &Segment) -> Option<&str> {
    match segment {
        Segment::Literal(_) => None,
        Segment::Variable(name) => Some(name),
        Segment::Parted { variables, .. } => match variables.as_slice() {
            [name] => Some(name),
            _ => None,
        },
    }
}
