//! A picture in several widths: which files it is published as, and which of them a reader gets that can
//! choose none.
//!
//! Plain data, found by `pictures`.

use std::{collections::BTreeMap, sync::Arc};

use crate::{
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath},
    source::Photo,
    span::Span,
};

/// The theme's column is 656 px wide: twice that for a fine screen, and steps for phones, which are 320 to
/// 430 px wide and have two or three dots to the pixel.
pub(super) const TOP_PX: u32 = 1440;
pub(super) const STEPS_PX: [u32; 3] = [360, 720, 1080];

/// How a picture's smaller versions are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Jpeg,
    /// Less is left out, as letters want it.
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
    /// Where a text first shows it.
    pub place: Span,
    /// The narrowest first; never empty.
    pub list: Vec<Version>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    pub size: (u32, u32),
    pub output: OutputPath,
    /// The file itself, less what it says besides the picture.
    pub is_original: bool,
}

/// What lies at an asset's own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Publishing {
    /// The file as it is.
    Copy,
    /// The file without what cameras and programs have written beside the picture.
    Clean,
    /// The widest version that is shown.
    Version,
}

/// The pictures that have versions, by source path.
pub type Pictures = BTreeMap<SourcePath, Arc<Versions>>;

impl Versions {
    pub fn widest(&self) -> &Version {
        self.list.last().expect("there is always one version")
    }

    /// The one for readers that can choose none: for a phone's screen, at a size that an old one takes.
    pub fn plain(&self) -> &Version {
        let fits = |it: &&Version| it.size.0 <= STEPS_PX[1];
        self.list.iter().rev().find(fits).unwrap_or(&self.list[0])
    }
}
