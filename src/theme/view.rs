//! The views that are passed to templates: one struct per variable.
//!
//! Every `href` is relative to the site's home folder and percent-encoded; templates write `{{ root }}{{
//! x.href }}`. `content`, the text of a page or section as HTML, is a string outside these structs, so that
//! it is computed only where it is used. Dates are formatted. Absent entries are null, never undefined.

use serde::Serialize;

use super::kind_view::{
    BoardView, BulletinView, CaseView, OutreachMonthView, PolicyView, QuestionView, ScamTypeView,
    UnitView,
};
pub use super::link_view::LinkView;

#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    /// The name of the site (网站名称), or its title.
    pub name: String,
    pub description: String,
    pub language: String,
    pub base_url: String,
    /// The path of the home page relative to `root`.
    pub home: String,
    /// The path of the page of search results, likewise; null if the site has no search.
    pub search: Option<String>,
    pub organizer: Option<String>,
    pub undertaker: Option<String>,
    pub contact: Option<String>,
    pub id_code: Option<String>,
    pub icp: Option<String>,
    pub police: Option<PoliceView>,
    /// The address to which the 党政机关网站标识 links.
    pub conac: Option<String>,
    pub portal: PortalView,
    pub hotlines: Vec<HotlineView>,
}

/// The paths of the portal's head and foot, which its web server includes.
#[derive(Clone, Debug, Serialize)]
pub struct PortalView {
    pub header: Option<String>,
    pub footer: Option<String>,
}

