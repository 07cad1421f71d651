//! Files of the site that are not texts, and what is published at their addresses.

use std::sync::Arc;

use super::{Pictures, Publishing, Target};
use crate::{
    fingerprint::Fingerprint,
    paths::{OutputPath, SourcePath},
    source::{Photo, PhotoFormat},
};

/// A file that is not a text: either a picture or a file that is copied.
#[derive(Clone, Debug)]
pub struct Asset {
    /// The path relative to the site's root: `content/cases/a.png` or `static/logo.png`.
    pub source: SourcePath,
    pub output: OutputPath,
    pub fingerprint: Fingerprint,
    /// What is known of the picture; `None` if the file is not a picture.
    pub photo: Option<Photo>,
    pub publishing: Publishing,
    /// The length of the file when the site was listed.
    pub bytes: u64,
}

/// The assets, each with what is published at its address.
pub fn published(assets: Vec<Asset>, pictures: &Pictures) -> Vec<Asset> {
    let assets = assets.into_iter();
    assets.map(|it| it.published(pictures)).collect()
}

impl Asset {
    pub(super) fn target(&self, pictures: &Pictures) -> Target {
        let versions = pictures.get(&self.source);
        Target::Asset {
            output: self.output.clone(),
            size: self.size(),
            bytes: self.bytes,
            versions: versions.map(Arc::clone),
        }
    }

    /// Width and height in pixels, if the file is a picture.
    pub fn size(&self) -> Option<(u32, u32)> {
        self.photo.and_then(|it| it.size)
    }

    fn published(self, pictures: &Pictures) -> Self {
        let versions = pictures.get(&self.source);
        let is_version = versions.is_some_and(|it| {
            let widest = it.widest();
            widest.output == self.output && !widest.is_original
        });
        let format = self.photo.map(|it| it.format);
        let publishing = match format {
            _ if is_version => Publishing::Version,
            Some(PhotoFormat::Jpeg | PhotoFormat::Png | PhotoFormat::WebP) => Publishing::Clean,
            _ => Publishing::Copy,
        };
        Self { publishing, ..self }
    }
}
