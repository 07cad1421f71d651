//! Taxonomies and their terms: which pages say which words, and which words are known.
//!
//! A closed taxonomy's terms are a list or the pages of a section; a word outside is an error with the nearest term.
//! Aliases resolve to their term. A term never has two names in the output.

use std::collections::BTreeMap;

use super::{order::Shown, permalink::slug};
use crate::{
    config::{TaxonomySettings, TermSettings, Terms},
    content::{Detail, Document, Kind, SortBy},
    diagnostics::{Diagnostic, Diagnostics, ProblemKind, Severity, code, nearest},
    fingerprint::Fingerprint,
    paths::UrlPath,
    span::{Span, Spanned},
};

#[derive(Clone)]
pub struct Taxonomy {
    pub name: String,
    pub title: String,
    pub url: UrlPath,
    /// Where `site.yaml` names it.
    pub place: Option<Span>,
    pub terms: Vec<Term>,
    /// Whether the terms' pages are pages of a section, so that it needs no list of its own.
    pub of_section: bool,
    lookup: BTreeMap<String, usize>,
    open: bool,
}

#[derive(Clone)]
pub struct Term {
    pub name: String,
    /// None if it has no page: nobody says the word, or the page that explains it is not out.
    pub url: Option<UrlPath>,
    /// The page that explains it, where the terms are pages.
    pub page: Option<usize>,
    /// The pages that say it, newest first.
    pub pages: Vec<usize>,
}

impl Term {
    /// Its name in addresses and file names.
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

/// One term, by its place in `Site::taxonomies`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermRef {
    pub taxonomy: usize,
    pub term: usize,
}

/// A page that may be a term, with its address if it is out.
pub struct TermPage<'a> {
    pub document: &'a Document,
    pub out: Option<(usize, UrlPath)>,
}

impl Taxonomy {
    /// Whether it has a page of its own that lists its terms.
    pub fn has_page(&self) -> bool {
        !self.of_section && self.terms.iter().any(|it| it.url.is_some())
    }

    /// Whether its terms are known before any page is asked.
    pub fn is_closed(&self) -> bool {
        !self.open
    }

    /// The other names of each term, in the order of `terms`: without spaces, ASCII letters in lower case.
    pub fn other_names(&self) -> Vec<Vec<&str>> {
        let mut names = vec![Vec::new(); self.terms.len()];
        for (name, term) in &self.lookup {
            if *name != fold(&self.terms[*term].name) {
                names[*term].push(name.as_str());
            }
        }
        names
    }

    /// The term that `word` names, by its name, id or alias.
    pub fn find(&self, word: &str) -> Option<usize> {
        self.lookup.get(&fold(word)).copied()
    }

    /// The term of `word`; an open taxonomy learns it.
    pub fn resolve(
        &mut self,
        word: &Spanned<String>,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        if let Some(term) = self.find(&word.value) {
            return Some(term);
        }
        if !self.open {
            diagnostics.push(self.unknown(word, diagnostics));
            return None;
        }
        let url = self.term_url(&word.value);
        self.add(Term::new(word.value.clone(), Some(url)), &[]);
        Some(self.terms.len() - 1)
    }

    fn term_url(&self, name: &str) -> UrlPath {
        UrlPath::folder(&[self.url.as_str(), &slug(name)])
    }

    fn add(&mut self, term: Term, aliases: &[&str]) {
        let index = self.terms.len();
        self.lookup.insert(fold(&term.name), index);
        for alias in aliases {
            self.lookup.entry(fold(alias)).or_insert(index);
        }
        self.terms.push(term);
    }

    fn unknown(&self, word: &Spanned<String>, diagnostics: &Diagnostics) -> Diagnostic {
        let kind = ProblemKind {
            code: code::TAXONOMY_UNKNOWN_TERM,
            severity: Severity::Error,
            source: Some(word.span.source),
        };
        if !diagnostics.has_room(kind) {
            // It will only be counted; looking through all terms for a like one would be in vain.
            return unknown_term(word, &self.title, None, &[]);
        }
        let near = nearest(&word.value, self.lookup.keys().map(String::as_str));
        let near = near.map(|it| self.terms[self.lookup[it]].name.as_str());
        let known: Vec<&str> = self.terms.iter().map(|it| it.name.as_str()).collect();
        let problem = unknown_term(word, &self.title, near, &known);
        let parts: Vec<&str> = word.value.split(['、', '，', '；', ' ']).collect();
        match parts.len() > 1 && parts.iter().all(|it| self.find(it).is_some()) {
            true => several_terms(problem, &parts),
            false => problem,
        }
    }

