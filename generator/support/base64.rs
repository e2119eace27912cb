//! Bytes as text: `format: byte` is Base64, and `format: base64url` is its variant for URLs. (RFC 4648, sections 4 and 5)

use super::format::{self, Format};
use super::{Decode, Trail};
use serde::{Deserializer, Serialize, Serializer};
use std::ops::Deref;

const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const FOR_URLS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes that are Base64 in JSON, in parameters and in headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64<T = Vec<u8>>(pub T);

/// Bytes that are Base64 for URLs in JSON, in parameters and in headers.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Base64Url<T = Vec<u8>>(pub T);

macro_rules! bytes_as_text {
    ($($name:ident, $alphabet:ident, $must_be:literal;)*) => { $(
        impl<T> Deref for $name<T> {
            type Target = T;
            fn deref(&self) -> &T {
                &self.0
            }
        }

        impl<T> From<T> for $name<T> {
            fn from(bytes: T) -> Self {
                Self(bytes)
            }
        }

        impl<T: From<Vec<u8>>> Format for $name<T> {
            const MUST_BE: &'static str = $must_be;
            fn parse(text: &str) -> Option<Self> {
                decode(text, $alphabet).map(|bytes| Self(bytes.into()))
            }
        }

        impl<T: From<Vec<u8>>> Decode for $name<T> {
            fn decode<'de, D: Deserializer<'de>>(input: D, _: &mut Trail) -> Result<Self, D::Error> {
                format::decode(input)
            }
        }

        impl<T: AsRef<[u8]>> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, output: S) -> Result<S::Ok, S::Error> {
                output.serialize_str(&encode(self.0.as_ref(), $alphabet))
            }
        }
    )* };
}

bytes_as_text! {
    Base64, STANDARD, "must be Base64 with padding, such as `aGVsbG8=`";
    Base64Url, FOR_URLS, "must be Base64 for URLs with padding, such as `aGVsbG8=`";
}

/// Decodes a text. "Implementations MUST include appropriate pad characters" (RFC 4648, section 3.2), and bits that no
/// byte uses must be zero (section 3.5), so that no two texts have the same bytes.
fn decode(text: &str, alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let digits = text.strip_suffix('=').map_or(text, |text| text.strip_suffix('=').unwrap_or(text));
    let padding = text.len() - digits.len();
    let 0 = text.len() % 4 else { return None };
    let mut values = [None; 256];
    for (value, digit) in (0u8..).zip(alphabet) {
        *values.get_mut(usize::from(*digit))? = Some(value);
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for digit in digits.bytes() {
        let value = values.get(usize::from(digit)).copied().flatten()?;
        bits = (bits << 6 | u32::from(value)) & 0xffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff).try_into().ok()?);
        }
    }
    let is_whole = bits & ((1 << count) - 1) == 0 && padding == (4 - digits.len() % 4) % 4;
    is_whole.then_some(bytes)
}

fn encode(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().zip([16, 8, 0]).fold(0, |bits, (byte, shift)| bits | usize::from(*byte) << shift);
        for (index, shift) in [18, 12, 6, 0].into_iter().enumerate() {
            let digit = alphabet.get(bits >> shift & 63).copied().map_or('=', char::from);
            text.push(if index <= chunk.len() { digit } else { '=' });
        }
    }
    text
}
