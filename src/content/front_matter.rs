//! The lines between `---` at the top of a file: where they are, and what those that all kinds share say.
//!
//! Keys have an English and a Chinese name. What only one kind knows is left in `details` for `detail`.
//! A file without front matter is an ordinary Markdown file: a warning, never a refusal.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    Rules,
    plain::{plain, plain_all},
    schedule::Schedule,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    source::SourceFile,
    span::{SourceId, Span, Spanned},
    table::{Id, id_type},
    vocabulary::Kind,
    yaml::{self, Excerpt, Fields, Key, MapEntry, Moment, Node, Value},
};

/// What every kind of content may say of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct FrontMatter {
    pub date: Option<Spanned<Moment>>,
    pub updated: Option<Spanned<Moment>>,
    pub schedule: Schedule,
    pub slug: Option<Spanned<String>>,
    /// Addresses under which this page was known before.
    pub aliases: Vec<Spanned<String>>,
    pub summary: Option<String>,
    pub keywords: Vec<String>,
    pub author: Option<String>,
    pub source: Option<String>,
    /// Shown as an example, not as a real event.
    pub sample: bool,
    pub weight: i64,
    /// Source paths of pages to read next.
    pub see_also: Vec<Spanned<String>>,
    pub terms: Vec<TaxonomyTerms>,
    /// Only in a section's `_index.md`.
    pub section: Option<Box<SectionSettings>>,
}

id_type! {
    /// A taxonomy of the site's settings.
    #[derive(Deserialize)]
    pub struct TaxonomyId;
}

/// The words under one taxonomy's key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TaxonomyTerms {
    pub taxonomy: TaxonomyId,
    pub words: Vec<Spanned<String>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SectionSettings {
    /// 栏目类别 of the government page tags.
    pub column_type: Option<String>,
    pub sort_by: Option<SortBy>,
    pub paginate_by: Option<usize>,
    /// The day on which its work came to an end.
    pub archived_on: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SortBy {
    /// Newest first.
    Date,
    /// Smallest first.
    Weight,
    Title,
}

const TITLE: Key<'_> = Key::new("title", "标题");
const DATE: Key<'_> = Key::new("date", "发布时间").also(&["发布日期", "日期"]);
const UPDATED: Key<'_> = Key::new("updated", "更新时间").also(&["lastmod"]);
const PUBLISH_AT: Key<'_> = Key::new("publish_at", "定时发布").also(&["publishDate"]);
const EXPIRES_AT: Key<'_> = Key::new("expires_at", "下线时间").also(&["expiryDate"]);
const DRAFT: Key<'_> = Key::new("draft", "草稿");
const SLUG: Key<'_> = Key::new("slug", "网址名");
const ALIASES: Key<'_> = Key::new("aliases", "旧网址");
const SUMMARY: Key<'_> = Key::new("summary", "摘要").also(&["description", "简介"]);
const KEYWORDS: Key<'_> = Key::new("keywords", "关键词");
const AUTHOR: Key<'_> = Key::new("author", "作者");
const SOURCE: Key<'_> = Key::new("source", "来源").also(&["信息来源"]);
const SAMPLE: Key<'_> = Key::new("sample", "示例");
const WEIGHT: Key<'_> = Key::new("weight", "排序");
const SEE_ALSO: Key<'_> = Key::new("see_also", "相关内容");
const KIND: Key<'_> = Key::new("kind", "内容类型");
const COLUMN_TYPE: Key<'_> = Key::new("column_type", "栏目类别");
const SORT_BY: Key<'_> = Key::new("sort_by", "排序方式");
const PAGINATE_BY: Key<'_> = Key::new("paginate_by", "每页条数");
const ARCHIVED_ON: Key<'_> = Key::new("archived_on", "归档时间").also(&["归档日期"]);

const SORT_ORDERS: &[(&[&str], SortBy)] = &[
    (&["时间", "date"], SortBy::Date),
    (&["排序", "weight"], SortBy::Weight),
    (&["标题", "title"], SortBy::Title),
];

/// A file's two parts.
pub struct Parts<'a> {
    pub front_matter: Found<'a>,
    pub body: Range<usize>,
    pub source: SourceId,
}