/// The page that is shown before a link to another site is followed.
#[derive(Clone, Debug, Serialize)]
pub struct LeavingView {
    pub address: String,
    pub host: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PoliceView {
    pub number: String,
    pub address: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct HotlineView {
    pub number: String,
    pub name: String,
    pub source: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MenuView {
    pub title: String,
    /// The link; a full address if `external`.
    pub href: String,
    pub external: bool,
    /// Whether the link leads to another site, directly or through this site's notice page.
    pub foreign: bool,
    /// The section's folder, for marking the current entry; null for a single page.
    pub section: Option<String>,
}

/// The contents of `<head>`.
#[derive(Clone, Debug, Serialize)]
pub struct HeadView {
    pub title: String,
    pub description: String,
    /// The page's full public address.
    pub canonical: String,
    /// The page's own address.
    pub href: String,
    /// The section's folder; empty on the home page, null on a page without a section.
    pub section: Option<String>,
    /// The government page tags, in the order of 国办发〔2017〕47号.
    pub meta: Vec<MetaView>,
    pub feeds: Vec<FeedLinkView>,
    pub prev: Option<String>,
    pub next: Option<String>,
    /// The address of 我为政府网站找错, where readers report errors.
    pub report_address: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    pub name: &'static str,
    pub content: String,
}

/// Metadata for programs that show links: Open Graph, and a description of the page for schema.org.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// The Open Graph properties: `og:title`, `og:image`, …
    pub properties: Vec<PropertyView>,
    /// JSON-LD that is safe to insert into a script element.
    pub data: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PropertyView {
    pub property: &'static str,
    pub content: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeedLinkView {
    pub title: String,
    #[serde(rename = "type")]
    pub media_type: &'static str,
    pub href: String,
}

/// One line of a list.
#[derive(Clone, Debug, Serialize)]
pub struct RowView {
    pub title: String,
    pub href: String,
    pub date: Option<String>,
    pub date_iso: Option<String>,
    pub summary: String,
    pub kind: &'static str,
    /// The id of a scam type, which is also the name of its icon.
    pub id: Option<String>,
    pub sample: bool,
    pub terms: Vec<String>,
    pub loss: Option<String>,
}

#[derive(Default, Serialize)]
pub struct PageView {
    pub title: String,
    pub href: String,
    pub kind: &'static str,
    /// The date as text: `2026-05-01 09:30`.
    pub date: Option<String>,
    /// The same date in RFC 3339.
    pub date_iso: Option<String>,
    pub updated: Option<String>,
    pub author: Option<String>,
    pub source: Option<String>,
    pub keywords: Vec<String>,
    pub summary: String,
    pub sample: bool,
    pub toc: Vec<TocView>,
    pub reading_minutes: usize,
    pub terms: Vec<TaxonomyTermsView>,
    pub prev: Option<LinkView>,
    pub next: Option<LinkView>,
    pub slogans: Vec<SloganView>,
    /// The cases of a scam type.
    pub cases: Vec<RowView>,
    pub case: Option<CaseView>,
    pub scam_type: Option<ScamTypeView>,
    pub bulletin: Option<BulletinView>,
    pub policy: Option<PolicyView>,
    pub unit: Option<UnitView>,
    pub quiz: Option<Vec<QuestionView>>,
    pub outreach: Option<Vec<OutreachMonthView>>,
    pub board: Option<BoardView>,
    /// The printed sheets about the subject of this page.
    pub sheets: Vec<SheetLinkView>,
    /// The pages that explain this policy document, and the documents that this page explains.
    pub explained_by: Vec<LinkView>,
    pub explains: Vec<LinkView>,
}

/// A sheet that can be printed from a browser.
#[derive(Clone, Debug, Serialize)]
pub struct SheetLinkView {
    pub title: String,
    pub href: String,
    /// The format: `A4 单页`.
    pub format: &'static str,
    pub large: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct TocView {
    pub id: String,
    pub text: String,
    pub children: Vec<TocView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TaxonomyTermsView {
    pub taxonomy: String,
    pub title: String,
    pub terms: Vec<TermLinkView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TermLinkView {
    pub name: String,
    /// The link; null if the term's page is not published.
    pub href: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SloganView {
    pub id: String,
    pub text: String,
    pub short: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct SectionView {
    pub title: String,
    pub href: String,
    pub kind: &'static str,
    pub description: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct PaginatorView {
    /// The number of an archive page, counted from the oldest; null on the front page.
    pub archive_number: Option<usize>,
    pub is_front: bool,
    pub newer: Option<String>,
    pub older: Option<String>,
    pub total_items: usize,
}

#[derive(Clone, Debug, Serialize)]
pub struct TaxonomyView {
    pub name: String,
    pub title: String,
    pub href: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct TermView {
    pub name: String,
    pub taxonomy: String,
    pub href: String,
    pub count: usize,
}

/// The newest pages of one section, on the home page.
#[derive(Serialize)]
pub struct BlockView {
    pub title: String,
    pub href: String,
    pub kind: &'static str,
    pub rows: Vec<RowView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TypeView {
    /// The id, which is also the name of the icon.
    pub id: String,
    pub title: String,
    pub href: String,
    pub definition: String,
}

/// The data that the page of search results and its script need.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// The version of the index, which changes whenever any word of the index changes.
    pub version: String,
    /// The number of entries in the index.
    pub count: usize,
    pub part_size: usize,
    pub shards: usize,
    pub groups: Vec<SearchGroupView>,
    /// The scam types, as suggestions for readers who do not know what to type.
    pub types: Vec<LinkView>,
}

/// A kind of entries; entries of the same kind are consecutive.
#[derive(Clone, Debug, Serialize)]
pub struct SearchGroupView {
    pub name: &'static str,
    pub count: usize,
}

/// An archive of files for a unit, for everybody, or for another recipient.
#[derive(Clone, Debug, Serialize)]
pub struct PackView {
    pub title: String,
    pub href: String,
    pub duty: String,
    /// The number of files.
    pub files: usize,
    /// The number of slogans.
    pub slogans: usize,
    pub contents: Vec<&'static str>,
    /// The last day on which all contents may be shown; null if there is no such day.
    pub until: Option<String>,
}

/// An RSS or Atom feed, with full addresses only.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    pub title: String,
    pub language: String,
    pub description: String,
    pub address: String,
    pub self_address: String,
    /// The time of the last update, in RFC 3339.
    pub updated: String,
    pub updated_rfc2822: String,
    pub items: Vec<FeedItemView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct FeedItemView {
    pub id: String,
    pub title: String,
    pub address: String,
    pub published: String,
    pub published_rfc2822: String,
    pub updated: String,
    pub summary: String,
    /// The text as HTML; empty if only the summary is shown.
    pub html: String,
}

/// What a configuration file for a web server says.
#[derive(Clone, Debug, Serialize)]
pub struct ServerView {
    /// The public path of the home folder: `/zt/fanzha/`.
    pub base: String,
    pub types: Vec<MediaTypeView>,
    /// The names of the files whose addresses change with their content, relative to the home folder.
    pub hashed: Vec<String>,
    pub redirects: Vec<RedirectView>,
    pub gzip: bool,
    pub brotli: bool,
}

#[derive(Clone, Debug, Serialize)]
pub struct MediaTypeView {
    pub name: String,
    /// Without dots.
    pub extensions: Vec<String>,
    /// Whether all files of this type are UTF-8.
    pub utf8: bool,
}

/// A former address of a page.
#[derive(Clone, Debug, Serialize)]
pub struct RedirectView {
    /// A regular expression (PCRE) for the whole path.
    pub pattern: String,
    /// The path of the page.
    pub target: String,
    /// The folder at the former address, relative to the home folder; `None` if the address is no folder, or
    /// if another address is in it.
    pub folder: Option<String>,
}
