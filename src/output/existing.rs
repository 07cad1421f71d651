//! Which folders of the output exist, with one disk access for each.
//!
//! In: the paths of files to write. Out: the first missing parent folder of each, below which nothing can be
//! in the way.

use std::{collections::HashMap, path::Path};

pub(super) struct ExistingFolders<'r, 'p> {
    real: &'r Path,
    exists: HashMap<&'p str, bool>,
}

impl<'r, 'p> ExistingFolders<'r, 'p> {
    /// For the output folder at `real`.
    pub fn new(real: &'r Path) -> Self {
        Self {
            real,
            exists: HashMap::new(),
        }
    }

    /// The outermost parent folder of `path` that does not exist.
    pub fn first_missing(&mut self, path: &'p str) -> Option<&'p str> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let Self { real, exists } = self;
        let mut missing = folders.filter(|it| {
            let known = exists.entry(it);
            !*known.or_insert_with(|| real.join(it).is_dir())
        });
        missing.next()
    }

    /// Whether anything can exist at `path`.
    pub fn may_exist(&mut self, path: &'p str) -> bool {
        self.first_missing(path).is_none()
    }
}
