//! Ids of the pages, sections, terms, slogans, feeds and sheets of a site.
//!
//! Each id is an index into a table of `Site`. An id is valid only for the site from which it was taken.

use crate::{
    content::TaxonomyId,
    table::{Id, id_type},
};

id_type! {
    /// The id of a page; pages are in the order of source paths.
    pub struct PageId;
}

id_type! {
    /// The id of a section; sections are in the order of folders, and the home section is the first.
    pub struct SectionId;
}

id_type! {
    /// The id of a slogan that is valid on the day of the build.
    pub struct SloganId;
}

id_type! {
    /// The id of a feed; feeds are in the order of the settings.
    pub struct FeedId;
}

id_type! {
    /// The id of a print sheet; sheets are in the order of the settings.
    pub struct SheetId;
}

/// The id of a term of one of the site's taxonomies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId {
    pub taxonomy: TaxonomyId,
    row: TermRow,
}

id_type! {
    /// The position of a term in its taxonomy.
    struct TermRow;
}

impl TermId {
    pub(super) fn new(taxonomy: TaxonomyId, row: usize) -> Self {
        let row = TermRow::new(row);
        Self { taxonomy, row }
    }

    /// The position of the term in its taxonomy.
    pub(super) fn row(self) -> usize {
        self.row.index()
    }
}

impl SectionId {
    pub const HOME: Self = Self(0);

    pub fn is_home(self) -> bool {
        self == Self::HOME
    }
}
