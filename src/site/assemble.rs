//! Puts the documents together, step by step, each step on values that the steps before have completed.
//!
//! In: everything that was read. Out: the `Site`. The order of the steps is the order of the statements below.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Asset, Links, Page, Section, Site, Taxonomy, TermRef,
    feeds::feeds,
    interpretations::interpretations,
    links::{Destination, Index, ManyAnchors, note_anchors},
    menu::menu,
    order::{self, Neighbours, Shown},
    permalink,
    pictures::{Pictures, pictures, published},
    section::{Kinds, sections},
    sheets::{Material, sheets},
    slogans::gather,
    standing::{Drafts, sort_by_standing, until},
    taxonomy::{self, TermPage},
};
use crate::{
    config::Config,
    content::Document,
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::UrlPath,
    span::Spanned,
    yaml::Moment,
};

/// What a site is made of.
pub struct Input {
    pub config: Config,
    /// In the order of source paths.
    pub documents: Vec<Arc<Document>>,
    /// The kinds that folders give to their pages.
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
    let shown = Shown::new(&out);
    let sections = sections(indexes, &shown, &input.kinds, config.paginate_by);
    let homes: Vec<usize> = out.par_iter().map(|it| section_of(it, &sections)).collect();
    let urls = page_urls(&out, &homes, &sections, diagnostics);
    let (taxonomies, terms) = make_taxonomies(&config, &shown, &hidden, &urls, diagnostics);
    let known = Known {
        sections: &sections,
        out: &out,
        hidden: &hidden,
        urls: &urls,
        taxonomies: &taxonomies,
        assets: &input.assets,
    };
    let mut unlinked = Diagnostics::default();
    let ((links, section_links, pictures), (related, neighbours, aliases)) = rayon::join(
        || follow_links(&config, &known, diagnostics),
        || {
            let named = see_also(&out, &mut unlinked);
            (
                order::related(&out, &taxonomies, named),
                order::neighbours(&sections, out.len()),
                all_aliases(&out, config.base_url.path(), &mut unlinked),
            )
        },
    );
    diagnostics.append(unlinked);
    let interpretations = interpretations(&out, diagnostics);
    let parts = Parts {
        homes,
        urls,
        terms,
        related,
        neighbours,
        aliases,
        links,
    };
    let pages = make_pages(out, parts);
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

/// The address of each page; `homes` are the pages' sections.
fn page_urls(
    documents: &[Arc<Document>],
    homes: &[usize],
    sections: &[Section],
    diagnostics: &mut Diagnostics,
) -> Vec<UrlPath> {
    let found: Vec<_> = documents
        .par_iter()
        .zip(homes)
        .map(|(document, home)| {
            let own = document.front_matter.slug.as_ref();
            permalink::page_url(&sections[*home].url, document.name(), own)
        })
        .collect();
    let mut urls = Vec::with_capacity(found.len());
    for (url, problem) in found {
        urls.push(url);
        if let Some(problem) = problem {
            diagnostics.push(*problem);
        }
    }
    urls
}

fn section_of(document: &Document, sections: &[Section]) -> usize {
    let folder = document.section_folder();
    sections
        .binary_search_by(|it| it.folder.as_str().cmp(folder))
        .expect("every folder with a document is a section")
}

fn make_taxonomies(
    config: &Config,
    shown: &Shown<'_>,
    hidden: &[Arc<Document>],
    urls: &[UrlPath],
    diagnostics: &mut Diagnostics,
) -> (Vec<Taxonomy>, Vec<Vec<TermRef>>) {
    let mut term_pages: Vec<TermPage<'_>> = shown
        .documents
        .iter()
        .enumerate()
        .map(|(index, document)| TermPage {
            document,
            out: Some((index, urls[index].clone())),
        })
        .collect();
    term_pages.extend(hidden.iter().map(|document| TermPage {
        document,
        out: None,
    }));
    let mut taxonomies = taxonomy::taxonomies(&config.taxonomies, &term_pages, diagnostics);
    let terms = taxonomy::assign(&mut taxonomies, shown, diagnostics);
    (taxonomies, terms)
}

struct Known<'a> {
    sections: &'a [Section],
    out: &'a [Arc<Document>],
    hidden: &'a [Arc<Document>],
    urls: &'a [UrlPath],
    taxonomies: &'a [Taxonomy],
    assets: &'a [Asset],
}

