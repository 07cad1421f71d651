//! `anthias-assets.json`: each signage page of the site as an asset of Anthias (Screenly's open player).
//!
//! An array whose elements are sent to `POST /api/v2/assets` one by one; the fields are those of its
//! serializer (`docs/signage.md#anthias`). An asset ends on the latest day of validity among its slogans; the
//! page itself hides expired slogans.

use serde::Serialize;

use super::list::SloganList;
use crate::{
    config::FeedKind,
    page::written,
    site::{AUDIENCES, Feed, SCAM_TYPES, Site, SiteSlogan},
};

/// How long the page is shown before the player continues with the next asset.
const SECONDS: u32 = 60;

#[derive(Serialize)]
pub struct AnthiasAsset {
    name: String,
    uri: String,
    mimetype: &'static str,
    start_date: String,
    end_date: String,
    duration: u32,
    is_enabled: bool,
    nocache: bool,
    play_order: usize,
    skip_asset_check: bool,
}

pub fn file(list: &SloganList, site: &Site) -> Vec<u8> {
    written::json(&assets(list, site))
}

/// The assets of all signage feeds, or of those whose settings name the list's term.
pub fn assets(list: &SloganList, site: &Site) -> Vec<AnthiasAsset> {
    let signage = site.feeds.iter().filter(|it| {
        let is_signage = matches!(it.settings.kind, FeedKind::Signage { .. });
        is_signage && !it.slogans.is_empty() && names_term(it, list, site)
    });
    signage
        .enumerate()
        .map(|(order, it)| asset(it, order, site))
        .collect()
}

fn names_term(feed: &Feed, list: &SloganList, site: &Site) -> bool {
    let Some(term) = list.term else {
        return true;
    };
    let words = match term.taxonomy {
        it if site.taxonomy(AUDIENCES) == Some(it) => &feed.settings.audiences,
        it if site.taxonomy(SCAM_TYPES) == Some(it) => &feed.settings.scam_types,
        _ => return false,
    };
    let taxonomy = &site.taxonomies[term.taxonomy];
    words
        .iter()
        .any(|it| taxonomy.find(&it.value) == Some(term))
}

fn asset(feed: &Feed, play_order: usize, site: &Site) -> AnthiasAsset {
    let slogans: Vec<&SiteSlogan> = feed.slogans.iter().map(|it| &site.slogans[*it]).collect();
    let until = slogans.iter().filter_map(|it| it.valid_until).max();
    let end = until.unwrap_or_else(|| site.at.date().saturating_add(jiff::Span::new().years(1)));
    AnthiasAsset {
        name: feed.settings.name.clone(),
        uri: format!(
            "{}signage/{}.html",
            site.config.base_url.as_str(),
            feed.settings.id.value
        ),
        mimetype: "webpage",
        start_date: format!("{}T00:00:00", site.at.date()),
        end_date: format!("{end}T23:59:59"),
        duration: SECONDS,
        is_enabled: true,
        nocache: false,
        play_order,
        skip_asset_check: false,
    }
}
