//! Slogans as items of a feed: RSS 2.0 for signage systems, and JSON Feed 1.1.
//!
//! Xibo shows the newest item first, so items get times one minute apart, the first slogan the latest. The
//! times come from the content, never from the clock. The address of an item is that of the slogan on the
//! website.

use jiff::{ToSpan as _, civil::DateTime};

use super::list::{SloganFormat, SloganList};
use crate::{
    page::{Addresses, Prepared, RenderContext, date_of, json_feed, rfc2822, rfc3339},
    site::{Site, SiteSlogan},
    theme::{
        Filling,
        view::{FeedItemView, FeedView},
    },
    yaml::Moment,
};

pub fn rss<'a>(list: &SloganList, context: &RenderContext<'a>) -> Prepared<'a> {
    let mut filling = Filling::new(context.theme, "rss.xml");
    filling.insert("feed", view(list, SloganFormat::Rss, context.site));
    filling.insert_shared("site", &context.shared.site);
    filling.into()
}

pub fn json(list: &SloganList, site: &Site) -> Vec<u8> {
    json_feed(&view(list, SloganFormat::JsonFeed, site))
}

fn view(list: &SloganList, format: SloganFormat, site: &Site) -> FeedView {
    let addresses = Addresses::absolute(&site.config);
    let home = site.config.base_url.as_str();
    let newest = list.of(site).filter_map(|it| day_of(it, site)).max();
    // A feed must state when it was updated; slogans without any date get a fixed time.
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

/// When the slogan was published: the date of its page, or else the first day of its validity.
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
