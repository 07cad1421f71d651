//! Code blocks, highlighted with CSS classes.
//!
//! In: a language and code. Out: `<pre><code>`; classes begin with `hl-`.
//! An unknown language or a very long block is shown without highlighting, never rejected.

use std::sync::LazyLock;

use syntect::{
    html::{ClassStyle, ClassedHTMLGenerator},
    parsing::{SyntaxReference, SyntaxSet},
    util::LinesWithEndings,
};

use super::escape;

/// Highlighting runs many regular expressions on every line; beyond these sizes it would slow down the build.
const BYTES_MAX: usize = 64 * 1024;
const LINE_BYTES_MAX: usize = 2000;

/// Constant: the grammars bundled with syntect.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

pub(super) fn write(output: &mut String, language: &str, code: &str) {
    // A long block scrolls sideways, which must be possible with the keyboard.
    output.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        escape::attribute(output, "class", &format!("language-{language}"));
    }
    output.push('>');
    match coloured(language, code) {
        Some(html) => output.push_str(&html),
        None => escape::text(output, code),
    }
    output.push_str("</code></pre>\n");
}

fn coloured(language: &str, code: &str) -> Option<String> {
    if language.is_empty()
        || code.len() > BYTES_MAX
        || code.lines().any(|it| it.len() > LINE_BYTES_MAX)
    {
        return None;
    }
    let syntax: &SyntaxReference = SYNTAXES.find_syntax_by_token(language)?;
    if syntax.name == "Plain Text" {
        return None;
    }
    let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
    for line in LinesWithEndings::from(code) {
        generator
            .parse_html_for_line_which_includes_newline(line)
            .ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::super::tests::page;

    #[test]
    fn only_known_languages_are_highlighted() {
        let html = page("```rust\nlet a = \"<“中”>\";\n```");
        assert!(html.starts_with("<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"hl-source hl-rust\">"), "{html}");
        assert!(
            html.contains("hl-string") && html.contains("&lt;“中”&gt;"),
            "{html}"
        );
        assert_eq!(
            page("```“x\n<**“a”**文\n```"),
            "<pre tabindex=\"0\"><code class=\"language-“x\">&lt;**“a”**文\n</code></pre>\n"
        );
        assert_eq!(
            page("    a&b"),
            "<pre tabindex=\"0\"><code>a&amp;b</code></pre>\n"
        );
    }
}
