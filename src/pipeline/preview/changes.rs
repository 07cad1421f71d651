//! What has changed in a site's folder.
//!
//! Plain data. A path here is spelled as `source::walk` spells it, and is one that it could list, now or
//! before.

use std::collections::BTreeSet;

use crate::paths::SourcePath;

/// What has changed since the report before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Nobody can tell what; look at all files.
    Everything,
    /// These files were written, added or removed.
    Files(BTreeSet<SourcePath>),
}

impl Changes {
    /// Both, as one report.
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
