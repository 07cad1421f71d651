//! What each kind of content says beyond the common front matter.
//!
//! Plain data, made by `schema`. References to other content (scam types, units) are words here; they are looked up
//! in `site`.

use std::{borrow::Cow, collections::BTreeMap};

use jiff::civil::Date;

use serde::{Deserialize, Serialize};

use super::{Kind, schedule::Validity, slogan::Slogan};
use crate::span::Spanned;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Detail {
    Case(Case),
    // Boxed: most pages of a large site are cases, and all are in memory together.
    ScamType(Box<ScamType>),
    Slogans(Box<SlogansGroup>),
    Bulletin(Box<Bulletin>),
    Policy(Policy),
    Unit(Box<Unit>),
    Page,
}

/// 典型案例.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Case {
    /// The first day of the month in which it happened.
    pub month: Option<Date>,
    /// In the author's words: `3.2 万元`.
    pub loss: String,
    pub outcome: String,
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
    pub steps: Vec<String>,
    pub targets: Vec<String>,
    pub prevention: Vec<String>,
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

/// Where a slogan is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Channel {
    Led,
    Cinema,
    Wechat,
    Signage,
    Print,
    Voice,
    Web,
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

/// 政策文件, with the fields of 政府信息公开; label and text in showing order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Policy {
    pub fields: Vec<(Cow<'static, str>, String)>,
}

/// 成员单位.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Unit {
    pub id: Option<Spanned<String>>,
    pub number: i64,
    pub duty: String,
    pub carriers: Vec<String>,
}

impl Detail {
    pub fn kind(&self) -> Kind {
        match self {
            Self::Case(_) => Kind::Case,
            Self::ScamType(_) => Kind::ScamType,
            Self::Slogans(_) => Kind::Slogans,
            Self::Bulletin(_) => Kind::Bulletin,
            Self::Policy(_) => Kind::Policy,
            Self::Unit(_) => Kind::Unit,
            Self::Page => Kind::Page,
        }
    }

    /// The stable id, where the kind has one.
    pub fn id(&self) -> Option<&Spanned<String>> {
        match self {
            Self::ScamType(it) => it.id.as_ref(),
            Self::Unit(it) => it.id.as_ref(),
            _ => None,
        }
    }
}

impl Channel {
    /// The name in machine-readable files: `led`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Led => "led",
            Self::Cinema => "cinema",
            Self::Wechat => "wechat",
            Self::Signage => "signage",
            Self::Print => "print",
            Self::Voice => "voice",
            Self::Web => "web",
        }
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
