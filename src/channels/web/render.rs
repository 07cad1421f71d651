//! Fills the website's templates.
//!
//! In: the page, section or term of a recipe, and the render context. Out: a template with its variables.
//! Each function inserts all variables of its template.

use super::{
    home_view,
    listing::{self, ListPage},
    page_view::page_view,
    surroundings::{Surroundings, sheets},
    term_view, unit_view,
};
use crate::{
    content::Document,
    fingerprint::Fingerprint,
    page::{
        ASSETS, Addresses, Article, BodyHtml, Crumb, Frame, FrameBase, PageHeading, Place,
        Prepared, RenderContext, SectionPath, row_views, rows, slogan_view, summary_of,
    },
    paths::UrlPath,
    site::{Page, PageId, SectionId, TaxonomyId, TermId},
    theme::{
        Filling,
        view::{SectionView, SloganView, TaxonomyView, TermView},
    },
};

pub fn home<'a>(context: &RenderContext<'a>) -> Filling<'a> {
    let site = context.site;
    let section = site.home();
    let heading = PageHeading {
        title: None,
        description: &site.config.description,
        url: &section.url,
        sections: &SectionPath::of(SectionId::HOME, site),
        article: None,
        card: Some(&section.url),
    };
    let mut frame = Frame::new(FrameBase::new(context), &heading, Vec::new());
    let addresses = frame.addresses;
    frame.insert("section", section_view(SectionId::HOME, &heading, context));
    insert_content(&mut frame, SectionId::HOME, &section.url, context);
    let blocks = home_view::blocks(context);
    frame
        .filling
        .insert_made("blocks", blocks, home_view::block_views);
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
    let base = FrameBase::new(context);
    let sections = SectionPath::of(index, site);
    let heading = PageHeading {
        title: Some(&section.title),
        description: sections.own().description(&base.settings),
        url: &url,
        sections: &sections,
        article: None,
        card: Some(&section.url),
    };
    let mut frame = Frame::new(base, &heading, trail(&sections));
    let size = (section.listed.len(), section.paginate_by);
    frame.insert("section", section_view(index, &heading, context));
    match list {
        ListPage::Front => insert_content(&mut frame, index, &section.url, context),
        // Only the front page shows the introduction.
        ListPage::Archive(_) => frame.insert("content", ""),
    }
    let carriers = unit_view::carriers(section, site);
    frame.insert("carriers", carriers);
    insert_list(
        &mut frame,
        &section.url,
        (&section.listed, size),
        list,
        context,
    );
    frame.fill("section.html")
}

/// A page with a text of its own. Its key consists of the fingerprints of its source, of its surroundings and
/// of what all pages show; its views depend on nothing else.
pub fn page<'a>(index: PageId, context: &RenderContext<'a>) -> Prepared<'a> {
    let page: &'a Page = &context.site.pages[index];
    let document: &'a Document = &page.document;
    let base = FrameBase::new(context);
    let place = Place {
        addresses: base.settings.addresses,
        root: base.settings.addresses.root(&page.url),
        here: String::new(),
    };
    let body = BodyHtml::new(context, document, &page.links, place);
    let around = Surroundings::of(index, context);
    let own = format!("{}.html", document.kind().name());
    // A theme may omit the template of a kind.
    let template = match context.theme.has(&own) {
        true => own,
        false => "page.html".to_owned(),
    };
    let source = (
        context.sources.fingerprint(document.source),
        document.path.as_str(),
        document.role,
        context.shared.rules,
    );
    let mut inputs = vec![
        ("template", context.theme.closure(&template)),
        ("site", context.shared.site.fingerprint()),
        ("menu", context.shared.menu.fingerprint()),
        ("frame", context.shared.frame),
        (
            "content",
            Fingerprint::of_value(&(source, body.fingerprint())),
        ),
        ("page", Fingerprint::of_value(&around)),
    ];
    if context.theme.names(&template, ASSETS) {
        inputs.push((ASSETS, context.shared.assets.fingerprint()));
    }
    Prepared::new(inputs, move || {
        fill_page(document, &around, body, base)
            .fill(&template)
            .render()
    })
}

