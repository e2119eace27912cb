//! Dates, times and durations of the crate `jiff`. It also accepts `[Europe/Paris]`, a time without seconds, and
//! `20240209`.

use super::format::{Format, Write, decode_text};
use super::rfc3339;
use jiff::{SpanFieldwise, Timestamp, civil::Date};

decode_text!(Timestamp, Date);

/// A timestamp has no offset: it is written in UTC. The second 60 becomes 59.
impl Format for Timestamp {
    const MUST_BE: &'static str = rfc3339::DATE_TIME;
    fn parse(text: &str) -> Option<Self> {
        rfc3339::date_time(text)?.parse().ok()
    }
}

impl Format for Date {
    const MUST_BE: &'static str = rfc3339::DATE;
    fn parse(text: &str) -> Option<Self> {
        if rfc3339::is_date(text) { text.parse().ok() } else { None }
    }
}

impl Format for SpanFieldwise {
    const MUST_BE: &'static str = rfc3339::DURATION;
    fn parse(text: &str) -> Option<Self> {
        if rfc3339::is_duration(text) { text.parse().ok().map(Self) } else { None }
    }
}

impl Write for SpanFieldwise {
    fn write(&self) -> Option<String> {
        Some(self.0.to_string()).filter(|text| rfc3339::is_duration(text))
    }
}
