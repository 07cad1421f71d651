//! The changes in a site's folder.
//!
//! Plain data. A path is spelled as in `source::walk`, and is one that it could list, now or earlier.

use std::collections::BTreeSet;

use crate::paths::SourcePath;

/// The changes since the last report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// The changes are unknown, so all files must be examined.
    Everything,
    /// These files were written, added or removed.
    Files(BTreeSet<SourcePath>),
}

impl Changes {
    /// Combines two reports.
    pub fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Files(mut files), Self::Files(others)) => {
                files.extend(others);
                Self::Files(files)
            }
            _ => Self::Everything,
        }
    }

    pub fn is_nothing(&self) -> bool {
        matches!(self, Self::Files(files) if files.is_empty())
    }
}
