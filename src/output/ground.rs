//! Which folders of the output are there, asked of the disk once for each.
//!
//! In: the paths of files to come. Out: the first folder above each that is missing: below it nothing can be in the way.

use std::{collections::HashMap, path::Path};

pub(super) struct Ground<'r, 'p> {
    real: &'r Path,
    is_there: HashMap<&'p str, bool>,
}

impl<'r, 'p> Ground<'r, 'p> {
    /// Of the output folder at `real`.
    pub fn new(real: &'r Path) -> Self {
        Self {
            real,
            is_there: HashMap::new(),
        }
    }

    /// The first folder above `path`, from the top, that is not there.
    pub fn first_missing(&mut self, path: &'p str) -> Option<&'p str> {
        let folders = path.match_indices('/').map(|(at, _)| &path[..at]);
        let Self { real, is_there } = self;
        let mut missing = folders.filter(|it| {
            let known = is_there.entry(it);
            !*known.or_insert_with(|| real.join(it).is_dir())
        });
        missing.next()
    }

    /// Whether anything can be in place at `path`.
    pub fn may_hold(&mut self, path: &'p str) -> bool {
        self.first_missing(path).is_none()
    }
}
