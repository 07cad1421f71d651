//! An index of all link targets, by every name with which they can be written.
//!
//! A link is resolved as a source path first, then as an address of the site.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use percent_encoding::percent_decode_str;

use super::{Asset, PageId, Section, SectionId, Taxonomy, classify::Classified};
use crate::{
    content::{Detail, Document, TaxonomyId},
    paths::{SourcePath, UrlPath},
    table::Table,
};

/// All possible link targets.
pub struct Index<'a> {
    /// The entries by source path.
    documents: BTreeMap<&'a str, Destination<'a>>,
    /// Sections by folder, including those without a text of their own.
    folders: BTreeMap<&'a str, &'a UrlPath>,
    /// The entries by source path.
    assets: BTreeMap<&'a str, &'a Asset>,
    /// The assets by output path.
    outputs: BTreeMap<&'a str, &'a Asset>,
    /// Pages, lists and terms by address, with their text if they have one.
    addresses: BTreeMap<&'a str, Option<&'a Document>>,
    many_anchors: ManyAnchors<'a>,
    /// The path of the base URL. Links may begin with it.
    base_path: &'a str,
}

struct Destination<'a> {
    document: &'a Document,
    /// The address; `None` if the document is not published.
    url: Option<&'a UrlPath>,
}

pub enum Found<'a> {
    Page(UrlPath, Option<&'a Document>),
    Asset(&'a Asset),
    NotOut(&'a Document),
    Nothing,
}

/// The input from which an index is built.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    pub sections: &'a Table<SectionId, Section>,
    pub pages: &'a Table<PageId, Classified>,
    /// The documents that are not published.
    pub hidden: &'a [Arc<Document>],
    pub taxonomies: &'a Table<TaxonomyId, Taxonomy>,
    pub assets: &'a [Asset],
    pub base_path: &'a str,
}

impl<'a> Index<'a> {
    pub fn new(known: Known<'a>) -> Self {
        let mut documents = BTreeMap::new();
        let mut addresses = BTreeMap::new();
        let mut many_anchors = ManyAnchors::new();
        let mut add = |document: &'a Document, url: Option<&'a UrlPath>| {
            note_anchors(document, &mut many_anchors);
            documents.insert(document.path.as_str(), Destination { document, url });
        };
        for document in known.hidden {
            add(document, None);
        }
        for taxonomy in known.taxonomies {
            if taxonomy.has_page() {
                addresses.insert(taxonomy.url.as_str(), None);
            }
            let urls = taxonomy.terms.iter().filter_map(|it| it.url.as_ref());
            addresses.extend(urls.map(|it| (it.as_str(), None)));
        }
        for section in known.sections {
            addresses.insert(section.url.as_str(), section.document.as_deref());
            if let Some(document) = &section.document {
                add(document, Some(&section.url));
            }
        }
        for page in known.pages {
            addresses.insert(page.url.as_str(), Some(&*page.document));
            add(&page.document, Some(&page.url));
        }
        let folders = known.sections.iter();
        let assets = known.assets.iter();
        Self {
            documents,
            folders: folders.map(|it| (it.folder.as_str(), &it.url)).collect(),
            assets: assets.clone().map(|it| (it.source.as_str(), it)).collect(),
            outputs: assets.map(|it| (it.output.as_str(), it)).collect(),
            addresses,
            many_anchors,
            base_path: known.base_path,
        }
    }
    /// The asset to which `path`, written in `document`, leads; `None` if it leads to anything else.
    pub fn asset(&self, document: &Document, url: &UrlPath, path: &str) -> Option<&'a Asset> {
        match self.find(document, url, path) {
            Found::Asset(asset) if !has_scheme(path) => Some(asset),
            _ => None,
        }
    }

    /// The target of `path`, written in `document`.
    pub fn find(&self, document: &Document, url: &UrlPath, path: &str) -> Found<'a> {
        let path = path.split('?').next().unwrap_or_default();
        let path = percent_decode_str(path).decode_utf8_lossy();
        let path = match path.strip_prefix(self.base_path) {
            Some(rest) if self.base_path != "/" => format!("/{rest}"),
            _ => path.into_owned(),
        };
        match self.find_source(document, &path) {
            Found::Nothing => self.find_address(url, &path),
            found => found,
        }
    }

    fn find_source(&self, document: &Document, path: &str) -> Found<'a> {
        let Some(joined) = document.path.join(path) else {
            return Found::Nothing;
        };
        let joined = joined.as_str();
        if let Some(asset) = self.assets.get(joined) {
            return Found::Asset(asset);
        }
        let candidates = [
            joined.to_owned(),
            format!("{joined}/_index.md"),
            format!("{joined}/index.md"),
            format!("{joined}.md"),
        ];
        for candidate in &candidates {
            match self.documents.get(candidate.as_str()) {
                Some(Destination {
                    document,
                    url: Some(url),
                }) => return Found::Page((*url).clone(), Some(document)),
                Some(it) => return Found::NotOut(it.document),
                None => (),
            }
        }
        match self.folders.get(joined) {
            Some(url) => Found::Page((*url).clone(), None),
            None => Found::Nothing,
        }
    }

    /// Resolves a path such as `../refund/` against the page's own address, as a browser does.
    fn find_address(&self, url: &UrlPath, path: &str) -> Found<'a> {
        let from = SourcePath::new(format!("content/{}x", url.as_str()));
        let Some(joined) = from.join(path) else {
            return Found::Nothing;
        };
        let address = joined.as_str().strip_prefix("content").unwrap_or_default();
        let address = address.trim_start_matches('/');
        if let Some(asset) = self.outputs.get(address) {
            return Found::Asset(asset);
        }
        let address = UrlPath::folder(&[address.trim_end_matches("index.html")]);
        match self.addresses.get(address.as_str()) {
            Some(document) => Found::Page(address, *document),
            None => Found::Nothing,
        }
    }

    /// The source paths of all texts.
    pub fn document_paths(&self) -> impl Iterator<Item = &'a str> {
        self.documents.keys().copied()
    }

    /// The source paths of all other files.
    pub fn asset_paths(&self) -> impl Iterator<Item = &'a str> {
        self.assets.keys().copied()
    }

    pub fn has_anchor(&self, document: &Document, anchor: &str) -> bool {
        match self.many_anchors.get(document.path.as_str()) {
            Some(anchors) => anchors.contains(anchor),
            None => anchors(document).any(|it| it == anchor),
        }
    }
}

/// The anchors of documents, by source path, for documents with so many anchors that a linear search for
/// every link would be slow.
type ManyAnchors<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

const FEW: usize = 64;

/// Adds the anchors of `document` if there are many.
fn note_anchors<'a>(document: &'a Document, many: &mut ManyAnchors<'a>) {
    if anchors(document).nth(FEW).is_some() {
        many.insert(document.path.as_str(), anchors(document).collect());
    }
}

fn anchors(document: &Document) -> Box<dyn Iterator<Item = &str> + '_> {
    match &document.detail {
        // The page of a group shows its slogans, each with its id, and no headings of the file.
        Detail::Slogans(group) => Box::new(group.slogans.iter().map(|it| it.id.as_str())),
        _ => Box::new(document.outline.headings.iter().map(|it| it.id.as_str())),
    }
}

/// Whether `destination` has a scheme or a host, such as `https:…`, `mailto:…` or `//host/…`. A Windows drive
/// and a file name with a full-width colon do not count.
pub fn has_scheme(destination: &str) -> bool {
    let scheme = destination.split_once(':').map_or("", |it| it.0);
    destination.starts_with("//")
        || (scheme.len() > 1
            && scheme
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.')))
}
