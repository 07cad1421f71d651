//! The fields of each kind of content beyond the common front matter.
//!
//! Plain data, made by `schema`. References to other content (scam types, units) are plain words here; they
//! are resolved in `site`.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use super::{schedule::Validity, slogan::Slogan};
use crate::{span::Spanned, vocabulary::Channel};

/// A typical case (典型案例).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The month in which it happened, as its first day.
    pub month: Option<Date>,
    /// The loss in the author's words: `3.2 万元`.
    pub loss: String,
    /// The amount that was stopped or returned, in the author's words; `None` if it is not stated.
    pub recovered: Option<String>,
    pub outcome: String,
    /// The moments at which the fraud could have been stopped, in the order of the story.
    pub turning_points: Vec<String>,
}

/// An explanation of a scam type (诈骗类型科普).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScamType {
    /// The id. It is stable even if the ministry renames the scam type.
    pub id: Option<Spanned<String>>,
    pub also_known_as: Vec<Spanned<String>>,
    /// The rank of the type in the ministry's list, by year.
    pub editions: BTreeMap<i64, i64>,
    pub definition: String,
    /// Situations in the words of a victim: `有人让我先垫钱`. The home page finds the type by them.
    pub situations: Vec<String>,
    pub steps: Vec<String>,
    pub targets: Vec<String>,
    pub red_flags: Vec<String>,
    pub prevention: Vec<String>,
    /// 案前, 案中, 案后: what to do before the fraud, during the call, and after the money has been
    /// transferred.
    pub before: Vec<String>,
    pub during: Vec<String>,
    pub after: Vec<String>,
    pub laws: Vec<String>,
}

/// A file of slogans (警示语).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SlogansGroup {
    /// The channels; empty for all channels.
    pub channels: Vec<Channel>,
    pub validity: Validity,
    pub class: Option<SpotClass>,
    pub slogans: Vec<Slogan>,
}

/// The two classes that 《公益广告促进和管理暂行办法》 art. 2 distinguishes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpotClass {
    PublicService,
    PublicInformation,
}

/// A monthly bulletin (每月通报).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bulletin {
    pub period: Option<Date>,
    pub data_source: String,
    pub indicators: Vec<Indicator>,
    pub shares: Vec<Share>,
}

/// A number of a bulletin, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Indicator {
    pub name: String,
    pub value: String,
    pub unit: String,
    /// The change from the same month of the year before (同比), in percent.
    pub year_on_year: Option<String>,
    /// The change from the previous month (环比), in percent.
    pub month_on_month: Option<String>,
}

/// The share of one kind of fraud in a month.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Share {
    /// Any name of a scam type, or other words, such as 其他.
    pub name: String,
    /// The share as written, always with `%`.
    pub percent: String,
}

/// A policy document (政策文件), with the fields of 政府信息公开 as labels and texts in display order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub fields: Vec<(Cow<'static, str>, String)>,
    /// The source paths of the pages that explain the document.
    pub interpretations: Vec<Spanned<String>>,
}

/// A member unit (成员单位).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    pub id: Option<Spanned<String>>,
    pub number: i64,
    pub duty: String,
    pub carriers: Vec<String>,
}

/// A self-test (防骗自测).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quiz {
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    /// The possible answers, at least two.
    pub options: Vec<String>,
    /// The index into `options` of the right answer.
    pub answer: usize,
    pub reason: String,
}

/// A schedule of outreach events (六进日程), with places and dates.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outreach {
    /// The events in the order of days.
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    pub day: Date,
    pub topic: String,
    /// The venue, such as `进学校`: a term of the site's venues if it has them, or other words.
    pub venue: String,
    pub place: String,
    /// Any name of a member unit, or other words.
    pub unit: String,
}

/// The communities that take part in 无诈社区创建.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Board {
    pub data_source: String,
    pub communities: Vec<Community>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Community {
    pub name: String,
    /// The street or township to which the community belongs.
    pub street: String,
    pub standing: CommunityStanding,
    /// The month since which the community has this standing.
    pub since: Option<Date>,
    /// The share of households that were visited (入户宣传率), in percent.
    pub visit_rate: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommunityStanding {
    /// 已命名: the community has the name.
    Named,
    /// 创建中: the community works towards the name.
    Working,
    /// 已撤销: the name was withdrawn.
    Revoked,
}

impl CommunityStanding {
    /// Each standing with all its names; the first is shown to authors and readers.
    pub const CHOICES: &[(&[&str], Self)] = &[
        (&["已命名", "named"], Self::Named),
        (&["创建中", "working"], Self::Working),
        (&["已撤销", "revoked"], Self::Revoked),
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Working => "working",
            Self::Revoked => "revoked",
        }
    }

    pub fn chinese(self) -> &'static str {
        let names = Self::CHOICES.iter().find(|it| it.1 == self);
        names.expect("every standing has its names").0[0]
    }
}

impl SpotClass {
    pub fn name(self) -> &'static str {
        match self {
            Self::PublicService => "公益广告",
            Self::PublicInformation => "公共信息",
        }
    }
}
