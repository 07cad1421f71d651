//! The schemas: the entries of each kind of content, which of them are required, and their valid values.
//!
//! In: the entries that remain after the common front matter. Out: a `Detail`. A required entry that is
//! missing or invalid is reported and remains empty; parsing continues.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    detail::{
        Board, Bulletin, Case, Indicator, Outreach, Policy, Quiz, ScamType, SlogansGroup,
        SpotClass, Unit,
    },
    plain::{plain, plain_all, required},
    records::{read_board, read_outreach, read_quiz, read_shares},
    schedule::Validity,
    slogan::read_slogans,
};
use crate::{
    markdown::Body,
    span::Spanned,
    vocabulary::{Channel, Kind},
    yaml::{Fields, Key, Node, UnknownKeys, Value},
};

const CLASSES: &[(&[&str], SpotClass)] = &[
    (&["公益广告", "public-service"], SpotClass::PublicService),
    (
        &["公共信息", "public-information"],
        SpotClass::PublicInformation,
    ),
];

/// The means other than channels by which a unit reaches people. Source: `docs/scam-types.md#organisation`.
const OTHER_CARRIERS: &[(&[&str], &str)] = &[
    (&["新闻媒体", "media"], "新闻媒体"),
    (&["户外广告", "outdoor"], "户外广告"),
    (&["培训", "training"], "培训"),
    (&["志愿服务", "volunteers"], "志愿服务"),
    (&["上门走访", "visits"], "上门走访"),
];

const ID: Key<'_> = Key::new("id", "编号");

#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Detail {
    Case(Case),
    // Boxed, because most pages of a large site are cases and all are in memory at the same time.
    ScamType(Box<ScamType>),
    Slogans(Box<SlogansGroup>),
    Bulletin(Box<Bulletin>),
    Policy(Policy),
    Unit(Box<Unit>),
    Quiz(Box<Quiz>),
    Outreach(Box<Outreach>),
    Board(Box<Board>),
    Page,
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
            Self::Quiz(_) => Kind::Quiz,
            Self::Outreach(_) => Kind::Outreach,
            Self::Board(_) => Kind::Board,
            Self::Page => Kind::Page,
        }
    }

    /// The texts of the fields of a kind, for the search. The fields of scam types have their own weights
    /// there, and slogans are separate entries.
    pub fn texts(&self) -> Vec<&str> {
        let mut texts: Vec<&String> = Vec::new();
        match self {
            Self::Case(it) => {
                texts.extend([&it.loss, &it.outcome].into_iter().chain(&it.recovered));
                texts.extend(&it.turning_points);
            }
            Self::Bulletin(it) => {
                texts.extend(it.indicators.iter().map(|it| &it.name));
                texts.extend(it.shares.iter().map(|it| &it.name));
            }
            Self::Policy(it) => texts.extend(it.fields.iter().map(|it| &it.1)),
            Self::Unit(it) => texts.extend([&it.duty].into_iter().chain(&it.carriers)),
            Self::Quiz(it) => {
                for question in &it.questions {
                    texts.push(&question.text);
                    texts.extend(question.options.iter().chain([&question.reason]));
                }
            }
            Self::Outreach(it) => {
                let events = it.events.iter();
                texts.extend(events.flat_map(|it| [&it.topic, &it.venue, &it.place, &it.unit]));
            }
            Self::Board(it) => {
                for community in &it.communities {
                    texts.extend([&community.name, &community.street]);
                    texts.extend(&community.note);
                }
            }
            Self::ScamType(_) | Self::Slogans(_) | Self::Page => (),
        }
        texts.into_iter().map(String::as_str).collect()
    }

    /// The stable id, if the kind has one.
    pub fn id(&self) -> Option<&Spanned<String>> {
        match self {
            Self::ScamType(it) => it.id.as_ref(),
            Self::Unit(it) => it.id.as_ref(),
            _ => None,
        }
    }
}

