//! Assigns a section and an address to each page.
//!
//! In: the published documents, and the sections. Out: the same documents, each with its section and address.

use std::sync::Arc;

use rayon::prelude::*;

use super::{PageId, Section, SectionId, permalink};
use crate::{
    content::Document,
    diagnostics::{Diagnostic, Diagnostics},
    paths::UrlPath,
    table::{Id as _, Table},
};

/// A document with its section and address.
pub struct Placed {
    pub document: Arc<Document>,
    pub section: SectionId,
    pub url: UrlPath,
}

pub fn placed(
    documents: &Table<PageId, Arc<Document>>,
    sections: &Table<SectionId, Section>,
    diagnostics: &mut Diagnostics,
) -> Table<PageId, Placed> {
    let documents = documents.as_slice().par_iter();
    let found: Vec<_> = documents.map(|it| place(it, sections)).collect();
    let mut take = |(page, problem): (Placed, Option<Box<Diagnostic>>)| {
        if let Some(problem) = problem {
            diagnostics.push(*problem);
        }
        page
    };
    found.into_iter().map(&mut take).collect()
}

fn place(
    document: &Arc<Document>,
    sections: &Table<SectionId, Section>,
) -> (Placed, Option<Box<Diagnostic>>) {
    let section = section_of(document, sections);
    let own = document.front_matter.slug.as_ref();
    let (url, problem) = permalink::page_url(&sections[section].url, document.name(), own);
    let placed = Placed {
        document: Arc::clone(document),
        section,
        url,
    };
    (placed, problem)
}

fn section_of(document: &Document, sections: &Table<SectionId, Section>) -> SectionId {
    let folder = document.section_folder();
    sections
        .as_slice()
        .binary_search_by(|it| it.folder.as_str().cmp(folder))
        .map(SectionId::new)
        .expect("every folder with a document is a section")
}
