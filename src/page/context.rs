//! What channels may read: for their orders, and when a file is rendered.
//!
//! Everything in it is immutable for one build or one snapshot of the preview.

use super::{ChannelState, Shared};
use crate::{
    fingerprint::Fingerprint, paths::OutputPath, picture::Font, site::Site, source::Sources,
    theme::Theme,
};

/// Which outputs are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The website and all feeds.
    Site,
    /// The slogan feeds alone (`fanzha export`).
    Feeds,
}

/// What a channel's orders are made of.
#[derive(Clone, Copy)]
pub struct Wanted<'a> {
    pub site: &'a Site,
    pub sources: &'a Sources,
    pub theme: &'a Theme,
    pub scope: Scope,
    /// Whether pictures with text can be drawn.
    pub has_font: bool,
}

/// What rendering may read.
#[derive(Clone, Copy)]
pub struct RenderContext<'a> {
    pub site: &'a Site,
    pub theme: &'a Theme,
    pub sources: &'a Sources,
    pub shared: &'a Shared,
    /// What channels compute once per build.
    pub state: &'a ChannelState,
    /// The font of pictures; none where nothing is drawn.
    pub font: Option<&'a Font>,
    /// None where no file is kept and each is made when it is requested.
    pub made: Option<&'a dyn MadeFiles>,
}

/// The files of this build that are already made, for files that are made of other files.
pub trait MadeFiles: Sync {
    /// The fingerprint of a file's bytes; none if the file is not made yet.
    fn fingerprint(&self, path: &OutputPath) -> Option<Fingerprint>;

    /// The bytes of a file; none if it is not made yet.
    fn bytes(&self, path: &OutputPath) -> Option<Vec<u8>>;
}
