//! Parameters: decides how each is written as text, and its type.

use super::check::{checks_in_text, checks_of};
use super::default::default_of;
use super::facts::{Facts, Json, Kind};
use super::form_fields::{Obstacles, form_fields};
use super::media_type::{essence, is_json, is_text};
use super::querystring;
use super::routes;
use super::schema::Types;
use crate::api::{self, JsonType, Location, SchemaId, Style, StyleForm, Syntax};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics, Place};
use crate::model::{Expr, Notation, Parameter, Path, Properties};

/// Lowers a parameter.
pub(super) fn lower_parameter(
    parameter: &api::Parameter,
    path: &Path,
    types: &mut Types<'_>,
    diagnostics: &mut Diagnostics,
) -> Parameter {
    let (segment, part) = routes::find_variable(path, &parameter.name).unwrap_or_default();
    let notation = notation(parameter, types.facts, diagnostics);
    let styles = match notation {
        Notation::List => styles(parameter, types.facts, diagnostics),
        // There is a field for each item.
        Notation::Json
            if parameter.location == Location::Form && types.facts.json(parameter.schema) == Json::Array =>
        {
            vec![Style::EXPLODED]
        }
        Notation::Scalar(_)
        | Notation::Object(_)
        | Notation::Union
        | Notation::Json
        | Notation::Text
        | Notation::Form => Vec::new(),
    };
    let fields = match querystring::form(parameter, types.facts) {
        Some(form) => form_fields(&form, parameter.schema, types.facts, &mut Obstacles::new()),
        None => Vec::new(),
    };
    let (expr, checks) = match notation {
        Notation::Json => {
            (types.expr(parameter.schema, diagnostics), checks_of(types.facts, parameter.schema))
        }
        // Text has no null.
        Notation::Object(_) | Notation::Union | Notation::Form => {
            match types.expr(parameter.schema, diagnostics) {
                Expr::Nullable(inner) => (*inner, checks_in_text(types.facts, parameter.schema)),
                expr => (expr, checks_of(types.facts, parameter.schema)),
            }
        }
        Notation::Text if !is_scalar(parameter, types.facts) => (Expr::String, Vec::new()),
        Notation::Scalar(_) | Notation::List | Notation::Text => (
            text_type(types.parameter_expr(parameter.schema, diagnostics)),
            checks_in_text(types.facts, parameter.schema),
        ),
    };
    let about = if notation.is_decoded() { "The" } else { "The values of the" };
    types.describe(expr.scalar(), &format!("{about} parameter `{}`.", parameter.name));
    Parameter {
        name: parameter.name.clone(),
        place: parameter.place.clone(),
        location: parameter.location,
        segment,
        part,
        docs: parameter.docs.clone(),
        required: parameter.required || parameter.location == Location::Path,
        may_be_empty: parameter.allow_empty
            && match (notation, styles.first()) {
                // An array that is sent as one text can be empty, without a value, regardless of the type of its items.
                (_, Some(style)) if style.separator().is_some() => true,
                (Notation::Object(style), _) => style.separator().is_some(),
                _ => *expr.scalar() != Expr::String,
            },
        expr,
        checks,
        given: default_of(types.facts, parameter.schema).filter(|given| {
            // An absent parameter is as null as it can be.
            !(given.value.is_null() && types.facts.is_nullable(parameter.schema))
        }),
        default: None,
        notation,
        properties: Properties::default(),
        styles,
        fields,
    }
}

fn is_scalar(parameter: &api::Parameter, facts: &Facts<'_>) -> bool {
    facts.is_text(parameter.schema) || facts.of(parameter.schema).substitute.is_some()
}

