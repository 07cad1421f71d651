//! Reads the theme's style sheet of articles.
//!
//! In: rules with one class selector each. Out: the declarations of each class, as the value of a `style`
//! attribute. Only the subset of CSS is supported that can be copied to an attribute without a cascade: no
//! other selectors, no at-rules, no functions, no quotes. Errors are reported with their position, and the
//! rest is parsed nevertheless.

use std::{collections::BTreeMap, ops::Range};

use super::styles::{self, Style, Styles};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    span::{SourceId, Span},
    theme::Theme,
};

/// The path of the style sheet in the theme.
const NAME: &str = "wechat/article.css";

/// Properties that survive pasting into WeChat's editor, including longhands after a hyphen: `margin-left`.
const PROPERTIES: [&str; 17] = [
    "background-color",
    "box-sizing",
    "color",
    "display",
    "height",
    "letter-spacing",
    "line-height",
    "max-width",
    "overflow-wrap",
    "text-align",
    "text-decoration",
    "text-indent",
    "vertical-align",
    "white-space",
    "width",
    "word-break",
    "word-spacing",
];
const FAMILIES: [&str; 4] = ["border", "font", "margin", "padding"];
/// Values that do not survive pasting.
const LAYOUTS: [&str; 4] = ["flex", "grid", "inline-flex", "inline-grid"];

/// The styles of the theme's articles; a missing or invalid style is an error and has no declarations.
pub fn read(theme: &Theme, diagnostics: &mut Diagnostics) -> Styles {
    let file = match theme.data(NAME) {
        Ok(file) => file,
        Err(missing) => {
            diagnostics.push(*missing);
            return Styles::default();
        }
    };
    let text = without_comments(&file.text);
    let mut sheet = Sheet {
        source: file.source,
        text: &text,
        declarations: BTreeMap::new(),
        diagnostics,
    };
    sheet.rules();
    sheet.expect_all();
    Styles::new(sheet.declarations)
}

/// `text` with its comments replaced by spaces, so that offsets do not change.
fn without_comments(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("/*") {
        let comment = &rest[start..];
        let length = comment[2..]
            .find("*/")
            .map_or(comment.len(), |it| 2 + it + 2);
        written.push_str(&rest[..start]);
        written.extend(std::iter::repeat_n(' ', length));
        rest = &comment[length..];
    }
    written.push_str(rest);
    written
}

struct Sheet<'a> {
    source: SourceId,
    text: &'a str,
    declarations: BTreeMap<&'static str, String>,
    diagnostics: &'a mut Diagnostics,
}

impl Sheet<'_> {
    fn rules(&mut self) {
        let mut at = 0;
        while let Some(open) = self.text[at..].find('{').map(|it| at + it) {
            let Some(close) = self.text[open..].find('}').map(|it| open + it) else {
                self.refuse(open..open + 1, "这个括号没有合上");
                return;
            };
            self.rule(at..open, open + 1..close);
            at = close + 1;
        }
        let rest = self.trimmed(at..self.text.len());
        if !rest.is_empty() {
            self.refuse(rest, "后面缺少 { }");
        }
    }

    fn rule(&mut self, selector: Range<usize>, body: Range<usize>) {
        let selector = self.trimmed(selector);
        let class = self.text[selector.clone()].strip_prefix('.');
        let Some(class) = class else {
            return self.refuse(selector, "这里只能写一个类名，例如 .paragraph");
        };
        let Some(style) = styles::ALL.iter().find(|it| it.class == class) else {
            let near = nearest(class, styles::ALL.iter().map(|it| it.class));
            let label = match near {
                Some(near) => format!("没有这个名字，是不是想写 .{near}？"),
                None => "没有这个名字".to_owned(),
            };
            return self.refuse(selector, &label);
        };
        let mut has_colour = false;
        let mut start = body.start;
        for part in self.text[body].split(';') {
            let declaration = self.trimmed(start..start + part.len());
            start += part.len() + 1;
            has_colour |= self.declaration(*style, declaration);
        }
        if style.has_words && !has_colour {
            self.refuse(selector, "装文字的要有 color，没有的话编辑器会另给一种颜色");
        }
    }

    /// Adds a declaration; returns whether it sets the colour.
    fn declaration(&mut self, style: Style, place: Range<usize>) -> bool {
        let text = &self.text[place.clone()];
        if text.is_empty() {
            return false;
        }
        let Some((property, value)) = text.split_once(':') else {
            self.refuse(place, "缺少冒号");
            return false;
        };
        let (property, value) = (property.trim_end(), value.trim_start());
        if !is_kept(property) {
            self.refuse(
                place.start..place.start + property.len(),
                "粘贴后留不下来的属性",
            );
            return false;
        }
        if !is_plain(value) {
            self.refuse(place.end - value.len()..place.end, "这样的值粘贴后留不下来");
            return false;
        }
        let declarations = self.declarations.entry(style.class).or_default();
        declarations.push_str(&format!("{property}:{value};"));
        property == "color"
    }

    fn expect_all(&mut self) {
        let missing = styles::ALL.iter().map(|it| it.class);
        let missing = missing.filter(|it| !self.declarations.contains_key(it));
        let missing: Vec<String> = missing.map(|it| format!(".{it}")).collect();
        if !missing.is_empty() {
            self.refuse(0..0, &format!("缺少 {}", missing.join("、")));
        }
    }

    /// `range` without the surrounding white space.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        let start = range.start + text.len() - text.trim_start().len();
        start..start + text.trim().len()
    }

    fn refuse(&mut self, place: Range<usize>, label: &str) {
        let problem = Diagnostic::error(code::THEME_SYNTAX, "公众号文章的样式写错了")
            .label(Span::new(self.source, place), label)
            .help("照默认主题的 templates/wechat/article.css 改；每组写成 .名字 { 属性: 值; }");
        self.diagnostics.push(problem);
    }
}

