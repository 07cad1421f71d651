//! What the links and pictures of a text lead to.
//!
//! In: a document and an index of all that exists. Out: a `Target` for each destination, and a diagnostic with its
//! place for each that leads nowhere. A link is followed as a source path first, then as an address of the site.
//! Nothing outside the site is ever asked.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use super::{Asset, Links, Target, pictures::Pictures};
use crate::{
    config::BrokenLinks,
    content::{Detail, Document},
    diagnostics::{Diagnostic, DiagnosticCode, Diagnostics, ProblemKind, Severity, code, nearest},
    markdown::{Image, Link},
    paths::{SourcePath, UrlPath},
    span::Span,
};

/// All that can be linked to.
pub struct Index<'a> {
    /// By source path.
    pub documents: BTreeMap<&'a str, Destination<'a>>,
    /// Sections by folder, whether they have a text of their own or not.
    pub folders: BTreeMap<&'a str, &'a UrlPath>,
    /// By source path.
    pub assets: BTreeMap<&'a str, &'a Asset>,
    /// By output path.
    pub outputs: BTreeMap<&'a str, &'a Asset>,
    /// Pages, lists and terms by address, with their text where they have one.
    pub addresses: BTreeMap<&'a str, Option<&'a Document>>,
    pub many_anchors: ManyAnchors<'a>,
    /// Those that have versions.
    pub pictures: Pictures,
    /// The path of the base URL, which links may begin with.
    pub base_path: &'a str,
    pub rule: BrokenLinks,
}

pub struct Destination<'a> {
    pub document: &'a Document,
    /// None if it is not out.
    pub url: Option<&'a UrlPath>,
}

