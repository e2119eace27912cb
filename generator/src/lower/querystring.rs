//! Parameters that are the whole query as a form (OpenAPI 3.2).

use super::body::is_object;
use super::facts::Facts;
use super::media_type::essence;
use crate::api::{self, Location, MediaType, Syntax};
use crate::model::URLENCODED;

/// Returns the form of a parameter that is the whole query, if its schema is an object.
pub(super) fn form(parameter: &api::Parameter, facts: &Facts<'_>) -> Option<MediaType> {
    let Syntax::Content(media_type) = &parameter.syntax else { return None };
    let is_whole = parameter.location == Location::Querystring && essence(&media_type.value) == URLENCODED;
    (is_whole && is_object(facts, parameter.schema)).then(|| MediaType {
        name: Some(media_type.value.clone()),
        place: Some(media_type.place.clone()),
        schema: Some(parameter.schema),
        items: None,
        encoding: parameter.encoding.clone(),
    })
}
