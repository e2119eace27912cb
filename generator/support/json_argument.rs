//! Parameters that contain JSON.

use super::argument::Argument;
use super::reason::reason;
use super::{Decode, Rejection, Trail};

impl Argument<'_> {
    pub(crate) fn required_json<T: Decode>(self) -> Result<T, Rejection> {
        let name = self.name;
        self.optional_json()?.ok_or(Rejection::MissingParameter { name })
    }

    /// Decodes JSON. An error names the invalid value by its JSON pointer.
    pub(crate) fn optional_json<T: Decode>(self) -> Result<Option<T>, Rejection> {
        let Some(raw) = self.text? else { return Ok(None) };
        let text = raw.decode().map_err(|reason| Rejection::bad(self.name, reason))?;
        let mut trail = Trail { of_request: true, ..Trail::default() };
        let mut json = serde_json::Deserializer::from_str(&text);
        let value = T::decode(&mut json, &mut trail).and_then(|value| json.end().map(|()| value));
        value.map(Some).map_err(|error| match error.is_data() {
            true => invalid(self.name, &trail.pointer(), &reason(&error, &trail)),
            false => Rejection::bad(self.name, format!("is not JSON: {error}")),
        })
    }
}

/// Creates the error for an invalid value in a parameter. Errors do not show the values of parameters.
pub(super) fn invalid(name: &'static str, pointer: &str, reason: &str) -> Rejection {
    let of_type = if reason.starts_with("must be one of") { None } else { reason.split_once(", not ") };
    let reason = of_type.map_or(reason, |(expected, _)| expected);
    let is = if reason.starts_with("property ") { "is invalid: " } else { "" };
    match pointer {
        "" => Rejection::bad(name, format!("{is}{reason}")),
        _ => Rejection::bad(name, format!("at `{pointer}` {is}{reason}")),
    }
}
