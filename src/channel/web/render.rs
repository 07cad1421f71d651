//! Fills the website's templates.
//!
//! In: a recipe's subject and the render context. Out: the bytes of one file.
//! Each function names the variables that its template gets; there are no others.

use serde::Serialize;
use tera::{Context, Value};

use super::{
    Addresses,
    address::PageTargets,
    head::{Heading, head, section_description},
    home_view, listing,
    page::{body_html, page_view},
    rows::{date_of, rows, slogan_view, summary_of},
};
use crate::{
    channel::{ListPage, RenderContext},
    diagnostics::Diagnostic,
    paths::UrlPath,
    site::{Section, TermRef},
    theme::view::{
        HeadView, LinkView, SectionView, SitemapEntryView, SloganView, TaxonomyView, TermView,
    },
};

pub type Rendered = Result<Vec<u8>, Box<Diagnostic>>;

pub fn home(context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let section = &site.sections[0];
    let heading = Heading {
        title: None,
        description: site.config.description.clone(),
        url: &section.url,
        section,
        article: None,
    };
    let mut frame = Frame::new(context, &heading, Vec::new());
    let addresses = frame.addresses;
    frame.insert("section", &section_view(0, context, addresses));
    frame.insert("blocks", &home_view::blocks(context, addresses));
    frame.insert("types", &home_view::types(context, addresses));
    frame.insert("slogans", &home_view::slogans(context));
    frame.render("home.html")
}

pub fn section(index: usize, list: ListPage, context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let section = &site.sections[index];
    let url = listing::url(&section.url, list);
    let heading = Heading {
        title: Some(&section.title),
        description: section_description(section, site),
        url: &url,
        section,
        article: None,
    };
    let trail = trail(section, context);
    let mut frame = Frame::new(context, &heading, trail);
    let size = (section.listed.len(), section.paginate_by);
    let mut view = section_view(index, context, frame.addresses);
    if list != ListPage::Front {
        // The introduction is read once; its links are written for the front page.
        view.html.clear();
    }
    frame.insert("section", &view);
    frame.insert_list(&section.url, &section.listed, size, list);
    frame.render("section.html")
}

pub fn page(index: usize, context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let page = &site.pages[index];
    let section = &site.sections[page.section];
    let heading = Heading {
        title: Some(&page.document.title.value),
        description: summary_of(&page.document),
        url: &page.url,
        section,
        article: Some(page),
    };
    let mut trail = trail(section, context);
    if section.parent.is_some() {
        trail.push(LinkView {
            title: section.title.clone(),
            href: Addresses::new(&site.config).href(&section.url),
        });
    }
    let mut frame = Frame::new(context, &heading, trail);
    let view = page_view(index, site, context.sources, frame.addresses);
    frame.head.prev = view.prev.as_ref().map(|it| it.href.clone());
    frame.head.next = view.next.as_ref().map(|it| it.href.clone());
    let own = format!("{}.html", view.kind);
    frame.insert("page", &view);
    // A theme may leave kinds out that look like any other page.
    frame.render(if context.theme.has(&own) {
        &own
    } else {
        "page.html"
    })
}

pub fn taxonomy(index: usize, context: &RenderContext<'_>) -> Rendered {
    let taxonomy = &context.site.taxonomies[index];
    let home = &context.site.sections[0];
    let heading = Heading {
        title: Some(&taxonomy.title),
        description: format!("按{}查看全部内容", taxonomy.title),
        url: &taxonomy.url,
        section: home,
        article: None,
    };
    let mut frame = Frame::new(context, &heading, Vec::new());
    let addresses = frame.addresses;
    let terms: Vec<TermView> = taxonomy
        .terms
        .iter()
        .filter_map(|it| {
            Some(TermView {
                name: it.name.clone(),
                taxonomy: taxonomy.title.clone(),
                href: addresses.href(it.url.as_ref()?),
                count: it.pages.len(),
            })
        })
        .collect();
    frame.insert("taxonomy", &taxonomy_view(index, context, addresses));
    frame.insert("terms", &terms);
    frame.render("taxonomy.html")
}

