//! The neighbours of a page in its section's list, and its related pages.
//!
//! Related pages are searched only among the nearest entries in the lists of shared terms, so a new page
//! affects few other pages.

use std::cmp::Reverse;

use super::{PageId, Section, SectionId, Taxonomy, TermId, classify::Classified};
use crate::{content::TaxonomyId, table::Table};

/// The maximum number of related pages.
const RELATED_MAX: usize = 5;
/// The number of entries on each side of a page that are searched in a term's list.
const REACH: usize = 8;

/// The previous and the next page in the section's list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    pub previous: Option<PageId>,
    pub next: Option<PageId>,
}

/// The neighbours of each of `count` pages.
pub fn neighbours(sections: &Table<SectionId, Section>, count: usize) -> Table<PageId, Neighbours> {
    let mut neighbours = Table::filled(count, Neighbours::default());
    for section in sections {
        for pair in section.pages.windows(2) {
            neighbours[pair[0]].next = Some(pair[1]);
            neighbours[pair[1]].previous = Some(pair[0]);
        }
    }
    neighbours
}

/// Finds the related pages of a page.
pub struct Relations<'a> {
    pages: &'a Table<PageId, Classified>,
    taxonomies: &'a Table<TaxonomyId, Taxonomy>,
    /// For each page, its terms and its position in the list of each term.
    places: Table<PageId, Vec<(TermId, usize)>>,
}

impl<'a> Relations<'a> {
    pub fn new(
        pages: &'a Table<PageId, Classified>,
        taxonomies: &'a Table<TaxonomyId, Taxonomy>,
    ) -> Self {
        let mut places = Table::filled(pages.len(), Vec::new());
        for (id, term) in taxonomies.iter().flat_map(Taxonomy::terms_with_ids) {
            for (place, page) in term.pages.iter().enumerate() {
                places[*page].push((id, place));
            }
        }
        Self {
            pages,
            taxonomies,
            places,
        }
    }

    /// The related pages of `page`: first those `named` by its author, then those that share the most terms.
    pub fn related(&self, page: PageId, named: Vec<PageId>) -> Vec<PageId> {
        let mut related = named;
        let max = RELATED_MAX.max(related.len());
        for page in self.alike(page) {
            if !related.contains(&page) {
                related.push(page);
            }
        }
        related.truncate(max);
        related
    }

    fn alike(&self, page: PageId) -> Vec<PageId> {
        let document = |it: PageId| &self.pages[it].document;
        // Contains a page once for each shared term.
        let mut others = Vec::new();
        for (term, place) in &self.places[page] {
            let list = &self.taxonomies[term.taxonomy][*term].pages;
            let from = place.saturating_sub(REACH);
            let to = (place + REACH + 1).min(list.len());
            let is_akin =
                |it: &&PageId| **it != page && document(**it).kind() == document(page).kind();
            others.extend(list[from..to].iter().filter(is_akin));
        }
        others.sort_unstable();
        let runs = others.chunk_by(|left, right| left == right);
        let mut ranked: Vec<(PageId, usize)> = runs.map(|it| (it[0], it.len())).collect();
        ranked.sort_by_key(|(page, score)| {
            let date = document(*page).front_matter.date.as_ref();
            (Reverse(*score), Reverse(date.map(|it| it.value)), *page)
        });
        let ranked = ranked.into_iter().take(RELATED_MAX);
        ranked.map(|(page, _)| page).collect()
    }
}
