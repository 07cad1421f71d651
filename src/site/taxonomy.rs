//! One taxonomy, its terms, and the words that name each term.
//!
//! An open taxonomy adds unknown words as terms. In a closed one an unknown word is an error that suggests
//! the nearest term. Aliases resolve to their term, so a term has one name in the output.

use std::{collections::BTreeMap, ops::Index};

use super::{PageId, TermId, permalink::slug};
use crate::{
    config::{TaxonomySettings, Terms},
    content::TaxonomyId,
    diagnostics::{Diagnostic, Diagnostics, ProblemKind, Severity, code, nearest},
    fingerprint::Fingerprint,
    paths::UrlPath,
    span::{Span, Spanned},
};

#[derive(Clone)]
pub struct Taxonomy {
    pub id: TaxonomyId,
    pub name: String,
    pub title: String,
    pub url: UrlPath,
    /// The place in `site.yaml` that declares the taxonomy.
    pub place: Option<Span>,
    pub terms: Vec<Term>,
    /// Whether the terms are the pages of a section; the taxonomy then needs no list of its own.
    pub of_section: bool,
    lookup: BTreeMap<String, TermId>,
    open: bool,
}

#[derive(Clone)]
pub struct Term {
    pub name: String,
    /// The address; `None` if the term has no page, because no page uses the term or the page that explains
    /// it is unpublished.
    pub url: Option<UrlPath>,
    /// The page that explains the term, if the terms are pages.
    pub page: Option<PageId>,
    /// The pages that use the term, newest first.
    pub pages: Vec<PageId>,
}

impl Term {
    /// The name of the term in addresses and file names.
    pub fn slug(&self) -> String {
        let own = self
            .url
            .as_ref()
            .map(|it| it.as_str().trim_end_matches('/'));
        let last = own.and_then(|it| it.rsplit('/').next());
        last.filter(|it| !it.is_empty())
            .map_or_else(|| slug(&self.name), str::to_owned)
    }
}

impl Index<TermId> for Taxonomy {
    type Output = Term;

    fn index(&self, id: TermId) -> &Term {
        debug_assert_eq!(id.taxonomy, self.id);
        &self.terms[id.row()]
    }
}

impl Taxonomy {
    /// A taxonomy without any term.
    pub(super) fn new(id: TaxonomyId, settings: &TaxonomySettings) -> Self {
        Self {
            id,
            name: settings.name.clone(),
            title: settings.title.clone(),
            url: UrlPath::folder(&[&slug(&settings.name)]),
            place: settings.place,
            terms: Vec::new(),
            of_section: matches!(settings.terms, Terms::Section(_)),
            lookup: BTreeMap::new(),
            open: matches!(settings.terms, Terms::Open),
        }
    }

    pub fn term_ids(&self) -> impl Iterator<Item = TermId> + use<> {
        let taxonomy = self.id;
        (0..self.terms.len()).map(move |row| TermId::new(taxonomy, row))
    }

    pub fn terms_with_ids(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.term_ids().zip(&self.terms)
    }

    /// Whether the taxonomy has a page that lists its terms.
    pub fn has_page(&self) -> bool {
        !self.of_section && self.terms.iter().any(|it| it.url.is_some())
    }

    /// Whether all terms are known before any page is examined.
    pub fn is_closed(&self) -> bool {
        !self.open
    }

    /// The other names of each term, in the order of `terms`.
    pub(super) fn other_names(&self) -> Vec<Vec<&str>> {
        let mut names = vec![Vec::new(); self.terms.len()];
        for (name, term) in &self.lookup {
            if *name != fold(&self[*term].name) {
                names[term.row()].push(name.as_str());
            }
        }
        names
    }

    /// The term with the name, id or alias `word`.
    pub fn find(&self, word: &str) -> Option<TermId> {
        self.lookup.get(&fold(word)).copied()
    }