/// What stands at the top of a file.
#[derive(Clone, Copy)]
pub enum Found<'a> {
    Yaml(Excerpt<'a>),
    /// In TOML, of which only this is read: what its author calls a draft must not go out.
    TomlDraft,
    /// It begins and never ends, so nobody can say where the text begins.
    Unclosed,
    None,
}

/// Finds the front matter.
pub fn split<'a>(source: &'a SourceFile, diagnostics: &mut Diagnostics) -> Parts<'a> {
    let text: &str = &source.text;
    let whole = Parts {
        front_matter: Found::None,
        body: 0..text.len(),
        source: source.id,
    };
    // Blank lines at the top are easily left behind and mean nothing.
    let words = text.len() - text.trim_start().len();
    let top = text[..words].rfind('\n').map_or(0, |it| it + 1);
    let first_line = text[top..].split('\n').next().unwrap_or_default();
    let place = Span::new(source.id, top..top + first_line.len());
    if first_line.trim_end() == TOML_FENCE
        && let Some(end) = end_of_toml(text, top + first_line.len())
    {
        diagnostics.push(toml(place));
        let is_draft = text[..end].lines().any(is_toml_draft);
        return Parts {
            front_matter: if is_draft {
                Found::TomlDraft
            } else {
                Found::None
            },
            body: end..text.len(),
            ..whole
        };
    }
    let start = (top + first_line.len() + 1).min(text.len());
    if !opens(first_line, &text[start..]) {
        if !text.trim().is_empty() {
            diagnostics.push(none(place));
        }
        return whole;
    }
    let mut at = start;
    for line in text[start..].split('\n') {
        if is_fence(line) {
            return Parts {
                front_matter: Found::Yaml(Excerpt {
                    source: source.id,
                    offset: start,
                    text: &text[start..at],
                }),
                body: (at + line.len() + 1).min(text.len())..text.len(),
                ..whole
            };
        }
        at += line.len() + 1;
    }
    diagnostics.push(unclosed(place));
    Parts {
        front_matter: Found::Unclosed,
        ..whole
    }
}

/// What Zola and Hugo put around front matter in TOML.
const TOML_FENCE: &str = "+++";

/// Where the text after a front matter in TOML begins.
fn end_of_toml(text: &str, start: usize) -> Option<usize> {
    let mut at = start + 1;
    for line in text.get(at..)?.split('\n') {
        at += line.len() + 1;
        if line.trim_end() == TOML_FENCE {
            return Some(at.min(text.len()));
        }
    }
    None
}

fn is_toml_draft(line: &str) -> bool {
    let entry = line.split('#').next().and_then(|it| it.split_once('='));
    entry.is_some_and(|(name, value)| name.trim() == "draft" && value.trim() == "true")
}

/// Whether a front matter begins with this line. Dashes that are not quite `---` may be a rule drawn above a
/// text, so there a name must follow: taking it for text would publish what its author calls a draft.
fn opens(line: &str, rest: &str) -> bool {
    let names_follow = || {
        let next = rest.lines().find(|it| !it.trim().is_empty());
        next.is_some_and(|it| it.contains([':', '：']))
    };
    line.trim_end() == "---" || (is_fence(line.trim_start()) && names_follow())
}

/// Three hyphens or more, or the dashes that a Chinese keyboard or a word processor makes of them.
fn is_fence(line: &str) -> bool {
    let line = line.trim_end();
    let is_dash = |it: char| matches!(it, '-' | '－' | '—' | '–' | '―');
    let count_min = if line.is_ascii() { 3 } else { 2 };
    line.chars().count() >= count_min && line.chars().all(is_dash)
}

/// The node of the front matter: an empty map where there is none, none where it could not be read.
pub fn node(parts: &Parts<'_>, diagnostics: &mut Diagnostics) -> Option<Node> {
    match parts.front_matter {
        Found::Yaml(excerpt) => yaml::parse(excerpt, diagnostics),
        Found::Unclosed => None,
        Found::None => Some(at_top(parts.source, Value::Null)),
        Found::TomlDraft => {
            let entry = MapEntry {
                key: Spanned::new(DRAFT.english.to_owned(), Span::new(parts.source, 0..0)),
                value: at_top(parts.source, Value::Scalar("true".to_owned())),
            };
            Some(at_top(parts.source, Value::Map(vec![entry])))
        }
    }
}

