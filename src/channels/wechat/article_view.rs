//! The variables of the template of an article: the facts of a case or of an explainer.
//!
//! In: a page. Out: the variables `article`, `case` and `scam_type` of `wechat/article.html`. Unknown texts
//! are empty, and one of `case` and `scam_type` is null.

use serde::Serialize;

use super::words::day_of;
use crate::{content::Detail, page::summary_of, site::Page, theme::Filling};

#[derive(Serialize)]
struct ArticleView {
    title: String,
    summary: String,
    is_sample: bool,
    source: String,
    /// `2026年1月8日`.
    date: String,
}

#[derive(Serialize)]
struct ArticleCase {
    /// `2025年12月`.
    month: String,
    loss: String,
    outcome: String,
}

#[derive(Serialize)]
struct ArticleScamType<'a> {
    definition: &'a str,
    also_known_as: Vec<&'a str>,
    targets: &'a [String],
    red_flags: &'a [String],
    prevention: &'a [String],
    steps: &'a [String],
    /// 案前, 案中, 案后.
    before: &'a [String],
    during: &'a [String],
    after: &'a [String],
}

pub fn fill<'a>(filling: &mut Filling<'a>, page: &'a Page) {
    let document = &page.document;
    let front_matter = &document.front_matter;
    filling.insert(
        "article",
        ArticleView {
            title: document.title.value.clone(),
            summary: summary_of(document),
            is_sample: front_matter.sample,
            source: front_matter.source.clone().unwrap_or_default(),
            date: day_of(page).unwrap_or_default(),
        },
    );
    filling.insert("case", case(&document.detail));
    filling.insert("scam_type", scam_type(&document.detail));
}

fn case(detail: &Detail) -> Option<ArticleCase> {
    let Detail::Case(case) = detail else {
        return None;
    };
    let month = case.month;
    let month = month.map(|it| format!("{}年{}月", it.year(), it.month()));
    Some(ArticleCase {
        month: month.unwrap_or_default(),
        loss: case.loss.clone(),
        outcome: case.outcome.clone(),
    })
}

fn scam_type(detail: &Detail) -> Option<ArticleScamType<'_>> {
    let Detail::ScamType(scam) = detail else {
        return None;
    };
    let names = scam.also_known_as.iter();
    Some(ArticleScamType {
        definition: &scam.definition,
        also_known_as: names.map(|it| it.value.as_str()).collect(),
        targets: &scam.targets,
        red_flags: &scam.red_flags,
        prevention: &scam.prevention,
        steps: &scam.steps,
        before: &scam.before,
        during: &scam.during,
        after: &scam.after,
    })
}
