//! What each Markdown file is in its folder: the folder's own text, one page among others, or a page with its pictures.
//!
//! In: all files. Out: the role of each, and the kinds that sections give.
//! `_index.md` is always the folder's own text. `index.md` is it too where the folder holds other pages (as in `MkDocs`);
//! alone with its pictures it is a page of the section above (as in Hugo and Zola).
//! Looks at names and at the kind that a section sets, at nothing else.

use std::collections::BTreeSet;

use crate::{
    content::{self, Role},
    paths::SourcePath,
    site::{Kinds, kind_of},
    source::SourceFile,
};

const SECTION: &str = "_index.md";
const INDEX: &str = "index.md";
const TOP: &str = "content";

pub struct Roles {
    /// The kinds that folders give to their pages.
    pub kinds: Kinds,
    /// Folders that hold pages other than their own text, themselves or below.
    shared: BTreeSet<String>,
    /// Folders with an `_index.md`.
    sections: BTreeSet<String>,
}

impl Roles {
    pub fn new(files: &[&SourceFile]) -> Self {
        let mut roles = Self {
            kinds: Kinds::new(),
            shared: BTreeSet::new(),
            sections: BTreeSet::new(),
        };
        for file in files {
            let folder = file.path.folder();
            match file.path.file_name() {
                SECTION => {
                    roles.sections.insert(folder.to_owned());
                    roles.share_above(folder);
                }
                INDEX => roles.share_above(folder),
                _ => {
                    roles.shared.insert(folder.to_owned());
                    roles.share_above(folder);
                }
            }
        }
        roles.kinds = files
            .iter()
            .filter(|it| roles.is_section(&it.path))
            .filter_map(|it| Some((it.path.folder().to_owned(), content::section_kind(it)?)))
            .collect();
        roles
    }

    pub fn of(&self, path: &SourcePath) -> Role {
        if self.is_section(path) {
            return Role::Section;
        }
        let kind = kind_of(path.folder(), &self.kinds);
        match path.file_name() {
            INDEX if path.folder() != TOP => Role::Bundle(kind),
            _ => Role::Page(kind),
        }
    }

    fn is_section(&self, path: &SourcePath) -> bool {
        let folder = path.folder();
        match path.file_name() {
            SECTION => true,
            INDEX => {
                !self.sections.contains(folder) && (folder == TOP || self.shared.contains(folder))
            }
            _ => false,
        }
    }

    fn share_above(&mut self, folder: &str) {
        let ends = folder.match_indices('/').map(|it| it.0);
        self.shared.extend(ends.map(|it| folder[..it].to_owned()));
    }
}