/// Reads the entries of `kind`.
pub fn read(kind: Kind, fields: &mut Fields<'_>, body: Body<'_>) -> Detail {
    match kind {
        Kind::Case => Detail::Case(read_case(fields)),
        Kind::ScamType => Detail::ScamType(Box::new(read_scam_type(fields))),
        Kind::Slogans => Detail::Slogans(Box::new(read_slogans_group(fields, body))),
        Kind::Bulletin => Detail::Bulletin(Box::new(read_bulletin(fields))),
        Kind::Policy => Detail::Policy(read_policy(fields)),
        Kind::Unit => Detail::Unit(Box::new(read_unit(fields))),
        Kind::Quiz => Detail::Quiz(Box::new(read_quiz(fields))),
        Kind::Outreach => Detail::Outreach(Box::new(read_outreach(fields))),
        Kind::Board => Detail::Board(Box::new(read_board(fields))),
        Kind::Page => Detail::Page,
    }
}

fn read_case(fields: &mut Fields<'_>) -> Case {
    let month = Key::new("month", "案发月份");
    let given = fields.month(month);
    Case {
        month: fields.required(month, given, "2026-05").map(|it| it.value),
        loss: required(fields, Key::new("loss", "损失金额"), "3.2 万元"),
        recovered: plain(fields.text(Key::new("recovered", "挽回金额"))),
        outcome: required(
            fields,
            Key::new("outcome", "结果"),
            "民警及时劝阻，没有造成损失",
        ),
        turning_points: sentences(fields, Key::new("turning_points", "转折点")),
    }
}

fn read_scam_type(fields: &mut Fields<'_>) -> ScamType {
    ScamType {
        id: fields.required_text(ID, "shuadan-fanli"),
        also_known_as: fields
            .words(Key::new("also_known_as", "别名"))
            .unwrap_or_default(),
        editions: read_editions(fields),
        definition: required(
            fields,
            Key::new("definition", "定义"),
            "用一句话说清这是什么骗局",
        ),
        situations: sentences(fields, Key::new("situations", "情形")),
        steps: required_sentences(fields, Key::new("steps", "步骤"), "[引流, 取信, 收网]"),
        targets: required_sentences(
            fields,
            Key::new("targets", "易受骗人群"),
            "[在校学生, 求职者]",
        ),
        prevention: required_sentences(
            fields,
            Key::new("prevention", "防范"),
            "凡是要求垫付资金的兼职都是诈骗",
        ),
        red_flags: sentences(fields, Key::new("red_flags", "特征")),
        before: sentences(fields, Key::new("before", "案前")),
        during: sentences(fields, Key::new("during", "案中")),
        after: sentences(fields, Key::new("after", "案后")),
        laws: sentences(fields, Key::new("laws", "法律依据")),
    }
}

fn read_editions(fields: &mut Fields<'_>) -> BTreeMap<i64, i64> {
    let key = Key::new("editions", "版本");
    let Some(node) = fields.node(key) else {
        return BTreeMap::new();
    };
    let mut editions = BTreeMap::new();
    let span = node.span;
    if let Value::Map(entries) = node.value {
        for entry in entries {
            let rank = match &entry.value.value {
                Value::Scalar(text) => text.parse().ok(),
                _ => None,
            };
            match (entry.key.value.parse(), rank) {
                (Ok(year), Some(rank)) => {
                    editions.insert(year, rank);
                }
                _ => fields.refuse_type(key, entry.value.span, "“年份: 名次”，例如 {2025: 1}"),
            }
        }
    } else {
        fields.refuse_type(key, span, "“年份: 名次”，例如 {2025: 1}");
    }
    editions
}

fn read_slogans_group(fields: &mut Fields<'_>, body: Body<'_>) -> SlogansGroup {
    let validity = Validity {
        from: fields.day(Key::new("valid_from", "生效日期")),
        until: fields.day(Key::new("valid_until", "失效日期")),
    };
    if let Some(problem) = validity.problem() {
        fields.diagnostics().push(problem);
    }
    let class = Key::new("class", "性质");
    let given = fields.choice(class, CLASSES);
    SlogansGroup {
        channels: fields
            .choices(Key::new("channels", "渠道"), &Channel::choices())
            .unwrap_or_default(),
        validity,
        class: fields.required(class, given, "公益广告").map(|it| it.value),
        slogans: read_slogans(body, fields.diagnostics()),
    }
}

