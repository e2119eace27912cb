//! The parts of `multipart/form-data` in requests that the generated code creates. (RFC 7578)

use super::multipart::FORM_DATA;
use super::outgoing_request::OutgoingRequest;
use std::hash::{BuildHasher as _, RandomState};

/// A field of a form that is being created.
pub(super) struct OutgoingField {
    pub name: String,
    pub text: String,
    /// The media type of its part.
    pub media_type: Option<&'static str>,
}

impl OutgoingRequest {
    /// Sets a form without files.
    pub(super) fn set_parts(&mut self, fields: &[OutgoingField]) {
        let boundary = boundary();
        let mut form = String::new();
        let added = fields.iter().try_for_each(|field| add_field(&mut form, field, &boundary));
        form.push_str(&last_line(&boundary));
        match added {
            Ok(()) => self.set_body(&form_type(&boundary), form),
            Err(reason) => self.fail(reason),
        }
    }
}

/// Returns the media type of a form.
pub(super) fn form_type(boundary: &str) -> String {
    format!("{FORM_DATA}; boundary={boundary}")
}

/// Returns 128 random bits as a boundary, so that no part contains it.
pub(super) fn boundary() -> String {
    let random = RandomState::new();
    format!("stubsmith-{:016x}{:016x}", random.hash_one(0), random.hash_one(1))
}

/// Adds the part of a field.
pub(super) fn add_field(form: &mut String, field: &OutgoingField, boundary: &str) -> Result<(), String> {
    let name = &field.name;
    let quoted = quoted(name).map_err(|reason| format!("the name of the field `{name}` {reason}"))?;
    form.push_str(&first_lines(boundary, &quoted));
    if let Some(media_type) = field.media_type {
        form.push_str(&format!("Content-Type: {media_type}\r\n"));
    }
    form.push_str("\r\n");
    form.push_str(&field.text);
    form.push_str("\r\n");
    Ok(())
}

/// Returns the first lines of a part.
pub(super) fn first_lines(boundary: &str, quoted: &str) -> String {
    format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{quoted}\"\r\n")
}

/// Returns the last line of a form.
pub(super) fn last_line(boundary: &str) -> String {
    format!("--{boundary}--\r\n")
}

/// Escapes a name for the quotes around it: "replacing any 0x0A (LF) bytes with the byte sequence `%0A`, 0x0D (CR) with
/// `%0D` and 0x22 (") with `%22`. The user agent must not perform any other escapes." (WHATWG HTML, section 4.10.21.8)
///
/// # Errors
/// Returns the reason why a receiver would read another name.
pub(super) fn quoted(name: &str) -> Result<String, String> {
    if let Some(escape) = ["%0A", "%0D", "%22"].iter().find(|escape| name.contains(**escape)) {
        return Err(format!("has `{escape}`, which is read as another character"));
    }
    // Some receivers read a backslash as an escape of a backslash or of a quotation mark.
    if name.ends_with('\\') || name.contains("\\\\") {
        return Err("has a backslash before another one or at its end, which is read as an escape".to_owned());
    }
    Ok(name.replace('\n', "%0A").replace('\r', "%0D").replace('"', "%22"))
}
