//! `pattern`, and the keys of `patternProperties`: reports a string that is not a regular expression, or is probably
//! written in another dialect. This module does not rewrite patterns.

use crate::bounds;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::pattern::{Refused, rewrite};

/// Returns whether a string is a regular expression. "This string SHOULD be a valid regular expression, according to
/// the ECMA 262 regular expression dialect." (JSON Schema, draft 4, validation, section 5.2.3)
pub(super) fn check_pattern(text: &str, place: &Place, diagnostics: &mut Diagnostics) -> bool {
    if text.len() > bounds::PATTERN_BYTES {
        let message = format!("this pattern has more than {} bytes", bounds::PATTERN_BYTES);
        diagnostics.push(Diagnostic::new(codes::LIMIT, place.clone(), message));
        return false;
    }
    if let Err(Refused::Invalid(reason)) = rewrite(text, None) {
        let message = format!("the pattern `{text}` is not a valid regular expression: {reason}");
        diagnostics.push(Diagnostic::new(codes::BAD_PATTERN, place.clone(), message));
        return false;
    }
    let warning = |message| Diagnostic::warning(codes::BAD_PATTERN, place.clone(), message);
    if let Some(inner) = without_delimiters(text) {
        let message =
            format!("the pattern `{text}` matches nothing: the slashes around it are part of the pattern");
        let help = format!("write `{inner}`: a pattern has neither delimiters nor flags");
        diagnostics.push(warning(message).help(help));
    }
    if let Some(class) = posix_class(text) {
        let message = format!(
            "`{class}` is not a class in ECMA 262: it matches any one of the characters in the brackets"
        );
        diagnostics.push(warning(message).help("write the characters themselves, such as `a-zA-Z`"));
    }
    true
}

/// Returns the pattern between slashes, as in JavaScript and Perl, if it contains `^` or `$`. With the slashes, no text
/// can match.
fn without_delimiters(text: &str) -> Option<&str> {
    let (inner, flags) = text.strip_prefix('/')?.rsplit_once('/')?;
    let anchored = inner.starts_with('^') || (inner.ends_with('$') && !inner.ends_with(r"\$"));
    (anchored && flags.chars().all(|flag| "dgimsuvxy".contains(flag))).then_some(inner)
}

/// Returns a POSIX class, such as `[:alpha:]`, that is inside another class.
fn posix_class(text: &str) -> Option<&str> {
    let known = [
        "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper",
        "word", "xdigit",
    ];
    text.match_indices("[:").find_map(|(start, _)| {
        let inside = text.get(start + 2..)?;
        let end = inside.find(":]")?;
        known.contains(&inside.get(..end)?).then(|| text.get(start..start + end + 4))?
    })
}
