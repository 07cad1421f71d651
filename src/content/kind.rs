//! The kinds of content, each with a schema of its own.
//!
//! A page's kind comes from its section; a kind decides the fields, never where the page lies.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    Case,
    ScamType,
    Slogans,
    Bulletin,
    Policy,
    Unit,
    Quiz,
    Outreach,
    Board,
    Page,
}

impl Kind {
    /// Each kind with all its names; the first is shown to authors.
    pub const CHOICES: &[(&[&str], Self)] = &[
        (&["典型案例", "case", "案例"], Self::Case),
        (&["诈骗类型", "scam-type", "type"], Self::ScamType),
        (&["警示语", "slogans", "slogan"], Self::Slogans),
        (&["每月通报", "bulletin", "通报"], Self::Bulletin),
        (&["政策文件", "policy", "政策"], Self::Policy),
        (&["成员单位", "unit", "单位"], Self::Unit),
        (&["防骗自测", "quiz", "自测"], Self::Quiz),
        (&["六进日程", "outreach", "六进"], Self::Outreach),
        (&["无诈社区", "board", "无诈创建"], Self::Board),
        (&["页面", "page"], Self::Page),
    ];

    /// The name that authors read.
    pub fn chinese(self) -> &'static str {
        let names = Self::CHOICES.iter().find(|it| it.1 == self);
        names.expect("every kind has its names").0[0]
    }

    /// The name in files and templates: `scam-type`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::ScamType => "scam-type",
            Self::Slogans => "slogans",
            Self::Bulletin => "bulletin",
            Self::Policy => "policy",
            Self::Unit => "unit",
            Self::Quiz => "quiz",
            Self::Outreach => "outreach",
            Self::Board => "board",
            Self::Page => "page",
        }
    }
}
