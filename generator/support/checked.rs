//! Parameters and bodies that have to keep to a rule.

use super::check::Verdict;
use super::{Rejection, Trail};

/// Checks a parameter.
pub fn checked<T>(
    name: &'static str,
    value: T,
    rule: impl Fn(&T, &mut Trail) -> Verdict,
) -> Result<T, Rejection> {
    rule(&value, &mut Trail::default()).map_err(|reason| Rejection::bad(name, reason))?;
    Ok(value)
}

/// Checks a body as a whole.
pub fn checked_body<T>(value: T, rule: impl Fn(&T, &mut Trail) -> Verdict) -> Result<T, Rejection> {
    let mut trail = Trail::default();
    match rule(&value, &mut trail) {
        Ok(()) => Ok(value),
        Err(reason) => Err(Rejection::WrongJson { pointer: trail.pointer(), reason }),
    }
}
