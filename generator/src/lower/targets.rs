//! Compiles the runtime expressions of callbacks against the requests and the responses of their operations.

use super::reach::{Failure, any, reach};
use super::runtime_expression::{Expression, Part, Source, parse};
use crate::api::{Api, Callback, Location};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{
    BodyContent, Expr, Form, Model, Operation, Payload, Piece, Reach, Target, TargetValue as Value,
};
use crate::pointer::Pointer;
use crate::suggest::did_you_mean;
use std::borrow::Cow;

/// Finds the targets of all callbacks.
pub(super) fn find_targets(
    api: &Api,
    model: &Model,
    on_mistake: OnMistake,
    diagnostics: &mut Diagnostics,
) -> Vec<Target> {
    let mut targets = Vec::new();
    for callback in &api.callbacks {
        let operations = model.operations.iter().enumerate();
        for (index, operation) in operations.filter(|(_, operation)| operation.place == callback.of) {
            match compile(callback, operation, model) {
                Ok(pieces) => targets.push(Target {
                    operation: index,
                    callback: callback.name.clone(),
                    expression: callback.expression.value.clone(),
                    place: callback.expression.place.clone(),
                    pieces,
                }),
                Err(Failure { reason, help, is_undeclared }) => {
                    let place = callback.expression.place.key();
                    let (message, on_mistake) = match is_undeclared || on_mistake == OnMistake::Skip {
                        false => (reason, on_mistake),
                        true => (format!("{reason}; there is no function for the target"), OnMistake::Skip),
                    };
                    let diagnostic = Diagnostic::new(codes::BAD_EXPRESSION, place, message);
                    let diagnostic = diagnostic.and(operation.place.key(), "the operation of the callback");
                    let diagnostic = help.into_iter().fold(diagnostic, Diagnostic::help);
                    diagnostics.push(on_mistake.judge(diagnostic));
                }
            }
        }
    }
    targets
}

fn compile(callback: &Callback, operation: &Operation, model: &Model) -> Result<Vec<Piece>, Failure> {
    let key = &callback.expression.value;
    let parts = parse(key).map_err(|text| not_an_expression(key, text, operation, model))?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before = String::new();
    for part in parts {
        pieces.push(match part {
            Part::Text(text) => {
                before.push_str(text);
                Piece::Text(text.to_owned())
            }
            Part::Expression(_, Expression::Url) => Piece::Url,
            Part::Expression(_, Expression::Method) => Piece::Text(operation.method.name()),
            Part::Expression(text, expression) => {
                let value = find_value(&expression, operation, model);
                let named =
                    |failure: Failure| Failure { reason: format!("`{text}` {}", failure.reason), ..failure };
                Piece::Value { value: value.map_err(named)?, is_encoded: is_in_path(&before) }
            }
        });
    }
    Ok(pieces)
}

/// Returns whether a text has more than the start of a URL: `https://`, and the host.
fn is_in_path(before: &str) -> bool {
    before.split_once("://").map_or(before, |(_, rest)| rest).contains(['/', '?', '#'])
}

fn not_an_expression(key: &str, text: &str, operation: &Operation, model: &Model) -> Failure {
    let own = operation.bodies().any(|body| reach(model, &body.expr, &[text.to_owned()]).is_ok());
    let help = match own {
        true => format!("write `{{$request.body#/{text}}}`"),
        false => "write an expression such as `{$request.body#/url}`, `{$request.query.url}` or `{$response.body#/url}`".to_owned(),
    };
    let reason = match key == text {
        true if key.is_empty() => "the key of the callback is empty, so it has no target".to_owned(),
        true => format!("`{key}` is not a runtime expression"),
        false => format!("`{text}` in `{key}` is not a runtime expression"),
    };
    Failure::new(reason, Some(help))
}

fn find_value(expression: &Expression<'_>, operation: &Operation, model: &Model) -> Result<Value, Failure> {
    match expression {
        Expression::Request(Source::Body(pointer)) => find_in_body(pointer, operation, model),
        Expression::Request(Source::Header(name)) => find_parameter(Location::Header, name, operation, model),
        Expression::Request(Source::Query(name)) => find_parameter(Location::Query, name, operation, model),
        Expression::Request(Source::Path(name)) => find_parameter(Location::Path, name, operation, model),
        Expression::Response(Source::Body(pointer)) => find_in_responses(pointer, operation, model),
        Expression::Response(Source::Header(name)) => find_response_header(name, operation),
        Expression::Response(Source::Query(_) | Source::Path(_)) => {
            Err(Failure::new("points to nothing: a response has neither a query nor a path", None))
        }
        Expression::Url | Expression::Method | Expression::StatusCode => {
            let help =
                "the handler knows the status code: compute the target there, and use `--skip-unsupported`";
            Err(Failure::new("is not supported in a callback", Some(help.to_owned())))
        }
    }
}

