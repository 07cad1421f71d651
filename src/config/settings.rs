//! The settings as a whole, and the types of those entries that have no module of their own.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{
    BaseUrl, FeedKind, FeedSettings, Identity, Portal, Serving, SheetSettings, TargetSettings,
    TaxonomySettings, WechatSettings,
};
use crate::span::Spanned;

#[derive(Clone, Debug)]
pub struct Config {
    pub title: String,
    pub base_url: BaseUrl,
    pub description: String,
    /// The language as a BCP 47 tag, `zh-CN` by default.
    pub language: String,
    pub time_zone: TimeZone,
    pub theme: Spanned<String>,
    pub links: LinkStyle,
    pub paginate_by: usize,
    pub identity: Identity,
    pub portal: Portal,
    pub hotlines: Vec<Hotline>,
    pub taxonomies: Vec<TaxonomySettings>,
    pub menu: Vec<MenuItem>,
    pub feeds: Vec<FeedSettings>,
    pub wechat: WechatSettings,
    pub sheets: Vec<SheetSettings>,
    pub picture_font: PictureFont,
    /// `None` if the settings do not specify it: every page then has a card if there is a font.
    pub share_cards: Option<ShareCards>,
    pub broken_links: BrokenLinks,
    pub raw_html: RawHtml,
    pub search: Search,
    pub targets: Vec<TargetSettings>,
    pub serving: Serving,
}

/// Whether the site has a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    On,
    /// No search box, no search page and no index.
    Off,
}

/// The font with which pictures are drawn.
#[derive(Clone, Debug)]
pub enum PictureFont {
    OfMachine,
    /// A font file, as a path relative to the site's folder.
    File(Spanned<String>),
    /// No font: no pictures are drawn.
    None,
}

/// Which pages have their own preview picture for shared links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ShareCards {
    EveryPage,
    /// All links show the picture of the home page.
    OneForSite,
    None,
}

impl Config {
    /// The contact for questions: `反诈预警劝阻专线 96110`; empty if no number is given.
    pub fn contact(&self) -> String {
        let first = self.hotlines.first();
        first.map_or_else(String::new, |it| format!("{} {}", it.name, it.number))
    }

    /// Whether a link to `address` needs no notice, because it leads to the portal itself or to a trusted
    /// host.
    pub fn trusts(&self, address: &str) -> bool {
        let Ok(url) = url::Url::parse(address) else {
            return false;
        };
        let Some(host) = url.host_str() else {
            return false;
        };
        let is_below = |it: &str| host.strip_suffix(it).is_some_and(|it| it.ends_with('.'));
        let trusted = self.portal.trusted_hosts.iter().map(String::as_str);
        let mut hosts = trusted.chain([self.base_url.host()]);
        hosts.any(|it| host == it || is_below(it))
    }

    pub fn share_cards(&self) -> ShareCards {
        self.share_cards.unwrap_or(ShareCards::EveryPage)
    }

    /// Whether pictures with text may be drawn.
    pub fn draws_pictures(&self) -> bool {
        let is_wanted = !matches!(self.picture_font, PictureFont::None);
        is_wanted && (self.has_drawn_feeds() || self.share_cards() != ShareCards::None)
    }

    /// Whether the settings require pictures with text, so that a missing font must be reported.
    pub fn demands_pictures(&self) -> bool {
        let asks = |it: ShareCards| it != ShareCards::None;
        self.has_drawn_feeds() || self.share_cards.is_some_and(asks)
    }

    fn has_drawn_feeds(&self) -> bool {
        let is_drawn =
            |it: &FeedKind| matches!(it, FeedKind::Cinema { .. } | FeedKind::Signage { .. });
        self.feeds.iter().any(|it| is_drawn(&it.kind))
    }
}

/// The form of links between pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LinkStyle {
    /// Relative paths, which work in any sub-folder, from a zip archive and from `file://`:
    /// `../../cases/a/index.html`.
    Relative,
    /// Absolute paths: `/zt/fanzha/cases/a/`.
    Absolute,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenLinks {
    Refuse,
    Warn,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawHtml {
    Forbid,
    Sanitize,
}

/// An official telephone number that may be published.
#[derive(Clone, Debug)]
pub struct Hotline {
    pub number: String,
    pub name: String,
    /// The authority that is responsible for the number, such as 公安部.
    pub source: Option<String>,
}

#[derive(Clone, Debug)]
pub struct MenuItem {
    pub title: String,
    /// The target: `/`, a folder or file below `content/`, or a full address.
    pub to: Spanned<String>,
}
