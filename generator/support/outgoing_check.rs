//! Constraints of requests that the generated code creates.

use super::check::Verdict;
use super::outgoing_request::OutgoingRequest;
use super::{CHECK_RESPONSES, Trail};

impl OutgoingRequest {
    /// Checks a value if responses are checked. `what` names it in the error.
    pub(crate) fn check_value<T>(
        mut self,
        what: &str,
        value: &T,
        rule: impl Fn(&T, &mut Trail) -> Verdict,
    ) -> Self {
        if CHECK_RESPONSES && self.is_checked {
            let mut trail = Trail { of_request: true, ..Trail::default() };
            if let Err(reason) = rule(value, &mut trail) {
                let pointer = trail.pointer();
                let at = if pointer.is_empty() { pointer } else { format!(" at `{pointer}`") };
                self.fail(format!("{what}{at} {reason}"));
            }
        }
        self
    }
}
