//! Operations that the client cannot call.

use crate::api::{Location, Role};
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Form, Model, Operation, Payload};

/// Reports the operations for which the client has no method.
pub(super) fn report_uncallable(model: &Model, diagnostics: &mut Diagnostics) {
    let served = model.operations.iter().filter(|operation| operation.role == Role::Served);
    for operation in served.filter(|_| model.has_client) {
        let Some(reason) = obstacle(operation) else { continue };
        let message = format!("the client has no method for this operation: {reason}");
        let diagnostic = Diagnostic::new(codes::NO_CLIENT_METHOD, operation.place.key(), message);
        diagnostics.push(diagnostic.help("send its request with any HTTP client"));
    }
}

fn obstacle(operation: &Operation) -> Option<&'static str> {
    let mut bodies = operation.bodies();
    let mut contents = operation.responses.iter().flat_map(|response| &response.bodies);
    if !operation.files().is_empty() {
        Some("a form with files cannot be sent")
    } else if operation.form.is_some() {
        Some("a form whose fields are parameters cannot be sent")
    } else if operation.parameters.iter().any(|parameter| parameter.location == Location::Querystring) {
        Some("a parameter that is the whole query cannot be sent")
    } else if bodies.any(|body| matches!(body.payload, Payload::List(_) | Payload::Items(..))) {
        Some("a stream of items cannot be sent")
    } else if contents.any(|content| matches!(content.form, Form::Items(..))) {
        Some("a stream of items cannot be read from a response")
    } else {
        None
    }
}
