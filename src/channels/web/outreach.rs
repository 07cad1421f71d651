//! The calendar of outreach events: months, days, and links to the pages of venues and units.

use jiff::civil::{Date, Weekday};

use super::named::{month_in_words, named};
use crate::{
    content::Outreach,
    page::Addresses,
    site::{Site, UNITS, VENUES},
    theme::kind_view::{EventView, OutreachMonthView},
};

pub fn calendar(
    outreach: &Outreach,
    site: &Site,
    addresses: Addresses<'_>,
) -> Vec<OutreachMonthView> {
    let months = outreach.events.chunk_by(|left, right| {
        (left.day.year(), left.day.month()) == (right.day.year(), right.day.month())
    });
    months
        .map(|events| OutreachMonthView {
            title: month_in_words(events.first().map(|it| it.day)),
            events: events
                .iter()
                .map(|it| EventView {
                    iso: it.day.to_string(),
                    month: it.day.month(),
                    day: it.day.day(),
                    weekday: weekday(it.day),
                    topic: it.topic.clone(),
                    venue: named(&it.venue, VENUES, site, addresses),
                    place: it.place.clone(),
                    unit: named(&it.unit, UNITS, site, addresses),
                })
                .collect(),
        })
        .collect()
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "周一",
        Weekday::Tuesday => "周二",
        Weekday::Wednesday => "周三",
        Weekday::Thursday => "周四",
        Weekday::Friday => "周五",
        Weekday::Saturday => "周六",
        Weekday::Sunday => "周日",
    }
}
