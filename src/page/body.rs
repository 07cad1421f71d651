//! The text of a page or section as HTML, lazily rendered.
//!
//! In: a document, what its links lead to, and how addresses are written. Out: a variable, or the HTML at
//! once. The HTML depends only on the source's bytes, its kind, the Markdown settings and the links; it is
//! never cached.

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

/// The page that will contain the HTML, as far as its addresses depend on it.
pub struct Place<'a> {
    pub addresses: Addresses<'a>,
    /// From the page to the home folder.
    pub root: String,
    /// The prefix of links within the text: empty on the page itself, its full address elsewhere.
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

    /// The fingerprint of everything that the HTML depends on.
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
            // The list also contains the wordings of single channels; the page shows it as slogans.
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
