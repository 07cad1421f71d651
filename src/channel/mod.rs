//! Channels: all that a site can become, from one description of each output file.
//!
//! In: a `Site`. Out: recipes, which are plain data, and later the bytes that each recipe makes.
//! No channel knows another; rendering is pure, so recipes may be rendered in any order on any thread.

pub mod cinema;
pub mod feed;
pub mod led;
mod slogans;
pub mod web;

use crate::{
    diagnostics::{Diagnostic, Diagnostics},
    paths::OutputPath,
    site::{Site, TermRef},
    source::Sources,
    span::Span,
    theme::Theme,
};
pub use web::Shared;

/// How to make one file.
#[derive(Clone, Debug)]
pub enum Recipe {
    Home,
    Section {
        section: usize,
        list: ListPage,
    },
    Page {
        page: usize,
    },
    Taxonomy {
        taxonomy: usize,
    },
    Term {
        term: TermRef,
        list: ListPage,
    },
    /// A page at one of the old addresses of `page` that sends its reader on.
    Redirect {
        page: usize,
        alias: usize,
    },
    NotFound,
    Sitemap,
    Robots,
    Feed {
        section: usize,
        format: feed::Format,
    },
    Slogans(slogans::Format),
    Led {
        feed: usize,
        encoding: led::Encoding,
    },
    Cinema {
        feed: usize,
        file: cinema::File,
    },
}

/// One page of a list that is parted into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPage {
    /// The newest.
    Front,
    /// Older ones; number 1 is the oldest, so a new entry leaves most of them as they are.
    Archive(usize),
}

/// A recipe, where its file goes, and the place in a source that asked for it.
pub struct Order {
    pub output: OutputPath,
    pub recipe: Recipe,
    pub origin: Option<Span>,
}

/// What rendering may look at.
pub struct RenderContext<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub sources: &'a Sources,
    pub shared: &'a Shared,
}

/// Which outputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The website and all feeds.
    Site,
    /// The slogan feeds alone (`fanzha export`).
    Feeds,
}

/// Every file that the site becomes.
pub fn orders(
    site: &Site,
    sources: &Sources,
    scope: Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<Order> {
    let mut orders = Vec::new();
    if scope == Scope::Site {
        orders.extend(web::orders(site));
        orders.extend(feed::orders(site));
    }
    orders.extend(slogans::orders(site));
    orders.extend(led::orders(site, sources, diagnostics));
    orders.extend(cinema::orders(site, diagnostics));
    orders
}

impl Recipe {
    /// The bytes of the file.
    ///
    /// # Errors
    /// `theme/render` if a template fails.
    pub fn render(&self, context: &RenderContext<'_>) -> Result<Vec<u8>, Box<Diagnostic>> {
        let site = context.site;
        match self {
            Self::Home => web::home(context),
            Self::Section { section, list } => web::section(*section, *list, context),
            Self::Page { page } => web::page(*page, context),
            Self::Taxonomy { taxonomy } => web::taxonomy(*taxonomy, context),
            Self::Term { term, list } => web::term(*term, *list, context),
            Self::Redirect { page, alias } => web::redirect(*page, *alias, context),
            Self::NotFound => web::not_found(context),
            Self::Sitemap => web::sitemap(context),
            Self::Robots => web::robots(context),
            Self::Feed { section, format } => feed::render(*section, *format, context),
            Self::Slogans(format) => Ok(slogans::render(*format, site)),
            Self::Led { feed, encoding } => Ok(led::render(*feed, *encoding, site)),
            Self::Cinema { feed, file } => Ok(cinema::render(*feed, *file, site)),
        }
    }
}
