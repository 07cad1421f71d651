//! The other names of terms, which readers may search for.

use serde::Serialize;

use super::{Taxonomy, TermId};
use crate::{
    content::TaxonomyId,
    table::{Id, Table},
};

/// The other names of each term: without spaces, and with ASCII letters in lower case.
#[derive(Serialize)]
pub struct OtherNames<'a>(Vec<Vec<Vec<&'a str>>>);

impl<'a> OtherNames<'a> {
    pub(super) fn new(taxonomies: &'a Table<TaxonomyId, Taxonomy>) -> Self {
        Self(taxonomies.iter().map(Taxonomy::other_names).collect())
    }

    pub fn of(&self, term: TermId) -> &[&'a str] {
        &self.0[term.taxonomy.index()][term.row()]
    }
}
