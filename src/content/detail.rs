//! What each kind of content says beyond the common front matter.
//!
//! Plain data, made by `schema`. References to other content (scam types, units) are words here; they are
//! looked up in `site`.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use super::{schedule::Validity, slogan::Slogan};
use crate::{span::Spanned, vocabulary::Channel};

/// 典型案例.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The first day of the month in which it happened.
    pub month: Option<Date>,
    /// In the author's words: `3.2 万元`.
    pub loss: String,
    /// What was stopped or given back, in the author's words; none where it is not said.
    pub recovered: Option<String>,
    pub outcome: String,
    /// The moments at which it could have ended otherwise, in the order of the story.
    pub turning_points: Vec<String>,
}

/// 诈骗类型科普.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ScamType {
    /// Never changes, whatever the ministry calls it next year.
    pub id: Option<Spanned<String>>,
    pub also_known_as: Vec<Spanned<String>>,
    /// Year of the ministry's list → rank in it.
    pub editions: BTreeMap<i64, i64>,
    pub definition: String,
    /// What befalls somebody, in their own words: `有人让我先垫钱`. The home page finds the type by them.
    pub situations: Vec<String>,
    pub steps: Vec<String>,
    pub targets: Vec<String>,
    pub red_flags: Vec<String>,
    pub prevention: Vec<String>,
    /// 案前, 案中, 案后: what to do before it happens, while somebody is on the line, and when the money is
    /// gone.
    pub before: Vec<String>,
    pub during: Vec<String>,
    pub after: Vec<String>,
    pub laws: Vec<String>,
}

/// One file of 警示语.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SlogansGroup {
    /// Empty means every channel.
    pub channels: Vec<Channel>,
    pub validity: Validity,
    pub class: Option<SpotClass>,
    pub slogans: Vec<Slogan>,
}

/// 《公益广告促进和管理暂行办法》 art. 2 keeps the two apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpotClass {
    PublicService,
    PublicInformation,
}

/// 每月通报.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Bulletin {
    pub period: Option<Date>,
    pub data_source: String,
    pub indicators: Vec<Indicator>,
    pub shares: Vec<Share>,
}

/// One number of a bulletin, as written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Indicator {
    pub name: String,
    pub value: String,
    pub unit: String,
    /// 同比, in percent.
    pub year_on_year: Option<String>,
    /// 环比, in percent.
    pub month_on_month: Option<String>,
}

/// How much of the month one kind of fraud makes up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Share {
    /// A scam type by any of its names, or other words, such as 其他.
    pub name: String,
    /// As written, always with `%`.
    pub percent: String,
}

/// 政策文件, with the fields of 政府信息公开; label and text in showing order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub fields: Vec<(Cow<'static, str>, String)>,
    /// Source paths of the pages that explain it.
    pub interpretations: Vec<Spanned<String>>,
}

/// 成员单位.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    pub id: Option<Spanned<String>>,
    pub number: i64,
    pub duty: String,
    pub carriers: Vec<String>,
}

/// 防骗自测.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Quiz {
    pub questions: Vec<Question>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Question {
    pub text: String,
    /// At least two.
    pub options: Vec<String>,
    /// Index in `options`.
    pub answer: usize,
    pub reason: String,
}

/// 六进日程: where the work goes, and when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outreach {
    /// By day.
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Event {
    pub day: Date,
    pub topic: String,
    /// `进学校`; a term of the site's venues where it has them, or other words.
    pub venue: String,
    pub place: String,
    /// A member unit by any of its names, or other words.
    pub unit: String,
}

/// 无诈社区创建.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Board {
    pub data_source: String,
    pub communities: Vec<Community>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Community {
    pub name: String,
    /// The street or township that it belongs to.
    pub street: String,
    pub standing: CommunityStanding,
    /// The month since which it stands so.
    pub since: Option<Date>,
    /// 入户宣传率, in percent.
    pub visit_rate: Option<String>,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CommunityStanding {
    /// 已命名.
    Named,
    /// 创建中.
    Working,
    /// 已撤销: it had the name once.
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
