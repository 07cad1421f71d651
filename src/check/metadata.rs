//! Government page tags that must not be missing (`metadata/missing`).
//!
//! # What it does
//! Warns about an article without 发布时间 or 来源, and about a section without 关键词 or a 摘要 of ten
//! characters. Only where `site.yaml` says that this is a government site (网站标识 with 网站名称 or
//! 网站域名).
//!
//! # Why it matters
//! `PubDate`, `ContentSource`, `ColumnKeywords` and `ColumnDescription` are 必选 (mandatory) in the annex of
//! 国办发〔2017〕47号; an article without a visible date counts as not kept up to date.
//!
//! # Wrong
//! ```yaml
//! 标题: 一个案例
//! ```
//!
//! # Right
//! ```yaml
//! 标题: 一个案例
//! 发布时间: 2026-05-01 09:30
//! 来源: 雨山区反诈中心
//! ```
//!
//! The check never invents a value.

use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    site::{Page, Section, Site},
    span::Span,
};

/// A shorter 栏目描述 says no more than the name.
///
/// Source: `docs/government-pages.md#column-descriptions`, a design value.
const DESCRIPTION_CHARS_MIN: usize = 10;

pub fn check(site: &Site, diagnostics: &mut Diagnostics) {
    let identity = &site.config.identity;
    if identity.site_name.is_none() && identity.domain.is_none() {
        return;
    }
    for section in &site.sections {
        check_section(section, diagnostics);
    }
    for page in &site.pages {
        check_page(page, diagnostics);
    }
}

fn check_section(section: &Section, diagnostics: &mut Diagnostics) {
    let Some(document) = &section.document else {
        return;
    };
    if section.parent.is_none() {
        return;
    }
    let front_matter = &document.front_matter;
    let summary = front_matter.summary.as_deref().unwrap_or_default();
    if summary.chars().count() < DESCRIPTION_CHARS_MIN {
        diagnostics.push(missing(
            document.place(),
            "摘要",
            "用一句话（十个字以上）说明这个栏目是做什么的",
        ));
    }
    if front_matter.keywords.is_empty() {
        diagnostics.push(missing(document.place(), "关键词", "[反诈, 案例]"));
    }
}

fn check_page(page: &Page, diagnostics: &mut Diagnostics) {
    let front_matter = &page.document.front_matter;
    if front_matter.date.is_none() && front_matter.schedule.publish_at.is_none() {
        diagnostics.push(missing(
            page.document.place(),
            "发布时间",
            "2026-05-01 09:30",
        ));
    }
    if front_matter.source.is_none() {
        diagnostics.push(missing(page.document.place(), "来源", "发布单位的名称"));
    }
}

fn missing(at: Span, name: &str, example: &str) -> Diagnostic {
    Diagnostic::warning(
        code::METADATA_MISSING,
        format!("政府网站的网页标签需要“{name}”"),
    )
    .label(at, format!("这里没有写“{name}”"))
    .help(format!("在信息栏里加一行：{name}: {example}"))
}
