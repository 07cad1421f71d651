//! Puts the documents together, step by step, each step on values that the steps before have completed.
//!
//! In: everything that was read. Out: the `Site`. The order of the steps is the order of the statements below.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Asset, LeftOut, Links, Page, Section, Site, Taxonomy, TermRef,
    feeds::feeds,
    links::{Destination, Index, ManyAnchors, note_anchors},
    menu::menu,
    order::{self, Neighbours},
    permalink,
    section::{Kinds, sections},
    slogans::gather,
    taxonomy::{self, TermPage},
};
use crate::{
    config::Config,
    content::{Detail, Document, Standing},
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

/// Whether drafts are out (`--drafts`), and what else is before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    LeaveOut,
    Include,
    /// Also what is scheduled: a preview shows whatever is still to come.
    IncludeScheduled,
}

pub fn assemble(input: Input, diagnostics: &mut Diagnostics) -> Site {
    let config = input.config;
    let (indexes, documents): (Vec<_>, Vec<_>) =
        input.documents.into_iter().partition(|it| it.is_section());
    let until = until(&documents, input.at);
    let (out, hidden, left_out) = sort_by_standing(documents, input.at, input.drafts);
    let sections = sections(indexes, &out, &input.kinds, config.paginate_by);
    let urls = page_urls(&out, &sections, diagnostics);
    let (taxonomies, terms) = make_taxonomies(&config, &out, &hidden, &urls, diagnostics);
    let index = make_index(
        &config,
        &Known {
            sections: &sections,
            out: &out,
            hidden: &hidden,
            urls: &urls,
            taxonomies: &taxonomies,
            assets: &input.assets,
        },
    );
    let links = all_links(&out, &urls, &index, diagnostics);
    let section_links = sections
        .iter()
        .map(|it| match &it.document {
            Some(document) => index.resolve_all(document, &it.url, diagnostics),
            None => Links::default(),
        })
        .collect();
    drop(index);
    let named = see_also(&out, diagnostics);
    let related = order::related(&out, &taxonomies, named);
    let neighbours = order::neighbours(&sections, out.len());
    let aliases = all_aliases(&out, config.base_url.path(), diagnostics);
    let parts = Parts {
        urls,
        terms,
        related,
        neighbours,
        aliases,
        links,
    };
    let pages = make_pages(out, parts, &sections);
    let slogans = gather(&pages, input.at, diagnostics);
    Site {
        feeds: feeds(&config.feeds, &taxonomies, &slogans, diagnostics),
        menu: menu(&config.menu, &sections, &pages, diagnostics),
        config,
        at: input.at,
        until,
        sections,
        section_links,
        pages,
        taxonomies,
        slogans,
        assets: input.assets,
        hidden,
        left_out,
    }
}

/// Up to when the site stays as it is at `at`, as far as its own schedule goes; the day's date stands in some files.
fn until(documents: &[Arc<Document>], at: Moment) -> Moment {
    let schedules = documents.iter().map(|it| &it.front_matter.schedule);
    schedules
        .flat_map(|it| [&it.publish_at, &it.expires_at])
        .flatten()
        .map(|it| it.value)
        .filter(|it| *it > at)
        .fold(at.next_day(), Moment::min)
}

/// Parts the documents into those that are out and those that are not, with the reasons.
fn sort_by_standing(
    documents: Vec<Arc<Document>>,
    at: Moment,
    drafts: Drafts,
) -> (Vec<Arc<Document>>, Vec<Arc<Document>>, Vec<LeftOut>) {
    let mut out = Vec::new();
    let mut hidden = Vec::new();
    let mut left_out = Vec::new();
    for document in documents {
        match reason_to_hide(&document, at, drafts) {
            None => out.push(document),
            Some(reason) => {
                left_out.push(LeftOut {
                    path: document.path.clone(),
                    reason,
                });
                hidden.push(document);
            }
        }
    }
    (out, hidden, left_out)
}