fn at_top(source: SourceId, value: Value) -> Node {
    Node {
        span: Span::new(source, 0..0),
        value,
    }
}

pub fn read_title(fields: &mut Fields<'_>) -> Option<Spanned<String>> {
    fields.text(TITLE)
}

pub fn read_kind(fields: &mut Fields<'_>) -> Option<Kind> {
    fields.choice(KIND, &Kind::choices()).map(|it| it.value)
}

/// Takes what all kinds share.
pub fn read(fields: &mut Fields<'_>, rules: &Rules) -> FrontMatter {
    let zone = &rules.time_zone;
    let schedule = Schedule {
        draft: fields.flag(DRAFT).is_some_and(|it| it.value),
        publish_at: fields.moment(PUBLISH_AT, zone),
        expires_at: fields.moment(EXPIRES_AT, zone),
    };
    if let Some(problem) = schedule.problem() {
        fields.diagnostics().push(problem);
    }
    let terms = rules
        .taxonomies
        .iter()
        .enumerate()
        .filter_map(|(index, (name, title))| {
            let words = fields.words(Key::new(name, title))?;
            Some(TaxonomyTerms {
                taxonomy: TaxonomyId::new(index),
                words,
            })
        })
        .collect();
    FrontMatter {
        date: fields.moment(DATE, zone),
        updated: fields.moment(UPDATED, zone),
        schedule,
        slug: fields.text(SLUG),
        aliases: fields.words(ALIASES).unwrap_or_default(),
        summary: plain(fields.text(SUMMARY)),
        keywords: plain_all(fields.words(KEYWORDS)),
        author: read_author(fields),
        source: plain(fields.text(SOURCE)),
        sample: fields.flag(SAMPLE).is_some_and(|it| it.value),
        weight: fields.integer(WEIGHT).map_or(0, |it| it.value),
        see_also: fields.words(SEE_ALSO).unwrap_or_default(),
        terms,
        section: None,
    }
}

/// One name or several; other generators write a list.
fn read_author(fields: &mut Fields<'_>) -> Option<String> {
    let names = plain_all(fields.sentences(AUTHOR));
    (!names.is_empty()).then(|| names.join("、"))
}

/// Takes what only a section's `_index.md` says.
pub fn read_section(fields: &mut Fields<'_>) -> SectionSettings {
    // Its value was needed, and taken, before any page could be read.
    read_kind(fields);
    SectionSettings {
        column_type: plain(fields.text(COLUMN_TYPE)),
        sort_by: fields.choice(SORT_BY, SORT_ORDERS).map(|it| it.value),
        paginate_by: fields.count(PAGINATE_BY).map(|it| it.value as usize),
        archived_on: fields.day(ARCHIVED_ON).map(|it| it.value),
    }
}

fn none(at: Span) -> Diagnostic {
    Diagnostic::warning(code::FRONT_MATTER_NONE, "文件开头没有信息栏")
        .label(at, "这里应该是一行 ---")
        .help("在文件最前面加三行：---、标题: ……、---；没有信息栏时用第一个小标题作标题")
}

fn toml(at: Span) -> Diagnostic {
    Diagnostic::warning(code::FRONT_MATTER_TOML, "信息栏是 TOML 格式，没有读入")
        .label(at, "从这里到下一行 +++ 都被跳过")
        .help("把两行 +++ 改成 ---，把“名称 = 内容”改成“名称: 内容”")
}

fn unclosed(at: Span) -> Diagnostic {
    Diagnostic::error(code::FRONT_MATTER_UNCLOSED, "信息栏没有结束")
        .label(at, "信息栏从这里开始，后面没有第二行 ---")
        .help("在信息栏最后一行的下面单独写一行 ---（三个半角减号）")
}