    /// Two open words with one slug, such as 实施 and 事实, would share a page: both get a mark of their own.
    fn part_equal_addresses(&mut self) {
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
    fn new(name: String, url: Option<UrlPath>) -> Self {
        Self {
            name,
            url,
            page: None,
            pages: Vec::new(),
        }
    }
}

/// Makes the taxonomies with the terms that are known before any page is asked.
pub fn taxonomies(
    settings: &[TaxonomySettings],
    pages: &[TermPage<'_>],
    diagnostics: &mut Diagnostics,
) -> Vec<Taxonomy> {
    settings
        .iter()
        .map(|settings| {
            let mut taxonomy = Taxonomy {
                name: settings.name.clone(),
                title: settings.title.clone(),
                url: UrlPath::folder(&[&slug(&settings.name)]),
                place: settings.place,
                terms: Vec::new(),
                of_section: matches!(settings.terms, Terms::Section(_)),
                lookup: BTreeMap::new(),
                open: matches!(settings.terms, Terms::Open),
            };
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
    // Where each word was first claimed.
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
        if let Some((index, url)) = &page.out {
            term.url = Some(url.clone());
            term.page = Some(*index);
        }
        taxonomy.add(term, &aliases);
    }
}

/// Finds the terms of every page, and notes in each term which pages say it.
pub fn assign(
    taxonomies: &mut [Taxonomy],
    pages: &Shown<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<TermRef>> {
    let mut all = Vec::with_capacity(pages.documents.len());
    for (page_index, document) in pages.documents.iter().enumerate() {
        let terms = terms_of(document, taxonomies, diagnostics);
        for term in &terms {
            taxonomies[term.taxonomy].terms[term.term]
                .pages
                .push(page_index);
        }
        all.push(terms);
    }
    for taxonomy in taxonomies.iter_mut() {
        taxonomy.part_equal_addresses();
        for term in &mut taxonomy.terms {
            pages.sort(&mut term.pages, SortBy::Date);
            if term.pages.is_empty() && !taxonomy.of_section {
                // A page without entries is a blank column, which counts as a fault of the site.
                term.url = None;
            }
        }
    }
    all
}

/// The terms of one document, each once.
fn terms_of(
    document: &Document,
    taxonomies: &mut [Taxonomy],
    diagnostics: &mut Diagnostics,
) -> Vec<TermRef> {
    let mut terms = Vec::new();
    for given in &document.front_matter.terms {
        let taxonomy = given.taxonomy_index;
        for word in &given.words {
            if let Some(term) = taxonomies[taxonomy].resolve(word, diagnostics) {
                terms.push(TermRef { taxonomy, term });
            }
        }
    }
    terms.sort_unstable();
    terms.dedup();
    if document.kind() == Kind::Case {
        require_terms(document, taxonomies, diagnostics);
    }
    terms
}

/// A case without a scam type or an audience can be found by nobody whom it concerns.
fn require_terms(document: &Document, taxonomies: &[Taxonomy], diagnostics: &mut Diagnostics) {
    for (index, taxonomy) in taxonomies.iter().enumerate() {
        let needed = matches!(taxonomy.name.as_str(), "scam_types" | "audiences");
        let given = document
            .front_matter
            .terms
            .iter()
            .any(|it| it.taxonomy_index == index && !it.words.is_empty());
        if needed && !given {
            diagnostics.push(missing_terms(document.place(), &taxonomy.title));
        }
    }
}

/// How words are compared: without outer spaces, ASCII letters in lower case, without inner spaces.
fn fold(word: &str) -> String {
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

/// `[老年人、宝妈]` is one word to YAML.
fn several_terms(problem: Diagnostic, parts: &[&str]) -> Diagnostic {
    let list = parts.join(", ");
    let problem = Diagnostic {
        help: Vec::new(),
        ..problem
    };
    problem.help(format!("几个词之间用英文逗号：[{list}]"))
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
