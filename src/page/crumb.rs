//! Breadcrumbs, and links to pages of the site.

use super::Addresses;
use crate::{paths::UrlPath, site::Site, theme::view::LinkView};

pub fn link(title: &str, url: &UrlPath, site: &Site) -> LinkView {
    LinkView {
        title: title.to_owned(),
        href: Addresses::new(&site.config).href(url),
    }
}

/// A page between the home page and the one that is read, or that page itself.
pub struct Crumb {
    pub title: String,
    pub url: UrlPath,
}

impl Crumb {
    pub fn new(title: &str, url: &UrlPath) -> Self {
        Self {
            title: title.to_owned(),
            url: url.clone(),
        }
    }
}
