//! The small text files that are rendered from templates: their addresses and templates.
//!
//! If a theme has no such template, the file is omitted, or the theme contains it as a static file.

use std::sync::Arc;

use super::{sitemap, sitemap::SitemapFile};
use crate::{
    config::Config,
    fingerprint::Fingerprint,
    page::{Addresses, RenderContext, Wanted, site_value},
    paths::UrlPath,
    theme::{Filling, SharedValue, Theme},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextFile {
    Robots,
    /// The style sheet, joined from one file per layer, so that a page requests a single file. The
    /// fingerprint of its bytes is `None` if its template fails, which is reported when it is rendered.
    Style(Option<Fingerprint>),
    /// A configuration file for nginx: what pages may load (Content Security Policy Level 3).
    Headers,
}

impl TextFile {
    fn template(self) -> &'static str {
        match self {
            Self::Robots => "robots.txt",
            Self::Style(_) => "style.css",
            Self::Headers => "csp-headers.conf",
        }
    }

    pub fn url(self) -> UrlPath {
        let folder = match self {
            Self::Style(_) => UrlPath::folder(&["assets"]),
            Self::Robots | Self::Headers => UrlPath::default(),
        };
        folder.file(self.template())
    }

    /// The fingerprint of the file's bytes, if it is known.
    pub fn content(self) -> Option<Fingerprint> {
        match self {
            Self::Style(content) => content,
            Self::Robots | Self::Headers => None,
        }
    }
}

/// The files for which the theme has a template; `robots.txt` is always one of them.
pub fn files(wanted: &Wanted<'_>) -> impl Iterator<Item = TextFile> {
    let (theme, config) = (wanted.theme, &wanted.site.config);
    let mut files = vec![TextFile::Robots];
    if theme.has(TextFile::Style(None).template()) {
        let site = Arc::new(site_value(config));
        let style = filling(TextFile::Style(None), theme, config, &site);
        let bytes = style.render().ok();
        files.push(TextFile::Style(bytes.map(|it| Fingerprint::of(&it))));
    }
    if theme.has(TextFile::Headers.template()) {
        files.push(TextFile::Headers);
    }
    files.into_iter()
}

pub fn render<'a>(file: TextFile, context: &RenderContext<'a>) -> Filling<'a> {
    let config = &context.site.config;
    filling(file, context.theme, config, &context.shared.site)
}

fn filling<'a>(
    file: TextFile,
    theme: &'a Theme,
    config: &'a Config,
    site: &Arc<SharedValue>,
) -> Filling<'a> {
    let addresses = Addresses::absolute(config);
    let mut filling = Filling::new(theme, file.template());
    let address = addresses.full(&sitemap::url(SitemapFile::Whole));
    filling.insert("sitemap_address", address);
    filling.insert_shared("site", site);
    filling
}
