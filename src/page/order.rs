//! The description of one output file: how to make it, where it goes, and what is known of it before it is
//! made.
//!
//! Orders are plain values, made once per build; recipes are pure, so they may be rendered in any order on
//! any thread.

use std::{fmt::Debug, sync::Arc};

use super::{Prepared, RenderContext};
use crate::{
    content::Document,
    fingerprint::Fingerprint,
    paths::OutputPath,
    site::{FeedId, PageId, SheetId, Site, SloganId, TermId},
    span::Span,
    vocabulary::Channel,
};

/// How to make one file. Each channel implements it for its own kinds of files.
pub trait Output: Debug + Send + Sync {
    /// The file's inputs, and how its bytes are made.
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a>;

    /// The wave in which the file is made.
    fn wave(&self) -> Wave {
        Wave::Site
    }

    /// The fingerprint of the file's bytes, for the few files of which it is known when the build is planned.
    fn content(&self) -> Option<Fingerprint> {
        None
    }

    /// Whether a build counts the file as a page of the website.
    fn is_page(&self) -> bool {
        false
    }

    /// The document whose text the file shows, for files that show one.
    fn document<'s>(&self, _site: &'s Site) -> Option<&'s Document> {
        None
    }

    /// The display that the file stands for on the page of all screens.
    fn display(&self) -> Option<Display> {
        None
    }
}

/// A shared `Output`: packs and the manifest keep the recipes of their members.
pub type Recipe = Arc<dyn Output>;

/// The order in which files are made: a wave may read the files of earlier waves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wave {
    /// Made of the site alone; nearly all files.
    Site,
    Packs,
    Manifest,
}

/// A recipe, where its file goes, and the place in a source that asked for it.
pub struct Order {
    pub output: OutputPath,
    pub recipe: Recipe,
    pub origin: Option<Span>,
    /// None for the website's own files.
    pub delivery: Option<Delivery>,
}

impl Order {
    /// A file of the website: not distributed by itself.
    pub fn of_site(
        output: OutputPath,
        recipe: impl Output + 'static,
        origin: Option<Span>,
    ) -> Self {
        Self {
            output,
            recipe: Arc::new(recipe),
            origin,
            delivery: None,
        }
    }
}

/// What is known of a distributed file besides its bytes; `feeds/manifest.json` and the packs use it.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub channel: Channel,
    pub form: Form,
    pub addressee: Addressee,
    /// Indexes into `Site::slogans`: every slogan whose words are in the file.
    pub slogans: Arc<[SloganId]>,
}

/// How a file's text is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Seven bits, CR LF.
    Ascii,
    /// GB 2312 or GBK in the code page of Chinese Windows, CR LF.
    Cp936,
    /// With a byte-order mark, CR LF.
    Utf8Bom,
    /// Without a byte-order mark, CR LF.
    Utf8CrLf,
    /// Without a byte-order mark, LF.
    Utf8,
    /// A picture or an archive.
    Binary,
}

/// Whom a file is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressee {
    Everyone,
    Feed(FeedId),
    Sheet(SheetId),
    /// Everyone whom a scam type, an audience, … concerns.
    Term(TermId),
    /// Everyone whom a page concerns: a slogan group, a case, an explainer.
    Page(PageId),
}

/// One display in the list of all screens.
#[derive(Clone, Debug)]
pub struct Display {
    pub kind: DisplayKind,
    pub name: String,
    pub place: Option<String>,
    /// Its size and content in words: `352×16 点，16 条`.
    pub facts: String,
    /// The page or picture that shows what is on it.
    pub output: OutputPath,
    /// The picture that represents it: its file, width and height.
    pub frame: Option<(OutputPath, u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisplayKind {
    Led,
    Cinema,
    Signage,
}
