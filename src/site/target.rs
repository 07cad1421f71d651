//! The target of a link, and all targets of the links of one text.
//!
//! Plain data, computed by `links`; it does not change after `assemble`.

use std::{collections::BTreeMap, sync::Arc};

use super::Versions;
use crate::paths::{OutputPath, UrlPath};

#[derive(Clone, Debug)]
pub enum Target {
    /// A page or list of this site, with the anchor after `#`, which may be empty.
    Internal {
        url: UrlPath,
        anchor: String,
    },
    /// A file that is copied.
    Asset {
        output: OutputPath,
        size: Option<(u32, u32)>,
        bytes: u64,
        /// The versions of a picture that is published in several widths.
        versions: Option<Arc<Versions>>,
    },
    /// An anchor on the same page.
    Here {
        anchor: String,
    },
    External(String),
    Broken,
}

impl Target {
    /// The length of a file that is published unchanged.
    pub fn copied_bytes(&self) -> Option<u64> {
        match self {
            Self::Asset {
                bytes,
                versions: None,
                ..
            } => Some(*bytes),
            _ => None,
        }
    }

    /// The file of a picture for readers that do not support several widths, and its size. `None` if the
    /// target is not a file.
    pub fn picture(&self) -> Option<(&OutputPath, Option<(u32, u32)>)> {
        match self {
            Self::Asset {
                versions: Some(versions),
                ..
            } => {
                let plain = versions.plain();
                Some((&plain.output, Some(plain.size)))
            }
            Self::Asset { output, size, .. } => Some((output, *size)),
            _ => None,
        }
    }
}

/// The target of each link and picture of a text, by the destination as written.
#[derive(Clone, Debug, Default)]
pub struct Links(Box<[(Box<str>, Target)]>);

impl Links {
    pub(super) fn new(found: BTreeMap<&str, Target>) -> Self {
        let found = found.into_iter().map(|(written, it)| (written.into(), it));
        Self(found.collect())
    }

    pub fn get(&self, written: &str) -> Option<&Target> {
        let at = self.0.binary_search_by(|it| it.0.as_ref().cmp(written));
        at.ok().map(|it| &self.0[it].1)
    }

    /// The destinations as written, in sorted order.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| it.0.as_ref())
    }
}
