//! The variables that are the same on every page, made once per build.
//!
//! Stored as template values, which are cheap to clone.

use std::sync::Arc;

use super::{Addresses, AssetNames, FrameSettings, are_drawn, card::SHARE, row};
use crate::{
    config::{Config, Search},
    fingerprint::Fingerprint,
    paths::UrlPath,
    site::{self, MenuTarget, PageId, Site},
    table::Table,
    theme::{
        SharedValue, Theme,
        view::{HotlineView, MenuView, PoliceView, PortalView, SiteView},
    },
};

#[derive(Clone)]
pub struct Shared {
    pub site: Arc<SharedValue>,
    /// With links in the style of the settings.
    pub menu: Arc<SharedValue>,
    /// With links that work from any address, for the 404 page.
    pub absolute_menu: Arc<SharedValue>,
    /// The addresses of the theme's own files.
    pub assets: Arc<SharedValue>,
    pub asset_names: Arc<AssetNames>,
    /// The fingerprint of each page's line in lists.
    pub rows: Table<PageId, Fingerprint>,
    /// The fingerprint of the rules by which documents are parsed.
    pub rules: Fingerprint,
    /// Whether share cards are drawn at all.
    pub has_cards: bool,
    /// Whether any template shows what a shared link says.
    pub is_shared: bool,
    /// The fingerprint of the `FrameSettings`.
    pub frame: Fingerprint,
}

impl Shared {
    pub fn new(site: &Site, theme: &Theme, has_font: bool, assets: AssetNames) -> Self {
        let has_cards = are_drawn(site, theme, has_font);
        let is_shared = theme.names_anywhere(SHARE);
        let frame = FrameSettings::new(&site.config, has_cards, is_shared);
        let menu_of = |addresses| Arc::new(SharedValue::new(&menu_view(site, addresses)));
        let menu = menu_of(Addresses::new(&site.config));
        Self {
            rules: Fingerprint::of_value(&site::rules(&site.config)),
            site: Arc::new(site_value(&site.config)),
            assets: Arc::new(SharedValue::new(&assets)),
            asset_names: Arc::new(assets),
            menu,
            absolute_menu: menu_of(Addresses::absolute(&site.config)),
            rows: row::fingerprints(site),
            has_cards,
            is_shared,
            frame: Fingerprint::of_value(&frame),
        }
    }
}

impl Shared {
    /// Updates the line of page `page` after a change of its text alone, which may change its summary.
    pub fn look_again(&mut self, page: PageId, site: &Site) {
        self.rows[page] = row::fingerprint(&site.pages[page], site);
    }
}

/// The variable `site`.
pub fn site_value(config: &Config) -> SharedValue {
    SharedValue::new(&site_view(config, Addresses::new(config)))
}

fn site_view(config: &Config, addresses: Addresses<'_>) -> SiteView {
    let identity = &config.identity;
    SiteView {
        title: config.title.clone(),
        name: identity
            .site_name
            .clone()
            .unwrap_or_else(|| config.title.clone()),
        description: config.description.clone(),
        language: config.language.clone(),
        base_url: config.base_url.as_str().to_owned(),
        home: addresses.href(&UrlPath::default()),
        search: (config.search == Search::On)
            .then(|| addresses.href(&UrlPath::folder(&["search"]))),
        organizer: identity.organizer.clone(),
        undertaker: identity.undertaker.clone(),
        contact: identity.contact.clone(),
        id_code: identity.id_code.clone(),
        icp: identity.icp.clone(),
        police: identity.police.as_deref().map(police_view),
        conac: identity.conac.as_deref().map(conac_address),
        portal: PortalView {
            header: config.portal.header.clone(),
            footer: config.portal.footer.clone(),
        },
        hotlines: config
            .hotlines
            .iter()
            .map(|it| HotlineView {
                number: it.number.clone(),
                name: it.name.clone(),
                source: it.source.clone(),
            })
            .collect(),
    }
}

/// Source: footers of real portals, `docs/government-pages.md#footer`.
fn police_view(number: &str) -> PoliceView {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    PoliceView {
        number: number.to_owned(),
        address: format!("https://www.beian.gov.cn/portal/registerSystemInfo?recordcode={digits}"),
    }
}

fn conac_address(id: &str) -> String {
    format!("https://bszs.conac.cn/sitename?method=show&id={id}")
}

fn menu_view(site: &Site, addresses: Addresses<'_>) -> Vec<MenuView> {
    site.menu
        .iter()
        .map(|entry| {
            let (href, external) = match &entry.target {
                MenuTarget::Internal(url) => (addresses.href(url), false),
                MenuTarget::External(address) => match addresses.notice_href(address) {
                    Some(href) => (href, false),
                    None => (address.clone(), true),
                },
            };
            MenuView {
                title: entry.title.clone(),
                href,
                external,
                foreign: matches!(entry.target, MenuTarget::External(_)),
                section: entry.section.map(|it| site.sections[it].name().to_owned()),
            }
        })
        .collect()
}
