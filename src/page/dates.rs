//! The dates of a page, as feeds and pages write them.
//!
//! Times come from the content, never from a clock.

use jiff::{civil::Date, tz::TimeZone};

use crate::{
    content::Document,
    site::{Site, SiteSlogan},
    yaml::Moment,
};

/// The publication date of a page: its own date, or else the moment it was scheduled for.
pub fn date_of(document: &Document) -> Option<Moment> {
    let front_matter = &document.front_matter;
    let date = front_matter.date.as_ref();
    date.or(front_matter.schedule.publish_at.as_ref())
        .map(|it| it.value)
}

/// RFC 3339, in the site's time zone.
pub fn rfc3339(moment: Moment, site: &Site) -> String {
    rfc3339_in(moment, &site.config.time_zone)
}

/// RFC 3339, in this time zone.
pub fn rfc3339_in(moment: Moment, time_zone: &TimeZone) -> String {
    let zoned = moment.zoned(time_zone);
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// RFC 2822, in the site's time zone, as RSS wants it.
pub fn rfc2822(moment: Moment, site: &Site) -> String {
    let zoned = moment.zoned(&site.config.time_zone);
    zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

/// The first and the last day on which all of `slogans` are valid; none where no slogan sets a limit.
pub fn validity(slogans: &[&SiteSlogan]) -> (Option<Date>, Option<Date>) {
    let from = slogans.iter().filter_map(|it| it.valid_from).max();
    let until = slogans.iter().filter_map(|it| it.valid_until).min();
    (from, until)
}
