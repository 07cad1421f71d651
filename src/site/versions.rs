//! A picture in several widths: the files that are published, and the one for readers that do not support
//! several widths.
//!
//! Plain data, computed by `pictures`.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath},
    source::Photo,
    span::Span,
};

/// The maximum width of a version, and the steps below it. The theme's column is 656 px wide; the maximum is
/// about twice that, for high-resolution screens. The steps are for phones, which are 320 to 430 px wide and
/// have two or three dots per pixel.
pub(super) const TOP_PX: u32 = 1440;
pub(super) const STEPS_PX: [u32; 3] = [360, 720, 1080];

/// The encoding of a picture's smaller versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Jpeg,
    /// JPEG of higher quality, for pictures with text.
    SharpJpeg,
    Png,
}

/// One picture in several widths.
#[derive(Debug)]
pub struct Versions {
    pub source: SourcePath,
    pub fingerprint: Fingerprint,
    pub photo: Photo,
    pub encoding: Encoding,
    /// The place where a text first shows the picture.
    pub place: Span,
    /// The versions, the narrowest first; never empty.
    pub list: Vec<Version>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub size: (u32, u32),
    pub output: OutputPath,
    /// Whether this version is the original file without its metadata.
    pub is_original: bool,
}

/// What is published at an asset's own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// The unchanged file.
    Copy,
    /// The file without the metadata that cameras and programs have written.
    Clean,
    /// The widest version.
    Version,
}

/// The pictures that have versions, by source path.
pub type Pictures = BTreeMap<SourcePath, Arc<Versions>>;

impl Versions {
    pub fn widest(&self) -> &Version {
        self.list.last().expect("there is always one version")
    }

    /// The version for readers that do not support several widths: wide enough for a phone's screen, small
    /// enough for old phones.
    pub fn plain(&self) -> &Version {
        let fits = |it: &&Version| it.size.0 <= STEPS_PX[1];
        self.list.iter().rev().find(fits).unwrap_or(&self.list[0])
    }
}