/// "Request parameters must be declared in the parameters section of the parent operation or they cannot be evaluated.
/// This includes the request headers." ("Runtime Expressions"). Names of headers are case-insensitive.
fn find_parameter(
    location: Location,
    name: &str,
    operation: &Operation,
    model: &Model,
) -> Result<Value, Failure> {
    let what = match location {
        Location::Header => "header",
        Location::Query => "query parameter",
        _ => "path parameter",
    };
    let here = || operation.parameters.iter().enumerate().filter(|(_, one)| one.location == location);
    let is_same = |own: &str| match location {
        Location::Header => own.eq_ignore_ascii_case(name),
        _ => own == name,
    };
    let Some((index, parameter)) = here().find(|(_, one)| is_same(&one.name)) else {
        let meant = did_you_mean(name, here().map(|(_, one)| one.name.as_str()));
        let help = match meant {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("declare the {what} in the `parameters` of the operation"),
        };
        let reason = format!("points to nothing: the operation has no {what} `{name}`");
        return Err(Failure::new(reason, Some(help)));
    };
    let way = reach(model, &parameter.expr, &[]);
    // A parameter has no pointer to change.
    let way = way.map_err(|failure| Failure { help: None, ..failure })?;
    Ok(Value::Parameter(index, way))
}

fn tokens_of(pointer: &Pointer) -> Vec<String> {
    pointer.tokens().map(Cow::into_owned).collect()
}

fn find_in_body(pointer: &Pointer, operation: &Operation, model: &Model) -> Result<Value, Failure> {
    let tokens = tokens_of(pointer);
    if operation.form.is_some() {
        return find_in_form(&tokens, operation, model);
    }
    let Some(body) = &operation.body else {
        return Err(Failure::new("points to nothing: the operation has no body", None));
    };
    if !body.is_enum() {
        let expr = body.alternatives.first().map_or(&Expr::Any, |only| &only.expr);
        let way =
            body.alternatives.first().map_or(Ok(()), is_whole).and_then(|()| reach(model, expr, &tokens));
        return Ok(Value::Body(way?));
    }
    let variants = body.alternatives.iter().enumerate();
    let variants = variants.map(|(index, alternative)| {
        is_whole(alternative)?;
        Ok((index, reach(model, &alternative.expr, &tokens)?))
    });
    Ok(Value::Body(Reach::Variants(None, any(variants.collect())?)))
}

/// Fails if the request does not contain the whole body.
fn is_whole(body: &BodyContent) -> Result<(), Failure> {
    match body.payload {
        Payload::Stream(_) => Err(Failure::new("points into a body that the handler reads as bytes", None)),
        Payload::Items(..) => Err(Failure::new("points into a stream of items, which arrive later", None)),
        _ => Ok(()),
    }
}

/// The fields of a form with files are parameters.
fn find_in_form(tokens: &[String], operation: &Operation, model: &Model) -> Result<Value, Failure> {
    let Some((name, rest)) = tokens.split_first() else {
        return Err(Failure::new("is a form, not text", None));
    };
    let mut fields = operation.parameters.iter().enumerate();
    let field = fields.find(|(_, one)| one.location == Location::Form && one.name == *name);
    match field {
        Some((_, field)) if operation.may_come_late(field) => {
            let help = "make the field required, so that it is in the request before the files";
            let reason = format!("points to `{name}`, which may arrive after the files");
            Err(Failure::new(reason, Some(help.to_owned())))
        }
        Some((index, field)) => Ok(Value::Parameter(index, reach(model, &field.expr, rest)?)),
        None => Err(Failure::new(format!("points to nothing: the form has no field `{name}`"), None)),
    }
}

fn find_in_responses(pointer: &Pointer, operation: &Operation, model: &Model) -> Result<Value, Failure> {
    let tokens = tokens_of(pointer);
    let bodies = operation.responses.iter().enumerate().flat_map(|(index, response)| {
        response.bodies.iter().enumerate().map(move |(at, content)| (index, at, content))
    });
    let ways = bodies.map(|(index, at, content)| match &content.form {
        Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr) => {
            reach(model, expr, &tokens).map(|way| (index, at, way))
        }
        Form::Items(..) => Err(Failure::new("points into a stream of items, which are sent later", None)),
        Form::Bytes => Err(Failure::new("points into a body of bytes", None)),
    });
    match any(ways.collect())? {
        ways if ways.is_empty() => Err(Failure::new("points to nothing: no response has a body", None)),
        ways => Ok(Value::ResponseBody(ways)),
    }
}

fn find_response_header(name: &str, operation: &Operation) -> Result<Value, Failure> {
    let headers = operation.responses.iter().enumerate().flat_map(|(index, response)| {
        response.headers.iter().enumerate().map(move |(at, header)| (index, at, header))
    });
    let named = headers.filter(|(.., header)| header.name.eq_ignore_ascii_case(name));
    let found: Vec<(usize, usize)> =
        named.filter(|(.., header)| !header.is_list()).map(|(index, at, _)| (index, at)).collect();
    match found.is_empty() {
        true => Err(Failure::new(
            format!("points to nothing: no response has a header `{name}` with a single value"),
            Some("declare the header in the response".to_owned()),
        )),
        false => Ok(Value::ResponseHeader(found)),
    }
}
