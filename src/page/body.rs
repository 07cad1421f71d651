//! The text of a page or section as HTML, made only where it is wanted.
//!
//! In: a document, what its links lead to, and how addresses are written. Out: a variable, or the HTML at once.
//! The HTML depends on the source's bytes, its kind, the Markdown settings and the links, on nothing else; it is nowhere
//! kept.

use tera::Value;

use super::{Addresses, PageTargets, RenderContext};
use crate::{
    content::{Detail, Document},
    fingerprint::Fingerprint,
    markdown,
    site::Links,
    source::Changed,
    theme::LateValue,
};

pub struct BodyHtml<'a> {
    context: RenderContext<'a>,
    document: &'a Document,
    links: &'a Links,
    place: Place<'a>,
}

/// Where the HTML will stand, as far as its addresses depend on it.
pub struct Place<'a> {
    pub addresses: Addresses<'a>,
    /// From the page to the home folder.
    pub root: String,
    /// What links within the text begin with: empty on the page itself, its full address elsewhere.
    pub here: String,
}

impl<'a> BodyHtml<'a> {
    pub fn new(
        context: &RenderContext<'a>,
        document: &'a Document,
        links: &'a Links,
        place: Place<'a>,
    ) -> Self {
        Self {
            context: *context,
            document,
            links,
            place,
        }
    }

    /// Of everything that the HTML depends on.
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of_value(&(
            self.context.sources.fingerprint(self.document.source),
            self.document.markdown,
            self.document.kind(),
            self.targets().fingerprint(),
            &self.place.here,
        ))
    }

    /// # Errors
    /// The source has changed since it was read.
    pub fn html(&self) -> Result<String, Changed> {
        if let Detail::Slogans(_) = self.document.detail {
            // The list holds the wordings of single channels too; it is shown as slogans, with what belongs to each.
            return Ok(String::new());
        }
        let text = self.context.sources.text(self.document.source)?;
        let body = self.document.body(&text);
        Ok(markdown::render(
            body,
            self.document.markdown,
            &self.targets(),
        ))
    }

    /// The HTML as a variable of a template.
    pub fn late(self) -> LateValue<'a> {
        LateValue {
            fingerprint: self.fingerprint(),
            make: Box::new(move || Ok(Value::from(self.html()?))),
        }
    }

    fn targets(&self) -> PageTargets<'_> {
        PageTargets {
            links: self.links,
            addresses: self.place.addresses,
            root: &self.place.root,
            here: &self.place.here,
        }
    }
}
