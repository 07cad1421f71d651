//! Pages for the people who run the site: in the output, but in no menu and no sitemap.
//!
//! In: what such a page is called, and the variables of its template. Out: the template filled, in the frame that all
//! pages have. What is on the page is its channel's business.

use super::{Crumb, Frame, FrameBase, Heading, RenderContext, SectionPath};
use crate::{paths::UrlPath, site::SectionId, theme::Filling};

/// A page that is not for residents.
pub struct StaffPage<'t> {
    pub title: &'t str,
    pub description: &'t str,
    pub url: UrlPath,
    /// Of the page above it, if it lies below another one of its kind.
    pub above: Option<(&'t str, UrlPath)>,
}

impl StaffPage<'_> {
    /// The page in the frame of the site; `add` gives its template the variables of its own.
    pub fn fill<'a>(
        &self,
        template: &str,
        context: &RenderContext<'a>,
        add: impl FnOnce(&mut Filling<'a>),
    ) -> Filling<'a> {
        let sections = SectionPath::of(SectionId::HOME, context.site);
        let heading = Heading {
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
