//! Assembles the site from the documents in steps. Each step uses only values that earlier steps have
//! completed.
//!
//! In: everything that was read. Out: the `Site`. The steps run in the order of the statements below: a
//! published document is first `Placed`, then `Classified`, then a `Page`.

use std::sync::Arc;

use rayon::prelude::*;

use super::{
    Asset, Links, Neighbours, Page, PageId, Section, SectionId, Site,
    asset::published,
    classify::{Classified, classify},
    feeds::feeds,
    index::{Index, Known},
    interpretations::interpretations,
    links::Linker,
    menu::menu,
    order::Shown,
    permalink,
    pictures::pictures,
    placed::placed,
    related::{Relations, neighbours},
    section::{Kinds, sections},
    sheets::{Material, sheets},
    slogans::gather,
    standing::{Drafts, sort_by_standing, until},
};
use crate::{
    config::Config,
    content::Document,
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::UrlPath,
    span::Spanned,
    table::Table,
    yaml::Moment,
};

/// The input from which a site is assembled.
pub struct Input {
    pub config: Config,
    /// The documents in the order of source paths.
    pub documents: Vec<Arc<Document>>,
    /// The kinds that folders set for their pages.
    pub kinds: Kinds,
    pub assets: Vec<Asset>,
    pub at: Moment,
    pub drafts: Drafts,
}

pub fn assemble(input: Input, diagnostics: &mut Diagnostics) -> Site {
    let config = input.config;
    let (indexes, documents): (Vec<_>, Vec<_>) =
        input.documents.into_iter().partition(|it| it.is_section());
    let until = until(&documents, input.at);
    let (out, hidden, left_out) = sort_by_standing(documents, input.at, input.drafts);
    let out = Table::from(out);
    let shown = Shown::new(&out);
    let sections = sections(indexes, &shown, &input.kinds, config.paginate_by);
    let placed = placed(&out, &sections, diagnostics);
    let (taxonomies, classified) =
        classify(&config.taxonomies, placed, &hidden, &shown, diagnostics);
    let known = Known {
        sections: &sections,
        pages: &classified,
        hidden: &hidden,
        taxonomies: &taxonomies,
        assets: &input.assets,
        base_path: config.base_url.path(),
    };
    let (linker, (relations, neighbours)) = rayon::join(
        || linker(&config, known, diagnostics),
        || {
            (
                Relations::new(&classified, &taxonomies),
                neighbours(&sections, classified.len()),
            )
        },
    );
    let maker = PageMaker {
        linker: &linker,
        relations,
        neighbours,
        classified: &classified,
        base_path: config.base_url.path(),
    };
    let pages = maker.pages(diagnostics);
    let section_links = section_links(&sections, &linker, diagnostics);
    let pictures = linker.pictures;
    let interpretations = interpretations(&out, diagnostics);
    let slogans = gather(&pages, input.at, diagnostics);
    let material = Material {
        sections: &sections,
        pages: &pages,
        taxonomies: &taxonomies,
        slogans: &slogans,
        at: input.at,
    };
    let sheets = sheets(&config.sheets, &material, diagnostics);
    Site {
        feeds: feeds(&config.feeds, &taxonomies, &slogans, diagnostics),
        sheets,
        interpretations,
        menu: menu(&config.menu, &sections, &pages, diagnostics),
        config,
        at: input.at,
        until,
        sections,
        section_links,
        pages,
        taxonomies,
        slogans,
        assets: published(input.assets, &pictures),
        pictures,
        hidden,
        left_out,
    }
}

/// The linker, which knows all possible link targets and the pictures that the texts show.
fn linker<'a>(config: &Config, known: Known<'a>, diagnostics: &mut Diagnostics) -> Linker<'a> {
    let index = Index::new(known);
    let pages = known.pages.iter().map(|it| (&*it.document, &it.url));
    let own = known.sections.iter();
    let own = own.filter_map(|it| Some((it.document.as_deref()?, &it.url)));
    let texts: Vec<_> = pages.chain(own).collect();
    Linker {
        pictures: pictures(&index, &texts, diagnostics),
        index,
        rule: config.broken_links,
    }
}

/// The targets of the links in the sections' own texts.
fn section_links(
    sections: &Table<SectionId, Section>,
    linker: &Linker<'_>,
    diagnostics: &mut Diagnostics,
) -> Table<SectionId, Links> {
    let sections = sections.iter().map(|it| match &it.document {
        Some(document) => linker.resolve_all(document, &it.url, diagnostics),
        None => Links::default(),
    });
    sections.collect()
}

/// Makes pages from what is known of all documents.
struct PageMaker<'a> {
    linker: &'a Linker<'a>,
    relations: Relations<'a>,
    neighbours: Table<PageId, Neighbours>,
    classified: &'a Table<PageId, Classified>,
    base_path: &'a str,
}

impl PageMaker<'_> {
    /// Makes all pages in parallel.
    fn pages(&self, diagnostics: &mut Diagnostics) -> Table<PageId, Arc<Page>> {
        let ids: Vec<PageId> = self.classified.ids().collect();
        // Nearly all pages have no diagnostics.
        let made: Vec<(Arc<Page>, Option<Box<Diagnostics>>)> = ids
            .into_par_iter()
            .map(|id| {
                let mut problems = Diagnostics::default();
                let page = Arc::new(self.page(id, &mut problems));
                let has_problems = problems.iter().next().is_some();
                (page, has_problems.then(|| Box::new(problems)))
            })
            .collect();
        let pages = made.into_iter().map(|(page, problems)| {
            if let Some(problems) = problems {
                diagnostics.append(*problems);
            }
            page
        });
        pages.collect()
    }

    fn page(&self, id: PageId, diagnostics: &mut Diagnostics) -> Page {
        let page = &self.classified[id];
        let document = &page.document;
        Page {
            links: self.linker.resolve_all(document, &page.url, diagnostics),
            related: self
                .relations
                .related(id, self.see_also(document, diagnostics)),
            neighbours: self.neighbours[id],
            aliases: self.aliases(document, diagnostics),
            document: Arc::clone(document),
            url: page.url.clone(),
            section: page.section,
            terms: page.terms.clone(),
        }
    }

    /// The pages that the author lists as further reading.
    fn see_also(&self, document: &Document, diagnostics: &mut Diagnostics) -> Vec<PageId> {
        let mut pages = Vec::new();
        for path in &document.front_matter.see_also {
            let found = document.path.join(&path.value);
            let found = found.and_then(|it| {
                let all = self.classified;
                all.find_sorted(&it, |other| &other.document.path)
            });
            match found {
                Some(page) => pages.push(page),
                None => diagnostics.push(no_such_page(path)),
            }
        }
        pages
    }

    fn aliases(&self, document: &Document, diagnostics: &mut Diagnostics) -> Vec<UrlPath> {
        let mut urls = Vec::new();
        for alias in &document.front_matter.aliases {
            match permalink::alias_url(alias, self.base_path) {
                Ok(url) => urls.push(url),
                Err(problem) => diagnostics.push(*problem),
            }
        }
        urls
    }
}

fn no_such_page(path: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        code::LINK_MISSING,
        format!("相关内容“{}”不存在，或者没有发布", path.value),
    )
    .label(path.span, "找不到这个文件")
    .help("写相对于本文件的路径，例如 ../types/shuadan-fanli.md")
}
