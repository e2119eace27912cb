//! Operations that the client cannot call.

use crate::api::Role;
use crate::codes;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::model::Model;

/// Reports the operations for which the client has no method. Without a server, they are omitted.
pub(super) fn report_uncallable(model: &mut Model, diagnostics: &mut Diagnostics) {
    let served = model.operations.iter().filter(|operation| operation.role == Role::Served);
    for operation in served.filter(|_| model.has_client) {
        let Some(reason) = operation.obstacle_of_client() else { continue };
        let message = format!("the client has no method for this operation: {reason}");
        let diagnostic = Diagnostic::new(codes::NO_CLIENT_METHOD, operation.place.key(), message);
        diagnostics.push(diagnostic.help("send its request with any HTTP client"));
    }
    if model.is_only_client {
        let mut operations = std::mem::take(&mut model.operations);
        operations.retain(|operation| operation.obstacle_of_client().is_none());
        model.operations = operations;
        // Only a server reads parameters.
        for foreign in &mut model.foreign {
            foreign.text = false;
        }
    }
}
