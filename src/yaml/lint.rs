//! Typical mistakes made with a Chinese keyboard in YAML, found line by line before parsing.
//!
//! A parser either fails on these with a message that editors do not understand, or silently reads them as
//! something else: a full-width colon, a `#` that truncates a title, a tab or a full-width space as
//! indentation, full-width quotes.
//! Lines inside a block scalar (`|`, `>`) are skipped.

use super::excerpt::Excerpt;
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

pub struct LintProblem {
    pub diagnostic: Diagnostic,
    /// The parser would only add a confusing second message.
    pub is_fatal: bool,
}

/// Checks every line and passes each problem to `report`.
pub fn lint(excerpt: Excerpt<'_>, report: &mut dyn FnMut(LintProblem)) {
    let mut start = 0;
    // Inside a block scalar: the indentation of the line that opened it.
    let mut block: Option<usize> = None;
    // Whether the previous line ended in a name without a value, so that a list may begin.
    let mut awaits_list = false;
    for line in excerpt.text.split('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        if block.is_some_and(|it| !blank && indent <= it) {
            block = None;
        }
        if block.is_none() && !blank && !line.trim_start().starts_with('#') {
            let line = YamlLine {
                excerpt,
                start,
                text: line,
            };
            let list_marker = line.list_marker().filter(|_| awaits_list);
            awaits_list = list_marker.is_some() || line.text.trim_end().ends_with([':', '：']);
            list_marker.into_iter().for_each(&mut *report);
            line.problems(report);
            if line.opens_block() {
                block = Some(indent);
            }
        }
        start += line.len() + 1;
    }
}

struct YamlLine<'a> {
    excerpt: Excerpt<'a>,
    /// Byte offset of this line in the excerpt.
    start: usize,
    text: &'a str,
}

impl YamlLine<'_> {
    fn span(&self, from: usize, to: usize) -> Span {
        self.excerpt.span(self.start + from..self.start + to)
    }

    fn opens_block(&self) -> bool {
        let value = self.value().map_or("", |(_, value)| value).trim();
        matches!(value.as_bytes().first(), Some(b'|' | b'>')) && value.len() <= 3
    }

    /// The text after the first `: `, or of a list item without one, and its offset.
    fn value(&self) -> Option<(usize, &str)> {
        let trimmed = self.text.trim_end();
        let mark = self
            .text
            .find(": ")
            .or_else(|| trimmed.ends_with(':').then(|| trimmed.len() - 1))
            .or_else(|| {
                let item = self.text.trim_start();
                item.starts_with("- ").then(|| self.text.len() - item.len())
            })?;
        let rest = &self.text[mark + 1..];
        let skipped = rest.len() - rest.trim_start_matches(' ').len();
        Some((mark + 1 + skipped, rest.trim_start_matches(' ')))
    }

    fn problems(&self, report: &mut dyn FnMut(LintProblem)) {
        let names = [
            self.bad_indent(),
            self.full_width_colon(),
            self.missing_space(),
        ];
        names.into_iter().flatten().for_each(&mut *report);
        if let Some((at, value)) = self.value() {
            self.hash(at, value).into_iter().for_each(&mut *report);
            self.full_width_quotes(at, value, report);
            let list = self.full_width_list(at, value);
            list.into_iter().for_each(report);
        }
    }

    fn bad_indent(&self) -> Option<LintProblem> {
        let rest = self.text.trim_start_matches(' ');
        let at = self.text.len() - rest.len();
        let name = match rest.chars().next()? {
            '\t' => "制表符（Tab）",
            '\u{3000}' => "全角空格",
            '\u{a0}' => "不间断空格",
            _ => return None,
        };
        let end = self.text.len() - rest.trim_start().len();
        Some(LintProblem {
            diagnostic: indent(self.span(at, end), name),
            is_fatal: true,
        })
    }

    /// Only at the left margin: an indented line may continue a longer text.
    fn full_width_colon(&self) -> Option<LintProblem> {
        let at = self.text.find('：')?;
        let name = &self.text[..at];
        let plain = !name.is_empty()
            && name.chars().count() <= 12
            && !name.starts_with([' ', '-', '"', '\'', '[', '{', '#', '\u{3000}', '\t'])
            && !name.contains(':');
        plain.then(|| LintProblem {
            diagnostic: full_width_colon(self.span(at, at + '：'.len_utf8()), name.trim_end()),
            is_fatal: true,
        })
    }

    /// `标题:内容`, with no space after the colon.
    fn missing_space(&self) -> Option<LintProblem> {
        let at = self.text.find(':')?;
        let name = &self.text[..at];
        let after = self.text[at + 1..].chars().next()?;
        let plain = !name.is_empty()
            && name
                .chars()
                .all(|it| it.is_alphanumeric() || matches!(it, '_' | '-'))
            && !matches!(after, ' ' | '\t')
            && !self.text[at + 1..].starts_with("//");
        if !plain {
            return None;
        }
        // Another kind of space looks right but is not one in YAML.
        let diagnostic = match after.is_whitespace() {
            true => odd_space(self.span(at + 1, at + 1 + after.len_utf8()), name),
            false => missing_space(self.span(at, at + 1), name),
        };
        Some(LintProblem {
            diagnostic,
            is_fatal: true,
        })
    }

    /// ` #` followed by a letter: a topic such as `#刷单#`, which YAML drops as a comment.
    fn hash(&self, at: usize, value: &str) -> Option<LintProblem> {
        if value.starts_with(['"', '\'', '|', '>']) {
            return None;
        }
        let hash = if value.starts_with('#') {
            0
        } else {
            value.find(" #").map(|it| it + 1)?
        };
        let is_remark = value[hash + 1..]
            .chars()
            .next()
            .is_none_or(|it| it.is_whitespace() || it == '#');
        if is_remark {
            return None;
        }
        let end = at + value.trim_end().len();
        Some(LintProblem {
            diagnostic: hash_cuts(self.span(at + hash, end), value.trim_end()),
            is_fatal: false,
        })
    }

    /// A whole value, or a whole item of a `[…]` list, in “ ”: the quotes would be shown as part of it.
    fn full_width_quotes(&self, at: usize, value: &str, report: &mut dyn FnMut(LintProblem)) {
        let value = value.trim_end();
        let list = value.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
        let (mut at, parts) = match list {
            Some(list) => (at + 1, list.split(',').collect()),
            None => (at, vec![value]),
        };
        for part in parts {
            let word = part.trim();
            let start = at + part.len() - part.trim_start().len();
            if let Some(inner) = inside_quotes(word) {
                let span = self.span(start, start + word.len());
                report(harmless(full_width_quotes(span, word, inner)));
            }
            at += part.len() + ','.len_utf8();
        }
    }

    /// `[甲，乙]` is a single item in YAML, and `【甲，乙】` a single scalar.
    fn full_width_list(&self, at: usize, value: &str) -> Option<LintProblem> {
        let value = value.trim_end();
        let span = self.span(at, at + value.len());
        for (open, close) in [('【', '】'), ('［', '］')] {
            let inner = value
                .strip_prefix(open)
                .and_then(|it| it.strip_suffix(close));
            if inner.is_some_and(|it| !it.contains([open, close])) {
                return Some(harmless(full_width_brackets(span, value)));
            }
        }
        let list = value.strip_prefix('[')?.strip_suffix(']')?;
        let is_one =
            !list.contains([',', '"', '\'', '[', '{']) && list.contains(['，', '、', '；']);
        is_one.then(|| harmless(full_width_commas(span, list)))
    }

    /// `-甲` below a name: in YAML a scalar that begins with a hyphen.
    fn list_marker(&self) -> Option<LintProblem> {
        let item = self.text.trim_start_matches(' ');
        let at = self.text.len() - item.len();
        let mark = item.chars().next()?;
        let after = item[mark.len_utf8()..].chars().next()?;
        let is_mark = match mark {
            '-' => !after.is_whitespace() && !after.is_ascii_digit() && after != '-',
            '－' | '—' | '–' | '•' | '·' => after != mark,
            _ => false,
        };
        is_mark.then(|| LintProblem {
            diagnostic: bad_list_marker(self.span(at, at + mark.len_utf8())),
            is_fatal: true,
        })
    }
}

