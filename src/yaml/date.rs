//! Dates in the formats that Chinese editors write.
//!
//! A moment is a wall-clock time in the site's time zone; a time with an offset is converted to that zone.
//! A date without a time means the start of that day in that zone, never midnight UTC.

use jiff::{
    ZonedDateTime,
    civil::{Date, DateTime, Time},
    tz::{Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use super::half_width::half_width;

/// A point in time on the clock of the site's time zone, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(DateTime);

impl Moment {
    pub fn datetime(self) -> DateTime {
        self.0
    }

    pub fn new(at: DateTime) -> Self {
        Self(at)
    }

    /// Parses `2026-05-01`, `2026-05-01 09:30`, `2026/5/1`, `2026年5月1日上午9时30分`, in half-width or
    /// full-width digits; RFC 3339, and `2026-05-01 09:30:00 +0800` as other generators write it.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        let text = half_width(text.trim());
        if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self::of(timestamp, zone));
        }
        let Some((text, offset)) = split_offset(&text) else {
            return parse_local(&text).map(Self);
        };
        let timestamp = offset.to_timestamp(parse_local(text)?).ok()?;
        Some(Self::of(timestamp, zone))
    }

    fn of(timestamp: jiff::Timestamp, zone: &TimeZone) -> Self {
        Self(timestamp.to_zoned_datetime(zone.clone()).datetime())
    }

    /// The first moment of the next day.
    pub fn next_day(self) -> Self {
        let day = self.0.date();
        Self(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0))
    }

    pub fn date(self) -> Date {
        self.0.date()
    }

    /// `2026-05-01 09:30`, the format of the government page tags (24 hours, ASCII hyphens).
    pub fn minutes(self) -> String {
        let (date, time) = (self.0.date(), self.0.time());
        // Formatted by hand for speed: this is called for every line of every list.
        format!(
            "{:04}-{:02}-{:02} {:02}:{:02}",
            date.year(),
            date.month(),
            date.day(),
            time.hour(),
            time.minute()
        )
    }

    /// With the offset of `zone`, for feeds and machine-readable dates.
    pub fn zoned(self, zone: &TimeZone) -> ZonedDateTime {
        zone.to_ambiguous_zoned_datetime(self.0)
            .compatible()
            .expect("years of four digits are within the range of every zone")
    }
}

/// Parses `2026-05` or `2026年5月`; the first day of that month.
pub fn parse_month(text: &str) -> Option<Date> {
    let text = half_width(text.trim());
    let [year, month] = parts(text.trim_end_matches('月'))[..] else {
        return None;
    };
    Date::new(year_of(year)?, number(month)?, 1).ok()
}

/// Splits a time from its UTC offset: `Z`, `+08:00` or `+0800`, with or without a space before it.
fn split_offset(text: &str) -> Option<(&str, Offset)> {
    if let Some(time) = text.strip_suffix('Z') {
        return Some((time, Offset::UTC));
    }
    let (time, offset) = text.split_at(text.rfind(['+', '-'])?);
    let (sign, digits) = (&offset[..1], offset[1..].replace(':', ""));
    // A hyphen inside the date has no time before it.
    if !time.contains(':') || digits.len() != 4 || !digits.is_ascii() {
        return None;
    }
    let (hours, minutes) = (number(&digits[..2])?, number(&digits[2..])?);
    let seconds = i32::from(hours) * 3600 + i32::from(minutes) * 60;
    let offset = Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()?;
    Some((time.trim_end(), offset))
}

/// A wall-clock time: a date, optionally followed by a time of day.
fn parse_local(text: &str) -> Option<DateTime> {
    // A time may follow 日 without a space, and there may be spaces before it: `2026 年 5 月 1 日9:30`.
    let (date, time) = match text.split_once(['日', '号']) {
        Some(parts) => parts,
        None => text
            .find([' ', 'T'])
            .map_or((text, ""), |at| (&text[..at], &text[at + 1..])),
    };
    Some(parse_date(date)?.to_datetime(parse_time(time.trim())?))
}

fn parse_date(text: &str) -> Option<Date> {
    let [year, month, day] = parts(text)[..] else {
        return None;
    };
    Date::new(year_of(year)?, number(month)?, number(day)?).ok()
}

fn parse_time(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let (text, hours_later) = split_half_day(text);
    let with_colons = text.trim_end_matches('秒').replace(['时', '点', '分'], ":");
    let parts: Vec<&str> = with_colons.trim_end_matches(':').split(':').collect();
    let (hour, minute, second) = match parts[..] {
        // A single number is an hour only if it is marked as one.
        [hour] if text.ends_with(['时', '点']) => (hour, "0", "0"),
        [hour, minute] => (hour, minute, "0"),
        [hour, minute, second] => (hour, minute, second.split('.').next()?),
        _ => return None,
    };
    let hour = number(hour)?;
    let hour = if hour < 12 { hour + hours_later } else { hour };
    Time::new(hour, number(minute)?, number(second)?, 0).ok()
}

/// Strips 上午 or 下午 from a time of day, and returns the hours to add.
fn split_half_day(text: &str) -> (&str, i8) {
    let after = |words: [&str; 2]| words.into_iter().find_map(|it| text.strip_prefix(it));
    if let Some(rest) = after(["上午", "凌晨"]) {
        return (rest.trim_start(), 0);
    }
    match after(["下午", "晚上"]) {
        Some(rest) => (rest.trim_start(), 12),
        None => (text, 0),
    }
}

/// The parts between the separators of a date.
fn parts(text: &str) -> Vec<&str> {
    let parts = text.split(['-', '/', '.', '年', '月']);
    parts.map(str::trim).collect()
}

/// Four digits: a year such as `26` is a mistake, not the year 26.
fn year_of(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

/// One or two digits.
fn number(text: &str) -> Option<i8> {
    (matches!(text.len(), 1 | 2) && text.bytes().all(|it| it.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<String> {
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        Moment::parse(text, &zone).map(Moment::minutes)
    }

    #[test]
    fn common_date_formats_are_parsed() {
        for text in [
            "2026-05-01 09:30",
            "2026/5/1 9:30",
            "2026年5月1日 9:30",
            "2026-05-01T09:30:00",
            "2026-05-01T01:30:00Z",
            "2026-05-01T01:30Z",
            "2026-05-01T09:30:00+08:00",
            "2026-05-01T09:30+08:00",
            "2026-05-01 09:30:00 +0800",
            "2026-04-30 21:30:00 -0400",
            "2026.5.1 09:30:15",
            "2026年5月1日9时30分",
            "2026 年 5 月 1 日　上午 9：30",
            "２０２６－０５－０１ ９：３０",
        ] {
            assert_eq!(minutes(text).as_deref(), Some("2026-05-01 09:30"), "{text}");
        }
        assert_eq!(minutes("2026-05-01").as_deref(), Some("2026-05-01 00:00"));
        let evening = minutes("2026年5月1日晚上8点");
        assert_eq!(evening.as_deref(), Some("2026-05-01 20:00"));
    }

    #[test]
    fn invalid_dates_are_rejected() {
        for text in [
            "2026-02-30",
            "26-05-01",
            "5月1日",
            "2026-13-01",
            "明天",
            "2026-05-01 25:00",
            "2026-05-01 9",
            "2026-05-01 09:30 +99",
            "20260501",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
