//! Dates and times of the crate `time`. Its own `Serialize` writes `2024-02-09 12:30:00.0 +00:00:00`.

use super::format::{Format, Write, decode_text};
use super::rfc3339;
use time::format_description::well_known::Rfc3339;
use time::{Date, Month, OffsetDateTime};

decode_text!(Date);

/// The offset `-00:00` becomes `+00:00`, and is written `Z`. The second 60 becomes the last nanosecond of second 59.
impl Format for OffsetDateTime {
    const MUST_BE: &'static str = rfc3339::DATE_TIME;
    fn parse(text: &str) -> Option<Self> {
        Self::parse(&rfc3339::date_time(text)?, &Rfc3339).ok()
    }
}

impl Write for OffsetDateTime {
    fn write(&self) -> Option<String> {
        self.format(&Rfc3339).ok()
    }
}

impl Format for Date {
    const MUST_BE: &'static str = rfc3339::DATE;
    fn parse(text: &str) -> Option<Self> {
        let [year, month, day] = rfc3339::calendar_date(text)?;
        let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
        Self::from_calendar_date(i32::try_from(year).ok()?, month, u8::try_from(day).ok()?).ok()
    }
}