fn harmless(diagnostic: Diagnostic) -> LintProblem {
    LintProblem {
        diagnostic,
        is_fatal: false,
    }
}

/// The text inside full-width quotes that enclose the whole value.
fn inside_quotes(text: &str) -> Option<&str> {
    [('“', '”'), ('‘', '’'), ('＂', '＂')]
        .into_iter()
        .find_map(|(open, close)| {
            let inner = text.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.contains([open, close])).then_some(inner)
        })
}

fn indent(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(code::YAML_INDENT, format!("行首用了{name}"))
        .label(at, name)
        .help("行首只能用半角空格，请删去它再按空格键")
}

pub fn full_width_colon(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(code::YAML_FULL_WIDTH, format!("“{name}”后面用了全角冒号"))
        .label(at, "全角冒号")
        .help(format!(
            "切换到英文输入法，写成“{name}: ”（英文冒号，后面空一格）"
        ))
}

fn missing_space(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, format!("“{name}”的冒号后面没有空格"))
        .label(at, "冒号后要空一格")
        .help(format!("写成“{name}: 内容”"))
}

fn odd_space(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(
        code::YAML_FULL_WIDTH,
        format!("“{name}”的冒号后面不是半角空格"),
    )
    .label(at, "全角空格或不间断空格")
    .help("删去它，切换到英文输入法，再按一下空格键")
}

fn bad_list_marker(at: Span) -> Diagnostic {
    Diagnostic::error(code::YAML_SYNTAX, "列表的一项没有写好")
        .label(at, "这里应该是半角减号加空格")
        .help("每项单独一行，写成“- 内容”")
}

fn full_width_brackets(at: Span, whole: &str) -> Diagnostic {
    Diagnostic::warning(code::YAML_FULL_WIDTH, "整段内容用了全角括号")
        .label(at, "括号会原样算作内容")
        .help("几个词用半角方括号，写成 [甲, 乙]")
        .help(format!("需要显示括号就写成 \"{whole}\""))
}

fn full_width_commas(at: Span, list: &str) -> Diagnostic {
    let words: Vec<&str> = list.split(['，', '、', '；']).map(str::trim).collect();
    Diagnostic::warning(code::YAML_FULL_WIDTH, "方括号里没有英文逗号")
        .label(at, "这些字会算作一个词")
        .help(format!("几个词之间用英文逗号：[{}]", words.join(", ")))
        .help(format!("确实是一个词，就加上英文引号：[\"{list}\"]"))
}

fn hash_cuts(at: Span, value: &str) -> Diagnostic {
    let quoted = value.replace('"', "\\\"");
    Diagnostic::error(code::YAML_HASH, "井号后面的字会被丢掉")
        .label(at, "从 # 起会被当作备注")
        .help(format!("给整段内容加上英文引号：\"{quoted}\""))
        .help("如果这里本来就是备注，请在 # 后面空一格")
}

fn full_width_quotes(at: Span, whole: &str, inner: &str) -> Diagnostic {
    Diagnostic::warning(code::YAML_FULL_WIDTH, "整段内容用了全角引号")
        .label(at, "引号会原样显示出来")
        .help(format!(
            "不需要引号就直接写 {inner}；需要显示引号就写成 \"{whole}\""
        ))
}