fn make_index<'a>(config: &'a Config, known: &Known<'a>) -> Index<'a> {
    let mut documents = BTreeMap::new();
    let mut addresses = BTreeMap::new();
    let mut many_anchors = ManyAnchors::new();
    let mut add = |document: &'a Document, url: Option<&'a UrlPath>| {
        note_anchors(document, &mut many_anchors);
        documents.insert(document.path.as_str(), Destination { document, url });
    };
    for document in known.hidden {
        add(document, None);
    }
    for taxonomy in known.taxonomies {
        if taxonomy.has_page() {
            addresses.insert(taxonomy.url.as_str(), None);
        }
        let urls = taxonomy.terms.iter().filter_map(|it| it.url.as_ref());
        addresses.extend(urls.map(|it| (it.as_str(), None)));
    }
    for section in known.sections {
        addresses.insert(section.url.as_str(), section.document.as_deref());
        if let Some(document) = &section.document {
            add(document, Some(&section.url));
        }
    }
    for (document, url) in known.out.iter().zip(known.urls) {
        addresses.insert(url.as_str(), Some(document));
        add(document, Some(url));
    }
    Index {
        documents,
        folders: known
            .sections
            .iter()
            .map(|it| (it.folder.as_str(), &it.url))
            .collect(),
        assets: known
            .assets
            .iter()
            .map(|it| (it.source.as_str(), it))
            .collect(),
        outputs: known
            .assets
            .iter()
            .map(|it| (it.output.as_str(), it))
            .collect(),
        addresses,
        many_anchors,
        pictures: Pictures::new(),
        base_path: config.base_url.path(),
        rule: config.broken_links,
    }
}

/// What the links of every page and of every section's own text lead to.
fn follow_links(
    config: &Config,
    known: &Known<'_>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Links>, Vec<Links>, Pictures) {
    let mut index = make_index(config, known);
    let pages = known.out.iter().map(|it| &**it).zip(known.urls);
    let own = known.sections.iter();
    let own = own.filter_map(|it| Some((it.document.as_deref()?, &it.url)));
    let texts: Vec<_> = pages.chain(own).collect();
    index.pictures = pictures(&index, &texts, diagnostics);
    let links = all_links(known.out, known.urls, &index, diagnostics);
    let section_links = known.sections.iter().map(|it| match &it.document {
        Some(document) => index.resolve_all(document, &it.url, diagnostics),
        None => Links::default(),
    });
    let section_links = section_links.collect();
    (links, section_links, index.pictures)
}

/// Follows the links of every page, on all cores.
fn all_links(
    documents: &[Arc<Document>],
    urls: &[UrlPath],
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Links> {
    // Nearly all are without a problem.
    let followed: Vec<(Links, Option<Box<Diagnostics>>)> = documents
        .par_iter()
        .zip(urls)
        .map(|(document, url)| {
            let mut problems = Diagnostics::default();
            let links = index.resolve_all(document, url, &mut problems);
            let has_problems = problems.iter().next().is_some();
            (links, has_problems.then(|| Box::new(problems)))
        })
        .collect();
    let mut all = Vec::with_capacity(followed.len());
    for (links, problems) in followed {
        all.push(links);
        if let Some(problems) = problems {
            diagnostics.append(*problems);
        }
    }
    all
}

/// The pages that authors name as further reading.
fn see_also(documents: &[Arc<Document>], diagnostics: &mut Diagnostics) -> Vec<Vec<usize>> {
    documents
        .iter()
        .map(|document| {
            let mut pages = Vec::new();
            for path in &document.front_matter.see_also {
                let found = document
                    .path
                    .join(&path.value)
                    .and_then(|it| documents.binary_search_by(|other| other.path.cmp(&it)).ok());
                match found {
                    Some(page) => pages.push(page),
                    None => diagnostics.push(no_such_page(path)),
                }
            }
            pages
        })
        .collect()
}

fn all_aliases(
    documents: &[Arc<Document>],
    base_path: &str,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<UrlPath>> {
    documents
        .iter()
        .map(|document| {
            let mut urls = Vec::new();
            for alias in &document.front_matter.aliases {
                match permalink::alias_url(alias, base_path) {
                    Ok(url) => urls.push(url),
                    Err(problem) => diagnostics.push(*problem),
                }
            }
            urls
        })
        .collect()
}

/// What is known of each page, in the order of the pages.
struct Parts {
    homes: Vec<usize>,
    urls: Vec<UrlPath>,
    terms: Vec<Vec<TermRef>>,
    related: Vec<Vec<usize>>,
    neighbours: Vec<Neighbours>,
    aliases: Vec<Vec<UrlPath>>,
    links: Vec<Links>,
}

fn make_pages(documents: Vec<Arc<Document>>, parts: Parts) -> Vec<Arc<Page>> {
    let mut homes = parts.homes.into_iter();
    let mut urls = parts.urls.into_iter();
    let mut terms = parts.terms.into_iter();
    let mut related = parts.related.into_iter();
    let mut neighbours = parts.neighbours.into_iter();
    let mut aliases = parts.aliases.into_iter();
    let mut links = parts.links.into_iter();
    let whole = "there is one of each part for every page";
    documents
        .into_iter()
        .map(|document| {
            Arc::new(Page {
                section: homes.next().expect(whole),
                url: urls.next().expect(whole),
                terms: terms.next().expect(whole),
                related: related.next().expect(whole),
                neighbours: neighbours.next().expect(whole),
                aliases: aliases.next().expect(whole),
                links: links.next().expect(whole),
                document,
            })
        })
        .collect()
}

fn no_such_page(path: &Spanned<String>) -> Diagnostic {
    Diagnostic::error(
        code::LINK_MISSING,
        format!("相关内容“{}”不存在，或者没有发布", path.value),
    )
    .label(path.span, "找不到这个文件")
    .help("写相对于本文件的路径，例如 ../types/shuadan-fanli.md")
}
