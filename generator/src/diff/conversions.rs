//! The types from which a response can be made by `.into()`.

use super::side::Side;
use crate::api::{Operation, Status};
use crate::model::{self, Form, Response};
use std::collections::BTreeMap;

/// Returns the names of the types that had `From` for the response of an operation, and have none now although they are
/// bodies of responses.
pub(super) fn lost_conversions(
    old: &Side<'_>,
    new: &Side<'_>,
    was: &Operation,
    is: &Operation,
) -> Vec<String> {
    let (Some((was, _)), Some((is, _))) = (old.operation(&was.place), new.operation(&is.place)) else {
        return Vec::new();
    };
    let (before, after) = (conversions(old, was), conversions(new, is));
    let lost = before.into_iter().filter(|(ty, has)| *has && after.get(ty) == Some(&false));
    lost.map(|(ty, _)| ty.rsplit("::").next().unwrap_or_default().trim_end_matches('>').to_owned()).collect()
}

/// Returns the types of the bodies, and whether only one response has each of them, so that it has `From`. A response
/// whose status code the handler sets has none, but its body counts.
fn conversions(side: &Side<'_>, operation: &model::Operation) -> BTreeMap<String, bool> {
    let mut responses: BTreeMap<String, Vec<&Response>> = BTreeMap::new();
    for response in &operation.responses {
        for content in &response.bodies {
            let text = match &content.form {
                Form::Bytes => "Bytes".to_owned(),
                Form::Json(expr) | Form::Text(expr) | Form::JsonOrText(expr) | Form::Items(expr, _) => {
                    side.type_text(expr)
                }
            };
            responses.entry(text).or_default().push(response);
        }
    }
    let has = |responses: &[&Response]| match responses {
        [only] => !matches!(only.status, Status::Default | Status::Range(_)) && only.has_default_headers(),
        _ => false,
    };
    responses.into_iter().map(|(ty, responses)| (ty, has(&responses))).collect()
}
