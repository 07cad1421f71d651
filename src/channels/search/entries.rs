//! The entries of the search index: pages, slogans and lists, in a fixed order, one group after another.
//!
//! In: a `Site`. Out: entries, whose positions in the list are their numbers in the index, and the words of
//! each entry with their weights. Names come from the content: titles, 别名 and 关键词, and the aliases of
//! taxonomies. Unpublished content has no entry.

use std::cmp::Reverse;

use super::{
    guides::{PartRef, parts},
    words::{EntryWords, Weight},
};
use crate::{
    content::{Detail, ScamType},
    fingerprint::Fingerprint,
    markdown,
    page::{RenderContext, date_of, summary_of},
    paths::UrlPath,
    site::{OtherNames, Page, PageId, SectionId, Site, SloganId, TermId},
    source::Changed,
    vocabulary::{Kind, SearchGroup},
};

/// An entry of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SearchEntry {
    Page(PageId),
    /// The text below one heading of a guide.
    Part(PartRef),
    Slogan(SloganId),
    /// A term that has a list of pages.
    Term(TermId),
    Section(SectionId),
}

/// All groups in the order of the index. Among results of equal score, those of an earlier group are shown
/// first.
pub const SEARCH_GROUPS: [SearchGroup; 8] = [
    SearchGroup::Types,
    SearchGroup::Pages,
    SearchGroup::Cases,
    SearchGroup::Slogans,
    SearchGroup::Policies,
    SearchGroup::Bulletins,
    SearchGroup::Units,
    SearchGroup::Lists,
];

impl SearchGroup {
    /// The heading above the results of this group.
    pub fn name(self) -> &'static str {
        match self {
            Self::Types => "诈骗类型",
            Self::Pages => "指南和文章",
            Self::Cases => "典型案例",
            Self::Slogans => "警示语",
            Self::Policies => "政策文件",
            Self::Bulletins => "每月通报",
            Self::Units => "成员单位",
            Self::Lists => "栏目和专题",
        }
    }
}

impl SearchEntry {
    pub fn group(self, site: &Site) -> SearchGroup {
        match self {
            Self::Page(page) => site.pages[page].document.kind().search_group(),
            Self::Part(_) => SearchGroup::Pages,
            Self::Slogan(_) => SearchGroup::Slogans,
            Self::Term(_) | Self::Section(_) => SearchGroup::Lists,
        }
    }

    pub fn title(self, site: &Site) -> &str {
        match self {
            Self::Page(page) => &site.pages[page].document.title.value,
            Self::Part(part) => &part.heading(site).text,
            Self::Slogan(slogan) => &site.slogans[slogan].text.value,
            Self::Term(term) => &site.term(term).name,
            Self::Section(section) => &site.sections[section].title,
        }
    }

    /// The URL of its page, and the anchor on that page, if any.
    pub fn url(self, site: &Site) -> (&UrlPath, Option<&str>) {
        match self {
            Self::Page(page) => (&site.pages[page].url, None),
            Self::Part(part) => (&site.pages[part.page].url, Some(&part.heading(site).id)),
            Self::Slogan(slogan) => {
                let slogan = &site.slogans[slogan];
                let anchor = (!slogan.id.is_empty()).then_some(slogan.id.as_str());
                (&site.pages[slogan.page].url, anchor)
            }
            Self::Term(term) => {
                let url = site.term(term).url.as_ref();
                (url.expect("only terms with a page are entries"), None)
            }
            Self::Section(section) => (&site.sections[section].url, None),
        }
    }

    /// One or two sentences that are shown below the title.
    pub fn summary(self, site: &Site) -> String {
        match self {
            Self::Page(page) => summary_of(&site.pages[page].document),
            Self::Part(part) => site.pages[part.page].document.title.value.clone(),
            Self::Slogan(slogan) => {
                let group = &site.pages[site.slogans[slogan].page];
                group.document.title.value.clone()
            }
            Self::Term(term) => {
                let taxonomy = &site.taxonomies[term.taxonomy];
                format!("{}，{} 篇", taxonomy.title, site.term(term).pages.len())
            }
            Self::Section(section) => {
                let document = site.sections[section].document.as_ref();
                document.map_or_else(String::new, |it| summary_of(it))
            }
        }
    }

    /// The date shown with a result, for cases, policies and bulletins: `2026-05-01`.
    pub fn date(self, site: &Site) -> Option<String> {
        let Self::Page(page) = self else { return None };
        let document = &site.pages[page].document;
        let has_news = matches!(document.kind(), Kind::Case | Kind::Policy | Kind::Bulletin);
        let date = date_of(document).filter(|_| has_news);
        date.map(|it| it.date().to_string())
    }

    /// Its alternative names: 别名 of scam types, 关键词 of plain pages.
    pub fn names(self, site: &Site) -> Vec<&str> {
        let Self::Page(page) = self else {
            return Vec::new();
        };
        let document = &site.pages[page].document;
        let mut names = Vec::new();
        if let Detail::ScamType(scam_type) = &document.detail {
            names.extend(scam_type.also_known_as.iter().map(|it| it.value.as_str()));
        }
        if document.kind() == Kind::Page {
            let keywords = document.front_matter.keywords.iter();
            names.extend(keywords.map(String::as_str));
        }
        names
    }

