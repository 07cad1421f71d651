//! Sections: the folders of `content/`, each with its list.
//!
//! A folder is a section with or without an `_index.md`; without one its title is its name.
//! A section that has no kind of its own takes that of the folder above it.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use super::{PageId, SectionId, order::Shown, permalink};
use crate::{
    content::{Document, SortBy},
    paths::UrlPath,
    table::{Id, Table},
    vocabulary::Kind,
};

#[derive(Clone)]
pub struct Section {
    /// `content`, `content/cases`.
    pub folder: String,
    pub title: String,
    pub url: UrlPath,
    pub document: Option<Arc<Document>>,
    pub kind: Kind,
    pub paginate_by: usize,
    /// The section above; none for the home section.
    pub parent: Option<SectionId>,
    /// Its own pages in showing order.
    pub pages: Vec<PageId>,
    /// What its list shows: its own pages, or those of the folders below it where it has none.
    pub listed: Vec<PageId>,
}

impl Section {
    /// The folder's own name as authors write it: `cases`; empty for the home section.
    pub fn name(&self) -> &str {
        self.folder.strip_prefix("content/").unwrap_or_default()
    }

    /// The day on which its own work was put away; sections below it follow.
    pub fn archived_on(&self) -> Option<Date> {
        let front_matter = &self.document.as_deref()?.front_matter;
        front_matter.section.as_deref()?.archived_on
    }
}

/// The kind of each folder that sets one.
pub type Kinds = BTreeMap<String, Kind>;

/// The kind that `folder` gives to its pages: its own, or that of the nearest folder above.
pub fn kind_of(folder: &str, kinds: &Kinds) -> Kind {
    let mut folder = folder;
    loop {
        if let Some(kind) = kinds.get(folder) {
            return *kind;
        }
        match folder.rsplit_once('/') {
            Some((above, _)) => folder = above,
            None => return Kind::Page,
        }
    }
}

/// Makes the sections of all folders that hold documents, in the order of the folders; the home section is
/// first.
pub fn sections(
    indexes: Vec<Arc<Document>>,
    pages: &Shown<'_>,
    kinds: &Kinds,
    paginate_by: usize,
) -> Table<SectionId, Section> {
    let mut lists: BTreeMap<String, Vec<PageId>> = BTreeMap::new();
    lists.insert("content".to_owned(), Vec::new());
    for (id, page) in pages.documents.iter_with_ids() {
        list_of(page.section_folder(), &mut lists).push(id);
    }
    let mut documents = BTreeMap::new();
    for document in indexes {
        list_of(document.path.folder(), &mut lists);
        documents.insert(document.path.folder().to_owned(), document);
    }
    let all = lists.clone();
    let folders: Vec<&String> = all.keys().collect();
    lists
        .into_iter()
        .map(|(folder, mut list)| {
            let document = documents.remove(&folder);
            let settings = document
                .as_ref()
                .and_then(|it: &Arc<Document>| it.front_matter.section.as_deref());
            let sort_by = settings.and_then(|it| it.sort_by).unwrap_or(SortBy::Date);
            pages.sort(&mut list, sort_by);
            let mut listed = list.clone();
            if listed.is_empty() {
                let inside = format!("{folder}/");
                let below = all.iter().filter(|(it, _)| it.starts_with(&inside));
                listed.extend(below.flat_map(|(_, list)| list));
                pages.sort(&mut listed, sort_by);
            }
            let name = folder.rsplit('/').next().unwrap_or_default();
            let above = folder.rsplit_once('/').map(|it| it.0);
            Section {
                title: document
                    .as_ref()
                    .map_or_else(|| name.to_owned(), |it| it.title.value.clone()),
                url: permalink::folder_url(&folder),
                kind: kind_of(&folder, kinds),
                paginate_by: settings
                    .and_then(|it| it.paginate_by)
                    .unwrap_or(paginate_by),
                parent: above.and_then(|it| section_in(&folders, it)),
                pages: list,
                listed,
                document,
                folder,
            }
        })
        .collect()
}

/// The section of `folder` among those of `folders`.
fn section_in(folders: &[&String], folder: &str) -> Option<SectionId> {
    let position = folders.iter().position(|it| *it == folder);
    position.map(SectionId::new)
}

/// The list of `folder`, made with those of the folders above it: a folder that only holds folders is a
/// section too.
fn list_of<'a>(folder: &str, lists: &'a mut BTreeMap<String, Vec<PageId>>) -> &'a mut Vec<PageId> {
    if !lists.contains_key(folder) {
        for (at, _) in folder.match_indices('/') {
            lists.entry(folder[..at].to_owned()).or_default();
        }
    }
    lists.entry(folder.to_owned()).or_default()
}
