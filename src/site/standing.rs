//! Determines what is published at a given moment, what is not and why, and for how long the result is valid.
//!
//! In: documents and a moment. Out: the published documents, the others, and the next moment at which this
//! changes.

use std::sync::Arc;

use crate::{
    content::{Detail, Document, Standing},
    paths::SourcePath,
    yaml::Moment,
};

/// Whether drafts (`--drafts`) and scheduled pages are included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    LeaveOut,
    Include,
    /// Scheduled pages are included too, as in a preview.
    IncludeScheduled,
}

/// Unpublished content, with the reason.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub path: SourcePath,
    /// The reason in Chinese, for the summary of a build.
    pub reason: String,
}

/// The moment until which the site remains as it is at `at`, according to its schedule. It is at most the end
/// of the day, because some files contain the date.
pub fn until(documents: &[Arc<Document>], at: Moment) -> Moment {
    let schedules = documents.iter().map(|it| &it.front_matter.schedule);
    schedules
        .flat_map(|it| [&it.publish_at, &it.expires_at])
        .flatten()
        .map(|it| it.value)
        .filter(|it| *it > at)
        .fold(at.next_day(), Moment::min)
}

/// Splits the documents into published and unpublished ones, the latter with the reasons.
pub fn sort_by_standing(
    documents: Vec<Arc<Document>>,
    at: Moment,
    drafts: Drafts,
) -> (Vec<Arc<Document>>, Vec<Arc<Document>>, Vec<LeftOut>) {
    let mut out = Vec::new();
    let mut hidden = Vec::new();
    let mut left_out = Vec::new();
    for document in documents {
        match reason_to_hide(&document, at, drafts) {
            None => out.push(document),
            Some(reason) => {
                left_out.push(LeftOut {
                    path: document.path.clone(),
                    reason,
                });
                hidden.push(document);
            }
        }
    }
    (out, hidden, left_out)
}

fn reason_to_hide(document: &Document, at: Moment, drafts: Drafts) -> Option<String> {
    match document.front_matter.schedule.standing(at) {
        Standing::Out => (),
        Standing::Draft if drafts != Drafts::LeaveOut => (),
        Standing::Scheduled(_) if drafts == Drafts::IncludeScheduled => (),
        Standing::Draft => return Some("草稿".to_owned()),
        Standing::Scheduled(it) => return Some(format!("定时到 {} 发布", it.minutes())),
        Standing::Expired(it) => return Some(format!("已于 {} 下线", it.minutes())),
    }
    let Detail::Slogans(group) = &document.detail else {
        return None;
    };
    if group.validity.holds_on(at.date()) {
        return None;
    }
    let until = group.validity.until.as_ref().map(|it| it.value);
    let from = group.validity.from.as_ref().map(|it| it.value);
    match (from, until) {
        (_, Some(until)) if until < at.date() => Some(format!("警示语已于 {until} 失效")),
        (Some(_), _) if drafts == Drafts::IncludeScheduled => None,
        (Some(from), _) => Some(format!("警示语从 {from} 起生效")),
        (None, _) => None,
    }
}