enum Found<'a> {
    Page(UrlPath, Option<&'a Document>),
    Asset(&'a Asset),
    NotOut(&'a Document),
    Nothing,
}

impl<'a> Index<'a> {
    /// The file that `path`, written in `document`, leads to; none if it leads to anything else.
    pub fn asset(&self, document: &Document, url: &UrlPath, path: &str) -> Option<&'a Asset> {
        match self.find(document, url, path) {
            Found::Asset(asset) if !has_scheme(path) => Some(asset),
            _ => None,
        }
    }

    /// Follows every link and picture of `document`, whose page lies at `url`.
    pub fn resolve_all(
        &self,
        document: &Document,
        url: &UrlPath,
        diagnostics: &mut Diagnostics,
    ) -> Links {
        let outline = &document.outline;
        let mut targets = BTreeMap::new();
        for link in &outline.links {
            let found = self.link((document, url), link, diagnostics);
            let target = found.unwrap_or_else(|problem| self.broken(*problem, diagnostics));
            targets.insert(link.destination.as_str(), target);
        }
        for image in &outline.images {
            let found = self.image((document, url), image, diagnostics);
            let target = found.unwrap_or_else(|problem| self.broken(*problem, diagnostics));
            targets.insert(image.destination.as_str(), target);
        }
        Links::new(targets)
    }

    fn broken(&self, mut problem: Diagnostic, diagnostics: &mut Diagnostics) -> Target {
        if self.rule == BrokenLinks::Warn {
            problem.severity = Severity::Warning;
        }
        diagnostics.push(problem);
        Target::Broken
    }

    /// What was probably meant; asked only while a problem of `code` at `span` would be shown, for it means looking
    /// through all names.
    fn guess(
        &self,
        (code, span): (DiagnosticCode, Span),
        diagnostics: &Diagnostics,
        nearest: impl FnOnce() -> Option<String>,
    ) -> Option<String> {
        let severity = match self.rule {
            BrokenLinks::Refuse => Severity::Error,
            BrokenLinks::Warn => Severity::Warning,
        };
        let source = Some(span.source);
        let kind = ProblemKind {
            code,
            severity,
            source,
        };
        diagnostics.has_room(kind).then(nearest).flatten()
    }

    fn link(
        &self,
        (document, url): (&Document, &UrlPath),
        link: &Link,
        diagnostics: &mut Diagnostics,
    ) -> Result<Target, Box<Diagnostic>> {
        let destination = link.destination.trim();
        if has_scheme(destination) {
            // `markdown` has refused the schemes that may not be used.
            return Ok(Target::External(destination.to_owned()));
        }
        let (path, anchor) = destination.split_once('#').unwrap_or((destination, ""));
        let anchor = percent_decode_str(anchor).decode_utf8_lossy().into_owned();
        if path.is_empty() {
            return match anchor.is_empty() || self.has_anchor(document, &anchor) {
                true => Ok(Target::Here { anchor }),
                false => Err(Box::new(self.no_anchor(
                    link.span,
                    (document, &anchor),
                    diagnostics,
                ))),
            };
        }
        match self.find(document, url, path) {
            Found::Page(_, Some(target))
                if !anchor.is_empty() && !self.has_anchor(target, &anchor) =>
            {
                let target = (target, anchor.as_str());
                Err(Box::new(self.no_anchor(link.span, target, diagnostics)))
            }
            Found::Page(url, target) => {
                let is_draft = |it: &Document| it.front_matter.schedule.draft;
                let target = target.filter(|it| is_draft(it) && !is_draft(document));
                if let Some(target) = target {
                    diagnostics.push(leads_to_draft(link.span, target));
                }
                Ok(Target::Internal { url, anchor })
            }
            Found::Asset(asset) => Ok(asset.target(&self.pictures)),
            Found::NotOut(target) if target.front_matter.schedule.draft => {
                Err(Box::new(is_draft(link.span, target)))
            }
            // Time alone must not stop a build: what has expired would stay on the screens.
            Found::NotOut(target) => Err(Box::new(not_out(link.span, target))),
            Found::Nothing => Err(Box::new(self.no_page(link, document, diagnostics))),
        }
    }

    fn image(
        &self,
        (document, url): (&Document, &UrlPath),
        image: &Image,
        diagnostics: &Diagnostics,
    ) -> Result<Target, Box<Diagnostic>> {
        if has_scheme(&image.destination) {
            return Err(Box::new(foreign_image(image.span)));
        }
        match self.find(document, url, &image.destination) {
            Found::Asset(asset) => Ok(asset.target(&self.pictures)),
            _ => Err(Box::new(self.no_image(image, document, diagnostics))),
        }
    }

    fn find(&self, document: &Document, url: &UrlPath, path: &str) -> Found<'a> {
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

    /// `../refund/` as a browser would follow it from the page's own address.
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

    fn has_anchor(&self, document: &Document, anchor: &str) -> bool {
        match self.many_anchors.get(document.path.as_str()) {
            Some(anchors) => anchors.contains(anchor),
            None => anchors(document).any(|it| it == anchor),
        }
    }

    fn no_anchor(
        &self,
        at: Span,
        (target, anchor): (&Document, &str),
        diagnostics: &Diagnostics,
    ) -> Diagnostic {
        let near = self.guess((code::LINK_ANCHOR, at), diagnostics, || {
            let ids = target.outline.headings.iter().map(|it| it.id.as_str());
            nearest(anchor, ids).map(str::to_owned)
        });
        let problem = Diagnostic::error(
            code::LINK_ANCHOR,
            format!("《{}》里没有小标题“{anchor}”", target.title.value),
        )
        .label(at, "点开后到不了这一节");
        match near {
            Some(near) => problem.help(format!("是不是想写“#{near}”？")),
            None => problem.help("删去 # 和它后面的字，链接就到页面开头"),
        }
    }

    fn no_page(&self, link: &Link, document: &Document, diagnostics: &Diagnostics) -> Diagnostic {
        let problem = Diagnostic::error(
            code::LINK_MISSING,
            format!("链接“{}”指向的页面不存在", link.destination),
        )
        .label(link.span, "这个链接点不开");
        let near = self.guess((code::LINK_MISSING, link.span), diagnostics, || {
            nearest_path(&link.destination, document, self.documents.keys().copied())
        });
        match near {
            Some(near) => problem.help(format!("是不是想写“{near}”？")),
            None => problem.help("检查文件名和文件夹名，大小写也要一样"),
        }
    }

    fn no_image(
        &self,
        image: &Image,
        document: &Document,
        diagnostics: &Diagnostics,
    ) -> Diagnostic {
        let problem = Diagnostic::error(
            code::IMAGE_MISSING,
            format!("图片“{}”不存在", image.destination),
        )
        .label(image.span, "找不到这个图片文件");
        let near = self.guess((code::IMAGE_MISSING, image.span), diagnostics, || {
            nearest_path(&image.destination, document, self.assets.keys().copied())
        });
        match near {
            Some(near) => problem.help(format!("是不是想写“{near}”？")),
            None => problem.help("把图片放在文章旁边的文件夹里，再按文件名引用"),
        }
    }
}

/// The places in a document that a link can name, by document, where they are so many that looking through them for
/// every link would take long.
pub type ManyAnchors<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

const FEW: usize = 64;

/// Adds the anchors of `document` if they are many.
pub fn note_anchors<'a>(document: &'a Document, many: &mut ManyAnchors<'a>) {
    if anchors(document).nth(FEW).is_some() {
        many.insert(document.path.as_str(), anchors(document).collect());
    }
}

