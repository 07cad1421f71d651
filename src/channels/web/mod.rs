//! The website: pages, lists, terms, and the small files that belong to them.
//!
//! In: a `Site`. Out: orders, and the bytes of each, rendered with the theme's templates.
//! Nothing on a page depends on the clock, and no page requests anything from another host.

mod card;
mod card_look;
mod card_measures;
mod card_title;
mod card_words;
mod chart;
mod home_view;
mod kinds;
mod leaving;
mod listing;
mod named;
mod outreach;
mod page_view;
mod pictures;
mod render;
mod server_file;
mod sitemap;
mod surroundings;
mod term_view;
mod text_file;
mod unit_view;

use std::sync::Arc;

use self::{listing::ListPage, sitemap::SitemapFile, text_file::TextFile};
use crate::{
    config::Server,
    content::Document,
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    page::{Order, Output, Prepared, RenderContext, Wanted},
    paths::UrlPath,
    site::{PageId, SectionId, Site, TaxonomyId, TermId, Versions},
    span::Span,
};

/// One file of the website.
#[derive(Debug)]
enum WebFile {
    Home,
    Section {
        section: SectionId,
        list: ListPage,
    },
    Page {
        page: PageId,
    },
    Taxonomy {
        taxonomy: TaxonomyId,
    },
    Term {
        term: TermId,
        list: ListPage,
    },
    /// A page at one of the former addresses of `page` that redirects to its present one.
    Redirect {
        page: PageId,
        alias: usize,
    },
    NotFound,
    Sitemap(SitemapFile),
    Text(TextFile),
    Server(Server),
    /// The notice before a link to this address of another site.
    Leaving(Arc<str>),
    /// One width of a picture that a text shows.
    Picture(Arc<Versions>, usize),
}

impl Output for WebFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        match self {
            Self::Home => render::home(context).into(),
            Self::Section { section, list } => render::section(*section, *list, context).into(),
            Self::Page { page } => render::page(*page, context),
            Self::Taxonomy { taxonomy } => render::taxonomy(*taxonomy, context).into(),
            Self::Term { term, list } => render::term(*term, *list, context).into(),
            Self::Redirect { page, alias } => render::redirect(*page, *alias, context).into(),
            Self::NotFound => render::not_found(context).into(),
            Self::Sitemap(file) => Prepared::made(sitemap::render(*file, context.site)),
            Self::Text(file) => text_file::render(*file, context).into(),
            Self::Server(server) => server_file::render(*server, context).into(),
            Self::Leaving(address) => leaving::page(address, context).into(),
            Self::Picture(versions, version) => pictures::prepare(versions, *version, context),
        }
    }

    fn content(&self) -> Option<Fingerprint> {
        match self {
            Self::Text(file) => file.content(),
            _ => None,
        }
    }

    fn is_page(&self) -> bool {
        match self {
            Self::Home
            | Self::Section { .. }
            | Self::Page { .. }
            | Self::Taxonomy { .. }
            | Self::Term { .. }
            | Self::NotFound => true,
            Self::Redirect { .. }
            | Self::Sitemap(_)
            | Self::Text(_)
            | Self::Server(_)
            | Self::Leaving(_)
            | Self::Picture(..) => false,
        }
    }

    fn document<'s>(&self, site: &'s Site) -> Option<&'s Document> {
        match self {
            Self::Home => site.home().document.as_deref(),
            Self::Section { section, .. } => site.sections[*section].document.as_deref(),
            Self::Page { page } | Self::Redirect { page, .. } => Some(&site.pages[*page].document),
            _ => None,
        }
    }
}

/// Every file of the website.
pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = vec![
        order(
            &UrlPath::default(),
            WebFile::Home,
            section_origin(site, SectionId::HOME),
        ),
        order(
            &UrlPath::default().file("404.html"),
            WebFile::NotFound,
            None,
        ),
    ];
    let texts = text_file::files(wanted);
    orders.extend(texts.map(|it| order(&it.url(), WebFile::Text(it), None)));
    let servers = server_file::files(&site.config);
    orders.extend(servers.map(|(server, url)| order(&url, WebFile::Server(server), None)));
    let sitemaps = sitemap::files(site).into_iter();
    orders.extend(sitemaps.map(|it| order(&sitemap::url(it), WebFile::Sitemap(it), None)));
    let notices = leaving::notices(site).into_iter();
    orders.extend(notices.map(|(url, address)| order(&url, WebFile::Leaving(address), None)));
    orders.extend(card::orders(wanted));
    orders.extend(pictures::drawn(site).map(|(versions, version)| {
        let output = versions.list[version].output.clone();
        let file = WebFile::Picture(Arc::clone(versions), version);
        Order::of_site(output, file, Some(versions.place))
    }));
    for (section, it) in site.sections.iter_with_ids().skip(1) {
        for list in listing::pages(it.listed.len(), it.paginate_by) {
            let file = WebFile::Section { section, list };
            let url = listing::url(&it.url, list);
            orders.push(order(&url, file, section_origin(site, section)));
        }
    }
    for (page, it) in site.pages.iter_with_ids() {
        let origin = Some(it.document.place());
        orders.push(order(&it.url, WebFile::Page { page }, origin));
        for (alias, url) in it.aliases.iter().enumerate() {
            orders.push(order(url, WebFile::Redirect { page, alias }, origin));
        }
    }
    for (taxonomy, it) in site.taxonomies.iter_with_ids() {
        if !it.has_page() {
            continue;
        }
        orders.push(order(&it.url, WebFile::Taxonomy { taxonomy }, it.place));
        for term in it.term_ids() {
            orders.extend(term_orders(site, term));
        }
    }
    orders
}

fn term_orders(site: &Site, reference: TermId) -> Vec<Order> {
    let Some(url) = &site.term(reference).url else {
        return Vec::new();
    };
    let place = site.taxonomies[reference.taxonomy].place;
    let count = term_view::listed(reference, site).len();
    listing::pages(count, site.config.paginate_by)
        .into_iter()
        .map(|list| {
            let file = WebFile::Term {
                term: reference,
                list,
            };
            order(&listing::url(url, list), file, place)
        })
        .collect()
}

fn order(url: &UrlPath, file: WebFile, origin: Option<Span>) -> Order {
    Order::of_site(url.output(), file, origin)
}

fn section_origin(site: &Site, section: SectionId) -> Option<Span> {
    let document = site.sections[section].document.as_ref();
    document.map(|it| it.place())
}
