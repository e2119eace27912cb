//! The first test of a new server: requests whose responses are known before any method is implemented.

use super::DESCRIPTION;
use crate::api::{Location, SchemeKind};
use crate::model::{Access, Expr, Model, Operation, Parameter, Segment};
use crate::package::Package;
use std::fmt::Write as _;

const TEMPLATE: &str = include_str!("test.rs.txt");

/// Emits the file.
pub(super) fn emit_test(model: &Model, package: &Package) -> String {
    let mut text = TEMPLATE.replace("LIBRARY", &package.library());
    let depth = model.served().map(|operation| operation.path.segments.len()).max().unwrap_or(0);
    let unknown = "/unknown".repeat(depth + 1);
    test(&mut text, "an_unknown_path_is_not_found", "GET", &unknown, "NOT_FOUND");
    let open = model.served().filter(|operation| !matches!(operation.access, Access::Required(_)));
    if let Some((operation, path)) =
        open.filter(|operation| accepts_nothing(operation)).find_map(|operation| with_path(operation, model))
    {
        test(
            &mut text,
            "a_method_without_an_implementation_responds_with_501",
            &operation.method.name(),
            &path,
            "NOT_IMPLEMENTED",
        );
    }
    let mut protected = model.served().filter(|operation| is_protected(operation, model));
    if let Some((operation, path)) = protected.find_map(|operation| with_path(operation, model)) {
        test(
            &mut text,
            "a_request_without_credentials_is_rejected",
            &operation.method.name(),
            &path,
            "UNAUTHORIZED",
        );
    }
    if package.docs_page {
        text.push_str("\n#[cfg(feature = \"docs\")]");
        test(&mut text, "the_docs_page_is_served", "GET", "/docs/", "OK");
        test(&mut text, "the_spec_is_served", "GET", DESCRIPTION, "OK");
    }
    text
}

fn test(text: &mut String, name: &str, method: &str, path: &str, status: &str) {
    let request = format!("request({method:?}, {path:?})");
    let _ = write!(
        text,
        "\n#[tokio::test]\nasync fn {name}() {{\n    let (status, body) = {request}.await;\n    \
         assert_eq!(status, StatusCode::{status}, \"{{body}}\");\n}}\n"
    );
}

/// Returns whether a request for the operation needs neither parameters, except those in its path, nor a body.
fn accepts_nothing(operation: &Operation) -> bool {
    let parameters = operation.parameters.iter().filter(|parameter| parameter.location != Location::Path);
    let mut required = parameters.filter(|parameter| parameter.required);
    let has_body = operation.body.as_ref().is_some_and(|body| body.required) || operation.form.is_some();
    required.next().is_none() && !has_body && operation.parameters.iter().all(accepts_sample)
}

/// Returns whether a parameter in the path accepts the [`SAMPLE`].
fn accepts_sample(parameter: &Parameter) -> bool {
    let is_any = matches!(parameter.expr, Expr::String | Expr::Integer32 | Expr::Integer64 | Expr::Number);
    parameter.location != Location::Path || (is_any && parameter.checks.is_empty())
}

/// The value of the parameters in a path.
const SAMPLE: &str = "1";

/// Returns whether each alternative needs credentials in the request itself.
fn is_protected(operation: &Operation, model: &Model) -> bool {
    let Access::Required(alternatives) = &operation.access else { return false };
    let mut schemes = alternatives.iter().flat_map(|alternative| model.asked(alternative));
    !alternatives.is_empty() && schemes.all(|(scheme, _)| scheme.kind != SchemeKind::MutualTls)
}

/// Returns an operation with a path that leads to it, without a query or headers.
fn with_path<'m>(operation: &'m Operation, model: &Model) -> Option<(&'m Operation, String)> {
    if operation.path.is_selected() {
        return None;
    }
    let mut path = String::new();
    for segment in &operation.path.segments {
        path.push('/');
        match segment {
            Segment::Literal(text) => path.push_str(text),
            Segment::Variable(_) => path.push_str(SAMPLE),
            Segment::Parted { texts, .. } => path.push_str(&texts.join(SAMPLE)),
        }
    }
    let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "/-._~".contains(sign);
    let is_own = path.chars().all(is_plain) && !is_literal_elsewhere(operation, model);
    is_own.then_some((operation, path))
}

/// Returns whether a sample in the path could be a literal segment of another path.
fn is_literal_elsewhere(operation: &Operation, model: &Model) -> bool {
    let has_variable = operation.path.segments.iter().any(|segment| !matches!(segment, Segment::Literal(_)));
    let segments = model.served().flat_map(|other| &other.path.segments);
    let mut literals = segments.filter_map(|segment| match segment {
        Segment::Literal(text) => Some(text),
        Segment::Variable(_) | Segment::Parted { .. } => None,
    });
    has_variable && literals.any(|text| text.contains(SAMPLE))
}
