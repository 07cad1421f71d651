//! The small text files that are rendered from templates: their addresses and templates.
//!
//! If a theme has no such template, the file is omitted, or the theme contains it as a static file.

use super::{sitemap, sitemap::SitemapFile};
use crate::{
    page::{Addresses, RenderContext},
    paths::UrlPath,
    theme::{Filling, Theme},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFile {
    Robots,
    /// The style sheet, joined from one file per layer, so that a page requests a single file.
    Style,
    /// A configuration file for the web server: what pages may load (Content Security Policy Level 3).
    Headers,
}

impl TextFile {
    const ALL: [Self; 3] = [Self::Robots, Self::Style, Self::Headers];

    fn template(self) -> &'static str {
        match self {
            Self::Robots => "robots.txt",
            Self::Style => "style.css",
            Self::Headers => "csp-headers.conf",
        }
    }

    pub fn url(self) -> UrlPath {
        let folder = match self {
            Self::Style => UrlPath::folder(&["assets"]),
            Self::Robots | Self::Headers => UrlPath::default(),
        };
        folder.file(self.template())
    }
}

/// The files for which the theme has a template; `robots.txt` is always one of them.
pub fn files(theme: &Theme) -> impl Iterator<Item = TextFile> {
    let files = TextFile::ALL.into_iter();
    files.filter(|it| *it == TextFile::Robots || theme.has(it.template()))
}

pub fn render<'a>(file: TextFile, context: &RenderContext<'a>) -> Filling<'a> {
    let addresses = Addresses::absolute(&context.site.config);
    let mut filling = Filling::new(context.theme, file.template());
    let address = addresses.full(&sitemap::url(SitemapFile::Whole));
    filling.insert("sitemap_address", address);
    filling.insert_shared("site", &context.shared.site);
    filling
}
