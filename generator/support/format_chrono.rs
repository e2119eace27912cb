//! Dates and times of the crate `chrono`. It also accepts a space for the `T`, `+0200` and `2024-2-9`.

use super::format::{Format, decode_text};
use super::rfc3339;
use chrono::{DateTime, FixedOffset, NaiveDate};

decode_text!(DateTime<FixedOffset>, NaiveDate);

/// The offset `-00:00` becomes `+00:00`, and is written `Z`.
impl Format for DateTime<FixedOffset> {
    const MUST_BE: &'static str = rfc3339::DATE_TIME;
    fn parse(text: &str) -> Option<Self> {
        Self::parse_from_rfc3339(&rfc3339::date_time(text)?).ok()
    }
}

impl Format for NaiveDate {
    const MUST_BE: &'static str = rfc3339::DATE;
    fn parse(text: &str) -> Option<Self> {
        if rfc3339::is_date(text) { text.parse().ok() } else { None }
    }
}
