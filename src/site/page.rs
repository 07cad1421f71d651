//! A page of the site: a published document, with everything that depends on its position among the other
//! documents.

use std::sync::Arc;

use super::{Links, Neighbours, PageId, SectionId, TermId};
use crate::{content::Document, paths::UrlPath};

#[derive(Clone)]
pub struct Page {
    pub document: Arc<Document>,
    pub url: UrlPath,
    pub section: SectionId,
    pub terms: Vec<TermId>,
    pub neighbours: Neighbours,
    pub related: Vec<PageId>,
    /// Old addresses that redirect to this page.
    pub aliases: Vec<UrlPath>,
    pub links: Links,
}
