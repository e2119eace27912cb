//! Finds the parts of an operation that the generated code does not support. This happens before the operation is
//! lowered, so that an omitted operation leaves no unused types.

use super::body::{Plan, plan_body, typed_forms};
use super::facts::{Facts, Json, Kind};
use super::form_fields::{Obstacles, form_fields};
use super::items::help_for_items;
use super::parameter::{is_array_of_objects, is_union};
use super::querystring;
use super::request_body::{is_any_text, is_file};
use crate::api::{Additional, JsonType, Location, Operation, Parameter, SchemaId, StyleForm, Syntax};
use crate::codes::{self, Code};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, in_words};
use crate::model::Payload;

/// A part of an operation that the generated code does not support.
#[derive(Clone, Debug)]
pub(super) struct Obstacle {
    pub code: &'static Code,
    pub place: Place,
    pub message: String,
    /// The fix, if there is another one than to omit the operation.
    pub help: Option<String>,
}

impl Obstacle {
    /// Creates the obstacle for a place that is valid but not supported.
    pub(super) fn unsupported((place, message, help): (Place, String, &str)) -> Self {
        Self { code: codes::UNSUPPORTED, place, message, help: Some(help.to_owned()) }
    }
}

/// Finds all obstacles of an operation.
pub(super) fn find_unsupported(operation: &Operation, facts: &Facts<'_>) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    find_in_path(operation, &mut obstacles);
    find_in_forms(operation, facts, &mut obstacles);
    obstacles.extend(operation.parameters.iter().filter_map(|parameter| find_in_parameter(parameter, facts)));
    obstacles.extend(find_free_form(operation, facts));
    obstacles
}

const JSON: &str = "only JSON is accepted if both are declared";

/// Reports media types of the body that are ignored because JSON is also declared.
pub(super) fn report_unused(operation: &Operation, facts: &Facts<'_>, diagnostics: &mut Diagnostics) {
    let Some(body) = &operation.body else { return };
    let (plans, others) = plan_body(body, facts);
    let others: Vec<&str> = others.iter().map(String::as_str).collect();
    super::request_body::report_unused_media_types(("body", JSON), &others, &body.place, diagnostics);
    for Plan { place, payload, schema, .. } in plans {
        if let (Payload::Stream(types), Some(false)) =
            (payload, schema.map(|schema| is_any_text(facts, schema)))
        {
            let help = types.iter().find_map(|name| help_for_items(name));
            let types = in_words(&types, "and");
            let message =
                format!("the schema is not enforced for {types}: the handler reads the body itself");
            let diagnostic = Diagnostic::new(codes::NOT_ENFORCED, place, message);
            diagnostics.push(help.into_iter().fold(diagnostic, Diagnostic::help));
        }
    }
}

fn find_in_forms(operation: &Operation, facts: &Facts<'_>, obstacles: &mut Vec<Obstacle>) {
    for (form, schema) in operation.body.iter().flat_map(|body| typed_forms(body, facts)) {
        let mut found = Obstacles::new();
        form_fields(form, schema, facts, &mut found);
        obstacles.extend(found.into_iter().map(Obstacle::unsupported));
    }
    for parameter in &operation.parameters {
        let mut found = Obstacles::new();
        if let Some(form) = querystring::form(parameter, facts) {
            form_fields(&form, parameter.schema, facts, &mut found);
        }
        obstacles.extend(found.into_iter().map(Obstacle::unsupported));
    }
}

fn find_in_path(operation: &Operation, obstacles: &mut Vec<Obstacle>) {
    // The key of a callback is not a path.
    for segment in operation.path.split('/').filter(|_| operation.role.is_served()) {
        if segment.contains("}{") && super::routes::balanced(segment) {
            let message = format!(
                "the path segment `{segment}` has no text between two variables, so it can be split in more than one way"
            );
            let place = operation.path_place.clone();
            obstacles.push(Obstacle { code: codes::UNSUPPORTED, place, message, help: None });
        }
    }
}

