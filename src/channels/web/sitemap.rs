//! The sitemap: every section and page, with the day of its last change as its front matter states it.
//!
//! Sitemap protocol 0.9 (sitemaps.org/protocol.html): a file lists at most 50,000 addresses, so the
//! `sitemap.xml` of a larger site is an index of `sitemap-1.xml`, `sitemap-2.xml` …. It is written here and
//! not by a template: its format is fixed by the protocol, and views of ten thousand entries would be
//! expensive.

use crate::{
    content::Document,
    page::{Addresses, date_of},
    paths::UrlPath,
    site::{PageId, Site},
};

/// The maximum number of addresses in one file.
const ENTRIES_MAX: usize = 50_000;

/// One file of the sitemap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SitemapFile {
    Whole,
    Index,
    /// The part with this number, counted from 1.
    Part(usize),
}

/// The files of the site's sitemap.
pub fn files(site: &Site) -> Vec<SitemapFile> {
    let part_count = count(site).div_ceil(ENTRIES_MAX);
    match part_count {
        0 | 1 => vec![SitemapFile::Whole],
        _ => std::iter::once(SitemapFile::Index)
            .chain((1..=part_count).map(SitemapFile::Part))
            .collect(),
    }
}

pub fn render(file: SitemapFile, site: &Site) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let (list, item) = match file {
        SitemapFile::Index => ("sitemapindex", "sitemap"),
        SitemapFile::Whole | SitemapFile::Part(_) => ("urlset", "url"),
    };
    xml.push_str(&format!(
        "<{list} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    ));
    let mut add = |url: &UrlPath, day: Option<String>| {
        let address = Addresses::absolute(&site.config).full(url);
        let address = address.replace('&', "&amp;").replace('\'', "&apos;");
        let day = day.map_or_else(String::new, |it| format!("<lastmod>{it}</lastmod>"));
        xml.push_str(&format!("<{item}><loc>{address}</loc>{day}</{item}>\n"));
    };
    match file {
        SitemapFile::Whole => entries(site).for_each(|(url, day)| add(url, day)),
        SitemapFile::Part(number) => entries(site)
            .skip((number - 1) * ENTRIES_MAX)
            .take(ENTRIES_MAX)
            .for_each(|(url, day)| add(url, day)),
        SitemapFile::Index => (1..=count(site).div_ceil(ENTRIES_MAX))
            .for_each(|number| add(&url(SitemapFile::Part(number)), None)),
    }
    xml.push_str(&format!("</{list}>\n"));
    xml.into_bytes()
}

pub fn url(file: SitemapFile) -> UrlPath {
    let home = UrlPath::default();
    match file {
        SitemapFile::Whole | SitemapFile::Index => home.file("sitemap.xml"),
        SitemapFile::Part(number) => home.file(&format!("sitemap-{number}.xml")),
    }
}

fn count(site: &Site) -> usize {
    site.sections.len() + site.pages.len()
}

/// Sections first, then pages, each in the site's order.
fn entries(site: &Site) -> impl Iterator<Item = (&UrlPath, Option<String>)> {
    let changed = |page: PageId| changed_on(&site.pages[page].document);
    let sections = site.sections.iter().map(move |section| {
        let newest = section.listed.iter().filter_map(|it| changed(*it)).max();
        (&section.url, newest)
    });
    let pages = site.pages.iter();
    sections.chain(pages.map(|it| (&it.url, changed_on(&it.document))))
}

/// The day of a page's last change as its front matter states it: `2026-05-01`.
fn changed_on(document: &Document) -> Option<String> {
    let updated = document.front_matter.updated.as_ref().map(|it| it.value);
    updated
        .or_else(|| date_of(document))
        .map(|it| it.date().to_string())
}
