//! Constraints of parameters, bodies and headers.

use super::check::Verdict;
use super::{CHECK_RESPONSES, Rejection, Trail};
use std::fmt;

/// Checks a parameter. An error names an invalid item by its JSON pointer. If the schema allows several types, a text may
/// be any of them.
pub fn checked<T>(
    name: &'static str,
    value: T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<T, Rejection> {
    check_parameter(name, value, rule, true)
}

/// Checks a parameter that is JSON.
pub fn checked_json<T>(
    name: &'static str,
    value: T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<T, Rejection> {
    check_parameter(name, value, rule, false)
}

fn check_parameter<T>(
    name: &'static str,
    value: T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
    of_text: bool,
) -> Result<T, Rejection> {
    let mut trail = Trail { of_request: true, of_text, ..Trail::default() };
    match rule(&value, &mut trail) {
        Ok(()) => Ok(value),
        Err(reason) if trail.steps.is_empty() => Err(Rejection::bad(name, reason)),
        Err(reason) => Err(Rejection::bad(name, format!("at `{}` {reason}", trail.pointer()))),
    }
}

/// Checks an array that may be absent. An empty array that the client sent is not absent.
pub fn checked_list<T>(
    name: &'static str,
    items: Option<Vec<T>>,
    rule: impl Fn(&Vec<T>, &mut Trail) -> Verdict,
) -> Result<Vec<T>, Rejection> {
    match items {
        None => Ok(Vec::new()),
        Some(items) => checked(name, items, rule),
    }
}

/// Checks a body as a whole.
pub fn checked_body<T>(value: T, rule: impl Fn(&T, &mut Trail) -> Verdict) -> Result<T, Rejection> {
    check_whole(value, rule, false)
}

/// Checks a form as a whole. A text may be a value of any type.
pub fn checked_form<T>(value: T, rule: impl Fn(&T, &mut Trail) -> Verdict) -> Result<T, Rejection> {
    check_whole(value, rule, true)
}

fn check_whole<T>(value: T, rule: impl Fn(&T, &mut Trail) -> Verdict, of_text: bool) -> Result<T, Rejection> {
    let mut trail = Trail { of_request: true, of_text, ..Trail::default() };
    match rule(&value, &mut trail) {
        Ok(()) => Ok(value),
        Err(reason) => Err(Rejection::InvalidJson { pointer: trail.pointer(), reason }),
    }
}

/// Checks a response header if responses are checked.
pub fn checked_header<T>(
    name: &'static str,
    value: &T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<(), Rejection> {
    checked_response(format_args!("the header `{name}`"), value, rule).map(drop)
}

/// Checks a response body as a whole if responses are checked.
pub fn checked_content<T>(value: &T, rule: impl Fn(&T, &mut Trail) -> Verdict) -> Result<&T, Rejection> {
    checked_response(format_args!("the body"), value, rule)
}

fn checked_response<'v, T>(
    what: fmt::Arguments<'_>,
    value: &'v T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<&'v T, Rejection> {
    let mut trail = Trail { of_response: true, ..Trail::default() };
    let verdict = if CHECK_RESPONSES { rule(value, &mut trail) } else { Ok(()) };
    match verdict.map_err(|reason| (trail.pointer(), reason)) {
        Ok(()) => Ok(value),
        Err((at, reason)) if at.is_empty() => {
            Err(Rejection::InvalidResponse { reason: format!("{what} {reason}") })
        }
        Err((at, reason)) => Err(Rejection::InvalidResponse { reason: format!("{what} at `{at}` {reason}") }),
    }
}
