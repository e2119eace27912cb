//! Checks forms with files as a whole: rules that no single field can express.

use super::check::Verdict;
use super::form_body::{Fields, push, reject};
use super::text_tree::{TextPairs, TextTree};
use super::{Rejection, Trail};
use serde_json::Value;
use std::borrow::Cow;

/// Checks the names and texts of all parts as one object. A file is an empty string.
pub fn check_form(
    sent: &[(String, String)],
    fields: Fields,
    lists: &[&str],
    rule: impl Fn(&Value, &mut Trail) -> Verdict,
) -> Result<(), Rejection> {
    let mut pairs = TextPairs::default();
    let mut seen = Vec::new();
    for (name, value) in sent {
        // A JSON text may be the whole array.
        let is_list = lists.contains(&name.as_str()) && !value.trim_start().starts_with('[');
        if is_list && !seen.contains(name) {
            seen.push(name.clone());
            pairs.add(Cow::Borrowed(name), TextTree::List(Vec::new())).map_err(reject)?;
        }
        push(&mut pairs, fields, Cow::Borrowed(name), value.clone())?;
    }
    let form: Value = pairs.finish().decode().map_err(reject)?;
    let mut trail = Trail { of_request: true, of_text: true, ..Trail::default() };
    rule(&form, &mut trail).map_err(|reason| Rejection::InvalidJson { pointer: trail.pointer(), reason })
}
