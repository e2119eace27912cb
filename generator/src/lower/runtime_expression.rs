//! Parses runtime expressions (OpenAPI 3, "Runtime Expressions"):
//!
//! ```text
//! expression = "$url" / "$method" / "$statusCode" / "$request." source / "$response." source
//! source     = "header." token / "query." name / "path." name / "body" ["#" json-pointer]
//! ```
//!
//! "Expressions can be embedded into string values by surrounding the expression with `{}` curly braces."

use crate::pointer::Pointer;

/// A part of a key in a callback.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part<'k> {
    Text(&'k str),
    /// An expression, as it is written.
    Expression(&'k str, Expression<'k>),
}

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expression<'k> {
    Url,
    Method,
    StatusCode,
    Request(Source<'k>),
    Response(Source<'k>),
}

/// A part of a request or a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source<'k> {
    Header(&'k str),
    Query(&'k str),
    Path(&'k str),
    Body(Pointer),
}

/// Parses a key. An error is the text that is not an expression. Braces in the text of a URL are percent-encoded.
pub(super) fn parse(key: &str) -> Result<Vec<Part<'_>>, &str> {
    if key.is_empty() || key.starts_with('$') {
        return Ok(vec![Part::Expression(key, parse_expression(key).ok_or(key)?)]);
    }
    let mut parts = Vec::new();
    let mut rest = key;
    while let Some((text, after)) = rest.split_once('{') {
        let (expression, after) = after.split_once('}').ok_or(rest)?;
        parts.extend(parse_text(text)?);
        parts.push(Part::Expression(expression, parse_expression(expression).ok_or(expression)?));
        rest = after;
    }
    parts.extend(parse_text(rest)?);
    Ok(parts)
}

/// Parses the text around expressions, which may be empty.
fn parse_text(text: &str) -> Result<Option<Part<'_>>, &str> {
    if text.contains('}') { Err(text) } else { Ok((!text.is_empty()).then_some(Part::Text(text))) }
}

fn parse_expression(text: &str) -> Option<Expression<'_>> {
    match text {
        "$url" => return Some(Expression::Url),
        "$method" => return Some(Expression::Method),
        "$statusCode" => return Some(Expression::StatusCode),
        _ => {}
    }
    let source = |of: &str| text.strip_prefix(of).and_then(parse_source);
    source("$request.").map(Expression::Request).or_else(|| source("$response.").map(Expression::Response))
}

fn parse_source(text: &str) -> Option<Source<'_>> {
    if text == "body" {
        return Some(Source::Body(Pointer::default()));
    }
    if let Some(pointer) = text.strip_prefix("body#") {
        return Pointer::parse(pointer).map(Source::Body);
    }
    let (kind, name) = text.split_once('.').filter(|(_, name)| !name.is_empty())?;
    match kind {
        "header" => Some(Source::Header(name)),
        "query" => Some(Source::Query(name)),
        "path" => Some(Source::Path(name)),
        _ => None,
    }
}

#[cfg(test)]
#[path = "../tests/runtime_expression.rs"]
mod tests;
