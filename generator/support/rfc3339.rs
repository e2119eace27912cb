//! The grammar of dates and times (RFC 3339, section 5.6) and of durations (appendix A).

use std::borrow::Cow;

pub(super) const DATE_TIME: &str = "must be an RFC 3339 date-time, such as `2024-02-09T12:30:00Z`";
pub(super) const DATE: &str = "must be an RFC 3339 date, such as `2024-02-09`";
pub(super) const DURATION: &str = "must be an RFC 3339 duration, such as `P1DT12H`";

/// The number of digits of a fraction that the types keep.
const DIGITS: usize = 9;

/// Returns the text of a date-time, or `None` for any other text. The digits of a fraction after the ninth are cut off.
///
/// `t` and `z` are allowed, since "ABNF strings are case insensitive". (RFC 5234, section 2.3)
pub(super) fn date_time(text: &str) -> Option<Cow<'_, str>> {
    let (date, rest) = text.split_at_checked(10)?;
    let ymd = calendar_date(date)?;
    let (time, rest) = rest.strip_prefix(['T', 't'])?.split_at_checked(8)?;
    let [hour, minute, second] = fields(time, ':', [2, 2, 2])?;
    let (fraction, offset) = match rest.strip_prefix('.') {
        None => ("", rest),
        Some(rest) => {
            rest.split_at_checked(rest.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?)?
        }
    };
    let east = minutes_east(offset)?;
    let is_valid = match second {
        60 => may_be_leap_second(ymd, hour * 60 + minute - east),
        _ => second < 60,
    };
    if hour > 23 || minute > 59 || !is_valid {
        return None;
    }
    match fraction.split_at_checked(DIGITS) {
        Some((kept, cut)) if !cut.is_empty() => Some(Cow::Owned(format!("{date}T{time}.{kept}{offset}"))),
        _ => Some(Cow::Borrowed(text)),
    }
}

/// Returns whether the text is a date: `full-date`.
pub(super) fn is_date(text: &str) -> bool {
    calendar_date(text).is_some()
}

/// Returns whether the text is a duration. No unit between two others is skipped: `PT1H0M5S`, and not `PT1H5S`.
pub(super) fn is_duration(text: &str) -> bool {
    let text = text.to_ascii_uppercase();
    let Some(rest) = text.strip_prefix('P') else { return false };
    let (date, time) = match rest.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (rest, None),
    };
    match time {
        None => is_chain(date, "YMD") || is_chain(date, "W"),
        Some(time) => (date.is_empty() || is_chain(date, "YMD")) && is_chain(time, "HMS"),
    }
}

/// Returns whether the text is a list of numbers, each with its unit. No unit between two of them is skipped.
fn is_chain(text: &str, units: &str) -> bool {
    let mut parts = text.split_inclusive(|c: char| !c.is_ascii_digit()).peekable();
    let mut before: Option<usize> = None;
    let has_some = parts.peek().is_some();
    has_some
        && parts.all(|part| {
            let Some(unit) = part.chars().last() else { return false };
            let position = units.find(unit);
            let follows = position.is_some_and(|position| before.is_none_or(|before| position == before + 1));
            before = position;
            follows && part.len() > 1
        })
}

/// Returns the year, the month and the day.
pub(super) fn calendar_date(text: &str) -> Option<[i64; 3]> {
    let ymd = fields(text, '-', [4, 2, 2])?;
    let [year, month, day] = ymd;
    (day >= 1 && day <= days_in(year, month)).then_some(ymd)
}

fn days_in(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// Returns how many minutes local time is ahead of UTC.
fn minutes_east(offset: &str) -> Option<i64> {
    if matches!(offset, "Z" | "z") {
        return Some(0);
    }
    let (sign, rest) = offset.split_at_checked(1)?;
    let [hours, minutes] = fields(rest, ':', [2, 2])?;
    let east = hours * 60 + minutes;
    match sign {
        _ if hours > 23 || minutes > 59 => None,
        "+" => Some(east),
        "-" => Some(-east),
        _ => None,
    }
}

/// "The value "60" [is allowed] at the end of months in which a leap second occurs". (RFC 3339, section 5.6) Which months
/// these are is announced half a year ahead, so each month counts. The minutes are those of UTC since the start of the
/// local day.
fn may_be_leap_second([year, month, day]: [i64; 3], minutes: i64) -> bool {
    let last = days_in(year, month);
    match minutes.div_euclid(1440) {
        _ if minutes.rem_euclid(1440) != 1439 => false,
        0 => day == last,
        1 => day + 1 == last,
        _ => day == 1,
    }
}

/// Returns the numbers of a text, each with this number of digits.
fn fields<const N: usize>(text: &str, separator: char, widths: [usize; N]) -> Option<[i64; N]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; N];
    for (number, width) in numbers.iter_mut().zip(widths) {
        let digits = parts.next().filter(|part| part.len() == width);
        let digits = digits.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = digits.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}