/// Decides how a parameter is written, and reports combinations that the specification does not define. They are read
/// as clients send them.
///
/// | the parameter has | a scalar | an array | an object |
/// |---|---|---|---|
/// | `content`, with JSON | JSON | JSON | JSON |
/// | `content`, with a form, for the whole query | a string: warning | a string: warning | a form |
/// | `content`, with text | the text | a string: warning | a string: warning |
/// | `content`, with another media type | a string: warning | a string: warning | a string: warning |
/// | `spaceDelimited`, `pipeDelimited` | as `form`: warning | in this style | in this style |
/// | the same, with `explode` | as `form`: warning | as `form` with `explode`: warning | rejected |
/// | `deepObject` | as `form`: warning | `name[]=`, `name[0]=` and `name=`: warning | in this style |
/// | `form` with `explode`, in a cookie | in this style | several cookies: warning | in this style |
/// | `cookie` without `explode` | in this style | in one cookie: warning | in one cookie: warning |
/// | another style | in this style | in this style | in this style |
///
/// In a query or a form, a value of several types, of which one is an array or an object, is read in all of these forms:
/// `name=`, repeated or not, `name[]=`, `name[0]=` and `name[key]=`.
fn notation(parameter: &api::Parameter, facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Notation {
    let media_type = match &parameter.syntax {
        Syntax::CollectionFormat | Syntax::Style => None,
        Syntax::Content(media_type) => Some((essence(&media_type.value), &media_type.place)),
    };
    let name = &parameter.name;
    match (media_type, facts.json(parameter.schema)) {
        (Some((media_type, _)), _) if is_json(&media_type) => Notation::Json,
        (Some(_), _) if querystring::form(parameter, facts).is_some() => Notation::Form,
        (Some((media_type, place)), _) => {
            if !is_text(&media_type) || !is_scalar(parameter, facts) {
                let message = format!(
                    "the parameter `{name}` is read as a string: its schema is not enforced for `{media_type}`"
                );
                diagnostics.push(Diagnostic::new(codes::NOT_ENFORCED, place.clone(), message));
            }
            Notation::Text
        }
        (None, Json::Array) if is_array_of_objects(parameter, facts) => {
            report_undefined(parameter, "an array of objects", "with the index of each item", diagnostics);
            Notation::Object(parameter.style)
        }
        (None, Json::Array) => Notation::List,
        (None, Json::Any | Json::Several) if is_union(parameter, facts) => Notation::Union,
        (None, Json::Object) => {
            if is_unexploded_cookie(parameter) {
                report_undefined(parameter, "an object", "from one cookie, separated by commas", diagnostics);
            }
            Notation::Object(parameter.style)
        }
        (None, _) => {
            let form = parameter.style.form;
            match form {
                StyleForm::Delimited(_) | StyleForm::DeepObject => {
                    report_undefined(parameter, "a scalar", "as with `form`", diagnostics);
                    Notation::Scalar(StyleForm::Form)
                }
                StyleForm::Simple
                | StyleForm::Form
                | StyleForm::Cookie
                | StyleForm::Label
                | StyleForm::Matrix => Notation::Scalar(form),
            }
        }
    }
}

/// Returns whether the style of an array can write items that are objects.
pub(super) fn is_array_of_objects(parameter: &api::Parameter, facts: &Facts<'_>) -> bool {
    let item = facts.array_item(parameter.schema);
    parameter.style.form == StyleForm::DeepObject && item.is_some_and(|item| facts.json(item) == Json::Object)
}

/// Returns whether a parameter in a query or a form has several types, of which one is an array or an object.
pub(super) fn is_union(parameter: &api::Parameter, facts: &Facts<'_>) -> bool {
    matches!(parameter.location, Location::Query | Location::Form)
        && parameter.syntax == Syntax::Style
        && matches!(facts.json(parameter.schema), Json::Any | Json::Several)
        && (facts.kind(facts.target(parameter.schema)) == Kind::Union
            || may_be_structure(facts, parameter.schema, 0))
}

/// The maximum depth of unions in unions.
const UNIONS: usize = 8;

fn may_be_structure(facts: &Facts<'_>, id: SchemaId, depth: usize) -> bool {
    let schema = facts.schema(id);
    let mut types = facts.of(id).types_but_null.iter();
    let mut inside = schema.unions.iter().flat_map(|union| &union.members).chain(&schema.all_of).copied();
    types.any(|json| matches!(json, JsonType::Array | JsonType::Object))
        || (depth < UNIONS && inside.any(|member| may_be_structure(facts, member, depth + 1)))
}

/// Reports a style that the specification does not define for this type.
fn report_undefined(parameter: &api::Parameter, of: &str, read: &str, diagnostics: &mut Diagnostics) {
    // The encoding of the field has been reported.
    if parameter.syntax != Syntax::Style || parameter.location == Location::Form {
        return;
    }
    let style = match (parameter.style.form, parameter.location) {
        (StyleForm::Delimited(' '), _) => "spaceDelimited",
        (StyleForm::Delimited(_), _) => "pipeDelimited",
        (StyleForm::DeepObject, _) => "deepObject",
        (StyleForm::Cookie, _) => "cookie",
        _ => "form",
    };
    let explode = match style {
        "deepObject" => "",
        "cookie" if !parameter.style.explode => " without `explode`",
        _ if parameter.style.explode => " with `explode`",
        _ => "",
    };
    let place = if parameter.location == Location::Cookie { "a cookie" } else { "a query" };
    let message = format!(
        "OpenAPI does not define the style `{style}`{explode} for {of} in {place}; `{}` is read {read}",
        parameter.name
    );
    // `form` is the default, so the keyword may be absent.
    let place = if style == "form" { parameter.place.clone() } else { parameter.place.member("style") };
    diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, place, message));
}

