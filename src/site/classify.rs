//! The terms of all taxonomies, and the pages that use each term.
//!
//! The terms of a closed taxonomy are given as a list or are the pages of a section. In: the settings and all
//! pages with their addresses. Out: the taxonomies, each term with its pages, and the pages, each with its
//! terms.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    PageId, SectionId, Taxonomy, Term, TermId, order::Shown, placed::Placed, taxonomy::fold,
};
use crate::{
    config::{TaxonomySettings, TermSettings, Terms},
    content::{Detail, Document, SortBy, TaxonomyId},
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    paths::UrlPath,
    span::{Span, Spanned},
    table::{Id, Table},
    vocabulary::Kind,
};

/// A page with its address and its terms.
pub struct Classified {
    pub document: Arc<Document>,
    pub section: SectionId,
    pub url: UrlPath,
    pub terms: Vec<TermId>,
}

/// A page that may be a term, with its address if it is published.
struct TermPage<'a> {
    document: &'a Document,
    out: Option<(PageId, &'a UrlPath)>,
}

/// All pages, including those of `hidden`, as possible terms.
fn term_pages<'a>(
    placed: &'a Table<PageId, Placed>,
    hidden: &'a [Arc<Document>],
) -> Vec<TermPage<'a>> {
    let out = placed.iter_with_ids().map(|(id, it)| TermPage {
        document: &it.document,
        out: Some((id, &it.url)),
    });
    let hidden = hidden.iter().map(|document| TermPage {
        document,
        out: None,
    });
    out.chain(hidden).collect()
}

/// Finds the terms of every page and the pages of every term. `shown` are the pages in their order.
pub fn classify(
    settings: &[TaxonomySettings],
    placed: Table<PageId, Placed>,
    hidden: &[Arc<Document>],
    shown: &Shown<'_>,
    diagnostics: &mut Diagnostics,
) -> (Table<TaxonomyId, Taxonomy>, Table<PageId, Classified>) {
    let mut taxonomies = known_terms(settings, &term_pages(&placed, hidden), diagnostics);
    let pages = placed.into_iter().map(|it| Classified {
        terms: terms_of(&it.document, &mut taxonomies, diagnostics),
        document: it.document,
        section: it.section,
        url: it.url,
    });
    let pages: Table<PageId, Classified> = pages.collect();
    for (id, page) in pages.iter_with_ids() {
        for term in &page.terms {
            taxonomies[term.taxonomy].note(*term, id);
        }
    }
    for taxonomy in taxonomies.iter_mut() {
        taxonomy.part_equal_addresses();
        for term in &mut taxonomy.terms {
            shown.sort(&mut term.pages, SortBy::Date);
            if term.pages.is_empty() && !taxonomy.of_section {
                // A page without entries is an empty column, which counts as a fault of the site.
                term.url = None;
            }
        }
    }
    (taxonomies, pages)
}

