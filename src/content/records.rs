//! Lists of small records in a front matter: shares of a bulletin, questions of a self-test, events,
//! communities.
//!
//! In: the entry that holds the list. Out: the records in showing order. A record that lacks something is a
//! diagnostic at its own place and left out; what does not add up is one too.

use super::{
    detail::{Board, Community, CommunityStanding, Event, Outreach, Question, Quiz, Share},
    plain::{plain, plain_all, required},
};
use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
    yaml::{Fields, Key, Node, UnknownKeys},
};

const SHARES: Key<'_> = Key::new("shares", "占比");
const OPTIONS: Key<'_> = Key::new("options", "选项");
const ANSWER: Key<'_> = Key::new("answer", "答案");

/// Shares may leave out what is small; together they are never more than the whole, but for rounding.
const WHOLE_PERCENT: f64 = 100.5;

pub fn read_shares(fields: &mut Fields<'_>) -> Vec<Share> {
    let nodes = fields.maps(SHARES);
    let Some(last) = nodes.last().map(|it| it.span) else {
        return Vec::new();
    };
    let shares = nodes.into_iter().filter_map(|it| read_share(it, fields));
    let shares: Vec<Share> = shares.collect();
    let percent = |it: &Share| it.percent.trim_end_matches('%').parse::<f64>();
    let numbers: Vec<f64> = shares.iter().filter_map(|it| percent(it).ok()).collect();
    let sum: f64 = numbers.iter().sum();
    if sum > WHOLE_PERCENT || numbers.iter().any(|it| *it < 0.0) {
        fields.diagnostics().push(more_than_all(last, sum));
    }
    shares
}

fn read_share(node: Node, outer: &mut Fields<'_>) -> Option<Share> {
    let mut fields = Fields::new(node, outer.diagnostics());
    let name = fields.required_text(Key::new("name", "类型"), "刷单返利");
    let key = Key::new("share", "占比");
    let percent = fields.percent(key);
    let percent = fields.required(key, percent, "25");
    fields.finish(UnknownKeys::Refuse);
    Some(Share {
        name: name?.value,
        percent: percent?,
    })
}

pub fn read_quiz(fields: &mut Fields<'_>) -> Quiz {
    let example = "\n  - {题目: ……, 选项: [……, ……], 答案: 2, 解析: ……}";
    let nodes = required_maps(fields, Key::new("questions", "题目"), example);
    let questions = nodes.into_iter();
    Quiz {
        questions: questions
            .filter_map(|it| read_question(it, fields))
            .collect(),
    }
}

fn read_question(node: Node, outer: &mut Fields<'_>) -> Option<Question> {
    let mut fields = Fields::new(node, outer.diagnostics());
    let text = fields.required_text(
        Key::new("question", "题目").also(&["问"]),
        "客服让您共享屏幕，怎么办？",
    );
    let options = fields.words(OPTIONS);
    let options = fields.required(OPTIONS, options, "[照他说的做, 挂断电话]");
    let answer = fields.count(ANSWER);
    let answer = fields.required(ANSWER, answer, "2");
    let reason = fields.required_text(Key::new("reason", "解析"), "屏幕一共享，验证码就被看见了");
    let (text, options, answer, reason) = (text?, plain_all(options), answer?, reason?);
    let count = options.len();
    let index = answer.value as usize - 1;
    if index >= count || count < 2 {
        fields
            .diagnostics()
            .push(no_such_option(answer.span, count));
    }
    fields.finish(UnknownKeys::Refuse);
    Some(Question {
        text: text.value,
        options,
        answer: index,
        reason: reason.value,
    })
}

pub fn read_outreach(fields: &mut Fields<'_>) -> Outreach {
    let example = "\n  - {日期: 2026-05-20, 主题: ……, 场所: 进社区, 地点: ……, 单位: ……}";
    let nodes = required_maps(fields, Key::new("events", "活动"), example);
    let events = nodes.into_iter().filter_map(|it| read_event(it, fields));
    let mut events: Vec<Event> = events.collect();
    events.sort_by_key(|it| it.day);
    Outreach { events }
}

fn read_event(node: Node, outer: &mut Fields<'_>) -> Option<Event> {
    let mut fields = Fields::new(node, outer.diagnostics());
    let key = Key::new("day", "日期");
    let day = fields.day(key);
    let day = fields.required(key, day, "2026-05-20");
    let event = Event {
        day: day.as_ref().map(|it| it.value).unwrap_or_default(),
        topic: required(&mut fields, Key::new("topic", "主题"), "防刷单讲座"),
        venue: required(&mut fields, Key::new("venue", "场所"), "进社区"),
        place: required(&mut fields, Key::new("place", "地点"), "社区活动室"),
        unit: required(&mut fields, Key::new("unit", "单位"), "团区委"),
    };
    fields.finish(UnknownKeys::Refuse);
    day.map(|_| event)
}

pub fn read_board(fields: &mut Fields<'_>) -> Board {
    let example = "\n  - {名称: 某某社区, 街道: 某某街道, 状态: 创建中}";
    let nodes = required_maps(fields, Key::new("communities", "社区"), example);
    let communities = nodes.into_iter();
    Board {
        communities: communities
            .filter_map(|it| read_community(it, fields))
            .collect(),
        data_source: required(fields, Key::new("data_source", "数据来源"), "雨山区联席办"),
    }
}

fn read_community(node: Node, outer: &mut Fields<'_>) -> Option<Community> {
    let mut fields = Fields::new(node, outer.diagnostics());
    let name = fields.required_text(Key::new("name", "名称"), "某某社区");
    let street = required(&mut fields, Key::new("street", "街道"), "某某街道");
    let key = Key::new("standing", "状态");
    let standing = fields.choice(key, CommunityStanding::CHOICES);
    let standing = fields.required(key, standing, "创建中");
    let since = fields.month(Key::new("since", "月份"));
    let visit_rate = fields.percent(Key::new("visit_rate", "入户率"));
    let note = plain(fields.text(Key::new("note", "说明")));
    fields.finish(UnknownKeys::Refuse);
    Some(Community {
        name: name?.value,
        street,
        standing: standing?.value,
        since: since.map(|it| it.value),
        visit_rate,
        note,
    })
}

/// A list of maps that must not be missing.
fn required_maps(fields: &mut Fields<'_>, key: Key<'_>, example: &str) -> Vec<Node> {
    let nodes = fields.maps(key);
    let nodes = (!nodes.is_empty()).then_some(nodes);
    fields.required(key, nodes, example).unwrap_or_default()
}

fn more_than_all(at: Span, sum: f64) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "各类占比加起来不对")
        .label(at, format!("到这里合计 {sum:.1}%"))
        .help("核对每一类的占比：不能是负数，合计不超过 100%")
        .help("没有单独列出的合成一项“其他”，或者不写")
}

fn no_such_option(at: Span, count: usize) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "答案不是选项里的一个")
        .label(at, format!("这一题有 {count} 个选项"))
        .help("选项至少写两个；答案写它是第几个选项，从 1 数起")
}
