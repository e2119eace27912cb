//! Parameters and bodies that have to keep to a rule.

use super::check::Verdict;
use super::{Rejection, Trail};

/// Checks a parameter. An item at fault is named by its JSON pointer.
pub fn checked<T>(
    name: &'static str,
    value: T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<T, Rejection> {
    let mut trail = Trail::default();
    match rule(&value, &mut trail) {
        Ok(()) => Ok(value),
        Err(reason) if trail.0.is_empty() => Err(Rejection::bad(name, reason)),
        Err(reason) => Err(Rejection::bad(name, format!("at `{}` {reason}", trail.pointer()))),
    }
}

/// Checks a body as a whole.
pub fn checked_body<T>(value: T, rule: impl Fn(&T, &mut Trail) -> Verdict) -> Result<T, Rejection> {
    let mut trail = Trail::default();
    match rule(&value, &mut trail) {
        Ok(()) => Ok(value),
        Err(reason) => Err(Rejection::WrongJson { pointer: trail.pointer(), reason }),
    }
}

/// Checks a header of a response.
pub fn checked_header<T>(
    name: &'static str,
    value: &T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<(), Rejection> {
    let breach = |reason| Rejection::ResponseBreach { reason: format!("the header `{name}` {reason}") };
    rule(value, &mut Trail::default()).map_err(breach)
}
