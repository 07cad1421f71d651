//! The settings as a whole, and what they say that belongs to no part of its own.

use jiff::tz::TimeZone;
use serde::Serialize;

use super::{
    BaseUrl, FeedKind, FeedSettings, Identity, Portal, SheetSettings, TaxonomySettings,
    WechatSettings,
};
use crate::span::Spanned;

#[derive(Clone, Debug)]
pub struct Config {
    pub title: String,
    pub base_url: BaseUrl,
    pub description: String,
    /// BCP 47, `zh-CN` by default.
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
    /// None where the settings do not say: every page has one if there is a font.
    pub share_cards: Option<ShareCards>,
    pub broken_links: BrokenLinks,
    pub raw_html: RawHtml,
    pub search: Search,
}

/// Whether the site can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Search {
    On,
    /// No box, no page, no index.
    Off,
}

/// With which font pictures are drawn.
#[derive(Clone, Debug)]
pub enum PictureFont {
    OfMachine,
    /// Below the site's folder.
    File(Spanned<String>),
    /// None: there are no pictures.
    None,
}

/// Which pages have a picture of their own for links that are sent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum ShareCards {
    EveryPage,
    /// All links show the home page's.
    OneForSite,
    None,
}

impl Config {
    /// Whom to ask: `反诈预警劝阻专线 96110`; empty where no number is given.
    pub fn contact(&self) -> String {
        let first = self.hotlines.first();
        first.map_or_else(String::new, |it| format!("{} {}", it.name, it.number))
    }

    /// Whether a link to `address` needs no notice: it leads to the portal itself or to a trusted host.
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

    /// Whether there may be pictures with text.
    pub fn draws_pictures(&self) -> bool {
        let is_wanted = !matches!(self.picture_font, PictureFont::None);
        is_wanted && (self.has_drawn_feeds() || self.share_cards() != ShareCards::None)
    }

    /// Whether somebody counts on pictures with text: without a font there is something to tell.
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

/// How pages link to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum LinkStyle {
    /// `../../cases/a/index.html`: works in any sub-folder, from a zip and from `file://`.
    Relative,
    /// `/zt/fanzha/cases/a/`.
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

/// An official number that may be shown and called.
#[derive(Clone, Debug)]
pub struct Hotline {
    pub number: String,
    pub name: String,
    /// Who answers for it, such as 公安部.
    pub source: Option<String>,
}

#[derive(Clone, Debug)]
pub struct MenuItem {
    pub title: String,
    /// `/`, a folder or file below `content/`, or a full address.
    pub to: Spanned<String>,
}
