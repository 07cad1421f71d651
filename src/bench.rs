//! Doors to the hot functions for `benches/hot.rs`.
//!
//! In: text. Out: something to keep the optimiser honest. Built only with the feature `bench`; nobody else
//! calls them.

use crate::{
    charset,
    content::{self, Role, Rules},
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    markdown::{
        self, Body, FirstHeading, HtmlPolicy, LinkTarget, PictureTarget, Settings, Targets,
    },
    paths::SourcePath,
    site,
    source::{SourceFile, id_of},
    vocabulary::Kind,
};

const SETTINGS: Settings = Settings {
    raw_html: HtmlPolicy::Forbid,
    first_heading: FirstHeading::Keep,
};

/// Links that lead where they say.
struct AsWritten;

impl Targets for AsWritten {
    fn link(&self, destination: &str) -> LinkTarget {
        LinkTarget::Internal(destination.to_owned())
    }

    fn here(&self) -> &str {
        ""
    }

    fn picture(&self, destination: &str) -> Option<PictureTarget> {
        Some(PictureTarget {
            address: destination.to_owned(),
            size: None,
            versions: Vec::new(),
            shown_px: 0,
        })
    }
}

fn body(text: &str) -> Body<'_> {
    Body {
        source: id_of(&path()),
        offset: 0,
        text,
    }
}

fn path() -> SourcePath {
    SourcePath::new("content/cases/a.md")
}

/// A source to a document: front matter, outline and all.
pub fn parse(text: &str) -> usize {
    let source = SourceFile {
        id: id_of(&path()),
        path: path(),
        text: text.into(),
    };
    let rules = Rules {
        time_zone: jiff::tz::TimeZone::UTC,
        taxonomies: Vec::new(),
        raw_html: HtmlPolicy::Forbid,
    };
    let mut diagnostics = Diagnostics::default();
    let document = content::parse(&source, Role::Page(Kind::Page), &rules, &mut diagnostics);
    document.outline.headings.len()
}

/// A body to its outline.
pub fn outline(text: &str) -> usize {
    let mut diagnostics = Diagnostics::default();
    markdown::outline(body(text), SETTINGS, &mut diagnostics)
        .links
        .len()
}

/// A body to HTML; its length in bytes.
pub fn html(text: &str) -> usize {
    markdown::render(body(text), SETTINGS, &AsWritten).len()
}

/// A slogan as a screen gets it; its length in bytes.
pub fn screen_text(text: &str) -> usize {
    charset::normalise_for_screen(text).len()
}

/// A title to an address.
pub fn slug(text: &str) -> String {
    site::slug(text)
}

/// A text to its fingerprint.
pub fn fingerprint(text: &str) -> u64 {
    Fingerprint::of(text.as_bytes()).short()
}
