//! `schedule.ics`: the validity period of each group of slogans, for calendar programs.
//!
//! RFC 5545: CR LF, lines folded at 75 bytes between characters; ASCII `\`, `;` and `,` are escaped,
//! full-width characters are not; dates without times, the end date exclusive. One event for each group that
//! has a validity period; its UID is derived from the address of its page. Source:
//! `docs/signage.md#calendar`.

use std::collections::BTreeMap;

use jiff::{
    ToSpan as _,
    civil::{Date, DateTime},
};

use super::list::SloganList;
use crate::{
    page::{Addresses, date_of},
    site::{PageId, Site, SiteSlogan},
    yaml::Moment,
};

/// The maximum length of a line, in bytes, before it is folded.
const LINE_BYTES_MAX: usize = 75;

/// A group of slogans and the first and last day of its validity.
pub struct CalendarEvent {
    page: PageId,
    from: Date,
    until: Date,
    slogans: Vec<String>,
}

pub fn events(list: &SloganList, site: &Site) -> Vec<CalendarEvent> {
    let mut groups: BTreeMap<PageId, Vec<&SiteSlogan>> = BTreeMap::new();
    for slogan in list.of(site) {
        groups.entry(slogan.page).or_default().push(slogan);
    }
    let event = |(page, slogans): (PageId, Vec<&SiteSlogan>)| {
        // All slogans of a group have the same validity.
        let group = slogans.first()?;
        let begun = date_of(&site.pages[page].document).map(|it| it.date());
        Some(CalendarEvent {
            page,
            from: group.valid_from.or(begun)?,
            until: group.valid_until?,
            slogans: slogans.iter().map(|it| it.text.value.clone()).collect(),
        })
    };
    groups.into_iter().filter_map(event).collect()
}

pub fn calendar(list: &SloganList, site: &Site) -> Vec<u8> {
    let mut text = String::new();
    let mut line = |it: String| fold(&it, &mut text);
    line("BEGIN:VCALENDAR".to_owned());
    line("VERSION:2.0".to_owned());
    line("PRODID:-//fanzha//slogans//ZH".to_owned());
    line("CALSCALE:GREGORIAN".to_owned());
    line(format!("X-WR-CALNAME:{}", escaped(&list.title(site))));
    let addresses = Addresses::absolute(&site.config);
    for event in events(list, site) {
        let page = &site.pages[event.page];
        let address = addresses.full(&page.url);
        let stamp = date_of(&page.document).map_or(event.from.at(0, 0, 0, 0), Moment::datetime);
        let end = event.until.saturating_add(1.day());
        line("BEGIN:VEVENT".to_owned());
        line(format!(
            "UID:{}@{}",
            page.url.as_str().replace('/', "."),
            site.config.base_url.host()
        ));
        line(format!("DTSTAMP:{}", utc(stamp, site)));
        line(format!(
            "DTSTART;VALUE=DATE:{}",
            event.from.strftime("%Y%m%d")
        ));
        line(format!("DTEND;VALUE=DATE:{}", end.strftime("%Y%m%d")));
        line(format!("SUMMARY:{}", escaped(&page.document.title.value)));
        line(format!(
            "DESCRIPTION:{}",
            escaped(&event.slogans.join("\n"))
        ));
        line(format!("URL:{address}"));
        line("TRANSP:TRANSPARENT".to_owned());
        line("END:VEVENT".to_owned());
    }
    line("END:VCALENDAR".to_owned());
    text.into_bytes()
}

fn utc(moment: DateTime, site: &Site) -> String {
    let zoned = Moment::new(moment).zoned(&site.config.time_zone);
    let utc = zoned.with_time_zone(jiff::tz::TimeZone::UTC);
    utc.strftime("%Y%m%dT%H%M%SZ").to_string()
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => escaped.extend(['\\', character]),
            '\n' => escaped.push_str("\\n"),
            '\r' => (),
            _ => escaped.push(character),
        }
    }
    escaped
}

/// Appends a line; after each 75 bytes at most it is continued after a line break and a space.
fn fold(line: &str, text: &mut String) {
    let mut used = 0;
    for character in line.chars() {
        if used + character.len_utf8() > LINE_BYTES_MAX {
            text.push_str("\r\n ");
            used = 1;
        }
        text.push(character);
        used += character.len_utf8();
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut text = String::new();
        fold(&"诈".repeat(60), &mut text);
        assert!(text.split("\r\n").all(|it| it.len() <= LINE_BYTES_MAX));
        assert_eq!(
            text.replace("\r\n ", ""),
            format!("{}\r\n", "诈".repeat(60))
        );
    }

    #[test]
    fn only_ascii_characters_are_escaped() {
        assert_eq!(escaped("不点，不转;a,b\\c\n完"), r"不点，不转\;a\,b\\c\n完");
    }
}