    /// The term of `word`. An open taxonomy adds a new term for an unknown word.
    pub(super) fn resolve(
        &mut self,
        word: &Spanned<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<TermId> {
        if let Some(term) = self.find(&word.value) {
            return Some(term);
        }
        if !self.open {
            diagnostics.push(self.unknown(word, diagnostics));
            return None;
        }
        let url = self.term_url(&word.value);
        Some(self.add(Term::new(word.value.clone(), Some(url)), &[]))
    }

    pub(super) fn term_url(&self, name: &str) -> UrlPath {
        UrlPath::folder(&[self.url.as_str(), &slug(name)])
    }

    pub(super) fn add(&mut self, term: Term, aliases: &[&str]) -> TermId {
        let id = TermId::new(self.id, self.terms.len());
        self.lookup.insert(fold(&term.name), id);
        for alias in aliases {
            self.lookup.entry(fold(alias)).or_insert(id);
        }
        self.terms.push(term);
        id
    }

    /// Adds `page` to the pages of the term.
    pub(super) fn note(&mut self, id: TermId, page: PageId) {
        self.terms[id.row()].pages.push(page);
    }

    fn unknown(&self, word: &Spanned<String>, diagnostics: &Diagnostics) -> Diagnostic {
        let kind = ProblemKind {
            code: code::TAXONOMY_UNKNOWN_TERM,
            severity: Severity::Error,
            source: Some(word.span.source),
        };
        if !diagnostics.has_room(kind) {
            // This diagnostic will only be counted, so a suggestion need not be searched.
            return unknown_term(word, &self.title, None, &[]);
        }
        let near = nearest(&word.value, self.lookup.keys().map(String::as_str));
        let near = near.map(|it| self[self.lookup[it]].name.as_str());
        let known: Vec<&str> = self.terms.iter().map(|it| it.name.as_str()).collect();
        let problem = unknown_term(word, &self.title, near, &known);
        let parts: Vec<&str> = word.value.split(['、', '，', '；', ' ']).collect();
        match parts.len() > 1 && parts.iter().all(|it| self.find(it).is_some()) {
            true => several_terms(problem, &parts),
            false => problem,
        }
    }

    /// Makes equal addresses distinct: if two terms have the same slug, such as 实施 and 事实, a suffix is
    /// added to both.
    pub(super) fn part_equal_addresses(&mut self) {
        let mut count: BTreeMap<String, usize> = BTreeMap::new();
        for url in self.terms.iter().filter_map(|it| it.url.as_ref()) {
            *count.entry(url.as_str().to_owned()).or_default() += 1;
        }
        for term in &mut self.terms {
            let Some(url) = &term.url else { continue };
            if count[url.as_str()] > 1 {
                let mark = Fingerprint::of(term.name.as_bytes()).to_string();
                let name = format!("{}-{}", slug(&term.name), &mark[..4]);
                term.url = Some(UrlPath::folder(&[self.url.as_str(), &name]));
            }
        }
    }
}

impl Term {
    pub(super) fn new(name: String, url: Option<UrlPath>) -> Self {
        Self {
            name,
            url,
            page: None,
            pages: Vec::new(),
        }
    }
}

/// Normalises a word for comparison: outer and inner spaces are removed, and ASCII letters are in lower case.
pub(super) fn fold(word: &str) -> String {
    word.chars()
        .filter(|it| !it.is_whitespace())
        .map(|it| it.to_ascii_lowercase())
        .collect()
}

fn unknown_term(
    word: &Spanned<String>,
    title: &str,
    near: Option<&str>,
    known: &[&str],
) -> Diagnostic {
    let problem = Diagnostic::error(
        code::TAXONOMY_UNKNOWN_TERM,
        format!("“{title}”里没有“{}”", word.value),
    )
    .label(word.span, "不在词表里");
    let shown = known.len().min(30);
    let list = format!("可以写：{}", known[..shown].join("、"));
    match near {
        Some(near) => problem.help(format!("是不是想写“{near}”？")).help(list),
        None => problem.help(list),
    }
}

/// Replaces the help of the error by the correct list, because YAML reads `[老年人、宝妈]` as a single word.
fn several_terms(problem: Diagnostic, parts: &[&str]) -> Diagnostic {
    let list = parts.join(", ");
    let problem = Diagnostic {
        help: Vec::new(),
        ..problem
    };
    problem.help(format!("几个词之间用英文逗号：[{list}]"))
}
