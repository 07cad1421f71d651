//! What a plan consists of: files, and where the bytes of each come from.

use crate::{
    fingerprint::Fingerprint,
    page::{AssetNames, Recipe},
    paths::{OutputPath, SourcePath},
};

/// All files to write.
pub struct Plan {
    pub jobs: Vec<Job>,
    pub assets: AssetNames,
}

/// One file to write.
pub struct Job {
    pub output: OutputPath,
    pub work: Work,
    /// Whether the file is for devices and people outside the website, such as a feed or a pack.
    pub is_distributed: bool,
}

/// Where the file's bytes come from.
#[derive(Clone)]
pub enum Work {
    Render(Recipe),
    /// The file is copied from the site's folder, if its bytes still have this fingerprint.
    Copy(SourcePath, Fingerprint),
    /// The file is copied likewise, but without the metadata of the picture.
    Clean(SourcePath, Fingerprint),
    /// A file of the built-in theme.
    Builtin(std::borrow::Cow<'static, [u8]>),
}
