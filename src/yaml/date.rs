//! Dates as Chinese editors write them.
//!
//! A moment is a wall-clock time in the site's own zone; a time with an offset is carried over to that zone.
//! A bare date means the start of that day there, never midnight in London.

use jiff::{
    ZonedDateTime,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};
use serde::{Deserialize, Serialize};

/// When something happens, on the clock of the site's time zone, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Moment(DateTime);

impl Moment {
    pub fn new(at: DateTime) -> Self {
        Self(at)
    }

    /// Reads `2026-05-01`, `2026-05-01 09:30`, `2026/5/1`, `2026年5月1日 9:30` or an RFC 3339 time.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        let text = text.trim();
        if let Ok(timestamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self(timestamp.to_zoned_datetime(zone.clone()).datetime()));
        }
        let (date, time) = match text.find([' ', 'T', '\u{3000}']) {
            Some(at) => (
                &text[..at],
                text[at..].trim_start_matches(['T', ' ', '\u{3000}']),
            ),
            None => (text, ""),
        };
        Some(Self(parse_date(date)?.to_datetime(parse_time(time)?)))
    }

    /// The first moment of the day after.
    pub fn next_day(self) -> Self {
        let day = self.0.date();
        Self(day.tomorrow().unwrap_or(day).at(0, 0, 0, 0))
    }

    pub fn date(self) -> Date {
        self.0.date()
    }

    /// `2026-05-01 09:30`, as the government page tags want it (24 hours, ASCII hyphens).
    pub fn minutes(self) -> String {
        self.0.strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// With the offset of `zone`, for feeds and machine-readable dates.
    pub fn zoned(self, zone: &TimeZone) -> ZonedDateTime {
        zone.to_ambiguous_zoned_datetime(self.0)
            .compatible()
            .expect("years of four digits are within the range of every zone")
    }
}

/// Reads `2026-05` or `2026年5月`; the first day of that month.
pub fn parse_month(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = text
        .trim_end_matches('月')
        .split(['-', '/', '.', '年'])
        .collect();
    let [year, month] = parts[..] else {
        return None;
    };
    Date::new(year_of(year)?, number(month, 2)?, 1).ok()
}

fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .collect();
    let [year, month, day] = parts[..] else {
        return None;
    };
    Date::new(year_of(year)?, number(month, 2)?, number(day, 2)?).ok()
}

fn parse_time(text: &str) -> Option<Time> {
    if text.is_empty() {
        return Some(Time::midnight());
    }
    let parts: Vec<&str> = text.trim_end_matches('Z').split([':', '：']).collect();
    match parts[..] {
        [hour, minute] => Time::new(number(hour, 2)?, number(minute, 2)?, 0, 0).ok(),
        [hour, minute, second] => Time::new(
            number(hour, 2)?,
            number(minute, 2)?,
            number(second.split('.').next()?, 2)?,
            0,
        )
        .ok(),
        _ => None,
    }
}

/// Four digits: a year such as `26` is a slip, not the year 26.
fn year_of(text: &str) -> Option<i16> {
    (text.len() == 4 && text.bytes().all(|it| it.is_ascii_digit()))
        .then(|| text.parse().ok())
        .flatten()
}

fn number(text: &str, digits_max: usize) -> Option<i8> {
    (!text.is_empty() && text.len() <= digits_max && text.bytes().all(|it| it.is_ascii_digit()))
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
    fn dates_are_read_as_editors_write_them() {
        for text in [
            "2026-05-01 09:30",
            "2026/5/1 9:30",
            "2026年5月1日 9:30",
            "2026-05-01T09:30:00",
            "2026-05-01T01:30:00Z",
            "2026-05-01T09:30:00+08:00",
        ] {
            assert_eq!(minutes(text).as_deref(), Some("2026-05-01 09:30"), "{text}");
        }
        assert_eq!(minutes("2026-05-01").as_deref(), Some("2026-05-01 00:00"));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-02-30",
            "26-05-01",
            "5月1日",
            "2026-13-01",
            "明天",
            "2026-05-01 25:00",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }
}
