//! Fills the website's templates.
//!
//! In: a recipe's subject and the render context. Out: a template with its variables.
//! Each function names the variables that its template gets; there are no others.

use super::{
    home_view,
    listing::{self, ListPage},
    page_view::{page_view, sheets},
    term_view, unit_view,
};
use crate::{
    page::{
        Addresses, BodyHtml, CardOf, Crumb, Frame, Heading, RenderContext, rows,
        section_description, slogan_view, summary_of,
    },
    paths::UrlPath,
    site::{PageId, Section, SectionId, TaxonomyId, TermId},
    theme::{
        Filling,
        view::{SectionView, SloganView, TaxonomyView, TermView},
    },
};

pub fn home<'a>(context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let section = site.home();
    let heading = Heading {
        title: None,
        description: site.config.description.clone(),
        url: &section.url,
        section,
        article: None,
        card: Some(CardOf::Site),
    };
    let mut frame = Frame::new(context, &heading, Vec::new());
    let addresses = frame.addresses;
    frame.insert("section", section_view(SectionId::HOME, context, addresses));
    frame.insert_content(SectionId::HOME, &section.url);
    frame.insert("blocks", home_view::blocks(context, addresses));
    frame.insert("types", home_view::types(context, addresses));
    frame.insert("slogans", home_view::slogans(context));
    frame.insert("finder", home_view::finder(context, addresses));
    frame.insert("figures", home_view::figures(context, addresses));
    frame.fill("home.html")
}

pub fn section<'a>(index: SectionId, list: ListPage, context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let section = &site.sections[index];
    let url = listing::url(&section.url, list);
    let heading = Heading {
        title: Some(&section.title),
        description: section_description(section, site),
        url: &url,
        section,
        article: None,
        card: Some(CardOf::Section(index)),
    };
    let trail = trail(section, context);
    let mut frame = Frame::new(context, &heading, trail);
    let size = (section.listed.len(), section.paginate_by);
    let view = section_view(index, context, frame.addresses);
    frame.insert("section", view);
    match list {
        ListPage::Front => frame.insert_content(index, &section.url),
        // The introduction is read once.
        ListPage::Archive(_) => frame.insert("content", ""),
    }
    let carriers = unit_view::carriers(section, site);
    frame.insert("carriers", carriers);
    insert_list(&mut frame, &section.url, &section.listed, size, list);
    frame.fill("section.html")
}

pub fn page<'a>(index: PageId, context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let page = &site.pages[index];
    let section = &site.sections[page.section];
    let heading = Heading {
        title: Some(&page.document.title.value),
        description: summary_of(&page.document),
        url: &page.url,
        section,
        article: Some(page),
        card: Some(CardOf::Page(index)),
    };
    let mut trail = trail(section, context);
    if section.parent.is_some() {
        trail.push(Crumb::new(&section.title, &section.url));
    }
    let mut frame = Frame::new(context, &heading, trail);
    let view = page_view(index, context, frame.addresses);
    frame.head.prev = view.prev.as_ref().map(|it| it.href.clone());
    frame.head.next = view.next.as_ref().map(|it| it.href.clone());
    let own = format!("{}.html", view.kind);
    frame.insert("page", view);
    frame.insert("related", rows(&page.related, context));
    let place = frame.place(&page.url);
    let body = BodyHtml::new(context, &page.document, &page.links, place);
    frame.filling.insert_late("content", body.late());
    // A theme may leave kinds out that look like any other page.
    match context.theme.has(&own) {
        true => frame.fill(&own),
        false => frame.fill("page.html"),
    }
}

pub fn taxonomy<'a>(index: TaxonomyId, context: &RenderContext<'a>) -> Filling<'a> {
    let taxonomy = &context.site.taxonomies[index];
    let home = context.site.home();
    let heading = Heading {
        title: Some(&taxonomy.title),
        description: format!("按{}查看全部内容", taxonomy.title),
        url: &taxonomy.url,
        section: home,
        article: None,
        card: Some(CardOf::Taxonomy(index)),
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
    frame.insert("taxonomy", taxonomy_view(index, context, addresses));
    frame.insert("terms", terms);
    frame.fill("taxonomy.html")
}

