//! A page of the site: one document that is out, with everything that its place among the others decides.

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
    /// Old addresses that lead here.
    pub aliases: Vec<UrlPath>,
    pub links: Links,
}
