//! The error type of a new server: it logs the errors that it hides from clients. Its body is that of the errors in the
//! spec, if such a body can be made from a status code and a message.

use super::super::paths::path_of_type;
use crate::api::Status;
use crate::model::{Constructor, Expr, Field, Form, Model, ReadOnly, Struct, TypeId, WriteOnly, struct_of};
use crate::names::{Names, TypeName};

const TEMPLATE: &str = include_str!("error.rs.txt");

/// The names of properties with a text for people, the best one first.
const MESSAGES: [&str; 12] = [
    "detail",
    "message",
    "errorMessage",
    "error_message",
    "error_description",
    "description",
    "msg",
    "reason",
    "error",
    "title",
    "text",
    "summary",
];

/// The names of properties with a text for programs.
const CODES: [&str; 9] =
    ["code", "errcode", "errorCode", "error_code", "error", "type", "title", "name", "status"];

/// The names of properties with the status code.
const STATUSES: [&str; 6] = ["status", "statusCode", "status_code", "code", "httpStatus", "http_status"];

/// Emits the file.
pub(super) fn emit_error(model: &Model, names: &Names) -> String {
    let body = error_body(model, names);
    let (import, value, header) = match &body {
        Some(body) => {
            let header = match body.media_type.as_str() {
                "application/json" => String::new(),
                other => format!("[(header::CONTENT_TYPE, {other:?})], "),
            };
            ("{Rejection, types}", body.value.clone(), header)
        }
        None => ("Rejection", "json!({ \"code\": code, \"message\": message })".to_owned(), String::new()),
    };
    let needs_code = value.contains("code,") || value.contains("code)");
    let code = if needs_code {
        "let code = status.canonical_reason().unwrap_or(\"error\").to_lowercase().replace(' ', \"-\");\n    "
    } else {
        ""
    };
    let http = if header.is_empty() { "StatusCode" } else { "{StatusCode, header}" };
    let json = if body.is_some() { "" } else { "use serde_json::json;\n" };
    TEMPLATE
        .replace("REJECTION", import)
        .replace("HTTP", http)
        .replace("JSON_IMPORT\n", json)
        .replace("CODE\n    ", code)
        .replace("HEADER", &header)
        .replace("VALUE", &value)
}

/// A body of errors.
struct ErrorBody {
    /// The expression that creates it from `status`, `code` and `message`.
    value: String,
    media_type: String,
}

/// Returns the most frequent body of the declared error responses that can be made from a status code and a message.
fn error_body(model: &Model, names: &Names) -> Option<ErrorBody> {
    let responses = model.served().flat_map(|operation| &operation.responses);
    let errors = responses.filter(|response| {
        matches!(response.status, Status::Code(400..600) | Status::Range(4 | 5) | Status::Default)
    });
    let mut counts: Vec<(TypeId, &str, usize)> = Vec::new();
    for content in errors.flat_map(|response| &response.bodies) {
        let (Form::Json(Expr::Named(id)), Some(media_type)) = (&content.form, content.media_types.first())
        else {
            continue;
        };
        match counts.iter_mut().find(|(known, other, _)| known == id && other == media_type) {
            Some((.., count)) => *count += 1,
            None => counts.push((*id, media_type, 1)),
        }
    }
    // The sort is stable: of equally frequent bodies, the first one comes first.
    counts.sort_by_key(|(.., count)| std::cmp::Reverse(*count));
    counts.into_iter().find_map(|(id, media_type, _)| {
        let value = value_of(id, model, names)?;
        Some(ErrorBody { value, media_type: media_type.to_owned() })
    })
}

/// Returns the expression that creates a value of a struct.
fn value_of(id: TypeId, model: &Model, names: &Names) -> Option<String> {
    let structure = struct_of(&model.types, &Expr::Named(id))?;
    // An alias has no fields of its own.
    let Expr::Named(id) = model.resolve(&Expr::Named(id)) else { return None };
    let name = names.type_name(id);
    let path = path_of_type(name)?;
    let members = members_of(structure, name)?;
    let texts = members.iter().filter(|(field, _)| is_text(field, model));
    let best = |field: &Field| MESSAGES.iter().position(|name| *name == field.wire);
    let message = texts.filter_map(|(field, _)| Some((best(field)?, field.wire.as_str()))).min()?.1;
    let mut required = Vec::new();
    let mut optional = Vec::new();
    for (field, member) in members {
        let value = value_of_field(field, message, model);
        match (field.required, value) {
            (true, value) => required.push(value?),
            (false, Some(value)) if is_known(field, message) => {
                optional.push(format!("{member}: Some({value})"));
            }
            (false, _) => {}
        }
    }
    let base = match structure.constructor() {
        Constructor::None => format!("{path}::default()"),
        Constructor::Arguments => format!("{path}::new({})", required.join(", ")),
        Constructor::Struct => return None,
    };
    let is_whole = optional.len() == structure.fields.len() && name.additional.is_empty();
    Some(match (optional.is_empty(), is_whole) {
        (true, _) => base,
        (false, true) => format!("{path} {{ {} }}", optional.join(", ")),
        (false, false) => format!("{path} {{ {}, ..{base} }}", optional.join(", ")),
    })
}

/// Returns the fields that a response may have, with their names. `None` if a field is only in requests.
fn members_of<'s>(structure: &'s Struct, name: &'s TypeName) -> Option<Vec<(&'s Field, &'s String)>> {
    let is_plain = structure.fields.iter().all(|field| {
        field.write_only == WriteOnly::No && field.read_only != ReadOnly::Required && !field.boxed
    });
    let is_same = structure.fields.len() == name.members.len();
    (is_plain && is_same).then(|| structure.fields.iter().zip(&name.members).collect())
}

/// Returns whether an optional property gets a value: the message, and what RFC 9457 says about a status code.
fn is_known(field: &Field, message: &str) -> bool {
    (field.wire == message || field.wire == "status") && field.default.is_none()
}

fn value_of_field(field: &Field, message: &str, model: &Model) -> Option<String> {
    let wire = field.wire.as_str();
    match model.resolve(&field.expr) {
        Expr::String if wire == message => Some("message".to_owned()),
        Expr::String if is_text(field, model) && CODES.contains(&wire) => Some("code".to_owned()),
        Expr::Integer32 | Expr::Integer64 if STATUSES.contains(&wire) => {
            Some("status.as_u16().into()".to_owned())
        }
        _ => None,
    }
}

/// Returns whether a property is any text.
fn is_text(field: &Field, model: &Model) -> bool {
    model.resolve(&field.expr) == Expr::String && field.checks.is_empty()
}
