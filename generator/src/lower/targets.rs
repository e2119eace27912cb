//! Compiles the runtime expressions of callbacks against the requests and the responses of their operations.

use super::reach::{End, Failure, any, ends, reach};
use super::runtime_expression::{Expression, Part, Source, parse};
use crate::api::{Api, Callback, Location};
use crate::choices::OnMistake;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{
    BodyContent, Encoding, Expr, Form, Model, Operation, Payload, Piece, Reach, Target, TargetValue as Value,
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
                Err(Failure { reason, help, is_undeclared, .. }) => {
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
    check_start(key, &parts, operation, model)?;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before = String::new();
    for (index, part) in parts.iter().enumerate() {
        pieces.push(match part {
            Part::Text(text) => {
                before.push_str(text);
                Piece::Text((*text).to_owned())
            }
            Part::Expression(_, Expression::Url) => Piece::Url,
            Part::Expression(_, Expression::Method) => Piece::Text(operation.method.name()),
            Part::Expression(text, expression) => {
                let value = find_value(expression, operation, model);
                let value = value.map_err(|failure| named(text, failure))?;
                let is_text = kinds(&value, operation, model).contains(&End::Text);
                let encoding = match url_part(&before) {
                    UrlPart::Start => Encoding::None,
                    UrlPart::Path if is_text && may_be_dots(&parts, index) => Encoding::Segment,
                    UrlPart::Path | UrlPart::Query => Encoding::Encoded,
                };
                Piece::Value { value, encoding }
            }
        });
    }
    Ok(pieces)
}

fn named(text: &str, failure: Failure) -> Failure {
    Failure { reason: format!("`{text}` {}", failure.reason), ..failure }
}

/// Checks that a key can give the URL of a receiver:
///
/// | the key begins with | |
/// |---|---|
/// | `$url`, an expression for text | the text may be a URL |
/// | an expression for numbers or booleans, `$method` | never a URL |
/// | a scheme, such as `https:` | a URL |
/// | other text | not a URL: a callback has no server that it could be relative to |
fn check_start(key: &str, parts: &[Part<'_>], operation: &Operation, model: &Model) -> Result<(), Failure> {
    let help = "begin with the URL that the client sends, such as `{$request.body#/url}`, or with `https://`";
    let failure = |reason: String| Err(Failure::new(reason, Some(help.to_owned())));
    match parts.first() {
        Some(Part::Text(text)) if !has_scheme(text) => {
            failure(format!("`{key}` is not the URL of a receiver: it does not begin with a scheme"))
        }
        Some(Part::Expression(text, Expression::Method)) => {
            failure(format!("`{text}` is not the start of a URL"))
        }
        Some(Part::Expression(text, expression @ (Expression::Request(_) | Expression::Response(_)))) => {
            let value = find_value(expression, operation, model).map_err(|failure| named(text, failure))?;
            match kinds(&value, operation, model).as_slice() {
                [End::Number] => failure(format!("`{text}` is a number, not the start of a URL")),
                [End::Boolean] => failure(format!("`{text}` is a boolean, not the start of a URL")),
                _ => Ok(()),
            }
        }
        _ => Ok(()),
    }
}

/// "URI = scheme ":" hier-part; scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." )" (RFC 3986, section 3)
fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign))
}

/// The part of a URL that a piece belongs to.
enum UrlPart {
    /// The scheme and the host, or the whole URL.
    Start,
    Path,
    /// The query or the fragment.
    Query,
}

/// Returns the part of the URL that follows a text.
fn url_part(before: &str) -> UrlPart {
    let rest = before.split_once("://").map_or(before, |(_, rest)| rest);
    match (rest.contains(['?', '#']), rest.contains('/')) {
        (true, _) => UrlPart::Query,
        (false, true) => UrlPart::Path,
        (false, false) => UrlPart::Start,
    }
}