fn is_kept(property: &str) -> bool {
    let in_family = |family: &str| match property.strip_prefix(family) {
        Some(rest) => rest.is_empty() || rest.starts_with('-'),
        None => false,
    };
    PROPERTIES.contains(&property) || FAMILIES.iter().any(|it| in_family(it))
}

/// Whether the editor keeps a value, and the value cannot terminate the attribute in which it is written.
fn is_plain(value: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || " #%.,+-".contains(it);
    !value.is_empty() && value.chars().all(is_plain) && !LAYOUTS.contains(&value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::TemplateFile;

    /// The labels of the diagnostics for the default sheet with `from` replaced by `to`.
    fn said(from: &str, to: &str) -> Vec<String> {
        let text = include_str!("../../../themes/default/templates/wechat/article.css");
        assert!(text.contains(from), "{from}");
        let file = TemplateFile {
            name: NAME.to_owned(),
            source: SourceId(0),
            text: text.replacen(from, to, 1),
        };
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::load(vec![file], &mut diagnostics);
        read(&theme, &mut diagnostics);
        let labels = diagnostics.iter().flat_map(|it| &it.labels);
        labels.map(|it| it.text.clone()).collect()
    }

    #[test]
    fn the_default_sheet_is_right_and_changes_are_told_at_their_place() {
        for (from, to, label) in [
            ("16px", "17px", ""),
            ("max-width: 677px;", "", ""),
            ("max-width", "position", "粘贴后留不下来的属性"),
            ("677px", "calc(1px)", "这样的值粘贴后留不下来"),
            ("677px", "\"", "这样的值粘贴后留不下来"),
            ("display: block", "display: flex", "这样的值粘贴后留不下来"),
            ("max-width: 677px", "max-width", "缺少冒号"),
            (".article", "p", "这里只能写一个类名，例如 .paragraph"),
            (
                ".paragraph",
                ".paragraphs",
                "没有这个名字，是不是想写 .paragraph？",
            ),
            (
                "color: #16222e;",
                "",
                "装文字的要有 color，没有的话编辑器会另给一种颜色",
            ),
            (".marked {", "", "后面缺少 { }"),
            ("}\n", "} 乱 {\n", "这里只能写一个类名，例如 .paragraph"),
        ] {
            let said = said(from, to);
            let first = said.first().map_or("", String::as_str);
            assert_eq!(first, label, "{from} {to} {said:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        let text = "/* 注释 { */ .article { color: #000 }";
        assert_eq!(without_comments("甲/*乙*/丙"), "甲       丙");
        let file = TemplateFile {
            name: NAME.to_owned(),
            source: SourceId(0),
            text: text.to_owned(),
        };
        let mut diagnostics = Diagnostics::default();
        let theme = Theme::load(vec![file], &mut diagnostics);
        let styles = read(&theme, &mut diagnostics);
        assert_eq!(styles.of(styles::ROOT), "color:#000;");
        let told = diagnostics.iter().next().unwrap();
        assert!(told.labels[0].text.starts_with("缺少 .paragraph、"));
    }
}
