//! Operations: parameters, bodies, responses, security.

use super::routes;
use super::schema::Types;
use crate::api::{self, JsonType, Location, SchemaId, Scheme, SchemeKind, Style};
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Access, Body, Docs, Expr, Operation, Parameter, Path, Response, Segment};

/// Lowers an operation. Its security is entered among the requirements of all operations.
pub fn lower_operation(
    operation: &api::Operation,
    types: &mut Types<'_>,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Operation {
    let path = routes::parse_path(&operation.path, &operation.path_place, diagnostics);
    let parameters =
        operation.parameters.iter().map(|parameter| lower_parameter(parameter, &path, types, diagnostics));
    let parameters: Vec<Parameter> = parameters.collect();
    routes::check_variables(&path, &parameters, operation, diagnostics);
    let body = operation.body.as_ref().map(|body| lower_body(body, types, diagnostics));
    let responses =
        operation.responses.iter().map(|response| lower_response(response, types, diagnostics)).collect();
    let docs =
        Docs { title: None, description: operation.description.clone(), deprecated: operation.deprecated };
    Operation {
        place: operation.place.clone(),
        operation_id: operation.operation_id.clone(),
        method: operation.method,
        path,
        summary: operation.summary.clone(),
        docs,
        tags: operation.tags.clone(),
        parameters,
        body,
        responses,
        access: lower_access(operation, requirements, diagnostics),
        methods: vec![operation.method],
    }
}

fn lower_parameter(
    parameter: &api::Parameter,
    path: &Path,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Parameter {
    let variable = Segment::Variable(parameter.name.clone());
    let expr = types.expr(parameter.schema, diagnostics);
    let scalar = |expr: &Expr| {
        matches!(expr, Expr::Boolean | Expr::Integer32 | Expr::Integer64 | Expr::Number | Expr::String)
    };
    let expr = match expr {
        Expr::List(item) if scalar(&item) && parameter.style != Style::Multi => Expr::List(item),
        Expr::List(item) if *item == Expr::Any => Expr::List(Box::new(Expr::String)),
        expr if scalar(&expr) => expr,
        _ => {
            let message = format!("a parameter of the kind of `{}` is not generated yet", parameter.name);
            diagnostics.push(Diagnostic::error("unsupported", parameter.place.clone(), message));
            Expr::String
        }
    };
    Parameter {
        name: parameter.name.clone(),
        place: parameter.place.clone(),
        location: parameter.location,
        segment: path.segments.iter().position(|segment| *segment == variable).unwrap_or_default(),
        description: parameter.description.clone(),
        required: parameter.required || parameter.location == Location::Path,
        expr,
        style: parameter.style,
    }
}

fn lower_body(body: &api::Body, types: &mut Types<'_>, diagnostics: &mut Diagnostics) -> Body {
    check_media_types(&body.media_types, "a body", &body.place, diagnostics);
    let expr = types.expr(body.schema, diagnostics);
    Body { description: body.description.clone(), required: body.required, expr }
}

fn lower_response(
    response: &api::Response,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Response {
    let body = response.schema.map(|schema| lower_response_body(response, schema, types, diagnostics));
    Response {
        status: response.status,
        description: response.description.clone(),
        body,
        examples: response.examples.clone(),
    }
}

fn lower_response_body(
    response: &api::Response,
    schema: SchemaId,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Expr {
    check_media_types(&response.media_types, "a response", &response.place, diagnostics);
    if types.api.schemas.get(schema).types.contains(&JsonType::File) {
        let message = "a response of type `file` is not generated yet";
        diagnostics.push(Diagnostic::error("unsupported", response.place.member("schema"), message));
        return Expr::Any;
    }
    types.expr(schema, diagnostics)
}

/// JSON is what is read and written; another media type beside it is left out.
fn check_media_types(media_types: &[String], what: &str, place: &Place, diagnostics: &mut Diagnostics) {
    let others: Vec<&str> = media_types.iter().map(String::as_str).filter(|name| !is_json(name)).collect();
    if others.is_empty() {
        return;
    }
    let list = others.join("`, `");
    if others.len() == media_types.len() {
        let message = format!("{what} in `{list}` is not generated yet");
        diagnostics.push(Diagnostic::error("unsupported", place.clone(), message));
    } else {
        let message = format!("{what} in `{list}` is left out; JSON stands beside it");
        diagnostics.push(Diagnostic::warning("media-type-left-out", place.clone(), message));
    }
}

/// RFC 6839, section 3.1; and `*/*`, for which JSON is as good as anything.
pub fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "*/*"
}

fn lower_access(
    operation: &api::Operation,
    requirements: &mut Vec<Vec<Scheme>>,
    diagnostics: &mut Diagnostics,
) -> Access {
    let mut alternatives = Vec::new();
    let mut anonymous = false;
    for requirement in &operation.security {
        for scheme in &requirement.schemes {
            report_unserved(scheme, operation, diagnostics);
        }
        match requirements.iter().position(|known| *known == requirement.schemes) {
            _ if requirement.schemes.is_empty() => anonymous = true,
            _ if requirement.schemes.iter().any(|scheme| scheme.kind == SchemeKind::Undefined) => {}
            Some(index) if alternatives.contains(&index) => {}
            Some(index) => alternatives.push(index),
            None => {
                alternatives.push(requirements.len());
                requirements.push(requirement.schemes.clone());
            }
        }
    }
    match (operation.security.is_empty() || (alternatives.is_empty() && anonymous), anonymous) {
        (true, _) => Access::Open,
        (false, false) => Access::Required(alternatives),
        (false, true) => Access::Optional(alternatives),
    }
}

fn report_unserved(scheme: &Scheme, operation: &api::Operation, diagnostics: &mut Diagnostics) {
    if let SchemeKind::Other(kind) = &scheme.kind {
        let message =
            format!("security of type `{kind}` is not generated yet, and this operation asks for it");
        let place = operation.place.key();
        diagnostics.push(
            Diagnostic::error("unsupported", place, message).label(format!("asks for `{}`", scheme.name)),
        );
    }
}
