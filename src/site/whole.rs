//! The site: everything from the documents and settings, assembled.
//!
//! It is made by `assemble` and does not change afterwards.

use std::sync::Arc;

use super::{
    Asset, Feed, FeedId, Interpretation, LeftOut, Links, MenuEntry, OtherNames, Page, PageId,
    Pictures, Section, SectionId, Sheet, SheetId, SiteSlogan, SloganId, Taxonomy, Term, TermId,
    selection::taxonomy_named,
};
use crate::{
    config::Config,
    content::{Document, TaxonomyId},
    table::Table,
    yaml::Moment,
};

#[derive(Clone)]
pub struct Site {
    pub config: Config,
    /// The moment that determines what is published.
    pub at: Moment,
    /// The first later moment at which something is published or expires, or another day begins.
    pub until: Moment,
    /// The sections: first the home section, then the folders of `content/` in their order.
    pub sections: Table<SectionId, Section>,
    /// The targets of the links in the sections' own texts.
    pub section_links: Table<SectionId, Links>,
    /// All published pages, in the order of source paths.
    pub pages: Table<PageId, Arc<Page>>,
    pub taxonomies: Table<TaxonomyId, Taxonomy>,
    /// The slogans that are valid on the day, in the order of their groups (weight, then source path) and
    /// items.
    pub slogans: Table<SloganId, SiteSlogan>,
    pub feeds: Table<FeedId, Feed>,
    pub sheets: Table<SheetId, Sheet>,
    pub interpretations: Vec<Interpretation>,
    pub menu: Vec<MenuEntry>,
    pub assets: Vec<Asset>,
    /// The pictures that are published in several widths.
    pub pictures: Pictures,
    /// The unpublished documents, in the order of source paths.
    pub hidden: Vec<Arc<Document>>,
    /// The unpublished content, for the summary of a build.
    pub left_out: Vec<LeftOut>,
}

impl Site {
    /// The section of `content/` itself.
    pub fn home(&self) -> &Section {
        &self.sections[SectionId::HOME]
    }

    pub fn term(&self, id: TermId) -> &Term {
        &self.taxonomies[id.taxonomy][id]
    }

    pub fn other_names(&self) -> OtherNames<'_> {
        OtherNames::new(&self.taxonomies)
    }

    /// The taxonomy with this name and title, such as `AUDIENCES`.
    pub fn taxonomy(&self, name: (&str, &str)) -> Option<TaxonomyId> {
        taxonomy_named(name, &self.taxonomies)
    }

    /// The pages that explain the policy document `page`, and the documents that `page` explains.
    pub fn explains(&self, page: PageId) -> (Vec<PageId>, Vec<PageId>) {
        let pairs = || self.interpretations.iter();
        let explained_by = pairs().filter(|it| it.policy == page).map(|it| it.page);
        let explains = pairs().filter(|it| it.page == page).map(|it| it.policy);
        (explained_by.collect(), explains.collect())
    }

    /// The slogans of the group whose page is `page`.
    pub fn slogans_of_page(&self, page: PageId) -> impl Iterator<Item = &SiteSlogan> {
        self.slogans.iter().filter(move |it| it.page == page)
    }

    /// The slogans about `term`.
    pub fn slogans_of_term(&self, term: TermId) -> impl Iterator<Item = &SiteSlogan> {
        self.slogans
            .iter()
            .filter(move |it| it.terms.contains(&term))
    }
}
