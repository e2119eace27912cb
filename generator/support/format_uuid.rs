//! UUIDs. The crate `uuid` also accepts braces, `urn:uuid:` and 32 digits without hyphens.

use super::format::{Format, decode_text};
use uuid::Uuid;

decode_text!(Uuid);

/// The digits may be in upper case, but are written in lower case. (RFC 9562, section 4)
impl Format for Uuid {
    const MUST_BE: &'static str = "must be a UUID, such as `123e4567-e89b-42d3-a456-426614174000`";
    fn parse(text: &str) -> Option<Self> {
        // Only one of the forms has this length.
        if text.len() == 36 { Self::try_parse(text).ok() } else { None }
    }
}
