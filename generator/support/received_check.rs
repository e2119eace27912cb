//! Constraints of responses to requests that the generated code creates.

use super::check::Verdict;
use super::received_response::ReceivedResponse;
use super::{OutgoingError, Trail};

impl ReceivedResponse<'_> {
    /// Checks a header or a body. `what` names it in the error.
    pub(crate) fn check_received<T>(
        &self,
        what: &str,
        value: T,
        rule: impl Fn(&T, &mut Trail) -> Verdict,
    ) -> Result<T, OutgoingError> {
        let mut trail = Trail { of_response: true, ..Trail::default() };
        rule(&value, &mut trail).map_err(|reason| {
            let pointer = trail.pointer();
            let at = if pointer.is_empty() { pointer } else { format!(" at `{pointer}`") };
            self.invalid(format!("{what}{at} {reason}"))
        })?;
        Ok(value)
    }
}
