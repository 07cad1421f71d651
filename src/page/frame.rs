//! The frame of every page of the website: head, breadcrumbs, menu, what a shared link shows.
//!
//! In: a heading and the render context. Out: a template filled with the variables that all pages have.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Addresses, BodyHtml, Crumb, Place, RenderContext,
    card::SHARE,
    head::{Heading, head},
    link, share,
};
use crate::{
    paths::UrlPath,
    site::{Section, SectionId, Site},
    theme::{
        Filling, SharedValue,
        view::{HeadView, LinkView, ShareView},
    },
};

/// What every page of the website gets.
pub struct Frame<'a> {
    pub context: RenderContext<'a>,
    pub addresses: Addresses<'a>,
    pub filling: Filling<'a>,
    pub head: HeadView,
    root: String,
    menu: &'a Arc<SharedValue>,
    breadcrumbs: Vec<LinkView>,
    share: Option<ShareView>,
    archived: Option<String>,
}

impl<'a> Frame<'a> {
    /// `trail` are the breadcrumbs between the home page and the page itself.
    pub fn new(context: &RenderContext<'a>, heading: &Heading<'_>, trail: Vec<Crumb>) -> Self {
        let site = context.site;
        let addresses = Addresses::new(&site.config);
        let mut crumbs = Vec::new();
        if let Some(title) = heading.title {
            crumbs.push(Crumb::new("首页", &site.home().url));
            crumbs.extend(trail);
            crumbs.push(Crumb::new(title, heading.url));
        }
        let breadcrumbs = crumbs.iter().map(|it| link(&it.title, &it.url, site));
        Self {
            breadcrumbs: breadcrumbs.collect(),
            share: share::view(heading, &crumbs, context),
            head: head(heading, site, addresses),
            root: addresses.root(heading.url),
            menu: &context.shared.menu,
            // The template is named at the end, when its kind is known.
            filling: Filling::new(context.theme, ""),
            archived: archived(heading.section, site),
            addresses,
            context: *context,
        }
    }

    /// Makes all links independent of where the page stands.
    pub fn absolute(mut self) -> Self {
        let config = &self.context.site.config;
        self.addresses = Addresses::absolute(config);
        self.root = config.base_url.path().to_owned();
        self.menu = &self.context.shared.absolute_menu;
        self.breadcrumbs.clear();
        self
    }

    pub fn insert(&mut self, name: &'static str, view: impl Serialize + 'a) {
        self.filling.insert(name, view);
    }

    /// Where a text stands on the page at `url`.
    pub fn place(&self, url: &UrlPath) -> Place<'a> {
        Place {
            addresses: self.addresses,
            root: self.addresses.root(url),
            here: String::new(),
        }
    }

    /// The text of `section`, whose page lies at `url`.
    pub fn insert_content(&mut self, section: SectionId, url: &UrlPath) {
        let site = self.context.site;
        match &site.sections[section].document {
            Some(document) => {
                let links = &site.section_links[section];
                let body = BodyHtml::new(&self.context, document, links, self.place(url));
                self.filling.insert_late("content", body.late());
            }
            None => self.insert("content", ""),
        }
    }

    pub fn fill(self, template: &str) -> Filling<'a> {
        let mut filling = self.filling.with_template(template);
        filling.insert("root", self.root);
        filling.insert("head", self.head);
        filling.insert("breadcrumbs", self.breadcrumbs);
        filling.insert("archived", self.archived);
        filling.insert(SHARE, self.share);
        filling.insert_shared("menu", self.menu);
        filling.insert_shared("site", &self.context.shared.site);
        filling
    }
}

/// The day on which the work of `section`, or of one above it, was put away: `2026年7月31日`.
fn archived(section: &Section, site: &Site) -> Option<String> {
    let mut section = section;
    loop {
        if let Some(day) = section.archived_on() {
            return Some(day.strftime("%Y年%-m月%-d日").to_string());
        }
        section = &site.sections[section.parent?];
    }
}
