//! Markdown: converts the body of a source to its outline, its HTML, its plain text and its list items.
//!
//! In: text, its location in the source, and a resolver for its links. Out: values; problems as diagnostics.
//! The passes, in order: `cjk` adjusts emphasis, `pieces` parses, `breaks` joins Chinese lines; then either
//! `outline` or `render` reads the pieces, both with the headings from `headings`.
//! Knows neither pages nor the site; the same body always gives the same result.

mod blocks;
mod body;
mod breaks;
mod cjk;
#[cfg(test)]
mod cjk_oracle;
mod code;
mod escape;
mod footnotes;
mod headings;
mod html;
mod images;
mod items;
mod links;
mod outline;
mod piece;
mod pieces;
mod plain;
mod raw_links;
mod render;
mod sanitise;
mod summary;

use crate::diagnostics::Diagnostics;
pub use body::{Body, FirstHeading, HtmlPolicy, Settings};
pub use headings::{Heading, TocEntry, table_of_contents};
pub use images::Image;
pub use items::ListItem;
pub use links::{Link, LinkTarget, PictureTarget, Targets};
pub use outline::Outline;
pub use summary::reading_minutes;

/// Computes the outline of a text, and reports every problem in it.
pub fn outline(body: Body<'_>, settings: Settings, diagnostics: &mut Diagnostics) -> Outline {
    let prepared = cjk::prepare(body.text);
    let pieces = pieces::parse(&prepared);
    if let Some(offset) = pieces.left_out {
        diagnostics.push(pieces::too_big(body.span(offset..offset)));
    }
    outline::outline(body, &pieces.list, settings, diagnostics)
}

/// `text` escaped for HTML, also for use in a double-quoted attribute.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape::text(&mut escaped, text);
    escaped
}

/// A summary of `lines`, which are plain text, separated like paragraphs.
pub fn summary_of<'a>(lines: impl IntoIterator<Item = &'a str>) -> String {
    summary::of_lines(lines)
}

/// The HTML of a page's article, without its title.
///
/// Never fails; all problems have been reported by `outline`.
pub fn render(body: Body<'_>, settings: Settings, targets: &dyn Targets) -> String {
    render::render(
        body,
        &pieces::parse(&cjk::prepare(body.text)).list,
        settings,
        targets,
    )
}

/// All words visible to a reader, each block on separate lines.
pub fn words(body: Body<'_>) -> String {
    plain::all(&pieces::parse(&cjk::prepare(body.text)).list)
}

/// The items of all top-level lists, with nested items below them.
pub fn list_items(body: Body<'_>) -> Vec<ListItem> {
    items::collect(body, &pieces::parse(&cjk::prepare(body.text)).list)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::SourceId;

    /// Resolves every destination to an address that shows the request.
    pub(super) struct EchoTargets;

    impl Targets for EchoTargets {
        fn link(&self, destination: &str) -> LinkTarget {
            match destination {
                "broken.md" => LinkTarget::Broken,
                _ if destination.contains(':') => LinkTarget::External(destination.to_owned()),
                _ => LinkTarget::Internal(format!("/at/{destination}")),
            }
        }

        fn here(&self) -> &str {
            ""
        }

        fn picture(&self, destination: &str) -> Option<PictureTarget> {
            (destination != "broken.png").then(|| PictureTarget {
                address: format!("/at/{destination}"),
                size: Some((4, 3)),
                versions: match destination {
                    "b, c.jpg" => vec![
                        ("/at/b, c.w360.jpg".into(), 360),
                        ("/at/b, c.jpg".into(), 800),
                    ],
                    _ => Vec::new(),
                },
                shown_px: 656,
            })
        }
    }

    const SETTINGS: Settings = Settings {
        raw_html: HtmlPolicy::Forbid,
        first_heading: FirstHeading::Keep,
    };

    pub(super) fn body(text: &str) -> Body<'_> {
        Body {
            source: SourceId(0),
            offset: 0,
            text,
        }
    }

    pub(super) fn page(text: &str) -> String {
        page_with(text, SETTINGS)
    }

    pub(super) fn page_with(text: &str, settings: Settings) -> String {
        render(body(text), settings, &EchoTargets)
    }

    pub(super) fn outlined(text: &str) -> Outline {
        outlined_with(text, SETTINGS)
    }

    pub(super) fn outlined_with(text: &str, settings: Settings) -> Outline {
        outline(body(text), settings, &mut Diagnostics::default())
    }

    /// Each problem's code and the text it points at.
    pub(super) fn problems(text: &str) -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        outline(body(text), SETTINGS, &mut diagnostics);
        diagnostics
            .iter()
            .map(|it| format!("{} {}", it.code, &text[it.labels[0].span.range()]))
            .collect()
    }

    #[test]
    fn spans_count_from_the_start_of_the_source() {
        let text = "**“甲”**乙 [丙](a.md)";
        let source = format!("---\n标题: 一\n---\n{text}");
        let shifted = Body {
            source: SourceId(7),
            offset: source.len() - text.len(),
            text,
        };
        let link = outline(shifted, SETTINGS, &mut Diagnostics::default())
            .links
            .remove(0);
        assert_eq!(link.span.source, SourceId(7));
        assert_eq!(&source[link.span.range()], "[丙](a.md)");
    }

    /// Superlinear time, or a call stack as deep as the text, would not complete this test.
    #[test]
    fn hostile_input_stays_small() {
        const BYTES: usize = 200_000;
        let long = |unit: &str| unit.repeat(BYTES / unit.len());
        let staircase: String = (0..600)
            .map(|it| format!("{}- a\n", "  ".repeat(it)))
            .collect();
        let columns = BYTES / 20;
        let table = format!(
            "|{}\n|{}\n{}",
            "a|".repeat(columns),
            "-|".repeat(columns),
            "|\n".repeat(columns)
        );
        let units = [
            "*",
            "[",
            ">",
            "> ",
            "- ",
            "> - ",
            "**“a”**文",
            "a**。b",
            "![",
            "*a **b ~~c ",
            "`a",
            "<b",
            "<b>",
            "</p>",
            "<div>\n\n",
            "<a href=\"",
            "# 题\n",
            "[^1]",
            "|",
            "<!--",
            "a\n",
            "文\n**",
            "[a](b ",
            "\\*",
            "a\n: b\n",
            "```chat\n骗\n```\n",
        ];
        for text in units.map(long).into_iter().chain([staircase, table]) {
            for raw_html in [HtmlPolicy::Forbid, HtmlPolicy::Sanitize] {
                let settings = Settings {
                    raw_html,
                    first_heading: FirstHeading::Drop,
                };
                let html = page_with(&text, settings);
                assert!(
                    html.len() < 30 * text.len(),
                    "{} bytes for {}",
                    html.len(),
                    &text[..30]
                );
                assert!(html.matches("<blockquote").count() <= 64);
            }
            let outline = outlined(&text);
            assert!(outline.summary.chars().count() <= 160);
            list_items(body(&text));
        }
    }
}