pub fn term(reference: TermRef, list: ListPage, context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let term = site.term(reference);
    let taxonomy = &site.taxonomies[reference.taxonomy];
    let base = term.url.clone().unwrap_or_default();
    let url = listing::url(&base, list);
    let heading = Heading {
        title: Some(&term.name),
        description: format!("{}：{}的全部内容", taxonomy.title, term.name),
        url: &url,
        section: &site.sections[0],
        article: None,
    };
    let trail = vec![LinkView {
        title: taxonomy.title.clone(),
        href: Addresses::new(&site.config).href(&taxonomy.url),
    }];
    let mut frame = Frame::new(context, &heading, trail);
    let view = TermView {
        name: term.name.clone(),
        taxonomy: taxonomy.title.clone(),
        href: frame.addresses.href(&base),
        count: term.pages.len(),
    };
    let slogans: Vec<SloganView> = site.slogans_of_term(reference).map(slogan_view).collect();
    frame.insert("term", &view);
    frame.insert("slogans", &slogans);
    let size = (term.pages.len(), site.config.paginate_by);
    frame.insert_list(&base, &term.pages, size, list);
    frame.render("term.html")
}

pub fn redirect(page: usize, alias: usize, context: &RenderContext<'_>) -> Rendered {
    let page = &context.site.pages[page];
    let addresses = Addresses::new(&context.site.config);
    let canonical = addresses.full(&page.url);
    let (root, href) = (
        addresses.root(&page.aliases[alias]),
        addresses.href(&page.url),
    );
    let mut variables = Context::new();
    variables.insert("target", &format!("{root}{href}"));
    variables.insert("canonical", &canonical);
    variables.insert_value("site", context.shared.site.clone());
    variables.insert("title", &page.document.title.value);
    Ok(context
        .theme
        .render("redirect.html", &variables)?
        .into_bytes())
}

pub fn not_found(context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let url = UrlPath::default().file("404.html");
    let heading = Heading {
        title: Some("没有找到这个页面"),
        description: site.config.description.clone(),
        url: &url,
        section: &site.sections[0],
        article: None,
    };
    // A server shows this page under any address, so its links must not depend on where it stands.
    let frame = Frame::new(context, &heading, Vec::new()).absolute();
    frame.render("404.html")
}

pub fn sitemap(context: &RenderContext<'_>) -> Rendered {
    let site = context.site;
    let addresses = Addresses::absolute(&site.config);
    let mut entries: Vec<SitemapEntryView> = Vec::new();
    for section in &site.sections {
        let newest = section
            .listed
            .iter()
            .filter_map(|it| last_modified(*it, context))
            .max();
        entries.push(SitemapEntryView {
            address: addresses.full(&section.url),
            last_modified: newest,
        });
    }
    for (index, page) in site.pages.iter().enumerate() {
        entries.push(SitemapEntryView {
            address: addresses.full(&page.url),
            last_modified: last_modified(index, context),
        });
    }
    let mut variables = Context::new();
    variables.insert("entries", &entries);
    Ok(context
        .theme
        .render("sitemap.xml", &variables)?
        .into_bytes())
}

pub fn robots(context: &RenderContext<'_>) -> Rendered {
    let addresses = Addresses::absolute(&context.site.config);
    let mut variables = Context::new();
    let address = addresses.full(&UrlPath::default().file("sitemap.xml"));
    variables.insert("sitemap_address", &address);
    Ok(context.theme.render("robots.txt", &variables)?.into_bytes())
}

/// What every page of the website gets.
struct Frame<'a> {
    context: &'a RenderContext<'a>,
    addresses: Addresses<'a>,
    variables: Context,
    head: HeadView,
    root: String,
    menu: Value,
    breadcrumbs: Vec<LinkView>,
}

