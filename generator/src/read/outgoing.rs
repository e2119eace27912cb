//! Webhooks and callbacks: the requests that the server sends (OpenAPI 3, "Callback Object").

use super::methods::ADDITIONAL;
use super::path_item::PathItem;
use super::{Reader, report_nothing};
use crate::api::{Api, Callback, Method, Role, Source};
use crate::choices::Choices;
use crate::codes;
use crate::cursor::{Cursor, Object};
use crate::diagnostic::{Diagnostic, Diagnostics, Place, Placed};

/// The function that reads a path item.
type ReadPathItem<'f, 's> = &'f dyn Fn(PathItem<'_, 's>, &mut Reader<'_, 's>);

/// Reads `webhooks`. `receive` is the path before the names of the webhooks, if the generated code receives them.
pub(super) fn read_webhooks<'s>(
    webhooks: Option<&Cursor<'s>>,
    receive: Option<&str>,
    read_path_item: ReadPathItem<'_, 's>,
    reader: &mut Reader<'_, 's>,
) {
    let Some(webhooks) = webhooks else { return };
    for (name, item) in webhooks.entries(reader.diagnostics) {
        if name.starts_with("x-") && !item.value.is_object() {
            continue;
        }
        let (path, role) = match receive {
            Some(prefix) => {
                report_braces(prefix, name, &item.place.key(), reader.diagnostics);
                (received_path(prefix, name), Role::Received(name.to_owned()))
            }
            None => (name.to_owned(), Role::Sent(Source::Webhook(name.to_owned()))),
        };
        if let Some(item) = PathItem::open(&path, role, &item, reader) {
            read_path_item(item, reader);
        }
    }
}

/// Returns the path of a webhook that the generated code receives. "The key name is a unique string to refer to each
/// webhook", so it may have characters that a path cannot have.
fn received_path(prefix: &str, name: &str) -> String {
    use std::fmt::Write as _;
    let mut path = format!("{}/", prefix.trim_end_matches('/'));
    for byte in name.trim_start_matches('/').bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte) {
            path.push(char::from(byte));
        } else {
            // Writing to a string never fails.
            let _ = write!(path, "%{byte:02X}");
        }
    }
    path
}

/// Reports a name that looks like a path with variables. A webhook has no path, so it has no variables.
fn report_braces(prefix: &str, name: &str, place: &Place, diagnostics: &mut Diagnostics) {
    if name.contains('{') {
        let path = received_path(prefix, name);
        let message = format!("the name of a webhook has no variables, so `{name}` has the route `{path}`");
        let help =
            "choose a name without braces: it is not a path, and you choose the URL with `receive-webhooks`";
        diagnostics.push(Diagnostic::warning(codes::BAD_PATH, place.clone(), message).help(help));
    }
}

/// Reads the `callbacks` of an operation.
pub(super) fn read_callbacks<'s>(
    object: &mut Object<'s>,
    role: &Role,
    read_path_item: ReadPathItem<'_, 's>,
    reader: &mut Reader<'_, 's>,
) {
    let Some(callbacks) = object.take("callbacks") else { return };
    if !role.is_served() {
        report_nested(&callbacks.place, reader.diagnostics);
        return;
    }
    for (name, callback) in callbacks.entries(reader.diagnostics) {
        if name.starts_with("x-") && !callback.value.is_object() {
            continue;
        }
        if callback.value.is_null() {
            report_nothing(name, callback.place.key(), reader.diagnostics);
            continue;
        }
        let Some(callback) = callback.follow(reader.diagnostics) else { continue };
        if let Some(mistake) = without_level(name, &callback) {
            let mistake = mistake.and(object.place.clone().key(), "the operation of the callback");
            reader.diagnostics.push(reader.schemas.on_mistake.judge(mistake));
            continue;
        }
        for (expression, item) in callback.entries(reader.diagnostics) {
            if expression.starts_with("x-") {
                continue;
            }
            reader.api.callbacks.push(Callback {
                of: object.place.clone(),
                name: name.to_owned(),
                expression: Placed { value: expression.to_owned(), place: item.place.clone() },
            });
            let role = Role::Sent(Source::Callback(name.to_owned()));
            if let Some(item) = PathItem::open(expression, role, &item, reader) {
                read_path_item(item, reader);
            }
        }
    }
}

/// Finds a callback that is a path item. `callbacks` has two levels of keys: "A map of possible out-of band callbacks
/// related to the parent operation. The key is a unique identifier for the Callback Object." ("Operation Object"), and
/// in it, the runtime expression. Without one of them, the methods are where the expression belongs.
fn without_level(name: &str, callback: &Cursor<'_>) -> Option<Diagnostic> {
    let fields = callback.dialect().path_item();
    let is_method = |key: &str| fields.find(key).is_some() && is_method(key);
    let keys = callback.value.as_object()?;
    let (method, _) = keys.iter().find(|(key, value)| is_method(key) && value.is_object())?;
    let (message, help) = match name.contains(['$', '{', '/']) {
        true => (
            format!("`{name}` is the expression of a callback, but the callback has no name"),
            format!("write the name first, such as `onEvent: {{'{name}': {{{method}: ..}}}}`"),
        ),
        false => (
            format!(
                "the callback `{name}` has no expression: `{method}` is in the place of the URL of the receiver"
            ),
            format!("write `{name}: {{'{{$request.body#/url}}': {{{method}: ..}}}}`"),
        ),
    };
    let place = callback.place.member(method).key();
    Some(Diagnostic::new(codes::BAD_EXPRESSION, place, message).help(help))
}

fn is_method(key: &str) -> bool {
    key == ADDITIONAL || Method::ALL.iter().any(|(keyword, _)| *keyword == key)
}

/// Reports a setting that receives webhooks in a spec without any.
pub(super) fn report_nothing_received(api: &Api, choices: &Choices, diagnostics: &mut Diagnostics) {
    let Some(Placed { value: path, place }) = &choices.receive_webhooks else { return };
    if api.operations.iter().any(|operation| operation.role.webhook().is_some()) {
        return;
    }
    let message = format!("`receive-webhooks: {path}` has no effect: no webhook is read");
    let diagnostic = Diagnostic::new(codes::NO_SUCH_PLACE, place.clone(), message);
    let help = "webhooks are in `webhooks` at the root of an OpenAPI 3.1 document; to receive a callback, describe it there";
    diagnostics.push(choices.on_unused().judge(diagnostic).help(help));
}

/// Reports a document that has only webhooks. Its spec author may expect code that receives them.
pub(super) fn report_only_sent(webhooks: &Cursor<'_>, diagnostics: &mut Diagnostics) {
    let message = "the document has webhooks but no `paths`, so the server only sends requests";
    let diagnostic = Diagnostic::note(codes::IGNORED_REQUEST, webhooks.place.key(), message);
    diagnostics.push(diagnostic.help("to receive the webhooks, use the setting `receive-webhooks: /hooks`"));
}

fn report_nested(place: &Place, diagnostics: &mut Diagnostics) {
    let message = "callbacks of a request that the server sends are ignored";
    let diagnostic = Diagnostic::new(codes::IGNORED_REQUEST, place.key(), message);
    diagnostics
        .push(diagnostic.help("describe these requests under `paths`, since the server receives them"));
}