/// Returns the style of an array, and reports it if the specification does not define it.
fn outer_style(parameter: &api::Parameter, diagnostics: &mut Diagnostics) -> Style {
    match (parameter.style.form, parameter.style.explode, parameter.location) {
        (StyleForm::Delimited(_), true, _) => {
            report_undefined(parameter, "an array", "as with `form`", diagnostics);
            return Style::EXPLODED;
        }
        (StyleForm::DeepObject, _, _) => {
            let read = format!("from `{0}[]=`, `{0}[0]=` and `{0}=`", parameter.name);
            report_undefined(parameter, "an array", &read, diagnostics);
        }
        (StyleForm::Form, true, Location::Cookie) => {
            report_undefined(parameter, "an array", "from a cookie for each item", diagnostics);
        }
        _ if is_unexploded_cookie(parameter) => {
            report_undefined(parameter, "an array", "from one cookie, separated by commas", diagnostics);
        }
        _ => {}
    }
    parameter.style
}

/// A cookie cannot have commas, so "`explode: false` is invalid" for arrays and objects with the style `cookie`. (OpenAPI
/// 3.2.1, "Parameter Object")
fn is_unexploded_cookie(parameter: &api::Parameter) -> bool {
    parameter.style.form == StyleForm::Cookie && !parameter.style.explode
}

/// Returns the style of an array, and the styles of the arrays inside it.
fn styles(parameter: &api::Parameter, facts: &Facts<'_>, diagnostics: &mut Diagnostics) -> Vec<Style> {
    let mut styles = Vec::new();
    let mut schema = parameter.schema;
    while facts.json(schema) == Json::Array {
        let (style, place) = match &facts.schema(schema).style {
            None if styles.is_empty() => {
                (outer_style(parameter, diagnostics), parameter.place.member("collectionFormat"))
            }
            None => (Style::SIMPLE, parameter.place.member("items")),
            Some(style) => (style.value, style.place.clone()),
        };
        if styles.iter().any(|outer: &Style| outer.separator() == style.separator()) {
            report_same_separator(parameter, place, diagnostics);
        }
        styles.push(style);
        let Some(item) = facts.array_item(schema) else { break };
        schema = item;
    }
    styles
}

/// OpenAPI 3 does not define arrays of arrays. Their items are separated by commas, as in Swagger 2.0.
fn report_same_separator(parameter: &api::Parameter, place: Place, diagnostics: &mut Diagnostics) {
    let name = &parameter.name;
    let message =
        format!("the parameter `{name}` uses the same separator for an array and for its inner arrays");
    let (place, help) = match parameter.syntax {
        Syntax::CollectionFormat => (
            place,
            "use another `collectionFormat` for one of them; otherwise, an inner array has at most one item",
        ),
        Syntax::Style | Syntax::Content(_) => (
            parameter.place.clone(),
            "use `style: pipeDelimited`, or `content` with JSON; otherwise, an inner array has at most one item",
        ),
    };
    diagnostics.push(Diagnostic::warning(codes::BAD_PARAMETER, place, message).help(help));
}

/// Returns the type of a value in text: a value without a type is a string.
pub(super) fn text_type(expr: Expr) -> Expr {
    match expr {
        Expr::Any => Expr::String,
        Expr::List(item) => Expr::List(Box::new(text_type(*item))),
        other => other,
    }
}