/// The variables of a page with a text of its own.
fn fill_page<'a>(
    document: &Document,
    around: &Surroundings<'_>,
    body: BodyHtml<'a>,
    base: FrameBase<'a>,
) -> Frame<'a> {
    let description = summary_of(document);
    let sections = &around.sections;
    let heading = PageHeading {
        title: Some(&document.title.value),
        description: &description,
        url: around.url,
        sections,
        article: Some(Article {
            document,
            picture: around.picture,
        }),
        card: Some(around.url),
    };
    let mut trail = trail(sections);
    if !sections.is_home() {
        let own = sections.own();
        trail.push(Crumb {
            title: own.title,
            url: own.url,
        });
    }
    let view = page_view(document, around, &base.settings);
    let mut frame = Frame::new(base, &heading, trail);
    frame.head.prev = view.prev.as_ref().map(|it| it.href.clone());
    frame.head.next = view.next.as_ref().map(|it| it.href.clone());
    frame.insert("page", view);
    frame.insert("related", row_views(&around.related));
    frame.filling.insert_late("content", body.late());
    frame
}

pub fn taxonomy<'a>(index: TaxonomyId, context: &RenderContext<'a>) -> Filling<'a> {
    let taxonomy = &context.site.taxonomies[index];
    let heading = PageHeading {
        title: Some(&taxonomy.title),
        description: &format!("按{}查看全部内容", taxonomy.title),
        url: &taxonomy.url,
        sections: &SectionPath::of(SectionId::HOME, context.site),
        article: None,
        card: Some(&taxonomy.url),
    };
    let mut frame = Frame::new(FrameBase::new(context), &heading, Vec::new());
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
    let heading = PageHeading {
        title: Some(&term.name),
        description: &format!("{}：{}的全部内容", taxonomy.title, term.name),
        url: &url,
        sections: &SectionPath::of(SectionId::HOME, site),
        article: None,
        card: Some(&base),
    };
    let trail = vec![Crumb {
        title: &taxonomy.title,
        url: &taxonomy.url,
    }];
    let mut frame = Frame::new(FrameBase::new(context), &heading, trail);
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
    insert_list(&mut frame, &base, (&listed, size), list, context);
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
    let heading = PageHeading {
        title: Some("没有找到这个页面"),
        description: &site.config.description,
        url: &url,
        sections: &SectionPath::of(SectionId::HOME, site),
        article: None,
        card: None,
    };
    // A server sends this page for any address, so its links must not be relative.
    let base = FrameBase::new(context);
    let frame = Frame::new(base, &heading, Vec::new()).absolute();
    frame.fill("404.html")
}

/// Inserts the text of section `index`, whose page has the address `url`.
fn insert_content<'a>(
    frame: &mut Frame<'a>,
    index: SectionId,
    url: &UrlPath,
    context: &RenderContext<'a>,
) {
    let site = context.site;
    match &site.sections[index].document {
        Some(document) => {
            let links = &site.section_links[index];
            let body = BodyHtml::new(context, document, links, frame.place(url));
            frame.filling.insert_late("content", body.late());
        }
        None => frame.insert("content", ""),
    }
}

/// Inserts one page of a list, given with its (count, page size), and the links to the adjacent pages of the
/// list.
fn insert_list<'a>(
    frame: &mut Frame<'a>,
    base: &UrlPath,
    (pages, size): (&[PageId], (usize, usize)),
    list: ListPage,
    context: &RenderContext<'a>,
) {
    let shown = rows(&pages[listing::range(size.0, size.1, list)], context);
    let paginator = listing::paginator(base, size, list, frame.addresses);
    frame.head.prev = paginator.newer.clone();
    frame.head.next = paginator.older.clone();
    frame.filling.insert_made("rows", shown, |it| row_views(it));
    frame.insert("paginator", paginator);
}

/// The sections between the home page and the page's own section.
fn trail<'t>(sections: &'t SectionPath<'_>) -> Vec<Crumb<'t>> {
    let between = sections.between();
    between
        .map(|it| Crumb {
            title: it.title,
            url: it.url,
        })
        .collect()
}

fn section_view(
    index: SectionId,
    heading: &PageHeading<'_>,
    context: &RenderContext<'_>,
) -> SectionView {
    let section = &context.site.sections[index];
    let settings = FrameBase::new(context).settings;
    SectionView {
        title: section.title.clone(),
        href: settings.addresses.href(&section.url),
        kind: section.kind.name(),
        description: heading.sections.own().description(&settings).to_owned(),
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
