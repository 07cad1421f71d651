//! Slogans as entries of a feed: RSS 2.0 for signage systems, JSON Feed 1.1.
//!
//! Xibo shows the newest first, so entries get times a minute apart, the first slogan the latest; the times come from the
//! content, never from the clock. An entry's address is where the slogan stands on the website.

use jiff::{ToSpan as _, civil::DateTime};

use super::list::{Format, List};
use crate::{
    page::{Addresses, Prepared, RenderContext, date_of, json_feed, rfc2822, rfc3339},
    site::{Site, SiteSlogan},
    theme::{
        Filling,
        view::{FeedItemView, FeedView},
    },
    yaml::Moment,
};

pub fn rss<'a>(list: &List, context: &RenderContext<'a>) -> Prepared<'a> {
    let mut filling = Filling::new(context.theme, "rss.xml");
    filling.insert("feed", view(list, Format::Rss, context.site));
    filling.insert_shared("site", &context.shared.site);
    filling.into()
}

pub fn json(list: &List, site: &Site) -> Vec<u8> {
    json_feed(&view(list, Format::JsonFeed, site))
}

fn view(list: &List, format: Format, site: &Site) -> FeedView {
    let addresses = Addresses::absolute(&site.config);
    let home = site.config.base_url.as_str();
    let newest = list.of(site).filter_map(|it| day_of(it, site)).max();
    // A feed must say when it changed; slogans without any day have not changed since the beginning of time.
    let newest = newest.unwrap_or_else(|| jiff::civil::date(1970, 1, 2).at(8, 0, 0, 0));
    let updated = Moment::new(newest);
    FeedView {
        title: list.title(site),
        description: site.config.description.clone(),
        language: site.config.language.clone(),
        address: home.to_owned(),
        self_address: format!("{home}{}{}", list.folder, format.file_name()),
        updated: rfc3339(updated, site),
        updated_rfc2822: rfc2822(updated, site),
        items: list
            .of(site)
            .zip(0i64..)
            .map(|(slogan, number)| {
                let moment = Moment::new(newest.saturating_sub(number.minutes()));
                item(slogan, moment, site, addresses)
            })
            .collect(),
    }
}

/// When the slogan came out: its page's day, or the first on which it may be shown.
fn day_of(slogan: &SiteSlogan, site: &Site) -> Option<DateTime> {
    let page = date_of(&site.pages[slogan.page].document).map(Moment::datetime);
    page.or_else(|| Some(slogan.valid_from?.at(8, 0, 0, 0)))
}

fn item(
    slogan: &SiteSlogan,
    moment: Moment,
    site: &Site,
    addresses: Addresses<'_>,
) -> FeedItemView {
    let page = addresses.full(&site.pages[slogan.page].url);
    let address = format!("{page}#{}", slogan.id);
    FeedItemView {
        id: address.clone(),
        title: slogan.text.value.clone(),
        published: rfc3339(moment, site),
        published_rfc2822: rfc2822(moment, site),
        updated: rfc3339(moment, site),
        summary: slogan.text.value.clone(),
        html: String::new(),
        address,
    }
}