impl<'a> Frame<'a> {
    /// `trail` are the breadcrumbs between the home page and the page itself.
    fn new(context: &'a RenderContext<'a>, heading: &Heading<'_>, trail: Vec<LinkView>) -> Self {
        let site = context.site;
        let addresses = Addresses::new(&site.config);
        let mut breadcrumbs = Vec::new();
        if let Some(title) = heading.title {
            breadcrumbs.push(LinkView {
                title: "首页".to_owned(),
                href: addresses.href(&site.sections[0].url),
            });
            breadcrumbs.extend(trail);
            breadcrumbs.push(LinkView {
                title: title.to_owned(),
                href: addresses.href(heading.url),
            });
        }
        Self {
            head: head(heading, site, addresses),
            root: addresses.root(heading.url),
            menu: context.shared.menu.clone(),
            variables: Context::new(),
            breadcrumbs,
            addresses,
            context,
        }
    }

    /// Makes all links independent of where the page stands.
    fn absolute(mut self) -> Self {
        let config = &self.context.site.config;
        self.addresses = Addresses::absolute(config);
        self.root = config.base_url.path().to_owned();
        self.menu = self.context.shared.absolute_menu.clone();
        self.breadcrumbs.clear();
        self
    }

    fn insert(&mut self, name: &'static str, view: &impl Serialize) {
        self.variables.insert(name, view);
    }

    /// The lines of one page of a list of (count, page size), and the way to the others.
    fn insert_list(
        &mut self,
        base: &UrlPath,
        pages: &[usize],
        size: (usize, usize),
        list: ListPage,
    ) {
        let shown = &pages[listing::range(size.0, size.1, list)];
        let rows = rows(shown, self.context.site, self.addresses);
        let paginator = listing::paginator(base, size, list, self.addresses);
        self.head.prev = paginator.newer.clone();
        self.head.next = paginator.older.clone();
        self.insert("rows", &rows);
        self.insert("paginator", &paginator);
    }

    fn render(mut self, template: &str) -> Rendered {
        self.variables.insert("root", &self.root);
        self.variables.insert("head", &self.head);
        self.variables.insert("breadcrumbs", &self.breadcrumbs);
        self.variables.insert_value("menu", self.menu);
        self.variables
            .insert_value("site", self.context.shared.site.clone());
        let text = self.context.theme.render(template, &self.variables)?;
        Ok(text.into_bytes())
    }
}

/// The sections between the home page and `section`.
fn trail(section: &Section, context: &RenderContext<'_>) -> Vec<LinkView> {
    let site = context.site;
    let addresses = Addresses::new(&site.config);
    let mut trail = Vec::new();
    let mut parent = section.parent;
    while let Some(index) = parent.filter(|it| *it != 0) {
        let above = &site.sections[index];
        trail.push(LinkView {
            title: above.title.clone(),
            href: addresses.href(&above.url),
        });
        parent = above.parent;
    }
    trail.reverse();
    trail
}

fn section_view(
    index: usize,
    context: &RenderContext<'_>,
    addresses: Addresses<'_>,
) -> SectionView {
    let site = context.site;
    let section = &site.sections[index];
    let root = addresses.root(&section.url);
    SectionView {
        title: section.title.clone(),
        href: addresses.href(&section.url),
        kind: section.kind.name(),
        description: section_description(section, site),
        html: section.document.as_ref().map_or_else(String::new, |it| {
            let targets = PageTargets {
                links: &site.section_links[index],
                addresses,
                root: &root,
                here: "",
            };
            body_html(it, context.sources, &targets)
        }),
    }
}

fn taxonomy_view(
    index: usize,
    context: &RenderContext<'_>,
    addresses: Addresses<'_>,
) -> TaxonomyView {
    let taxonomy = &context.site.taxonomies[index];
    TaxonomyView {
        name: taxonomy.name.clone(),
        title: taxonomy.title.clone(),
        href: addresses.href(&taxonomy.url),
    }
}

/// The day on which a page's content last changed, by its own account.
fn last_modified(page: usize, context: &RenderContext<'_>) -> Option<String> {
    let document = &context.site.pages[page].document;
    let updated = document.front_matter.updated.as_ref().map(|it| it.value);
    updated
        .or_else(|| date_of(document))
        .map(|it| it.date().to_string())
}
