//! How a site sorts its pages: the taxonomies of `site.yaml`.
//!
//! A taxonomy is open (any word is a term) or closed: its terms are the pages of a section, or a list given
//! here.

use super::entry::{ENTRY_MISSING, duplicate};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{Fields, Key, Node, UnknownKeys, Value},
};

#[derive(Clone, Debug)]
pub struct TaxonomySettings {
    /// ASCII name: the front-matter key, and the folder of its pages.
    pub name: String,
    /// Where `site.yaml` names it; none for a default.
    pub place: Option<Span>,
    /// Chinese name: the other front-matter key, and the heading.
    pub title: String,
    pub terms: Terms,
}

#[derive(Clone, Debug)]
pub enum Terms {
    /// Any word.
    Open,
    /// The pages of this section of `content/`.
    Section(Spanned<String>),
    List(Vec<TermSettings>),
}

#[derive(Clone, Debug)]
pub struct TermSettings {
    pub name: String,
    pub slug: Option<String>,
    pub aliases: Vec<String>,
}

const NAME: Key<'_> = Key::new("name", "名称");
const TITLE: Key<'_> = Key::new("title", "标题");
const SECTION: Key<'_> = Key::new("section", "栏目");
const TERMS: Key<'_> = Key::new("terms", "词表");
const SLUG: Key<'_> = Key::new("slug", "网址名");
const ALIASES: Key<'_> = Key::new("aliases", "别名");

impl TaxonomySettings {
    fn open(name: &str, title: &str) -> Self {
        Self {
            name: name.to_owned(),
            place: None,
            title: title.to_owned(),
            terms: Terms::Open,
        }
    }

    /// What a site has that declares none.
    pub fn defaults() -> Vec<Self> {
        vec![
            Self::open("scam_types", "诈骗类型"),
            Self::open("audiences", "人群"),
            Self::open("categories", "分类"),
            Self::open("tags", "标签"),
        ]
    }
}

pub fn read_taxonomies(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<TaxonomySettings> {
    let mut names: Vec<Spanned<String>> = Vec::new();
    let mut taxonomies = Vec::new();
    for node in nodes {
        let mut fields = Fields::new(node, diagnostics);
        let name = fields.required_text(NAME, "tags");
        let title = fields.text(TITLE);
        let section = fields.text(SECTION);
        let terms = fields.node(TERMS);
        let terms = match (section, terms) {
            (Some(section), _) => Terms::Section(section),
            (None, Some(node)) => Terms::List(read_terms(node, fields.diagnostics())),
            (None, None) => Terms::Open,
        };
        fields.finish(UnknownKeys::Refuse);
        let Some(name) = name else { continue };
        if let Some(first) = names.iter().find(|it| it.value == name.value) {
            diagnostics.push(duplicate(&name, first.span));
            continue;
        }
        taxonomies.push(TaxonomySettings {
            title: title.map_or_else(|| name.value.clone(), |it| it.value),
            name: name.value.clone(),
            place: Some(name.span),
            terms,
        });
        names.push(name);
    }
    taxonomies
}

fn read_terms(node: Node, diagnostics: &mut Diagnostics) -> Vec<TermSettings> {
    let Value::List(nodes) = node.value else {
        diagnostics.push(not_a_list(node.span));
        return Vec::new();
    };
    let mut terms = Vec::new();
    for node in nodes {
        if let Value::Scalar(name) = node.value {
            terms.push(TermSettings {
                name,
                slug: None,
                aliases: Vec::new(),
            });
            continue;
        }
        let mut fields = Fields::new(node, diagnostics);
        let name = fields.required_text(NAME, ENTRY_MISSING);
        let slug = fields.text(SLUG).map(|it| it.value);
        let aliases = fields.words(ALIASES).unwrap_or_default();
        fields.finish(UnknownKeys::Refuse);
        if let Some(name) = name {
            terms.push(TermSettings {
                name: name.value,
                slug,
                aliases: aliases.into_iter().map(|it| it.value).collect(),
            });
        }
    }
    terms
}

fn not_a_list(at: Span) -> Diagnostic {
    Diagnostic::error(code::FIELD_TYPE, "这里应该是一个列表")
        .label(at, "不是列表")
        .help("每项单独一行，以“- ”开头")
}