pub fn term<'a>(reference: TermId, list: ListPage, context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let term = site.term(reference);
    let taxonomy = &site.taxonomies[reference.taxonomy];
    let base = term.url.clone().unwrap_or_default();
    let url = listing::url(&base, list);
    let heading = Heading {
        title: Some(&term.name),
        description: format!("{}：{}的全部内容", taxonomy.title, term.name),
        url: &url,
        section: site.home(),
        article: None,
        card: Some(CardOf::Term(reference)),
    };
    let trail = vec![Crumb::new(&taxonomy.title, &taxonomy.url)];
    let mut frame = Frame::new(context, &heading, trail);
    let view = TermView {
        name: term.name.clone(),
        taxonomy: taxonomy.title.clone(),
        href: frame.addresses.href(&base),
        count: term.pages.len(),
    };
    let slogans: Vec<SloganView> = site.slogans_of_term(reference).map(slogan_view).collect();
    let addresses = frame.addresses;
    frame.insert("term", view);
    frame.insert("slogans", slogans);
    frame.insert("types", term_view::types(reference, site, addresses));
    frame.insert("sheets", sheets(reference, site, addresses));
    let listed = term_view::listed(reference, site);
    let size = (listed.len(), site.config.paginate_by);
    insert_list(&mut frame, &base, &listed, size, list);
    frame.fill("term.html")
}

pub fn redirect<'a>(page: PageId, alias: usize, context: &RenderContext<'a>) -> Filling<'a> {
    let page = &context.site.pages[page];
    let addresses = Addresses::new(&context.site.config);
    let canonical = addresses.full(&page.url);
    let (root, href) = (
        addresses.root(&page.aliases[alias]),
        addresses.href(&page.url),
    );
    let mut filling = Filling::new(context.theme, "redirect.html");
    filling.insert("target", format!("{root}{href}"));
    filling.insert("root", root);
    filling.insert("canonical", canonical);
    filling.insert_shared("site", &context.shared.site);
    filling.insert("title", &page.document.title.value);
    filling
}

pub fn not_found<'a>(context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let url = UrlPath::default().file("404.html");
    let heading = Heading {
        title: Some("没有找到这个页面"),
        description: site.config.description.clone(),
        url: &url,
        section: site.home(),
        article: None,
        card: None,
    };
    // A server shows this page under any address, so its links must not depend on where it stands.
    let frame = Frame::new(context, &heading, Vec::new()).absolute();
    frame.fill("404.html")
}

/// The lines of one page of a list of (count, page size), and the way to the others.
fn insert_list(
    frame: &mut Frame<'_>,
    base: &UrlPath,
    pages: &[PageId],
    size: (usize, usize),
    list: ListPage,
) {
    let shown = &pages[listing::range(size.0, size.1, list)];
    let rows = rows(shown, &frame.context);
    let paginator = listing::paginator(base, size, list, frame.addresses);
    frame.head.prev = paginator.newer.clone();
    frame.head.next = paginator.older.clone();
    frame.insert("rows", rows);
    frame.insert("paginator", paginator);
}

/// The sections between the home page and `section`.
fn trail(section: &Section, context: &RenderContext<'_>) -> Vec<Crumb> {
    let site = context.site;
    let mut trail = Vec::new();
    let mut parent = section.parent;
    while let Some(index) = parent.filter(|it| !it.is_home()) {
        let above = &site.sections[index];
        trail.push(Crumb::new(&above.title, &above.url));
        parent = above.parent;
    }
    trail.reverse();
    trail
}

fn section_view(
    index: SectionId,
    context: &RenderContext<'_>,
    addresses: Addresses<'_>,
) -> SectionView {
    let site = context.site;
    let section = &site.sections[index];
    SectionView {
        title: section.title.clone(),
        href: addresses.href(&section.url),
        kind: section.kind.name(),
        description: section_description(section, site),
    }
}

fn taxonomy_view(
    index: TaxonomyId,
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
