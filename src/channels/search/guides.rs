//! Guides and their parts: pages below the home page, of which each heading answers a question of its own.
//!
//! In: a `Site`. Out: the headings of its guides, and what stands below them. Whoever has thousands of articles has them
//! in a folder, so there are never many.

use crate::{
    content::Kind,
    markdown::{self, Body, Heading},
    page::RenderContext,
    site::{Page, Site},
    source::Changed,
};

/// A heading of a page, and what it is above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRef {
    /// In `Site::pages`.
    pub page: usize,
    /// In its outline.
    heading: usize,
}

/// The headings of this level and above part a guide.
const PART_LEVEL: u8 = 2;

impl PartRef {
    pub fn heading(self, site: &Site) -> &Heading {
        &site.pages[self.page].document.outline.headings[self.heading]
    }

    /// What is read between its heading and the next one.
    pub fn text(self, context: &RenderContext<'_>) -> Result<String, Changed> {
        let document = &context.site.pages[self.page].document;
        let source = context.sources.text(document.source)?;
        let mut after = document.outline.headings[self.heading..].iter();
        let start = after
            .next()
            .map_or(document.body.start, |it| it.span.range().end);
        let next = after.find(|it| it.level <= PART_LEVEL);
        let end = next.map_or(document.body.end, |it| it.span.range().start);
        Ok(markdown::words(Body {
            source: document.source,
            offset: start,
            text: &source[start..end],
        }))
    }
}

/// The parts of all guides.
pub fn parts(site: &Site) -> impl Iterator<Item = PartRef> {
    let guides = site.pages.iter().enumerate().filter(|(_, it)| is_guide(it));
    guides.flat_map(|(page, it)| {
        let headings = it.document.outline.headings.iter().enumerate();
        let headings = headings.filter(|(_, it)| it.level == PART_LEVEL);
        headings.map(move |(heading, _)| PartRef { page, heading })
    })
}

pub fn is_guide(page: &Page) -> bool {
    page.section == 0 && page.document.kind() == Kind::Page
}
