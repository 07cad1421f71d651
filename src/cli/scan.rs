//! A glance at a site's files for `new`: which section has which kind, which titles and terms there are.
//!
//! Reads the lines it knows and passes over the rest; the build, not this, says what is wrong with a file.
//! Never fails: what it does not find is simply not offered.

use std::path::Path;

use super::kind::Kind;
use crate::{
    diagnostics::Diagnostics,
    source::{self, SourceEntry, SourceFile, Sources},
};

/// The Markdown files of a site.
pub(super) struct Glance {
    documents: Sources,
    settings: String,
}

impl Glance {
    /// None if `site` has no settings: then it is no site.
    pub fn at(site: &Path) -> Option<Self> {
        // Whatever is wrong with the files is told by the next build.
        let mut unheard = Diagnostics::default();
        let settings = SourceEntry::single(site, &crate::paths::SourcePath::new("site.yaml"))?;
        let settings = Sources::read_all(&[settings], &mut unheard);
        let mut entries = source::walk(site, "content", &mut unheard);
        entries.retain(|it| it.path.as_str().ends_with(".md"));
        Some(Self {
            documents: Sources::read_all(&entries, &mut unheard),
            settings: settings.iter().map(|it| it.text.to_string()).collect(),
        })
    }

    /// The first folder whose `_index.md` says that its pages are of this kind, such as `content/cases`.
    pub fn section(&self, kind: Kind) -> Option<&str> {
        let of_kind = |it: &&SourceFile| self.kind_of_section(it.path.folder()) == Some(kind);
        let mut sections = self.documents.iter().filter(is_section);
        sections.find(of_kind).map(|it| it.path.folder())
    }

    pub fn has_section(&self, folder: &str) -> bool {
        self.documents
            .iter()
            .any(|it| is_section(&it) && it.path.folder() == folder)
    }

    fn kind_of_section(&self, folder: &str) -> Option<Kind> {
        let index = self
            .documents
            .iter()
            .find(|it| is_section(it) && it.path.folder() == folder)?;
        field(&index.text, &["内容类型", "kind"]).and_then(|it| Kind::of(&it))
    }

    /// The titles of a section's pages, in the order of their paths.
    pub fn titles(&self, folder: &str) -> Vec<String> {
        self.pages(folder)
            .filter_map(|it| field(&it.text, &["标题", "title"]))
            .collect()
    }

    /// One more than the largest number in the pages of a section.
    pub fn next_number(&self, folder: &str) -> u32 {
        let number = |it: &SourceFile| field(&it.text, &["序号", "number"])?.parse::<u32>().ok();
        self.pages(folder)
            .filter_map(number)
            .max()
            .unwrap_or(0)
            .saturating_add(1)
    }

    /// The title of the file at `path`, if there is one.
    pub fn title_of(&self, path: &str) -> Option<String> {
        let file = self.documents.iter().find(|it| it.path.as_str() == path)?;
        field(&file.text, &["标题", "title"])
    }

    /// The names of the terms of a taxonomy that lists them in the settings.
    pub fn terms(&self, taxonomy: &str) -> Vec<String> {
        terms(&self.settings, taxonomy)
    }

    fn pages(&self, folder: &str) -> impl Iterator<Item = &SourceFile> {
        self.documents
            .iter()
            .filter(move |it| it.path.folder() == folder && !is_section(it))
    }
}

fn is_section(file: &&SourceFile) -> bool {
    file.path.file_name() == "_index.md" && file.path.as_str() != "content/_index.md"
}

/// The text of a one-line field of the front matter, under any of its names.
fn field(text: &str, names: &[&str]) -> Option<String> {
    let mut lines = text.lines();
    if lines.next()?.trim_end() != "---" {
        return None;
    }
    lines
        .take_while(|it| it.trim_end() != "---")
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let value = unquoted(value);
            (names.contains(&name.trim_end()) && !value.is_empty()).then_some(value)
        })
}

/// The value of a YAML scalar on one line, without its quotes or its comment.
fn unquoted(value: &str) -> String {
    let value = value.trim();
    for quote in ['"', '\''] {
        if let Some(end) = value.strip_prefix(quote).and_then(|it| it.rfind(quote)) {
            let inner = &value[1..=end];
            return match quote {
                '"' => inner.replace("\\\"", "\"").replace("\\\\", "\\"),
                _ => inner.replace("''", "'"),
            };
        }
    }
    value.split(" #").next().unwrap_or(value).trim().to_owned()
}

/// Follows `name: audiences … terms: [{name: 老年人, …}, …]` in flow or block style, up to the next taxonomy.
fn terms(settings: &str, taxonomy: &str) -> Vec<String> {
    let without_comments = settings
        .lines()
        .map(|it| it.split(" #").next().unwrap_or(it));
    let lines: Vec<_> = without_comments
        .filter(|it| !it.trim_start().starts_with('#'))
        .collect();
    let text = lines.join("\n");
    let mut chunks = text.split("name:").map(|it| {
        let end = it.find([',', '}', '\n']).unwrap_or(it.len());
        (unquoted(&it[..end]), it)
    });
    // A chunk that brings a title, a section or a list of terms is a taxonomy; the others are terms.
    let is_taxonomy = |rest: &str| {
        ["title:", "section:", "terms:"]
            .iter()
            .any(|it| rest.contains(it))
    };
    let Some((_, own)) = chunks.find(|(name, _)| name == taxonomy) else {
        return Vec::new();
    };
    if !own.contains("terms:") {
        return Vec::new();
    }
    let mut terms = Vec::new();
    for (name, rest) in chunks {
        let after_block = rest
            .lines()
            .skip(1)
            .any(|it| it.starts_with(|c: char| c.is_alphabetic()));
        if is_taxonomy(rest) && !after_block {
            break;
        }
        terms.push(name);
        if after_block {
            break;
        }
    }
    terms
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_under_either_name() {
        let text = "---\n标题: \"甲: \\\"乙\\\"\"  # 注\ndate: 2026-05-01 # 注\n---\ntitle: 正文\n";
        assert_eq!(
            field(text, &["标题", "title"]).as_deref(),
            Some("甲: \"乙\"")
        );
        assert_eq!(field(text, &["date"]).as_deref(), Some("2026-05-01"));
        assert_eq!(field(text, &["title"]), None);
        assert_eq!(field("# 标题: 甲\n", &["标题"]), None);
    }

    #[test]
    fn terms_are_found_in_flow_and_block_style() {
        let flow = "taxonomies:\n  - {name: scam_types, title: 诈骗类型, section: types}\n  - name: audiences\n    title: 人群\n    terms: [{name: 老年人, slug: elderly}, {name: 学生, slug: students}]\n  - {name: venues, title: 场所, terms: [{name: 银行}]}\nmenu:\n  - {title: 首页, to: /}\n";
        assert_eq!(terms(flow, "audiences"), ["老年人", "学生"]);
        assert_eq!(terms(flow, "scam_types"), Vec::<String>::new());
        assert_eq!(terms(flow, "units"), Vec::<String>::new());
        let block = "taxonomies:\n  - name: audiences\n    title: 人群\n    terms:\n      # 常见人群\n      - name: 老年人 # 注\n        slug: elderly\n      - name: 学生\nmenu:\n  - title: 首页\n";
        assert_eq!(terms(block, "audiences"), ["老年人", "学生"]);
    }
}
