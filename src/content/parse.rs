//! Parses a source into a document: front matter, then body, then the fields of its kind.

use super::{Detail, Document, FrontMatter, Role, Rules, front_matter, schema};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    markdown::{self, Body, FirstHeading},
    source::SourceFile,
    span::{Span, Spanned},
    vocabulary::Kind,
    yaml::{Fields, Node, UnknownKeys, Value},
};

/// Parses one file according to its role.
pub fn parse(
    source: &SourceFile,
    role: Role,
    rules: &Rules,
    diagnostics: &mut Diagnostics,
) -> Document {
    let parts = front_matter::split(source, diagnostics);
    let body = Body {
        source: source.id,
        offset: parts.body.start,
        text: &source.text[parts.body.clone()],
    };
    let front = read_front(&parts, body, role, rules, diagnostics);
    let first_heading = match front.title {
        Some(_) => FirstHeading::Keep,
        None => FirstHeading::Drop,
    };
    let settings = markdown::Settings {
        raw_html: rules.raw_html,
        first_heading,
    };
    let mut outline = markdown::outline(body, settings, diagnostics);
    if front.common.summary.is_some() {
        // The author's own summary replaces it. It is dropped because the outlines of all pages are in memory
        // at the same time.
        outline.summary = String::new();
    }
    let title = front
        .title
        .or_else(|| outline.title.clone())
        .unwrap_or_else(|| {
            let title = title_of_file(source);
            if front.is_readable && !source.text.is_empty() {
                diagnostics.push(title_missing(&title));
            }
            title
        });
    Document {
        source: source.id,
        path: source.path.clone(),
        role,
        title,
        front_matter: front.common,
        detail: front.detail,
        body: parts.body,
        markdown: settings,
        outline,
    }
}

/// The kind that a section's `_index.md` sets for its pages; `None` if it sets none.
pub fn section_kind(source: &SourceFile) -> Option<Kind> {
    // The file is parsed in full later; its problems are reported then.
    let mut ignored = Diagnostics::default();
    let parts = front_matter::split(source, &mut ignored);
    let node = front_matter::node(&parts, &mut ignored)?;
    front_matter::read_kind(&mut Fields::new(node, &mut ignored))
}

struct Front {
    title: Option<Spanned<String>>,
    /// Whether the front matter could be read. Missing fields are reported only if it could.
    is_readable: bool,
    common: FrontMatter,
    detail: Detail,
}

fn read_front(
    parts: &front_matter::Parts<'_>,
    body: Body<'_>,
    role: Role,
    rules: &Rules,
    diagnostics: &mut Diagnostics,
) -> Front {
    let mut ignored = Diagnostics::default();
    let node = front_matter::node(parts, diagnostics);
    // In unreadable front matter all fields are missing; reporting each of them would hide the actual
    // problem.
    let is_readable = node.is_some();
    let diagnostics = match node {
        Some(_) => diagnostics,
        None => &mut ignored,
    };
    let node = node.unwrap_or(Node {
        span: Span::new(parts.source, 0..0),
        value: Value::Null,
    });
    let mut fields = Fields::new(node, diagnostics);
    let title = front_matter::read_title(&mut fields);
    let mut common = front_matter::read(&mut fields, rules);
    let detail = match role {
        Role::Section => {
            common.section = Some(Box::new(front_matter::read_section(&mut fields)));
            Detail::Page
        }
        Role::Page(kind) | Role::Bundle(kind) => schema::read(kind, &mut fields, body),
    };
    fields.finish(UnknownKeys::Warn);
    Front {
        title,
        is_readable,
        common,
        detail,
    }
}

/// The name of the file as a title, with the place of the first line.
fn title_of_file(source: &SourceFile) -> Spanned<String> {
    let first_line = source.text.find('\n').unwrap_or(source.text.len());
    let at = Span::new(source.id, 0..first_line);
    Spanned::new(source.path.stem().to_owned(), at)
}

fn title_missing(title: &Spanned<String>) -> Diagnostic {
    Diagnostic::warning(code::TITLE_MISSING, "这篇内容没有标题")
        .label(title.span, "没有标题，正文里也没有小标题")
        .help(format!(
            "在信息栏里加一行“标题: ……”；现在用文件名“{}”代替",
            title.value
        ))
}
