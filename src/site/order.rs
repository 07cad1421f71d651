//! The order of pages in lists.
//!
//! Every order is total, with the source path as the last criterion, so it is the same in every build.

use std::{cmp::Reverse, sync::Arc};

use rayon::prelude::*;

use super::PageId;
use crate::{
    content::{Document, SortBy},
    table::Table,
};

/// The published documents, and the position of each in the order by date.
pub struct Shown<'a> {
    /// The documents in the order of source paths, so the id is the last criterion of every order.
    pub documents: &'a Table<PageId, Arc<Document>>,
    by_date: Table<PageId, usize>,
}

impl<'a> Shown<'a> {
    pub fn new(documents: &'a Table<PageId, Arc<Document>>) -> Self {
        let keys = documents.iter_with_ids().map(|(id, it)| {
            let front_matter = &it.front_matter;
            let date = front_matter.date.as_ref().map(|it| it.value);
            (Reverse(date), front_matter.weight, id)
        });
        let mut keys: Vec<_> = keys.collect();
        keys.par_sort_unstable();
        let mut by_date = Table::filled(keys.len(), 0);
        for (place, (_, _, id)) in keys.into_iter().enumerate() {
            by_date[id] = place;
        }
        Self { documents, by_date }
    }

    /// Sorts `list` into display order.
    pub fn sort(&self, list: &mut [PageId], sort_by: SortBy) {
        let documents = self.documents;
        match sort_by {
            SortBy::Date => list.sort_unstable_by_key(|it| self.by_date[*it]),
            SortBy::Weight => {
                list.sort_unstable_by_key(|it| (documents[*it].front_matter.weight, *it));
            }
            SortBy::Title => {
                let title = |it: PageId| (documents[it].title.value.as_str(), it);
                list.sort_unstable_by(|left, right| title(*left).cmp(&title(*right)));
            }
        }
    }
}
