//! The frame of every page of the website: head, breadcrumbs, menu, what a shared link shows.
//!
//! In: a heading and the render context. Out: a template filled with the variables that all pages have.

use std::sync::Arc;

use serde::Serialize;

use super::{
    ASSETS, Addresses, Crumb, Place, RenderContext, Shared,
    card::SHARE,
    head::{PageHeading, head},
    link, share,
    surroundings::FrameSettings,
};
use crate::{
    paths::UrlPath,
    theme::{
        Filling, SharedValue, Theme,
        view::{HeadView, LinkView, ShareView},
    },
};

/// The inputs that the frames of all pages share.
#[derive(Clone, Copy)]
pub struct FrameBase<'a> {
    pub theme: &'a Theme,
    pub settings: FrameSettings<'a>,
    pub shared: &'a Shared,
}

impl<'a> FrameBase<'a> {
    pub fn new(context: &RenderContext<'a>) -> Self {
        let (config, shared) = (&context.site.config, context.shared);
        Self {
            theme: context.theme,
            settings: FrameSettings::new(config, shared.has_cards, shared.is_shared),
            shared,
        }
    }
}

/// The variables that every page of the website has.
pub struct Frame<'a> {
    pub addresses: Addresses<'a>,
    pub filling: Filling<'a>,
    pub head: HeadView,
    settings: FrameSettings<'a>,
    shared: &'a Shared,
    root: String,
    menu: &'a Arc<SharedValue>,
    breadcrumbs: Vec<LinkView>,
    share: Option<ShareView>,
    archived: Option<String>,
}

impl<'a> Frame<'a> {
    /// `trail` are the breadcrumbs between the home page and the page itself.
    pub fn new(base: FrameBase<'a>, heading: &PageHeading<'_>, trail: Vec<Crumb<'_>>) -> Self {
        let FrameBase {
            theme,
            settings,
            shared,
        } = base;
        let addresses = settings.addresses;
        let home = UrlPath::default();
        let mut crumbs = Vec::new();
        if let Some(title) = heading.title {
            crumbs.push(Crumb {
                title: "首页",
                url: &home,
            });
            crumbs.extend(trail);
            crumbs.push(Crumb {
                title,
                url: heading.url,
            });
        }
        let breadcrumbs = crumbs.iter().map(|it| link(it.title, it.url, addresses));
        Self {
            breadcrumbs: breadcrumbs.collect(),
            share: share::view(heading, &crumbs, &settings),
            head: head(heading, &settings, addresses),
            root: addresses.root(heading.url),
            menu: &shared.menu,
            // The template is set by `fill`.
            filling: Filling::new(theme, ""),
            archived: heading.sections.archived_on().map(str::to_owned),
            addresses,
            settings,
            shared,
        }
    }

    /// Makes all links independent of the page's own address.
    pub fn absolute(mut self) -> Self {
        self.addresses = self.settings.addresses.as_absolute();
        self.root = self.addresses.root(&UrlPath::default());
        self.menu = &self.shared.absolute_menu;
        self.breadcrumbs.clear();
        self
    }

    pub fn insert(&mut self, name: &'static str, view: impl Serialize + 'a) {
        self.filling.insert(name, view);
    }

    /// The place of a text on the page at `url`.
    pub fn place(&self, url: &UrlPath) -> Place<'a> {
        Place {
            addresses: self.addresses,
            root: self.addresses.root(url),
            here: String::new(),
        }
    }

    pub fn fill(self, template: &str) -> Filling<'a> {
        let mut filling = self.filling.with_template(template);
        filling.insert("root", self.root);
        filling.insert("head", self.head);
        filling.insert("breadcrumbs", self.breadcrumbs);
        filling.insert("archived", self.archived);
        filling.insert(SHARE, self.share);
        filling.insert_shared(ASSETS, &self.shared.assets);
        filling.insert_shared("menu", self.menu);
        filling.insert_shared("site", &self.shared.site);
        filling
    }
}