    /// The fingerprint of everything that `words` reads and of what a result shows.
    pub fn fingerprint(self, context: &RenderContext<'_>) -> Fingerprint {
        let site = context.site;
        let own = match self {
            Self::Page(page) | Self::Part(PartRef { page, .. }) => {
                let document = &site.pages[page].document;
                Some((context.sources.fingerprint(document.source), document.role))
            }
            _ => None,
        };
        let terms = self.terms(site).iter();
        let terms: Vec<&str> = terms.map(|it| site.term(*it).name.as_str()).collect();
        Fingerprint::of_value(&(self.shown(site), terms, own))
    }

    /// The fingerprint of what a result shows.
    pub fn shown(self, site: &Site) -> Fingerprint {
        let (url, anchor) = self.url(site);
        let (title, summary) = (self.title(site), self.summary(site));
        let group = self.group(site).name();
        Fingerprint::of_value(&(group, title, url.as_str(), anchor, summary, self.date(site)))
    }

    fn terms(self, site: &Site) -> &[TermId] {
        match self {
            Self::Page(page) => &site.pages[page].terms,
            Self::Slogan(slogan) => &site.slogans[slogan].terms,
            Self::Part(_) | Self::Term(_) | Self::Section(_) => &[],
        }
    }

    /// All its words with their weights; `other_names` holds the aliases of all terms.
    ///
    /// # Errors
    /// A source has changed since it was read.
    pub fn words(
        self,
        other_names: &OtherNames<'_>,
        context: &RenderContext<'_>,
    ) -> Result<EntryWords, Changed> {
        let site = context.site;
        let mut words = EntryWords::default();
        if let Self::Slogan(slogan) = self {
            // The terms of its group do not apply to every slogan of the group.
            words.add(&site.slogans[slogan].text.value, Weight::Heading);
            return Ok(words);
        }
        if let Self::Part(part) = self {
            // The same weight as the names of its guide: the part is the more specific answer.
            words.add(self.title(site), Weight::Name);
            words.add(&part.text(context)?, Weight::Text);
            return Ok(words);
        }
        words.add(self.title(site), Weight::Title);
        for name in self.names(site) {
            words.add(name, Weight::Name);
        }
        words.add(&self.summary(site), Weight::Related);
        for term in self.terms(site) {
            words.add(&site.term(*term).name, Weight::Related);
            for name in other_names.of(*term) {
                words.add(name, Weight::Related);
            }
        }
        match self {
            Self::Page(page) => page_words(&site.pages[page], &mut words, context)?,
            Self::Term(term) => {
                for name in other_names.of(term) {
                    words.add(name, Weight::Name);
                }
            }
            Self::Part(_) | Self::Slogan(_) | Self::Section(_) => (),
        }
        Ok(words)
    }
}

fn page_words(
    page: &Page,
    words: &mut EntryWords,
    context: &RenderContext<'_>,
) -> Result<(), Changed> {
    let document = &page.document;
    for keyword in &document.front_matter.keywords {
        words.add(keyword, Weight::Keyword);
    }
    let mut text = |it: &str| words.add(it, Weight::Text);
    match &document.detail {
        // The body also lists wordings for single channels, and each slogan is an entry of its own.
        Detail::Slogans(_) => return Ok(()),
        Detail::ScamType(it) => scam_type_words(it, words),
        other => other.texts().into_iter().for_each(&mut text),
    }
    for heading in &document.outline.headings {
        words.add(&heading.text, Weight::Heading);
    }
    let source = context.sources.text(document.source)?;
    words.add(&markdown::words(document.body(&source)), Weight::Text);
    Ok(())
}

fn scam_type_words(it: &ScamType, words: &mut EntryWords) {
    let lists = [
        &it.steps,
        &it.targets,
        &it.red_flags,
        &it.prevention,
        &it.before,
        &it.during,
        &it.after,
        &it.laws,
    ];
    for line in lists.into_iter().flatten() {
        words.add(line, Weight::Text);
    }
    words.add(&it.definition, Weight::Heading);
    // Situations are written in the words of victims, which are likely to be searched for.
    for situation in &it.situations {
        words.add(situation, Weight::Heading);
    }
}

/// The number of entries.
pub fn count(site: &Site) -> usize {
    unsorted(site).len()
}

/// All entries, sorted by group, then by weight in their lists, then newest first.
pub fn sorted(site: &Site) -> Vec<SearchEntry> {
    let mut entries = unsorted(site);
    entries.sort_by_cached_key(|it| {
        let document = match it {
            SearchEntry::Page(page) | SearchEntry::Part(PartRef { page, .. }) => {
                Some(&site.pages[*page].document)
            }
            _ => None,
        };
        let weight = document.map_or(0, |it| it.front_matter.weight);
        let date = document.and_then(|it| date_of(it));
        (it.group(site), weight, Reverse(date))
    });
    entries
}

fn unsorted(site: &Site) -> Vec<SearchEntry> {
    let mut entries: Vec<SearchEntry> = site.pages.ids().map(SearchEntry::Page).collect();
    entries.extend(parts(site).map(SearchEntry::Part));
    entries.extend(site.slogans.ids().map(SearchEntry::Slogan));
    for taxonomy in &site.taxonomies {
        let terms = taxonomy.terms_with_ids();
        let listed = terms.filter(|(_, it)| it.url.is_some() && it.page.is_none());
        let listed = listed.map(|(term, _)| SearchEntry::Term(term));
        entries.extend(listed);
    }
    entries.extend(site.sections.ids().skip(1).map(SearchEntry::Section));
    entries
}