fn find_in_parameter(parameter: &Parameter, facts: &Facts<'_>) -> Option<Obstacle> {
    let is_file = parameter.location == Location::Form && is_file(parameter.schema, facts);
    if is_file || matches!(parameter.syntax, Syntax::Content(_)) {
        return None;
    }
    let mut inner = parameter.schema;
    let mut seen = Vec::new();
    while let Some(item) = facts.array_item(inner).filter(|_| !seen.contains(&inner)) {
        seen.push(inner);
        inner = item;
    }
    let is_array = facts.json(parameter.schema) == Json::Array;
    match facts.json(inner) {
        Json::Array if !facts.is_tuple(inner) && facts.of(inner).item.is_none() => None,
        Json::Any | Json::Boolean | Json::Integer | Json::Number | Json::String => None,
        Json::File | Json::Object | Json::Array | Json::Null | Json::Several => {
            let place = facts.schema(inner).place.clone().filter(|_| is_array);
            let kind = (facts.json(inner), facts.is_tuple(inner));
            if parameter.syntax == Syntax::Style {
                match facts.json(parameter.schema) {
                    Json::Object => return find_in_object(parameter, facts),
                    Json::Array if is_array_of_objects(parameter, facts) => return None,
                    _ if is_union(parameter, facts) || is_of_scalars(facts, inner) => return None,
                    _ => {}
                }
            }
            Some(match parameter.syntax {
                Syntax::CollectionFormat => forbidden(parameter, place, kind, is_array),
                Syntax::Style | Syntax::Content(_) => without_style(parameter, place, kind, is_array),
            })
        }
    }
}

/// "Parameter Object": "Since the parameter is not located at the request body, it is limited to simple types (that is, not
/// an object)", and a `file` is in `formData`. "Items Object": items are strings, numbers, integers, booleans or arrays, and
/// described by one object.
///
/// | type | is rejected as |
/// |---|---|
/// | `file` | a file |
/// | `object` | an object |
/// | `array`, with a list of schemas in `items` | an array with a schema for each item |
/// | `array` of itself | an array without an end |
/// | `'null'` | null |
/// | several | a value of several types |
fn forbidden(
    parameter: &Parameter,
    inner: Option<Place>,
    (json, is_tuple): (Json, bool),
    is_array: bool,
) -> Obstacle {
    let name = &parameter.name;
    let what = match (json, is_array) {
        (Json::File, true) => "an array of files, which Swagger 2.0 does not support",
        (Json::File, false) => "a file, but only `formData` parameters can be files",
        (Json::Object, true) => "an array of objects, which Swagger 2.0 allows only in a body",
        (Json::Object, false) => "an object, which Swagger 2.0 allows only in a body",
        (Json::Array, _) if !is_tuple => "an array that contains itself",
        (Json::Array, _) => {
            "an array with a schema for each item, but Swagger 2.0 allows only one for all items"
        }
        (Json::Null, true) => "an array of nulls, which cannot be written as text",
        (Json::Null, false) => "always null, which cannot be written as text",
        (_, true) => "an array whose items have several types, but Swagger 2.0 allows only one",
        (_, false) => "declared with several types, but Swagger 2.0 allows only one",
    };
    let help = match (json, is_array) {
        (Json::File, true) => {
            format!("declare a parameter with `type: file` for each file, such as `{name}1` and `{name}2`")
        }
        (Json::File, false) => "write `in: formData`".to_owned(),
        (Json::Object, true) => {
            "send it in the body, or declare its items as strings that contain JSON".to_owned()
        }
        (Json::Object, false) => {
            "send it in the body, or declare it as a string that contains JSON".to_owned()
        }
        (Json::Array, _) if !is_tuple => {
            "give its items another type, such as `items: {type: string}`".to_owned()
        }
        (Json::Array, _) => "write `items` as one object, such as `items: {type: string}`".to_owned(),
        _ => "write one type, such as `type: string`, which accepts any text".to_owned(),
    };
    let message = format!("the parameter `{name}` is {what}");
    let place = inner.unwrap_or_else(|| parameter.place.clone());
    Obstacle { code: codes::BAD_PARAMETER, place, message, help: Some(help) }
}

/// Returns whether a schema has several types, all of which text can represent. The text is a string, and is valid if it
/// is valid as one of the types.
fn is_of_scalars(facts: &Facts<'_>, id: SchemaId) -> bool {
    let is_scalar = |json: &JsonType| !matches!(json, JsonType::Array | JsonType::Object | JsonType::File);
    facts.json(id) == Json::Several && facts.of(id).types_but_null.iter().all(is_scalar)
}

/// Returns whether each property of an object is a parameter or a cookie.
fn is_exploded(parameter: &Parameter, facts: &Facts<'_>) -> bool {
    parameter.syntax == Syntax::Style
        && parameter.style.explodes_objects()
        && facts.json(parameter.schema) == Json::Object
}

/// Returns whether an object has properties that it does not declare.
fn is_free_form(parameter: &Parameter, facts: &Facts<'_>) -> bool {
    let mut all = facts.with_all_of(&[parameter.schema]).into_iter();
    matches!(kind_of(parameter, facts), Kind::Map(_))
        || all.any(|id| matches!(facts.schema(id).additional, Additional::Allowed | Additional::Schema(_)))
}

