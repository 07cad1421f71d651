//! Pages for the staff of the site: part of the output, but not of the menu or the sitemap.
//!
//! In: the page's title and address, and the variables of its template. Out: the template filled, in the
//! frame of all pages. The channel decides what is on the page.

use super::{Crumb, Frame, FrameBase, PageHeading, RenderContext, SectionPath};
use crate::{paths::UrlPath, site::SectionId, theme::Filling};

/// A page that is not for residents.
pub struct StaffPage<'t> {
    pub title: &'t str,
    pub description: &'t str,
    pub url: UrlPath,
    /// Title and address of the page above it, if there is one.
    pub above: Option<(&'t str, UrlPath)>,
}

impl StaffPage<'_> {
    /// Fills the page's template; `add` inserts the variables of its own.
    pub fn fill<'a>(
        &self,
        template: &str,
        context: &RenderContext<'a>,
        add: impl FnOnce(&mut Filling<'a>),
    ) -> Filling<'a> {
        let sections = SectionPath::of(SectionId::HOME, context.site);
        let heading = PageHeading {
            title: Some(self.title),
            description: self.description,
            url: &self.url,
            sections: &sections,
            article: None,
            card: None,
        };
        let above = self.above.iter();
        let trail = above.map(|(title, url)| Crumb { title, url });
        let mut frame = Frame::new(FrameBase::new(context), &heading, trail.collect());
        add(&mut frame.filling);
        frame.fill(template)
    }
}
