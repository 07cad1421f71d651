//! What each Markdown file is in its folder: the folder's own text, one page among others, or a page with its
//! pictures.
//!
//! In: the paths of all files. Out: the role of each. `_index.md` is always the folder's own text. `index.md`
//! is it too where the folder holds other pages (as in `MkDocs`); alone with its pictures it is a page of the
//! section above (as in Hugo and Zola). Looks at names and at the kinds that sections set, at nothing else.

use std::collections::BTreeSet;

use crate::{
    content::Role,
    paths::SourcePath,
    site::{Kinds, kind_of},
};

const SECTION: &str = "_index.md";
const INDEX: &str = "index.md";
const TOP: &str = "content";

#[derive(Default)]
pub struct Roles {
    /// Folders that hold pages other than their own text, themselves or below.
    shared: BTreeSet<String>,
    /// Folders with an `_index.md`.
    sections: BTreeSet<String>,
}

impl Roles {
    pub fn new<'a>(paths: impl Iterator<Item = &'a SourcePath>) -> Self {
        let mut roles = Self::default();
        for path in paths {
            let folder = path.folder();
            match path.file_name() {
                SECTION => _ = roles.sections.insert(folder.to_owned()),
                INDEX => (),
                _ if roles.shared.contains(folder) => continue,
                _ => _ = roles.shared.insert(folder.to_owned()),
            }
            let above = folder.match_indices('/').map(|it| &folder[..it.0]);
            roles.shared.extend(above.map(str::to_owned));
        }
        roles
    }

    /// The role of the file at `path`; `kinds` are those that sections give to their pages.
    pub fn of(&self, path: &SourcePath, kinds: &Kinds) -> Role {
        if self.is_section(path) {
            return Role::Section;
        }
        let kind = kind_of(path.folder(), kinds);
        match path.file_name() {
            INDEX if path.folder() != TOP => Role::Bundle(kind),
            _ => Role::Page(kind),
        }
    }

    /// Whether the file is the own text of its folder.
    pub fn is_section(&self, path: &SourcePath) -> bool {
        let folder = path.folder();
        match path.file_name() {
            SECTION => true,
            INDEX => {
                !self.sections.contains(folder) && (folder == TOP || self.shared.contains(folder))
            }
            _ => false,
        }
    }
}
