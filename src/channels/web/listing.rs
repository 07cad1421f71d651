//! Pagination of long lists.
//!
//! The front page shows the newest entries. Archive pages are numbered from the oldest and are always full,
//! so a new entry usually changes only the front page; once per page size of new entries an archive page is
//! added. The front page has between a half and one and a half times the page size.

use std::ops::Range;

use crate::{page::Addresses, paths::UrlPath, theme::view::PaginatorView};

/// One page of a list that is divided into several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListPage {
    /// The newest entries.
    Front,
    /// Older entries; number 1 is the oldest, so a new entry leaves most of them unchanged.
    Archive(usize),
}

/// The pages of a list of `count` entries.
pub fn pages(count: usize, size: usize) -> Vec<ListPage> {
    let archives = (1..=archive_count(count, size))
        .rev()
        .map(ListPage::Archive);
    std::iter::once(ListPage::Front).chain(archives).collect()
}

fn archive_count(count: usize, size: usize) -> usize {
    count.saturating_sub(size.div_ceil(2)) / size
}

/// The range of entries on `list`, counted from the newest.
pub fn range(count: usize, size: usize, list: ListPage) -> Range<usize> {
    match list {
        ListPage::Front => 0..count - archive_count(count, size) * size,
        ListPage::Archive(number) => count - number * size..count - (number - 1) * size,
    }
}

pub fn url(base: &UrlPath, list: ListPage) -> UrlPath {
    match list {
        ListPage::Front => base.clone(),
        ListPage::Archive(number) => UrlPath::folder(&[base.as_str(), "page", &number.to_string()]),
    }
}

pub fn paginator(
    base: &UrlPath,
    (count, size): (usize, usize),
    list: ListPage,
    addresses: Addresses<'_>,
) -> PaginatorView {
    let last = archive_count(count, size);
    let (newer, older) = match list {
        ListPage::Front => (None, last),
        ListPage::Archive(number) if number == last => (Some(ListPage::Front), number - 1),
        ListPage::Archive(number) => (Some(ListPage::Archive(number + 1)), number - 1),
    };
    let older = (older > 0).then_some(ListPage::Archive(older));
    let href = |it: ListPage| addresses.href(&url(base, it));
    PaginatorView {
        archive_number: match list {
            ListPage::Front => None,
            ListPage::Archive(number) => Some(number),
        },
        is_front: list == ListPage::Front,
        newer: newer.map(href),
        older: older.map(href),
        total_items: count,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_on_exactly_one_page() {
        for (size, count) in (1..8).flat_map(|size| (0..60).map(move |count| (size, count))) {
            let lists = pages(count, size);
            let entries: Vec<usize> = lists
                .into_iter()
                .flat_map(|it| range(count, size, it))
                .collect();
            assert_eq!(entries, (0..count).collect::<Vec<_>>(), "{count} by {size}");
        }
    }

    #[test]
    fn a_new_entry_leaves_archive_pages_unchanged() {
        // Counted from the oldest entry.
        let from_oldest = |count: usize, number| {
            let range = range(count, 10, ListPage::Archive(number));
            count - range.end..count - range.start
        };
        assert_eq!(from_oldest(45, 2), from_oldest(46, 2));
        assert_eq!(from_oldest(45, 1), 0..10);
    }
}