fn anchors(document: &Document) -> Box<dyn Iterator<Item = &str> + '_> {
    match &document.detail {
        // A group's page shows its slogans, each with its id, and none of the file's headings.
        Detail::Slogans(group) => Box::new(group.slogans.iter().map(|it| it.id.as_str())),
        _ => Box::new(document.outline.headings.iter().map(|it| it.id.as_str())),
    }
}

/// `https:…`, `mailto:…`, `//host/…`; not a Windows drive or a file name with a full-width colon.
fn has_scheme(destination: &str) -> bool {
    let scheme = destination.split_once(':').map_or("", |it| it.0);
    destination.starts_with("//")
        || (scheme.len() > 1
            && scheme
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'-' | b'.')))
}

/// The nearest existing file by name, written as a link from `document`.
fn nearest_path<'a>(
    destination: &str,
    document: &Document,
    known: impl Iterator<Item = &'a str>,
) -> Option<String> {
    let wanted = document.path.join(destination.split('#').next()?)?;
    // All paths have much in common; the name itself must be alike.
    let alike = known.filter(|it| {
        let name = SourcePath::new(*it);
        nearest(wanted.stem(), [name.stem()]).is_some()
    });
    let near = nearest(wanted.as_str(), alike)?;
    let folder: Vec<&str> = document.path.folder().split('/').collect();
    let parts: Vec<&str> = near.split('/').collect();
    let shared = folder
        .iter()
        .zip(&parts)
        .take_while(|(left, right)| left == right)
        .count();
    let up = "../".repeat(folder.len() - shared);
    Some(format!("{up}{}", parts[shared..].join("/")))
}

fn is_draft(at: Span, target: &Document) -> Diagnostic {
    Diagnostic::error(
        code::LINK_MISSING,
        format!("链接指向的《{}》还是草稿", target.title.value),
    )
    .label(at, "这个链接点不开")
    .help("把那一篇的“草稿”改成“否”，或者删去这个链接")
}

/// Where drafts are shown, the link works; in what is published it will not.
fn leads_to_draft(at: Span, target: &Document) -> Diagnostic {
    let problem = Diagnostic::warning(
        code::LINK_MISSING,
        format!("链接指向的《{}》还是草稿", target.title.value),
    );
    problem
        .label(at, "预览时点得开，正式生成时会报错")
        .help("把那一篇的“草稿”改成“否”，或者删去这个链接")
}

fn not_out(at: Span, target: &Document) -> Diagnostic {
    Diagnostic::warning(
        code::LINK_MISSING,
        format!("链接指向的《{}》现在不在网站上", target.title.value),
    )
    .label(at, "只显示文字，不能点")
    .help("它还没到发布时间，或者已经下线、失效；以后也不用了，就删去这个链接")
}

fn foreign_image(at: Span) -> Diagnostic {
    Diagnostic::error(code::IMAGE_MISSING, "图片在别的网站上")
        .label(at, "网页不能向别的网站要图片")
        .help("把图片下载下来，放在文章旁边，再按文件名引用")
}
