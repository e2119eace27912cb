//! Decimal numbers as strings.

use super::format::{Format, decode_text};
use rust_decimal::Decimal;

decode_text!(Decimal);

/// The grammar is that of numbers in JSON, without an exponent. More than 28 digits would be rounded, so they are
/// rejected.
impl Format for Decimal {
    const MUST_BE: &'static str = "must be a decimal number with at most 28 digits, such as `12.50`";
    fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_number =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_valid = is_number(whole) && is_number(fraction) && (whole == "0" || !whole.starts_with('0'));
        if is_valid { Self::from_str_exact(text).ok() } else { None }
    }
}
