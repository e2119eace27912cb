//! Operations that the client cannot call.

use crate::api::Role;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::{Form, Model, Operation, Payload};

/// Reports the operations for which the client has no method. Without a server, they are omitted.
pub(super) fn report_uncallable(model: &mut Model, diagnostics: &mut Diagnostics) {
    let served = model.operations.iter().filter(|operation| operation.role == Role::Served);
    for operation in served.filter(|_| model.has_client) {
        let Some(reason) = obstacle(operation, model) else { continue };
        let message = format!("the client has no method for this operation: {reason}");
        let diagnostic = Diagnostic::new(codes::NO_CLIENT_METHOD, operation.place.key(), message);
        diagnostics.push(diagnostic.help("send its request with any HTTP client"));
    }
    if model.is_only_client {
        let mut operations = std::mem::take(&mut model.operations);
        operations.retain(|operation| obstacle(operation, model).is_none());
        model.operations = operations;
        // Only a server reads parameters.
        for foreign in &mut model.foreign {
            foreign.text = false;
        }
    }
}

/// Returns the reason why the client cannot call an operation, if there is one. Items are read with the support code of a
/// server.
fn obstacle(operation: &Operation, model: &Model) -> Option<&'static str> {
    let mut contents = operation.responses.iter().flat_map(|response| &response.bodies);
    let has_items =
        operation.bodies().any(|body| matches!(body.payload, Payload::List(_) | Payload::Items(..)))
            || contents.any(|content| matches!(content.form, Form::Items(..)));
    let without_server =
        || (model.is_only_client && has_items).then_some("a client without a server has no streams of items");
    operation.obstacle_of_client().or_else(without_server)
}
