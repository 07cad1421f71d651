//! How a page stands with its readers, for the editor who looks at it.
//!
//! In: a document and a moment. Out: one of five words, and a label in Chinese. Decides nothing: what is
//! shown is `site`'s business.

use crate::{
    content::{self, Detail, Document},
    paths::{OutputPath, SourcePath},
    yaml::Moment,
};

/// How many days ahead an editor is told that a page will go.
const EXPIRING_DAYS: u8 = 7;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    Draft,
    Scheduled,
    Out,
    /// Out, and to go soon.
    Expiring,
    Expired,
}

impl Standing {
    /// Its name for machines.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Out => "out",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageState {
    pub standing: Standing,
    /// In Chinese: `草稿，没有发布`.
    pub label: String,
}

/// A page as the editor's desk lists it.
#[derive(Clone, Debug)]
pub struct Content {
    pub title: String,
    pub source: SourcePath,
    /// Where its page is; none if it is not shown.
    pub output: Option<OutputPath>,
    pub state: PageState,
}

impl PageState {
    pub fn of(document: &Document, at: Moment) -> Self {
        let (standing, label) = match document.front_matter.schedule.standing(at) {
            content::Standing::Draft => (Standing::Draft, "草稿，没有发布".to_owned()),
            content::Standing::Scheduled(it) => {
                let label = format!("定时到 {} 发布", it.minutes());
                (Standing::Scheduled, label)
            }
            content::Standing::Expired(it) => {
                let label = format!("已于 {} 下线", it.minutes());
                (Standing::Expired, label)
            }
            content::Standing::Out => out(document, at),
        };
        Self { standing, label }
    }
}

impl Content {
    pub(super) fn of(document: &Document, output: Option<OutputPath>, at: Moment) -> Self {
        Self {
            title: document.title.value.clone(),
            source: document.path.clone(),
            output,
            state: PageState::of(document, at),
        }
    }
}

/// A page that is out by its own schedule; slogans have days of their own.
fn out(document: &Document, at: Moment) -> (Standing, String) {
    let today = at.date();
    if let Detail::Slogans(group) = &document.detail {
        let from = group.validity.from.as_ref().map(|it| it.value);
        let until = group.validity.until.as_ref().map(|it| it.value);
        match (from, until) {
            (_, Some(until)) if until < today => {
                return (Standing::Expired, format!("警示语已于 {until} 失效"));
            }
            (Some(from), _) if from > today => {
                return (Standing::Scheduled, format!("警示语从 {from} 起生效"));
            }
            (_, Some(until)) if is_near(until, at) => {
                return (Standing::Expiring, format!("警示语到 {until} 失效"));
            }
            _ => (),
        }
    }
    match &document.front_matter.schedule.expires_at {
        Some(it) if is_near(it.value.date(), at) => {
            let label = format!("将于 {} 下线", it.value.minutes());
            (Standing::Expiring, label)
        }
        _ => (Standing::Out, "已发布".to_owned()),
    }
}

fn is_near(day: jiff::civil::Date, at: Moment) -> bool {
    let days = (day - at.date()).get_days();
    days <= i32::from(EXPIRING_DAYS)
}