fn reason_to_hide(document: &Document, at: Moment, drafts: Drafts) -> Option<String> {
    match document.front_matter.schedule.standing(at) {
        Standing::Out => (),
        Standing::Draft if drafts != Drafts::LeaveOut => (),
        Standing::Scheduled(_) if drafts == Drafts::IncludeScheduled => (),
        Standing::Draft => return Some("草稿".to_owned()),
        Standing::Scheduled(it) => return Some(format!("定时到 {} 发布", it.minutes())),
        Standing::Expired(it) => return Some(format!("已于 {} 下线", it.minutes())),
    }
    let Detail::Slogans(group) = &document.detail else {
        return None;
    };
    if group.validity.holds_on(at.date()) {
        return None;
    }
    let until = group.validity.until.as_ref().map(|it| it.value);
    let from = group.validity.from.as_ref().map(|it| it.value);
    match (from, until) {
        (_, Some(until)) if until < at.date() => Some(format!("警示语已于 {until} 失效")),
        (Some(_), _) if drafts == Drafts::IncludeScheduled => None,
        (Some(from), _) => Some(format!("警示语从 {from} 起生效")),
        (None, _) => None,
    }
}

fn page_urls(
    documents: &[Arc<Document>],
    sections: &[Section],
    diagnostics: &mut Diagnostics,
) -> Vec<UrlPath> {
    documents
        .iter()
        .map(|document| {
            let section = &sections[section_of(document, sections)];
            let own = document.front_matter.slug.as_ref();
            let (url, problem) = permalink::page_url(&section.url, document.name(), own);
            if let Some(problem) = problem {
                diagnostics.push(problem);
            }
            url
        })
        .collect()
}

fn section_of(document: &Document, sections: &[Section]) -> usize {
    let folder = document.section_folder();
    sections
        .binary_search_by(|it| it.folder.as_str().cmp(folder))
        .expect("every folder with a document is a section")
}

fn make_taxonomies(
    config: &Config,
    out: &[Arc<Document>],
    hidden: &[Arc<Document>],
    urls: &[UrlPath],
    diagnostics: &mut Diagnostics,
) -> (Vec<Taxonomy>, Vec<Vec<TermRef>>) {
    let mut term_pages: Vec<TermPage<'_>> = out
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
    let terms = taxonomy::assign(&mut taxonomies, out, diagnostics);
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
        base_path: config.base_url.path(),
        rule: config.broken_links,
    }
}

/// Follows the links of every page, on all cores.
fn all_links(
    documents: &[Arc<Document>],
    urls: &[UrlPath],
    index: &Index<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Links> {
    let followed: Vec<(Links, Diagnostics)> = documents
        .par_iter()
        .zip(urls)
        .map(|(document, url)| {
            let mut problems = Diagnostics::default();
            (index.resolve_all(document, url, &mut problems), problems)
        })
        .collect();
    let mut all = Vec::with_capacity(followed.len());
    for (links, problems) in followed {
        all.push(links);
        diagnostics.append(problems);
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
    urls: Vec<UrlPath>,
    terms: Vec<Vec<TermRef>>,
    related: Vec<Vec<usize>>,
    neighbours: Vec<Neighbours>,
    aliases: Vec<Vec<UrlPath>>,
    links: Vec<Links>,
}

fn make_pages(documents: Vec<Arc<Document>>, parts: Parts, sections: &[Section]) -> Vec<Page> {
    let mut urls = parts.urls.into_iter();
    let mut terms = parts.terms.into_iter();
    let mut related = parts.related.into_iter();
    let mut neighbours = parts.neighbours.into_iter();
    let mut aliases = parts.aliases.into_iter();
    let mut links = parts.links.into_iter();
    let whole = "there is one of each part for every page";
    documents
        .into_iter()
        .map(|document| Page {
            section: section_of(&document, sections),
            url: urls.next().expect(whole),
            terms: terms.next().expect(whole),
            related: related.next().expect(whole),
            neighbours: neighbours.next().expect(whole),
            aliases: aliases.next().expect(whole),
            links: links.next().expect(whole),
            document,
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
