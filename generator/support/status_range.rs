//! The status codes that a handler sets in an operation with ranges of status codes, such as `4XX`.

use super::{Operation, Rejection, undeclared};
use axum::http::StatusCode;

/// Checks the status code of the response for a range, which is named by its first digit. "A response code that is
/// declared explicitly takes precedence over the range definition for that code." (OpenAPI, "Responses Object")
pub fn in_range(
    operation: &Operation,
    range: u16,
    status: StatusCode,
    has_body: bool,
) -> Result<StatusCode, Rejection> {
    let bodiless = [StatusCode::NO_CONTENT, StatusCode::RESET_CONTENT, StatusCode::NOT_MODIFIED];
    let reason = if status.as_u16() / 100 != range {
        "it is not in the range"
    } else if operation.statuses.contains(&status.as_u16()) {
        "it has a response of its own"
    } else if has_body && bodiless.contains(&status) {
        "it does not allow a body"
    } else {
        return Ok(status);
    };
    let reason = format!("`{status}` cannot be the status of the response {range}XX: {reason}");
    Err(Rejection::InvalidResponse { reason })
}

/// Checks the status code of the `default` response, if the operation also declares these ranges.
pub fn outside_ranges(
    operation: &Operation,
    ranges: &[u16],
    status: StatusCode,
    has_body: bool,
) -> Result<StatusCode, Rejection> {
    let range = status.as_u16() / 100;
    if ranges.contains(&range) {
        let reason =
            format!("`{status}` cannot be the status of the default response: use the response {range}XX");
        return Err(Rejection::InvalidResponse { reason });
    }
    undeclared(operation, status, has_body)
}