fn read_bulletin(fields: &mut Fields<'_>) -> Bulletin {
    let period = Key::new("period", "月份");
    let given = fields.month(period);
    let indicators = Key::new("indicators", "指标");
    let nodes = fields.maps(indicators);
    let nodes = if nodes.is_empty() { None } else { Some(nodes) };
    let example = "\n  - {指标: 立案数, 数值: 120, 单位: 起, 同比: -3.7}";
    let nodes = fields.required(indicators, nodes, example);
    Bulletin {
        period: fields.required(period, given, "2026-05").map(|it| it.value),
        data_source: required(fields, Key::new("data_source", "数据来源"), "雨山公安分局"),
        indicators: nodes
            .unwrap_or_default()
            .into_iter()
            .filter_map(|node| read_indicator(node, fields))
            .collect(),
        shares: read_shares(fields),
    }
}

fn read_indicator(node: Node, outer: &mut Fields<'_>) -> Option<Indicator> {
    let mut fields = Fields::new(node, outer.diagnostics());
    let name = fields.required_text(Key::new("name", "指标"), "立案数");
    let value = fields.number(Key::new("value", "数值"));
    let value = fields.required(Key::new("value", "数值"), value, "120");
    let unit = fields.required_text(Key::new("unit", "单位"), "起");
    let year_on_year = fields.percent(Key::new("yoy", "同比"));
    let month_on_month = fields.percent(Key::new("mom", "环比"));
    fields.finish(UnknownKeys::Refuse);
    Some(Indicator {
        name: name?.value,
        value: value?,
        unit: unit?.value,
        year_on_year,
        month_on_month,
    })
}

/// Reads a policy document. 政府信息公开条例 art. 12 requires index, name, summary and date; the other fields
/// are those of district portals.
fn read_policy(fields: &mut Fields<'_>) -> Policy {
    let mut given = Vec::new();
    let mut add = |label: &'static str, text: Option<String>| {
        if let Some(text) = text.filter(|it| !it.is_empty()) {
            given.push((label.into(), text));
        }
    };
    add("索引号", plain(fields.text(Key::new("index_no", "索引号"))));
    add(
        "组配分类",
        plain(fields.text(Key::new("category", "组配分类"))),
    );
    let publisher = Key::new("publisher", "发布机构");
    add(
        "发布机构",
        plain(fields.required_text(publisher, "雨山区人民政府")),
    );
    add("文号", plain(fields.text(Key::new("doc_no", "文号"))));
    add(
        "成文日期",
        fields
            .day(Key::new("issued_on", "成文日期"))
            .map(|it| it.value.to_string()),
    );
    let name = Key::new("name", "名称");
    add("名称", plain(fields.required_text(name, "文件的全称")));
    add("有效性", plain(fields.text(Key::new("validity", "有效性"))));
    add(
        "政策咨询机关",
        plain(fields.text(Key::new("consult", "咨询机关"))),
    );
    add(
        "政策咨询电话",
        plain(fields.text(Key::new("consult_phone", "咨询电话"))),
    );
    Policy {
        fields: given,
        interpretations: fields
            .words(Key::new("interpretations", "解读"))
            .unwrap_or_default(),
    }
}

fn read_unit(fields: &mut Fields<'_>) -> Unit {
    let number = Key::new("number", "序号");
    let given = fields.integer(number);
    let mut carriers = Channel::carriers();
    carriers.extend(OTHER_CARRIERS);
    let carriers = fields.choices(Key::new("carriers", "载体"), &carriers);
    Unit {
        id: fields.required_text(ID, "rs"),
        number: fields.required(number, given, "1").map_or(0, |it| it.value),
        duty: required(fields, Key::new("duty", "职责"), "这个单位负责什么"),
        carriers: carriers
            .unwrap_or_default()
            .into_iter()
            .map(str::to_owned)
            .collect(),
    }
}

/// An optional list of sentences.
fn sentences(fields: &mut Fields<'_>, key: Key<'_>) -> Vec<String> {
    plain_all(fields.sentences(key))
}

fn required_sentences(fields: &mut Fields<'_>, key: Key<'_>, example: &str) -> Vec<String> {
    let given = fields.sentences(key);
    plain_all(fields.required(key, given, example))
}
