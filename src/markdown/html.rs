//! Raw HTML in Markdown: where it occurs, and which of it is only comments.
//!
//! In: HTML as the author wrote it. Out: a diagnostic for what is not allowed.
//! Comments are notes for other editors: allowed everywhere and never written to a page.

use std::borrow::Cow;

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::Span,
};

/// `html` without its comments, and the offset of a comment that is never closed.
pub(super) fn without_comments(html: &str) -> (Cow<'_, str>, Option<usize>) {
    if !html.contains("<!--") {
        return (Cow::Borrowed(html), None);
    }
    let (mut kept, mut rest) = (String::new(), html);
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        let Some(length) = comment_length(&rest[start..]) else {
            return (kept.into(), Some(html.len() - rest.len() + start));
        };
        rest = &rest[start + length..];
    }
    (Cow::Owned(kept + rest), None)
}

/// The offset after the `>` that ends a tag; `None` if it does not end.
pub(super) fn end_of_tag(attributes: &str) -> Option<usize> {
    let (mut quote, mut after_equals) = (None, false);
    for (offset, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => (),
            (None, b'>') => return Some(offset + 1),
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (None, _) => (),
        }
        if !byte.is_ascii_whitespace() {
            after_equals = byte == b'=';
        }
    }
    None
}

fn comment_length(html: &str) -> Option<usize> {
    // `<!-->` and `<!--->` are comments too (CommonMark 0.31 §6.6).
    Some(html[2..].find("-->")? + 5)
}

/// Reports a block of raw HTML or one inline tag at `at`.
///
/// Input that consists of closing tags only is not reported, because its opening tag was.
pub(super) fn check(html: &str, at: Span, diagnostics: &mut Diagnostics) {
    let (html, open_comment) = without_comments(html);
    if open_comment.is_some() {
        diagnostics.push(unclosed_comment(at));
    } else if html
        .match_indices('<')
        .any(|(offset, _)| !html[offset..].starts_with("</"))
    {
        diagnostics.push(raw_html(at));
    }
}

/// Whether `html` is empty once its comments are removed.
pub(super) fn is_comment(html: &str) -> bool {
    without_comments(html).0.trim().is_empty()
}

fn raw_html(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_RAW_HTML, "正文里有 HTML 代码")
        .label(at, "HTML 代码不能用")
        .help("改用 Markdown 写法；如果是要显示尖括号，在它前面加反斜杠，写成 \\<")
}

fn unclosed_comment(at: Span) -> Diagnostic {
    Diagnostic::error(code::MARKDOWN_RAW_HTML, "注释没有结束")
        .label(at, "从这里起的内容不会显示")
        .help("在注释末尾补上 -->")
}

#[cfg(test)]
mod tests {
    use super::super::tests::{outlined, page, problems};

    #[test]
    fn raw_html_is_reported_once_and_shown_as_text() {
        let text = "文<b>粗</b><br/>\n\n<div>\n甲\n</div>\n\n> <p\n> a>\n\n<!-- 注 -->\n\n文<!-- 注 -->字\n\n</div>";
        assert_eq!(
            problems(text),
            [
                "markdown/raw-html <b>",
                "markdown/raw-html <br/>",
                "markdown/raw-html <div>\n甲\n</div>",
                "markdown/raw-html <p\n> a>"
            ]
        );
        let html = page(text);
        assert!(
            html.starts_with("<p>文&lt;b&gt;粗&lt;/b&gt;&lt;br/&gt;</p>\n<p>&lt;div&gt;"),
            "{html}"
        );
        assert!(
            html.contains("<p>文字</p>") && !html.contains("注"),
            "{html}"
        );
        assert_eq!(
            problems("文\n\n<!-- 没完\n\n文"),
            ["markdown/raw-html <!-- 没完\n\n文"]
        );
        assert_eq!(
            problems("<!-- 注 --> <i>"),
            ["markdown/raw-html <!-- 注 --> <i>"]
        );
        assert_eq!(
            outlined("a < b，1<2 &lt;b&gt; \\<b>").summary,
            "a < b，1<2 <b> <b>"
        );
    }
}