/// Returns whether the path segment of a value can be empty, `.` or `..`: no text in it has another character. `%2e` is
/// a dot.
fn may_be_dots(parts: &[Part<'_>], index: usize) -> bool {
    let is_dots = |text: &str| text.chars().all(|sign| ".%2eE".contains(sign));
    let (before, after) = parts.split_at(index);
    let mut before = before.iter().rev().map(|part| match part {
        Part::Text(text) => text.rsplit_once('/').map_or((*text, false), |(_, end)| (end, true)),
        Part::Expression(..) => ("", false),
    });
    let mut after = after.iter().map(|part| match part {
        Part::Text(text) => {
            text.split_once(['/', '?', '#']).map_or((*text, false), |(start, _)| (start, true))
        }
        Part::Expression(..) => ("", false),
    });
    is_dots_until_end(&mut before, is_dots) && is_dots_until_end(&mut after, is_dots)
}

/// Checks the texts up to the first one that ends the segment.
fn is_dots_until_end(texts: &mut dyn Iterator<Item = (&str, bool)>, is_dots: impl Fn(&str) -> bool) -> bool {
    for (text, ends) in texts {
        if !is_dots(text) {
            return false;
        }
        if ends {
            break;
        }
    }
    true
}

/// Returns the kinds of values at the end of an expression, each once.
fn kinds(value: &Value, operation: &Operation, model: &Model) -> Vec<End> {
    let mut found = Vec::new();
    match value {
        Value::Parameter(index, way) => {
            let expr = operation.parameters.get(*index).map_or(&Expr::Any, |parameter| &parameter.expr);
            ends(model, expr, way, &mut found);
        }
        Value::Body(Reach::Variants(None, variants)) => {
            let alternatives = operation.body.as_ref().map_or(&[][..], |body| &body.alternatives);
            for (index, way) in variants {
                let expr = alternatives.get(*index).map_or(&Expr::Any, |alternative| &alternative.expr);
                ends(model, expr, way, &mut found);
            }
        }
        Value::Body(way) => {
            let body = operation.body.as_ref().and_then(|body| body.alternatives.first());
            ends(model, body.map_or(&Expr::Any, |body| &body.expr), way, &mut found);
        }
        Value::ResponseBody(places) => {
            for (index, at, way) in places {
                let response = operation.responses.get(*index);
                let form =
                    response.and_then(|response| response.bodies.get(*at)).map(|content| &content.form);
                let expr = match form {
                    Some(Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr)) => expr,
                    _ => &Expr::Any,
                };
                ends(model, expr, way, &mut found);
            }
        }
        Value::ResponseHeader(places) => {
            for (index, at) in places {
                let response = operation.responses.get(*index);
                let header = response.and_then(|response| response.headers.get(*at));
                ends(model, header.map_or(&Expr::Any, |header| &header.expr), &Reach::Here, &mut found);
            }
        }
    }
    found
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
            let help = "write text in its place, such as `STATUS`, which the handler replaces in the target: it knows the status code";
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
        let elsewhere = operation.parameters.iter().find(|one| one.name == name);
        let elsewhere = elsewhere.and_then(|one| Some((keyword_of(one.location)?, one)));
        // "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter definition
        // SHALL be ignored."
        let is_ignored = location == Location::Header
            && ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str());
        let help = match (meant, elsewhere) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, Some((location, one))) => format!("did you mean `$request.{location}.{}`?", one.name),
            (None, None) if is_ignored => {
                "use another header: OpenAPI 3 ignores a parameter with this name".to_owned()
            }
            (None, None) => format!("declare the {what} in the `parameters` of the operation"),
        };
        let reason = format!("points to nothing: the operation has no {what} `{name}`");
        return Err(Failure::new(reason, Some(help)));
    };
    let way = reach(model, &parameter.expr, &[]);
    // A parameter has no pointer to change.
    let way = way.map_err(|failure| Failure { help: None, ..failure })?;
    Ok(Value::Parameter(index, way))
}

/// Returns the location in an expression.
fn keyword_of(location: Location) -> Option<&'static str> {
    match location {
        Location::Header => Some("header"),
        Location::Query => Some("query"),
        Location::Path => Some("path"),
        Location::Cookie | Location::Form | Location::Querystring => None,
    }
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
    let named = headers.clone().filter(|(.., header)| header.name.eq_ignore_ascii_case(name));
    let is_list = named.clone().next().is_some();
    let found: Vec<(usize, usize)> =
        named.filter(|(.., header)| !header.is_list()).map(|(index, at, _)| (index, at)).collect();
    match found.is_empty() {
        true if is_list => Err(Failure::new("is an array, not text", None)),
        true => {
            let meant = did_you_mean(name, headers.map(|(.., header)| header.name.as_str()));
            let help = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "declare the header in the response".to_owned(),
            };
            Err(Failure::new(format!("points to nothing: no response has a header `{name}`"), Some(help)))
        }
        false => Ok(Value::ResponseHeader(found)),
    }
}
