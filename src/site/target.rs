//! What a link leads to, and all that the links of one text lead to.
//!
//! Plain data, found by `links`; after `assemble` it never changes.

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
        /// Of a picture that is shown in several widths.
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
    /// How long a file is that is published as it came.
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

    /// A picture's file for whoever can choose none of several, and its size; none if it leads to no file.
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

/// What each link and picture of a text leads to, by the words written.
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

    /// The words written, in their order.
    pub fn written(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|it| it.0.as_ref())
    }
}
