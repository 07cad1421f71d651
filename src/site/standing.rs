//! What is out at a moment, what is not and why, and for how long that holds.
//!
//! In: documents and a moment. Out: those that are out, those that are not, and the next moment at which that
//! changes.

use std::sync::Arc;

use crate::{
    content::{Detail, Document, Standing},
    paths::SourcePath,
    yaml::Moment,
};

/// Whether drafts are out (`--drafts`), and what else is before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drafts {
    LeaveOut,
    Include,
    /// Also what is scheduled: a preview shows whatever is still to come.
    IncludeScheduled,
}

/// Content that is not out, and why.
#[derive(Clone, Debug)]
pub struct LeftOut {
    pub path: SourcePath,
    /// In Chinese, for the summary of a build.
    pub reason: String,
}

/// Up to when the site stays as it is at `at`, as far as its own schedule goes; the day's date stands in some
/// files.
pub fn until(documents: &[Arc<Document>], at: Moment) -> Moment {
    let schedules = documents.iter().map(|it| &it.front_matter.schedule);
    schedules
        .flat_map(|it| [&it.publish_at, &it.expires_at])
        .flatten()
        .map(|it| it.value)
        .filter(|it| *it > at)
        .fold(at.next_day(), Moment::min)
}

/// Parts the documents into those that are out and those that are not, with the reasons.
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
