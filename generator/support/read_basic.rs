//! Reads the credentials of Basic authentication from requests. (RFC 7617)

use super::authorization::malformed;
use super::{Basic, Context, Rejection, Secret};

impl Context {
    /// Returns the credentials for `Basic`, or `None` if both the user and the password are empty.
    pub(crate) fn basic(&self) -> Result<Option<Basic>, Rejection> {
        let Some(encoded) = self.authorization("Basic")? else { return Ok(None) };
        let bytes =
            decode_base64(encoded).ok_or_else(|| malformed("has Basic credentials that are not base64"))?;
        let text =
            String::from_utf8(bytes).map_err(|_| malformed("has Basic credentials that are not UTF-8"))?;
        if text.contains(char::is_control) {
            return Err(malformed("has Basic credentials with control characters"));
        }
        // "the first colon in a user-pass string separates user-id and password"
        let (user, password) =
            text.split_once(':').ok_or_else(|| malformed("has Basic credentials without a colon"))?;
        let basic = Basic { user: user.to_owned(), password: Secret(password.to_owned()) };
        Ok((text != ":").then_some(basic))
    }
}

/// Decodes base64 with padding, without line breaks, and without nonzero bits after the last byte. (RFC 4648, section
/// 4)
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for digit in digits.bytes() {
        bits = bits << 6 | u32::from(base64_digit(digit)?);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    let padded = text.as_bytes().chunks_exact(4).remainder().is_empty();
    (padded && bits == 0).then_some(bytes)
}

fn base64_digit(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