/// Makes the taxonomies with the terms that are known before any page is examined.
fn known_terms(
    settings: &[TaxonomySettings],
    pages: &[TermPage<'_>],
    diagnostics: &mut Diagnostics,
) -> Table<TaxonomyId, Taxonomy> {
    settings
        .iter()
        .enumerate()
        .map(|(index, settings)| {
            let mut taxonomy = Taxonomy::new(TaxonomyId::new(index), settings);
            match &settings.terms {
                Terms::Open => (),
                Terms::List(terms) => add_list(&mut taxonomy, terms),
                Terms::Section(folder) => {
                    add_section(&mut taxonomy, folder, pages, diagnostics);
                }
            }
            taxonomy
        })
        .collect()
}

fn add_list(taxonomy: &mut Taxonomy, terms: &[TermSettings]) {
    for term in terms {
        let name = term.slug.as_deref().unwrap_or(&term.name);
        let url = taxonomy.term_url(name);
        let mut aliases: Vec<&str> = term.aliases.iter().map(String::as_str).collect();
        aliases.extend(term.slug.as_deref());
        taxonomy.add(Term::new(term.name.clone(), Some(url)), &aliases);
    }
}

fn add_section(
    taxonomy: &mut Taxonomy,
    section: &Spanned<String>,
    pages: &[TermPage<'_>],
    diagnostics: &mut Diagnostics,
) {
    let folder = format!("content/{}", section.value.trim_matches('/'));
    if !pages
        .iter()
        .any(|it| it.document.section_folder() == folder)
    {
        diagnostics.push(no_section(section, pages));
    }
    // The place where each word was first used.
    let mut claims: BTreeMap<String, Span> = BTreeMap::new();
    for page in pages {
        let document = page.document;
        if document.section_folder() != folder || document.is_section() {
            continue;
        }
        let mut names = vec![document.title.clone()];
        names.extend(document.detail.id().cloned());
        if let Detail::ScamType(scam_type) = &document.detail {
            names.extend(scam_type.also_known_as.iter().cloned());
        }
        for name in &names {
            match claims.get(&fold(&name.value)) {
                Some(first) if *first != name.span => {
                    diagnostics.push(ambiguous(name, *first));
                }
                _ => {
                    claims.insert(fold(&name.value), name.span);
                }
            }
        }
        let aliases: Vec<&str> = names.iter().map(|it| it.value.as_str()).collect();
        let mut term = Term::new(document.title.value.clone(), None);
        if let Some((id, url)) = page.out {
            term.url = Some(url.clone());
            term.page = Some(id);
        }
        taxonomy.add(term, &aliases);
    }
}

/// The terms of one document, each once.
fn terms_of(
    document: &Document,
    taxonomies: &mut Table<TaxonomyId, Taxonomy>,
    diagnostics: &mut Diagnostics,
) -> Vec<TermId> {
    let mut terms = Vec::new();
    for given in &document.front_matter.terms {
        let taxonomy = &mut taxonomies[given.taxonomy];
        let words = given.words.iter();
        terms.extend(words.filter_map(|it| taxonomy.resolve(it, diagnostics)));
    }
    terms.sort_unstable();
    terms.dedup();
    if document.kind() == Kind::Case {
        require_terms(document, taxonomies, diagnostics);
    }
    terms
}

/// Reports a case without a scam type or an audience, because readers whom it concerns could not find it.
fn require_terms(
    document: &Document,
    taxonomies: &Table<TaxonomyId, Taxonomy>,
    diagnostics: &mut Diagnostics,
) {
    for taxonomy in taxonomies {
        let needed = matches!(taxonomy.name.as_str(), "scam_types" | "audiences");
        let given = document
            .front_matter
            .terms
            .iter()
            .any(|it| it.taxonomy == taxonomy.id && !it.words.is_empty());
        if needed && !given {
            diagnostics.push(missing_terms(document.place(), &taxonomy.title));
        }
    }
}

fn no_section(section: &Spanned<String>, pages: &[TermPage<'_>]) -> Diagnostic {
    let folders = pages.iter().map(|it| it.document.section_folder());
    let names = folders.filter_map(|it| it.strip_prefix("content/"));
    let problem = Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("栏目“{}”里没有文章，分类法没有词可用", section.value),
    )
    .label(section.span, "content 文件夹里没有这个栏目");
    match nearest(&section.value, names) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("先在这个栏目里写一篇，或者把 section 改成 terms 列出词表"),
    }
}

fn ambiguous(name: &Spanned<String>, first: Span) -> Diagnostic {
    Diagnostic::error(
        code::TAXONOMY_AMBIGUOUS,
        format!("“{}”同时指向两个条目", name.value),
    )
    .label(name.span, "这里用了它")
    .label(first, "这里已经用了它")
    .help("标题、编号和别名不能与其他条目相同，请改掉其中一个")
}

fn missing_terms(at: Span, title: &str) -> Diagnostic {
    Diagnostic::error(code::FIELD_MISSING, format!("缺少“{title}”"))
        .label(at, format!("这篇内容没有写“{title}”"))
        .help(format!("在信息栏里加一行：{title}: [……]"))
}
