//! Operations: parameters, bodies, responses and security.

use super::body::lower_body;
use super::encodings::report_encodings;
use super::file_form::file_form;
use super::outgoing;
use super::parameter::lower_parameter;
use super::request_body::{is_file, lower_form};
use super::response::lower_responses;
use super::response_body;
use super::routes;
use super::schema::Types;
use super::security::{lower_access, report_schemes_of_sent};
use super::selectors;
use super::unsupported::{Obstacle, find_unsupported, report_unused};
use super::unused_media_types::unused_media_types;
use crate::api::{self, Scheme};
use crate::choices::OnMistake;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Access, Operation, Parameter};

/// Lowers an operation, and adds its security to the requirements of all operations. Returns `None` if the generated
/// code cannot serve it.
pub(super) fn lower_operation(
    operation: &api::Operation,
    types: &mut Types<'_>,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Option<Operation> {
    let on_mistake = types.choices.on_mistake;
    let declared = operation;
    let file_form = file_form(operation, types.facts);
    let operation = file_form.as_ref().map_or(operation, |form| &form.operation);
    report_encodings(declared, types.facts, diagnostics);
    let mut unsupported = find_unsupported(operation, types.facts);
    unsupported.extend(outgoing::find_unsupported(declared, types.facts));
    let (form, unenforced) = match &file_form {
        Some(form) => {
            unsupported.extend(form.obstacles.iter().cloned());
            (Some(form.form.clone()), form.unenforced.as_slice())
        }
        None => (None, [].as_slice()),
    };
    if !unsupported.is_empty() {
        report_unsupported(operation, unsupported, on_mistake, diagnostics);
        return None;
    }
    let mut mistakes = Diagnostics::default();
    let path = match operation.role.is_served() {
        true => routes::parse_path(&operation.path, &operation.path_place, &mut mistakes),
        false => outgoing::without_path(operation, &mut mistakes),
    };
    if operation.role.is_served() {
        routes::check_variables(&path, operation, &mut mistakes);
        routes::check_segments(&path, operation, &mut mistakes);
        selectors::check(&path, operation, &mut mistakes);
    }
    if !on_mistake.settle_part(&operation.route(), mistakes, diagnostics) {
        return None;
    }
    report_unused(operation, types.facts, diagnostics);
    diagnostics.extend(unenforced.iter().cloned());
    let form = form.or_else(|| lower_form(operation, types.facts, diagnostics));
    let typed = operation.parameters.iter().filter(|parameter| !is_file(parameter.schema, types.facts));
    let typed: Vec<&api::Parameter> = typed.collect();
    let parameters = typed.into_iter().map(|parameter| lower_parameter(parameter, &path, types, diagnostics));
    let mut parameters: Vec<Parameter> = parameters.collect();
    // Requests without these parameters are not for this operation.
    for parameter in parameters.iter_mut().filter(|parameter| selectors::is_in_query(parameter, &path)) {
        parameter.required = true;
    }
    let body = operation.body.as_ref().map(|body| lower_body(body, types, diagnostics));
    for alternative in body.iter().flat_map(|body| &body.alternatives) {
        let text = format!("The body of {}.", operation.in_docs());
        types.describe(&alternative.expr, &text);
    }
    let responses = lower_responses(operation, types, diagnostics);
    Some(Operation {
        place: operation.place.clone(),
        role: operation.role.clone(),
        receiver: outgoing::schemes_of(operation),
        document: operation.document,
        operation_id: operation.operation_id.clone(),
        method: operation.method.clone(),
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
        access: match operation.role.is_served() {
            true => lower_access(operation, types, requirements, diagnostics),
            false => {
                report_schemes_of_sent(operation, types, diagnostics);
                Access::Open
            }
        },
        methods: vec![operation.method.clone()],
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
