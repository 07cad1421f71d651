//! Computes the outline of a text and reports its problems.
//!
//! In: pieces. Out: title, headings, links, pictures, summary and counts; every problem of the body as a
//! diagnostic.
//! All problems are reported here; rendering reports none.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};
use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::Diagnostics,
    span::{Span, Spanned},
};

use super::{
    Body, Heading, HtmlPolicy, Settings, blocks, headings, html,
    images::{self, Image},
    links::{self, Link},
    piece::{Piece, end_of},
    plain, raw_links, sanitise, summary,
};

/// The structure and statistics of a page's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// The first heading outside lists, quotes and notes, as plain text.
    pub title: Option<Spanned<String>>,
    /// The headings that are rendered; a dropped title is not included.
    pub headings: Vec<Heading>,
    /// Links with allowed destinations.
    pub links: Vec<Link>,
    /// Pictures with allowed destinations.
    pub images: Vec<Image>,
    /// One or two sentences, at most 160 half-width cells; may be empty.
    pub summary: String,
    /// Whether the text has a paragraph outside lists, quotes and notes: the summary is then made of these
    /// only.
    pub has_paragraph: bool,
    pub han_count: usize,
    /// Words of other scripts, and numbers.
    pub word_count: usize,
}

pub(super) fn outline(
    body: Body<'_>,
    pieces: &[Piece<'_>],
    settings: Settings,
    diagnostics: &mut Diagnostics,
) -> Outline {
    let placing = headings::place(body, pieces, settings.first_heading);
    let title = placing.title_index.map(|it| {
        let heading = &placing.headings[it];
        Spanned::new(heading.text.clone(), heading.span)
    });
    let dropped = placing.title_index.filter(|_| placing.drops_title);
    let mut headings = placing.headings;
    if let Some(index) = dropped {
        headings.remove(index);
    }
    let mut walk = OutlineWalk {
        body,
        settings,
        diagnostics,
        links: Vec::new(),
        images: Vec::new(),
    };
    for index in 0..pieces.len() {
        walk.piece(pieces, index);
    }
    // The outlines of all pages are in memory at once.
    let (mut links, mut images) = (walk.links, walk.images);
    links.shrink_to_fit();
    images.shrink_to_fit();
    headings.shrink_to_fit();
    let counts = summary::Counts::of(pieces);
    let (mut summary, has_paragraph) = summary::summarise(pieces);
    summary.shrink_to_fit();
    Outline {
        title,
        headings,
        links,
        images,
        summary,
        has_paragraph,
        han_count: counts.han_count,
        word_count: counts.word_count,
    }
}

struct OutlineWalk<'a> {
    body: Body<'a>,
    settings: Settings,
    diagnostics: &'a mut Diagnostics,
    links: Vec<Link>,
    images: Vec<Image>,
}

impl OutlineWalk<'_> {
    fn piece(&mut self, pieces: &[Piece<'_>], index: usize) {
        let range = pieces[index].range.clone();
        let span = self.body.span(range.clone());
        match &pieces[index].event {
            Event::Start(Tag::Link { dest_url, .. }) if self.is_allowed(dest_url, span) => {
                self.links.push(Link {
                    destination: dest_url.to_string(),
                    span,
                });
            }
            Event::Start(Tag::Image { dest_url, .. }) if self.is_allowed(dest_url, span) => {
                let alt = plain::inline(&pieces[index + 1..end_of(pieces, index)]);
                if alt.is_empty() {
                    self.diagnostics.push(images::no_alt(span));
                }
                self.images.push(Image {
                    destination: dest_url.to_string(),
                    alt,
                    span,
                });
            }
            Event::Start(Tag::CodeBlock(block)) => {
                let inside = &pieces[index + 1..end_of(pieces, index)];
                blocks::check(
                    blocks::kind(block),
                    self.body,
                    range,
                    inside,
                    self.diagnostics,
                );
            }
            Event::Start(Tag::HtmlBlock) => {
                self.raw_html(&raw_text(&pieces[index + 1..end_of(pieces, index)]), range);
            }
            Event::InlineHtml(tag) => self.raw_html(tag, range),
            _ => (),
        }
    }

    fn is_allowed(&mut self, destination: &str, span: Span) -> bool {
        let refused = links::forbidden_prefix(destination);
        if let Some(beginning) = &refused {
            self.diagnostics.push(links::scheme(span, beginning));
        }
        refused.is_none()
    }

    fn raw_html(&mut self, text: &str, range: Range<usize>) {
        if self.settings.raw_html == HtmlPolicy::Forbid {
            html::check(
                text,
                self.body.span(self.body.trimmed(range)),
                self.diagnostics,
            );
        } else if raw_links::may_have_links(text) {
            let span = self.body.span(self.body.trimmed(range));
            let cleaned = sanitise::clean(&html::without_comments(text).0);
            let addresses = raw_links::addresses(&cleaned).into_iter();
            self.links
                .extend(addresses.map(|destination| Link { destination, span }));
        }
    }
}

/// The lines of an HTML block.
pub(super) fn raw_text(pieces: &[Piece<'_>]) -> String {
    pieces
        .iter()
        .filter_map(|it| match &it.event {
            Event::Html(line) | Event::Text(line) => Some(line.as_ref()),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{outlined, problems};

    #[test]
    fn links_and_pictures_are_listed_with_their_spans() {
        let text = "见**“[甲](../a.md#锚 \"题\")”**文[乙]和<https://a.cn>\n\n[![图 **一**](b.png)](c.md)\n\n[乙]: d.md\n";
        let outline = outlined(text);
        let links: Vec<_> = outline
            .links
            .iter()
            .map(|it| (it.destination.as_str(), &text[it.span.range()]))
            .collect();
        assert_eq!(
            links,
            [
                ("../a.md#锚", "[甲](../a.md#锚 \"题\")"),
                ("d.md", "[乙]"),
                ("https://a.cn", "<https://a.cn>"),
                ("c.md", "[![图 **一**](b.png)](c.md)"),
            ]
        );
        assert_eq!(
            (
                outline.images[0].alt.as_str(),
                &text[outline.images[0].span.range()]
            ),
            ("图 一", "![图 **一**](b.png)")
        );
    }

    #[test]
    fn forbidden_destinations_and_missing_alt_texts_are_reported() {
        let text = "[a](javascript:x) ![b](data:x) ![](c.png)";
        assert_eq!(
            problems(text),
            [
                "link/scheme [a](javascript:x)",
                "link/scheme ![b](data:x)",
                "markdown/image-alt ![](c.png)"
            ]
        );
        let outline = outlined(text);
        assert!(outline.links.is_empty() && outline.images.len() == 1);
    }
}