/// Returns the kind of the schema, or of the schema that it only annotates.
fn kind_of(parameter: &Parameter, facts: &Facts<'_>) -> Kind {
    let mut kind = facts.kind(parameter.schema);
    let mut steps = 0;
    while let (Kind::Alias(target), 0..16) = (kind, steps) {
        (kind, steps) = (facts.kind(target), steps + 1);
    }
    kind
}

/// Finds an object whose style cannot write it.
///
/// | style | `explode` | object | |
/// |---|---|---|---|
/// | `spaceDelimited`, `pipeDelimited` | true | any | the specification does not define it |
/// | `form` | true | with subtypes, or of another crate | its properties are not known |
/// | `form`, in a cookie | true | free-form | it would take all cookies |
/// | others | | | supported |
fn find_in_object(parameter: &Parameter, facts: &Facts<'_>) -> Option<Obstacle> {
    let name = &parameter.name;
    let of_parameters = is_exploded(parameter, facts);
    let known = matches!(kind_of(parameter, facts), Kind::Struct | Kind::Map(_) | Kind::Union);
    let in_cookie = parameter.location == Location::Cookie;
    let (message, help) = match parameter.style.form {
        StyleForm::Delimited(_) if parameter.style.explode => (
            format!(
                "OpenAPI does not define how the object `{name}` is written with this style and `explode`"
            ),
            "use `style: deepObject`, or `explode: false`",
        ),
        _ if of_parameters && in_cookie && (!known || is_free_form(parameter, facts)) => (
            format!("the object `{name}` would have each cookie as a property"),
            "use `explode: false`, or declare its properties without `additionalProperties`",
        ),
        _ if of_parameters && !known => (
            format!(
                "each property of the object `{name}` is a parameter, but its schema does not have a single, fixed list of properties"
            ),
            "use `style: deepObject`",
        ),
        _ => return None,
    };
    let place = parameter.place.clone();
    Some(Obstacle { code: codes::UNSUPPORTED, place, message, help: Some(help.to_owned()) })
}

/// Finds a second object that takes all parameters that the operation does not declare.
fn find_free_form(operation: &Operation, facts: &Facts<'_>) -> Option<Obstacle> {
    let mut free = operation.parameters.iter().filter(|parameter| {
        parameter.location == Location::Query
            && is_exploded(parameter, facts)
            && is_free_form(parameter, facts)
    });
    let (first, second) = (free.next()?, free.next()?);
    let message = format!(
        "every undeclared parameter would be a property of both `{}` and `{}`",
        first.name, second.name
    );
    let help = Some("use `style: deepObject` for one of them".to_owned());
    Some(Obstacle { code: codes::BAD_PARAMETER, place: second.place.clone(), message, help })
}

/// OpenAPI 3 has a style for scalars, for arrays of scalars, and for objects of scalars. Anything else can only be sent
/// with `content`.
///
/// | type | is rejected as |
/// |---|---|
/// | `array` of objects | an array of objects |
/// | `array`, with a schema for each item | such an array |
/// | `array` of itself | an array without an end |
/// | `'null'` | null |
/// | several, one of them an array or an object, outside of a query | a value of several types |
fn without_style(
    parameter: &Parameter,
    inner: Option<Place>,
    (json, is_tuple): (Json, bool),
    is_array: bool,
) -> Obstacle {
    let name = &parameter.name;
    let place = inner.unwrap_or_else(|| parameter.place.clone());
    let what = match (json, is_array) {
        (Json::Object, _) => "an array of objects, which no `style` can represent",
        (Json::Array, _) if !is_tuple => "an array that contains itself, which no `style` can represent",
        (Json::Array, _) => "an array with a schema for each item, which no `style` can represent",
        (Json::Null, true) => "an array of nulls, which no `style` can represent",
        (Json::Null, false) => "always null, which no `style` can represent",
        (_, true) => "an array whose items have several types, which no `style` can tell apart",
        (_, false) => "declared with several types, which no `style` can tell apart",
    };
    let message = format!("the parameter `{name}` is {what}");
    let help = match json {
        Json::Null | Json::Several | Json::File => {
            "write one type, such as `type: string`, which accepts any text"
        }
        _ => "to send it as JSON, replace `schema` with `content: {application/json: {schema: ...}}`",
    };
    Obstacle { code: codes::UNSUPPORTED, place, message, help: Some(help.to_owned()) }
}
