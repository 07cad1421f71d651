//! Whether a page or a slogan is published at a given moment.
//!
//! The moment is an argument of the build; nothing here reads the clock.

use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::{Diagnostic, code},
    span::{Span, Spanned},
    yaml::Moment,
};

/// The period in which a page is published.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Schedule {
    pub draft: bool,
    pub publish_at: Option<Spanned<Moment>>,
    /// The first moment at which the page is no longer published.
    pub expires_at: Option<Spanned<Moment>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Out,
    Draft,
    Scheduled(Moment),
    Expired(Moment),
}

impl Schedule {
    pub fn standing(&self, at: Moment) -> Standing {
        if self.draft {
            return Standing::Draft;
        }
        if let Some(publish_at) = &self.publish_at
            && publish_at.value > at
        {
            return Standing::Scheduled(publish_at.value);
        }
        match &self.expires_at {
            Some(it) if it.value <= at => Standing::Expired(it.value),
            _ => Standing::Out,
        }
    }

    /// Reports a schedule that ends before it begins, because the page would never be published.
    pub fn problem(&self) -> Option<Diagnostic> {
        let (publish_at, expires_at) = (self.publish_at.as_ref()?, self.expires_at.as_ref()?);
        (publish_at.value >= expires_at.value)
            .then(|| wrong_order(expires_at.span, publish_at.span))
    }
}

/// The period in which a slogan may be shown; the first and the last day are included.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Validity {
    pub from: Option<Spanned<Date>>,
    pub until: Option<Spanned<Date>>,
}

impl Validity {
    pub fn holds_on(&self, day: Date) -> bool {
        self.from.as_ref().is_none_or(|it| it.value <= day)
            && self.until.as_ref().is_none_or(|it| day <= it.value)
    }

    pub fn problem(&self) -> Option<Diagnostic> {
        let (from, until) = (self.from.as_ref()?, self.until.as_ref()?);
        (until.value < from.value).then(|| wrong_order(until.span, from.span))
    }
}

fn wrong_order(end: Span, start: Span) -> Diagnostic {
    Diagnostic::error(code::SCHEDULE_ORDER, "结束的日期早于开始的日期")
        .label(end, "在这里结束")
        .label(start, "在这里开始")
        .help("核对两个日期；照现在这样，内容永远不会出现")
}
