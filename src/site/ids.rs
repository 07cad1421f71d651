//! Which page, section, term, slogan, feed or sheet of a site is meant.
//!
//! Each is a position in a table of `Site`. They are valid only for the site that they were taken from.

use crate::{
    content::TaxonomyId,
    table::{Id, id_type},
};

id_type! {
    /// A page, in the order of source paths.
    pub struct PageId;
}

id_type! {
    /// A section, in the order of folders; the home section is the first.
    pub struct SectionId;
}

id_type! {
    /// A slogan that holds on the day of the build.
    pub struct SloganId;
}

id_type! {
    /// A feed, in the order of the settings.
    pub struct FeedId;
}

id_type! {
    /// A print sheet, in the order of the settings.
    pub struct SheetId;
}

/// A term of one of the site's taxonomies.
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

    /// Its position in its taxonomy.
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
