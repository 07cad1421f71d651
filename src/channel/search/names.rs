//! The names by which readers call what they look for, so that a whole sentence finds what it names.
//!
//! In: the subjects. Out: each name, bare, with the entries that bear it. Only names that somebody chose – of scam types,
//! units, guides, and of the terms of closed taxonomies – so that the file stays small on a large site.

use std::collections::BTreeMap;

use super::{
    entries::{Group, Subject},
    words::bare,
};
use crate::site::Site;

/// A shorter name says too little within a sentence.
const CHARACTERS_MIN: usize = 2;

pub fn names(subjects: &[Subject], site: &Site) -> BTreeMap<String, Vec<usize>> {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut add = |name: &str, entry: usize| {
        let name = bare(name);
        if name.chars().count() >= CHARACTERS_MIN {
            let entries = names.entry(name).or_default();
            if !entries.contains(&entry) {
                entries.push(entry);
            }
        }
    };
    let other_names: Vec<_> = site.taxonomies.iter().map(|it| it.other_names()).collect();
    for (entry, subject) in subjects.iter().enumerate() {
        let is_chosen = match subject {
            Subject::Term(term) => site.taxonomies[term.taxonomy].is_closed(),
            Subject::Section(_) => true,
            Subject::Slogan(_) => false,
            Subject::Page(page) => match subject.group(site) {
                Group::Types | Group::Units => true,
                // Guides stand below the home page; whoever has thousands of articles has them in a folder.
                Group::Pages => site.pages[*page].section == 0,
                _ => false,
            },
        };
        if !is_chosen {
            continue;
        }
        add(subject.title(site), entry);
        for name in subject.names(site) {
            add(name, entry);
        }
        if let Subject::Term(term) = subject {
            for name in &other_names[term.taxonomy][term.term] {
                add(name, entry);
            }
        }
    }
    names
}
