//! What the links and pictures of a text lead to.
//!
//! In: a document and an index of all that exists. Out: a `Target` for each destination, and a diagnostic
//! with its place for each that leads nowhere. Nothing outside the site is ever asked.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::{
    Links, Pictures, Target,
    index::{Found, Index, has_scheme},
};
use crate::{
    config::BrokenLinks,
    content::Document,
    diagnostics::{Diagnostic, DiagnosticCode, Diagnostics, ProblemKind, Severity, code, nearest},
    markdown::{Image, Link},
    paths::{SourcePath, UrlPath},
    span::Span,
};

/// Follows the links of texts.
pub struct Linker<'a> {
    pub index: Index<'a>,
    /// Those that have versions.
    pub pictures: Pictures,
    pub rule: BrokenLinks,
}

impl Linker<'_> {
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

    /// What was probably meant; asked only while a problem of `code` at `span` would be shown, for it means
    /// looking through all names.
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
            return match anchor.is_empty() || self.index.has_anchor(document, &anchor) {
                true => Ok(Target::Here { anchor }),
                false => Err(Box::new(self.no_anchor(
                    link.span,
                    (document, &anchor),
                    diagnostics,
                ))),
            };
        }
        match self.index.find(document, url, path) {
            Found::Page(_, Some(target))
                if !anchor.is_empty() && !self.index.has_anchor(target, &anchor) =>
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
        match self.index.find(document, url, &image.destination) {
            Found::Asset(asset) => Ok(asset.target(&self.pictures)),
            _ => Err(Box::new(self.no_image(image, document, diagnostics))),
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
            nearest_path(&link.destination, document, self.index.document_paths())
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
            nearest_path(&image.destination, document, self.index.asset_paths())
        });
        match near {
            Some(near) => problem.help(format!("是不是想写“{near}”？")),
            None => problem.help("把图片放在文章旁边的文件夹里，再按文件名引用"),
        }
    }
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
