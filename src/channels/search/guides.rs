//! Guides and their parts. A guide is a page directly below the home page; each of its headings answers one
//! question, so each part is an entry of the search index.
//!
//! In: a `Site`. Out: the headings of its guides, and the text below them. Sites with many articles keep them
//! in sections, so the number of guides stays small.

use crate::{
    markdown::{self, Body, Heading},
    page::RenderContext,
    site::{Page, PageId, Site},
    source::Changed,
    vocabulary::Kind,
};

/// A heading of a guide and the text below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartRef {
    pub page: PageId,
    /// Index into the headings of the page's outline.
    heading: usize,
}

/// Each heading of this level starts a part, which ends before the next heading of this or a higher rank.
const PART_LEVEL: u8 = 2;

impl PartRef {
    pub fn heading(self, site: &Site) -> &Heading {
        &site.pages[self.page].document.outline.headings[self.heading]
    }

    /// The words between this heading and the next one.
    ///
    /// # Errors
    /// The source has changed since it was read.
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
    let guides = site.pages.iter_with_ids().filter(|(_, it)| is_guide(it));
    guides.flat_map(|(page, it)| {
        let headings = it.document.outline.headings.iter().enumerate();
        let headings = headings.filter(|(_, it)| it.level == PART_LEVEL);
        headings.map(move |(heading, _)| PartRef { page, heading })
    })
}

pub fn is_guide(page: &Page) -> bool {
    page.section.is_home() && page.document.kind() == Kind::Page
}
