//! What is compared, and what is wanted.
//!
//! Plain data.

use std::io;

use crate::publish::release::{Release, ReleaseFile};

pub struct VerifyOptions<'a> {
    /// Where the site is, ending in `/`: `https://www.example.gov.cn/fanzha/`.
    pub base_url: &'a str,
    /// How many files are compared, of all kinds; `None` for all.
    pub sample: Option<usize>,
    /// The release that was there before, to recognise pages that were not replaced.
    pub previous: Option<&'a Release>,
    /// The head and foot that the portal's server includes (`portal` of the settings).
    pub included: &'a [String],
    /// The headers that the site asks for, by path.
    pub wanted: &'a (dyn Fn(&str) -> Wanted + Sync),
    /// The bytes of a file of the release; only called for files that differ.
    pub open: &'a (dyn Fn(&ReleaseFile) -> io::Result<Vec<u8>> + Sync),
}

/// The headers that a file is meant to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// `None` for files that need no policy.
    pub csp: Option<String>,
    pub cache: Cache,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Named by its content: may be kept for a year.
    Immutable,
    /// Asked for anew within minutes.
    Short,
}
