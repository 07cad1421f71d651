//! The names by which readers call what they look for, so that a whole sentence finds what it names.
//!
//! In: the subjects. Out: each name, bare, with the entries that bear it. Only names that somebody chose – of scam types,
//! units, guides, and of the terms of closed taxonomies – so that the file stays small on a large site.

use std::collections::BTreeMap;

use super::{
    entries::{Group, Subject},
    guides::is_guide,
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
    let parts = parts_by_page(subjects, site);
    let other_names: Vec<_> = site.taxonomies.iter().map(|it| it.other_names()).collect();
    for (entry, subject) in subjects.iter().enumerate() {
        let is_chosen = match subject {
            Subject::Term(term) => site.taxonomies[term.taxonomy].is_closed(),
            Subject::Section(_) | Subject::Part(_) => true,
            Subject::Slogan(_) => false,
            Subject::Page(page) => match subject.group(site) {
                Group::Types | Group::Units => true,
                Group::Pages => is_guide(&site.pages[*page]),
                _ => false,
            },
        };
        if !is_chosen {
            continue;
        }
        add(subject.title(site), entry);
        for name in subject.names(site) {
            let called = parts_called(name, *subject, &parts);
            if called.is_empty() {
                add(name, entry);
            }
            called.into_iter().for_each(|it| add(name, it));
        }
        if let Subject::Term(term) = subject {
            for name in &other_names[term.taxonomy][term.term] {
                add(name, entry);
            }
        }
    }
    names
}

/// The parts of guides by page: each with its entry and its heading, bare.
type Parts = BTreeMap<usize, Vec<(usize, String)>>;

fn parts_by_page(subjects: &[Subject], site: &Site) -> Parts {
    let mut parts = Parts::new();
    for (entry, subject) in subjects.iter().enumerate() {
        if let Subject::Part(part) = subject {
            let own = parts.entry(part.page).or_default();
            own.push((entry, bare(subject.title(site))));
        }
    }
    parts
}

/// The parts of the guide `subject` whose headings have the name: they answer what is asked more exactly than the whole.
fn parts_called(name: &str, subject: Subject, parts: &Parts) -> Vec<usize> {
    let own = match subject {
        Subject::Page(page) => parts.get(&page),
        _ => None,
    };
    let name = bare(name);
    let called = own.into_iter().flatten();
    let called = called.filter(|(_, heading)| heading.contains(&name));
    called.map(|(entry, _)| *entry).collect()
}
