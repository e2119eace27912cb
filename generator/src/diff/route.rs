//! Operations in messages.

use crate::api::{Operation, Role};

/// Returns the operation as the list of affected operations has it.
pub(super) fn in_words(operation: &Operation) -> String {
    match &operation.role {
        Role::Served | Role::Received(_) => operation.route(),
        Role::Sent(_) => operation.in_docs().replace('`', ""),
    }
}
