//! One file understood: front matter, outline, and what its kind of content adds.
//!
//! In: a source and the kind that its section gives it. Out: a `Document` and diagnostics; pure, per file, parallel.
//! Parsing never fails: what could not be understood stands empty and a diagnostic says why.
//! No file looks at another here.

mod detail;
mod front_matter;
mod kind;
mod records;
mod schedule;
mod schema;
mod slogan;
mod stray_mark;
mod words;

pub use detail::{
    Board, Bulletin, Case, Channel, Detail, Outreach, Policy, Quiz, ScamType, SpotClass,
};
pub use front_matter::{FrontMatter, SortBy};
pub use kind::Kind;
pub use schedule::Standing;
pub use slogan::Wordings;
pub use words::Words;

use std::ops::Range;

use jiff::tz::TimeZone;

use serde::{Deserialize, Serialize, Serializer};

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    markdown::{self, Body, FirstHeading, HtmlPolicy, Outline},
    paths::SourcePath,
    source::SourceFile,
    span::{SourceId, Span, Spanned},
    yaml::{Fields, Node, UnknownKeys, Value},
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub source: SourceId,
    pub path: SourcePath,
    pub role: Role,
    pub title: Spanned<String>,
    pub front_matter: FrontMatter,
    pub detail: Detail,
    /// Bytes of the source that are Markdown.
    pub body: Range<usize>,
    pub markdown: markdown::Settings,
    pub outline: Outline,
}

/// What a file is in its folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Role {
    /// The folder's own text: its `_index.md`.
    Section,
    /// One page among others, of the kind that its section gives.
    Page(Kind),
    /// A page with a folder of its own for its pictures: `refund/index.md` is `refund/` in the section above.
    Bundle(Kind),
}

/// What a file's meaning depends on besides its own bytes.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    #[serde(serialize_with = "zone_name")]
    pub time_zone: TimeZone,
    /// Name and Chinese title of each taxonomy, in the order of `site.yaml`: these are front-matter keys too.
    pub taxonomies: Vec<(String, String)>,
    pub raw_html: HtmlPolicy,
}

/// A zone is known by its name in `site.yaml`.
fn zone_name<S: Serializer>(zone: &TimeZone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.iana_name().unwrap_or_default())
}

impl Document {
    /// Whether this is a section's own text, its `_index.md`.
    pub fn is_section(&self) -> bool {
        self.role == Role::Section
    }

    /// The folder of the section that it belongs to: `content/cases`.
    pub fn section_folder(&self) -> &str {
        let folder = self.path.folder();
        match self.role {
            Role::Section | Role::Page(_) => folder,
            Role::Bundle(_) => folder.rsplit_once('/').map_or(folder, |it| it.0),
        }
    }

    /// What its address is made from: the file's name, or that of its own folder.
    pub fn name(&self) -> &str {
        let folder = self.path.folder();
        match self.role {
            Role::Section | Role::Page(_) => self.path.stem(),
            Role::Bundle(_) => folder.rsplit_once('/').map_or(folder, |it| it.1),
        }
    }

    pub fn kind(&self) -> Kind {
        self.detail.kind()
    }

    /// The Markdown part of `text`, the text of this document's source.
    pub fn body<'a>(&self, text: &'a str) -> Body<'a> {
        Body {
            source: self.source,
            offset: self.body.start,
            text: &text[self.body.clone()],
        }
    }

    /// Where problems of the file as a whole are shown: its first line.
    pub fn place(&self) -> Span {
        self.title.span
    }
}

/// Reads one file in its role.
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
        // The author's own stands for it, and the outlines of all pages are in memory together.
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

/// The kind that a section's `_index.md` sets for its pages; none if it sets none.
pub fn section_kind(source: &SourceFile) -> Option<Kind> {
    // The file is parsed in full later; its problems are reported then.
    let mut ignored = Diagnostics::default();
    let parts = front_matter::split(source, &mut ignored);
    let node = front_matter::node(&parts, &mut ignored)?;
    front_matter::read_kind(&mut Fields::new(node, &mut ignored))
}

struct Front {
    title: Option<Spanned<String>>,
    /// Whether the front matter could be understood, so that what it lacks is worth a word.
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
    // A front matter that could not be read lacks everything; saying so line by line would bury the reason.
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

/// The file's name, in the place of its first line.
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
