//! The names of entries, so that a query that is a whole sentence finds the entries that it names.
//!
//! In: the entries. Out: each name, normalised by `bare`, with the indices of its entries. Only curated names
//! are listed, those of scam types, units, guides, sections and the terms of closed taxonomies, so that the
//! file stays small on a large site.

use std::collections::BTreeMap;

use super::{entries::SearchEntry, guides::is_guide, words::bare};
use crate::{
    site::{PageId, Site},
    vocabulary::SearchGroup,
};

/// Shorter names occur in unrelated sentences too often.
const CHARACTERS_MIN: usize = 2;

pub fn names(entries: &[SearchEntry], site: &Site) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut add = |name: &str, entry_index: usize| {
        let name = bare(name);
        if name.chars().count() >= CHARACTERS_MIN {
            let indices = names.entry(name).or_default();
            if !indices.contains(&entry_index) {
                indices.push(entry_index);
            }
        }
    };
    let parts = parts_by_page(entries, site);
    let other_names = site.other_names();
    for (entry_index, entry) in entries.iter().enumerate() {
        let is_chosen = match entry {
            SearchEntry::Term(term) => site.taxonomies[term.taxonomy].is_closed(),
            SearchEntry::Section(_) | SearchEntry::Part(_) => true,
            SearchEntry::Slogan(_) => false,
            SearchEntry::Page(page) => match entry.group(site) {
                SearchGroup::Types | SearchGroup::Units => true,
                SearchGroup::Pages => is_guide(&site.pages[*page]),
                _ => false,
            },
        };
        if !is_chosen {
            continue;
        }
        add(entry.title(site), entry_index);
        for name in entry.names(site) {
            let called = parts_called(name, *entry, &parts);
            if called.is_empty() {
                add(name, entry_index);
            }
            called.into_iter().for_each(|it| add(name, it));
        }
        if let SearchEntry::Term(term) = entry {
            for name in other_names.of(*term) {
                add(name, entry_index);
            }
        }
    }
    names
}

/// The parts of guides by page: the index of each entry, and its heading normalised by `bare`.
type GuideParts = BTreeMap<PageId, Vec<(usize, String)>>;

fn parts_by_page(entries: &[SearchEntry], site: &Site) -> GuideParts {
    let mut parts = GuideParts::new();
    for (entry_index, entry) in entries.iter().enumerate() {
        if let SearchEntry::Part(part) = entry {
            let own = parts.entry(part.page).or_default();
            own.push((entry_index, bare(entry.title(site))));
        }
    }
    parts
}

/// The parts of the guide `entry` whose headings contain `name`: they are more specific answers than the
/// whole guide.
fn parts_called(name: &str, entry: SearchEntry, parts: &GuideParts) -> Vec<usize> {
    let own = match entry {
        SearchEntry::Page(page) => parts.get(&page),
        _ => None,
    };
    let name = bare(name);
    let called = own.into_iter().flatten();
    let called = called.filter(|(_, heading)| heading.contains(&name));
    called.map(|(entry_index, _)| *entry_index).collect()
}
