//! The variables that are the same on every page, made once per build.
//!
//! Kept as template values, whose copies cost nothing.

use std::sync::Arc;

use super::{Addresses, card_look::Look, glance, rows};
use crate::{
    config::{Config, Search},
    fingerprint::Fingerprint,
    paths::UrlPath,
    picture::DecodeCache,
    site::{MenuTarget, Site},
    theme::{
        SharedValue, Theme,
        view::{HotlineView, MenuView, PoliceView, PortalView, SiteView},
    },
};

#[derive(Clone)]
pub struct Shared {
    pub site: Arc<SharedValue>,
    /// With links as the site's style has them.
    pub menu: Arc<SharedValue>,
    /// With links that work from any address, for the 404 page.
    pub absolute_menu: Arc<SharedValue>,
    /// The fingerprint of each page's line in lists, in the order of the pages.
    pub rows: Vec<Fingerprint>,
    /// Of all that stands around every page.
    pub frame: Fingerprint,
    /// Of the cards.
    pub look: Arc<Look>,
    /// Where pictures are made.
    pub decode_cache: Arc<DecodeCache>,
}

impl Shared {
    pub fn new(site: &Site, theme: &Theme) -> Self {
        let menu_of = |addresses| Arc::new(SharedValue::new(&menu_view(site, addresses)));
        let menu = menu_of(Addresses::new(&site.config));
        Self {
            frame: glance::frame(site, theme, &menu),
            site: Arc::new(SharedValue::new(&site_view(
                &site.config,
                Addresses::new(&site.config),
            ))),
            look: Arc::new(Look::new(&site.config, theme)),
            menu,
            absolute_menu: menu_of(Addresses::absolute(&site.config)),
            rows: rows::fingerprints(site),
            decode_cache: Arc::default(),
        }
    }
}

impl Shared {
    /// After a change of page `page`'s text alone: its line in lists may show another summary.
    pub fn look_again(&mut self, page: usize, site: &Site) {
        self.rows[page] = rows::fingerprint(&site.pages[page], site);
    }
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

/// Source: footers of real portals, `shared/domain/government.md` §1.2.
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
