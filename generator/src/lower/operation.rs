//! Operations: parameters, bodies, responses and security.

use super::check::{checks_in_text, checks_of};
use super::default::default_of;
use super::facts::{Facts, Json};
use super::request_body::{is_file, lower_form, payload_of};
use super::response::lower_responses;
use super::response_body;
use super::routes;
use super::schema::{Types, text_type};
use super::security::lower_access;
use super::unsupported::{Obstacle, find_unsupported, report_unused};
use super::unused_media_types::unused_media_types;
use crate::api::{self, Location, Scheme, Style, schema_of};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Body, Expr, Operation, Parameter, Path, Payload};

/// Lowers an operation, and adds its security to the requirements of all operations. Returns `None` if the generated
/// code cannot serve it.
pub(super) fn lower_operation(
    operation: &api::Operation,
    types: &mut Types<'_>,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    let on_mistake = types.choices.on_mistake;
    let unsupported = find_unsupported(operation, types.facts);
    if !unsupported.is_empty() {
        report_unsupported(operation, unsupported, on_mistake, diagnostics);
        return None;
    }
    let mut mistakes = Diagnostics::default();
    let path = routes::parse_path(&operation.path, &operation.path_place, &mut mistakes);
    routes::check_variables(&path, operation, &mut mistakes);
    if !on_mistake.settle_part(&operation.route(), mistakes, diagnostics) {
        return None;
    }
    report_unused(operation, types.facts, diagnostics);
    let form = lower_form(operation, types.facts, diagnostics);
    let typed = operation.parameters.iter().filter(|parameter| !is_file(parameter.schema, types.facts));
    let typed: Vec<&api::Parameter> = typed.collect();
    let parameters = typed.into_iter().map(|parameter| lower_parameter(parameter, &path, types, diagnostics));
    let parameters: Vec<Parameter> = parameters.collect();
    let body = operation.body.as_ref().map(|body| lower_body(body, types, diagnostics));
    if let Some(body) = &body {
        let text = format!("The body of `{} {}`.", operation.method.name(), operation.path);
        types.describe(&body.expr, &text);
    }
    let responses = lower_responses(operation, types, diagnostics);
    Some(Operation {
        place: operation.place.clone(),
        document: operation.document,
        operation_id: operation.operation_id.clone(),
        method: operation.method,
        path,
        summary: operation.summary.clone(),
        docs: operation.docs.clone(),
        tags: operation.tags.clone(),
        parameters,
        body,
        accept: response_body::negotiated(operation, &responses),
        unused_media_types: unused_media_types(operation, form.as_ref(), &responses, types.facts),
        responses,
        form,
        access: lower_access(operation, types, requirements, diagnostics),
        methods: vec![operation.method],
        example_response: None,
    })
}

fn report_unsupported(
    operation: &api::Operation,
    unsupported: Vec<Obstacle>,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) {
    let route = operation.route();
    for Obstacle { code, place, message, help } in unsupported {
        let diagnostic = help.into_iter().fold(Diagnostic::new(code, place, message), Diagnostic::help);
        diagnostics.push(match on_mistake {
            OnMistake::Reject => diagnostic.help(format!("to omit `{route}`, use `--skip-unsupported`")),
            OnMistake::Skip => diagnostic.leaving_out(&route),
        });
    }
}

fn lower_parameter(
    parameter: &api::Parameter,
    path: &Path,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Parameter {
    let (segment, part) = routes::find_variable(path, &parameter.name).unwrap_or_default();
    let styles = styles(parameter, types.facts, diagnostics);
    let expr = text_type(types.parameter_expr(parameter.schema, diagnostics));
    types.describe(expr.scalar(), &format!("The values of the parameter `{}`.", parameter.name));
    Parameter {
        name: parameter.name.clone(),
        place: parameter.place.clone(),
        location: parameter.location,
        segment,
        part,
        docs: parameter.docs.clone(),
        required: parameter.required || parameter.location == Location::Path,
        may_be_empty: parameter.allow_empty
            && match styles.first() {
                // An array that is sent as one text can be empty, without a value, regardless of the type of its items.
                Some(style) if style.separator().is_some() => true,
                _ => *expr.scalar() != Expr::String,
            },
        expr,
        checks: checks_in_text(types.facts, parameter.schema),
        given: default_of(types.facts, parameter.schema),
        default: None,
        styles,
    }
}

/// Returns the style of an array, and the styles of the arrays inside it.
fn styles(parameter: &api::Parameter, facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Vec<Style> {
    let mut styles = Vec::new();
    let mut schema = parameter.schema;
    while facts.json(schema) == Json::Array {
        let (style, place) = match &facts.schema(schema).style {
            None if styles.is_empty() => (parameter.style, parameter.place.member("collectionFormat")),
            None => (Style::SIMPLE, parameter.place.member("items")),
            Some(style) => (style.value, style.place.clone()),
        };
        if styles.iter().any(|outer: &Style| outer.separator() == style.separator()) {
            let message = format!(
                "the parameter `{}` uses the same separator for an array and for its inner arrays",
                parameter.name
            );
            let help = "use another `collectionFormat` for one of them; otherwise, an inner array has at most one item";
            diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, place, message).help(help));
        }
        styles.push(style);
        let Some(item) = facts.array_item(schema) else { break };
        schema = item;
    }
    styles
}

fn lower_body(body: &api::Body, types: &mut Types<'_>, diagnostics: &mut Diagnostics) -> Body {
    let (payload, _) = payload_of(body, types.facts);
    let schema = schema_of(&body.content).filter(|_| !matches!(payload, Payload::Stream(_)));
    let expr = match (&payload, schema) {
        (Payload::Stream(_), _) | (_, None) => Expr::Any,
        (Payload::Text(_), Some(schema)) => types.parameter_expr(schema, diagnostics),
        (Payload::Json(_) | Payload::TextOrJson(..), Some(schema)) => types.expr(schema, diagnostics),
    };
    // A foreign type must be parsed from both.
    if let (Payload::TextOrJson(..), Expr::Foreign(_), Some(schema)) = (&payload, &expr, schema) {
        types.parameter_expr(schema, diagnostics);
    }
    let checks = schema.map(|schema| checks_of(types.facts, schema)).unwrap_or_default();
    Body { payload, docs: body.docs.clone(), required: body.required, expr, checks }
}
