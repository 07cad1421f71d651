//! Breadcrumbs, and links to pages of the site.

use super::Addresses;
use crate::{paths::UrlPath, theme::view::LinkView};

pub fn link(title: &str, url: &UrlPath, addresses: Addresses<'_>) -> LinkView {
    LinkView {
        title: title.to_owned(),
        href: addresses.href(url),
    }
}

/// One breadcrumb: a page between the home page and the current page, or the current page itself.
pub struct Crumb<'a> {
    pub title: &'a str,
    pub url: &'a UrlPath,
}
