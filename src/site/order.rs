//! What comes before what: lists, neighbours and related pages.
//!
//! Every order is total (the source path decides last), so two builds never differ.
//! Related pages are looked for among the nearest in the shared terms' lists, so a new page changes few others.

use std::{cmp::Reverse, sync::Arc};

use rayon::prelude::*;

use super::{Section, Taxonomy, TermRef};
use crate::content::{Document, SortBy};

/// How many pages are shown as related.
const RELATED_MAX: usize = 5;
/// How far to each side a term's list is searched for related pages.
const REACH: usize = 8;

/// The pages above and below a page in its section's list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbours {
    pub previous: Option<usize>,
    pub next: Option<usize>,
}

/// The documents that are out, and the place of each among all by date.
pub struct Shown<'a> {
    /// In the order of source paths, so the index is the last word in every order.
    pub documents: &'a [Arc<Document>],
    by_date: Vec<usize>,
}

impl<'a> Shown<'a> {
    pub fn new(documents: &'a [Arc<Document>]) -> Self {
        let keys = documents.iter().enumerate().map(|(index, it)| {
            let front_matter = &it.front_matter;
            let date = front_matter.date.as_ref().map(|it| it.value);
            (Reverse(date), front_matter.weight, index)
        });
        let mut keys: Vec<_> = keys.collect();
        keys.par_sort_unstable();
        let mut by_date = vec![0; keys.len()];
        for (place, (_, _, index)) in keys.into_iter().enumerate() {
            by_date[index] = place;
        }
        Self { documents, by_date }
    }

    /// Puts `list`, indexes of the documents, into showing order.
    pub fn sort(&self, list: &mut [usize], sort_by: SortBy) {
        let documents = self.documents;
        match sort_by {
            SortBy::Date => list.sort_unstable_by_key(|it| self.by_date[*it]),
            SortBy::Weight => {
                list.sort_unstable_by_key(|it| (documents[*it].front_matter.weight, *it));
            }
            SortBy::Title => {
                let title = |it: usize| (documents[it].title.value.as_str(), it);
                list.sort_unstable_by(|left, right| title(*left).cmp(&title(*right)));
            }
        }
    }
}

/// The neighbours of each of `count` pages.
pub fn neighbours(sections: &[Section], count: usize) -> Vec<Neighbours> {
    let mut neighbours = vec![Neighbours::default(); count];
    for section in sections {
        for pair in section.pages.windows(2) {
            neighbours[pair[0]].next = Some(pair[1]);
            neighbours[pair[1]].previous = Some(pair[0]);
        }
    }
    neighbours
}

/// Pages like each one: first those its author named, then those that share most terms.
pub fn related(
    documents: &[Arc<Document>],
    taxonomies: &[Taxonomy],
    named: Vec<Vec<usize>>,
) -> Vec<Vec<usize>> {
    let places = places_in_terms(taxonomies, documents.len());
    named
        .into_par_iter()
        .enumerate()
        .map(|(index, mut related)| {
            let max = RELATED_MAX.max(related.len());
            for page in alike(index, documents, &places, taxonomies) {
                if !related.contains(&page) {
                    related.push(page);
                }
            }
            related.truncate(max);
            related
        })
        .collect()
}

/// For each page: the place it has in the list of each of its terms, in the order of `TermRef`s.
type Places = Vec<Vec<(TermRef, usize)>>;

fn places_in_terms(taxonomies: &[Taxonomy], count: usize) -> Places {
    let mut places: Places = vec![Vec::new(); count];
    for (taxonomy, it) in taxonomies.iter().enumerate() {
        for (term, it) in it.terms.iter().enumerate() {
            for (place, page) in it.pages.iter().enumerate() {
                places[*page].push((TermRef { taxonomy, term }, place));
            }
        }
    }
    places
}

fn alike(
    index: usize,
    documents: &[Arc<Document>],
    places: &Places,
    taxonomies: &[Taxonomy],
) -> Vec<usize> {
    // Once for each term that it shares.
    let mut others = Vec::new();
    for (term, place) in &places[index] {
        let list = &taxonomies[term.taxonomy].terms[term.term].pages;
        let from = place.saturating_sub(REACH);
        let to = (place + REACH + 1).min(list.len());
        for other in &list[from..to] {
            let kin = documents[*other].kind() == documents[index].kind();
            if *other != index && kin {
                others.push(*other);
            }
        }
    }
    others.sort_unstable();
    let runs = others.chunk_by(|left, right| left == right);
    let mut ranked: Vec<(usize, usize)> = runs.map(|it| (it[0], it.len())).collect();
    ranked.sort_by_key(|(page, score)| {
        let date = documents[*page].front_matter.date.as_ref();
        (Reverse(*score), Reverse(date.map(|it| it.value)), *page)
    });
    ranked
        .into_iter()
        .take(RELATED_MAX)
        .map(|(page, _)| page)
        .collect()
}
