//! Operations: parameters, bodies, responses and security.

use super::check::checks_of;
use super::parameter::lower_parameter;
use super::request_body::{is_file, lower_form, payload_of};
use super::response::lower_responses;
use super::response_body;
use super::routes;
use super::schema::Types;
use super::security::lower_access;
use super::unsupported::{Obstacle, find_unsupported, report_unused};
use super::unused_media_types::unused_media_types;
use crate::api::{self, Scheme, schema_of};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Body, Expr, Operation, Parameter, Payload};

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
        negotiates: response_body::negotiates(operation, &responses),
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
