//! What templates see: one struct per variable.
//!
//! Every `href` is relative to the site's home folder and percent-encoded; templates write `{{ root }}{{
//! x.href }}`. `content`, the text of a page or section as HTML, is a string, in no struct, so that it is
//! made only where it is shown. Dates come ready to print. An entry that may be absent is null, never
//! undefined.

use serde::Serialize;

use super::kind_view::{
    BoardView, BulletinView, CaseView, OutreachMonthView, PolicyView, QuestionView, ScamTypeView,
    UnitView,
};
pub use super::link_view::LinkView;

#[derive(Clone, Debug, Serialize)]
pub struct SiteView {
    pub title: String,
    /// 网站名称, or the title.
    pub name: String,
    pub description: String,
    pub language: String,
    pub base_url: String,
    /// The way from `root` to the home page.
    pub home: String,
    /// The same to the page of search results; null where the site has no search.
    pub search: Option<String>,
    pub organizer: Option<String>,
    pub undertaker: Option<String>,
    pub contact: Option<String>,
    pub id_code: Option<String>,
    pub icp: Option<String>,
    pub police: Option<PoliceView>,
    /// The address that the 党政机关网站标识 leads to.
    pub conac: Option<String>,
    pub portal: PortalView,
    pub hotlines: Vec<HotlineView>,
}

/// Paths of the portal's own head and foot, for its web server to put in.
#[derive(Clone, Debug, Serialize)]
pub struct PortalView {
    pub header: Option<String>,
    pub footer: Option<String>,
}

/// The page before a foreign site.
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
    /// A full address if `external`.
    pub href: String,
    pub external: bool,
    /// Leads to another site, be it over a page of this one that says so.
    pub foreign: bool,
    /// The section's folder, to mark the current entry; null for a single page.
    pub section: Option<String>,
}

/// What goes into `<head>`.
#[derive(Clone, Debug, Serialize)]
pub struct HeadView {
    pub title: String,
    pub description: String,
    /// The page's full public address.
    pub canonical: String,
    /// The page's own address.
    pub href: String,
    /// The section's folder; empty on the home page, null on a page of no section.
    pub section: Option<String>,
    /// The government page tags, in the order of 国办发〔2017〕47号.
    pub meta: Vec<MetaView>,
    pub feeds: Vec<FeedLinkView>,
    pub prev: Option<String>,
    pub next: Option<String>,
    /// 我为政府网站找错.
    pub report_address: Option<String>,
}

#[derive(Clone, Debug, Serialize)]
pub struct MetaView {
    pub name: &'static str,
    pub content: String,
}

/// What programs are told that show a link: Open Graph, and the page as schema.org describes it.
#[derive(Clone, Debug, Serialize)]
pub struct ShareView {
    /// `og:title`, `og:image`, …
    pub properties: Vec<PropertyView>,
    /// JSON-LD that may stand in a script element as it is.
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
    /// Of a scam type: the id that its icon goes by.
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
    /// `2026-05-01 09:30`.
    pub date: Option<String>,
    /// RFC 3339.
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
    /// Sheets of paper about what this page explains.
    pub sheets: Vec<SheetLinkView>,
    /// The pages that explain this policy document, and the documents that this page explains.
    pub explained_by: Vec<LinkView>,
    pub explains: Vec<LinkView>,
}

/// A sheet that any browser prints.
#[derive(Clone, Debug, Serialize)]
pub struct SheetLinkView {
    pub title: String,
    pub href: String,
    /// `A4 单页`.
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
    /// Null if the term's page is not out.
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

/// The newest of one section, on the home page.
#[derive(Serialize)]
pub struct BlockView {
    pub title: String,
    pub href: String,
    pub kind: &'static str,
    pub rows: Vec<RowView>,
}

#[derive(Clone, Debug, Serialize)]
pub struct TypeView {
    /// The id that its icon goes by.
    pub id: String,
    pub title: String,
    pub href: String,
    pub definition: String,
}

/// What the page of search results and its script need to know.
#[derive(Clone, Debug, Serialize)]
pub struct SearchView {
    /// Another one as soon as any word of the index is.
    pub version: String,
    /// How many entries can be found.
    pub count: usize,
    pub part_size: usize,
    pub shards: usize,
    pub groups: Vec<SearchGroupView>,
    /// The scam types, for those who do not know what to type.
    pub types: Vec<LinkView>,
}

/// A kind of entries; the entries of one kind follow each other.
#[derive(Clone, Debug, Serialize)]
pub struct SearchGroupView {
    pub name: &'static str,
    pub count: usize,
}

/// An archive of files for a unit, for everybody, or for somebody in particular.
#[derive(Clone, Debug, Serialize)]
pub struct PackView {
    pub title: String,
    pub href: String,
    pub duty: String,
    /// How many.
    pub files: usize,
    /// How many.
    pub slogans: usize,
    pub contents: Vec<&'static str>,
    /// The last day on which all of it may be shown; null where none is named.
    pub until: Option<String>,
}

/// An RSS or Atom feed; all addresses are full.
#[derive(Clone, Debug, Serialize)]
pub struct FeedView {
    pub title: String,
    pub language: String,
    pub description: String,
    pub address: String,
    pub self_address: String,
    /// RFC 3339.
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
    /// Empty where only the summary is shown.
    pub html: String,
}
