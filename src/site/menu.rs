//! The menu: from what `site.yaml` points at to addresses.
//!
//! An entry that leads nowhere is an error at its place; a site without a menu gets its sections.

use std::sync::Arc;

use super::{Page, PageId, Section, SectionId};
use crate::{
    config::MenuItem,
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    paths::UrlPath,
    table::Table,
};

#[derive(Clone)]
pub struct MenuEntry {
    pub title: String,
    pub target: MenuTarget,
    /// The section whose pages mark this entry as the current one.
    pub section: Option<SectionId>,
}

#[derive(Clone)]
pub enum MenuTarget {
    Internal(UrlPath),
    External(String),
}

pub fn menu(
    items: &[MenuItem],
    sections: &Table<SectionId, Section>,
    pages: &Table<PageId, Arc<Page>>,
    diagnostics: &mut Diagnostics,
) -> Vec<MenuEntry> {
    if items.is_empty() {
        return sections_as_menu(sections);
    }
    items
        .iter()
        .filter_map(|item| {
            let entry = entry(item, sections, pages);
            if entry.is_none() {
                diagnostics.push(leads_nowhere(item, sections));
            }
            entry
        })
        .collect()
}

fn entry(
    item: &MenuItem,
    sections: &Table<SectionId, Section>,
    pages: &Table<PageId, Arc<Page>>,
) -> Option<MenuEntry> {
    let to = item.to.value.trim();
    if to.starts_with("https://") || to.starts_with("http://") {
        return Some(MenuEntry {
            title: item.title.clone(),
            target: MenuTarget::External(to.to_owned()),
            section: None,
        });
    }
    let (url, section) = find_content(to, sections, pages)?;
    Some(MenuEntry {
        title: item.title.clone(),
        target: MenuTarget::Internal(url.clone()),
        section,
    })
}

/// The address of what `to` names: `/`, a folder or a file below `content/`; and which section it is, if it
/// is one.
pub(super) fn find_content<'s>(
    to: &str,
    sections: &'s Table<SectionId, Section>,
    pages: &'s Table<PageId, Arc<Page>>,
) -> Option<(&'s UrlPath, Option<SectionId>)> {
    let path = to.trim_matches('/').trim_end_matches("/_index.md");
    let path = path.strip_prefix("content/").unwrap_or(path);
    if let Some(section) = sections.find(|it| it.name() == path) {
        return Some((&sections[section].url, Some(section)));
    }
    let page = pages.iter().find(|it| {
        let source = it.document.path.as_str().strip_prefix("content/");
        source.is_some_and(|it| it == path || it.strip_suffix(".md") == Some(path))
    });
    page.map(|it| (&it.url, None))
}

fn sections_as_menu(sections: &Table<SectionId, Section>) -> Vec<MenuEntry> {
    let home = sections.iter().next().map(|it| MenuEntry {
        title: "首页".to_owned(),
        target: MenuTarget::Internal(it.url.clone()),
        section: Some(SectionId::HOME),
    });
    let rest = sections
        .iter_with_ids()
        .filter(|(_, it)| it.parent == Some(SectionId::HOME))
        .map(|(id, section)| MenuEntry {
            title: section.title.clone(),
            target: MenuTarget::Internal(section.url.clone()),
            section: Some(id),
        });
    home.into_iter().chain(rest).collect()
}

fn leads_nowhere(item: &MenuItem, sections: &Table<SectionId, Section>) -> Diagnostic {
    let problem = Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("菜单“{}”指向的内容不存在", item.title),
    )
    .label(item.to.span, "content 文件夹里没有它，或者它没有发布");
    match nearest(&item.to.value, sections.iter().map(Section::name)) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("写栏目的文件夹名（如 cases）、页面文件名（如 about.md）或完整网址"),
    }
}
