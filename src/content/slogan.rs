//! Slogans out of a Markdown list: one item is one slogan, its nested items are the wordings of single
//! channels.
//!
//! An id is given by the author (`{#id}`) or made from the words, so it stays when items move, and changes
//! when the words do: whoever approved the old words has not approved the new ones.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{stray_mark::stray_marks, words::Words};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    fingerprint::Fingerprint,
    markdown::{self, Body, ListItem},
    span::Span,
    vocabulary::{Channel, SHORT},
};

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Slogan {
    pub id: String,
    pub text: Words,
    pub wordings: Wordings,
}

/// The words of single channels, where they differ.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Wordings {
    own: BTreeMap<Channel, Words>,
    /// For any channel that has no room for more.
    pub short: Option<Words>,
}

/// The wording that a name stands for.
#[derive(Clone, Copy)]
enum Wording {
    Of(Channel),
    Short,
}

const COLONS: [char; 2] = [':', '：'];

impl Wordings {
    /// The channel's own words, if it has any.
    pub fn of(&self, channel: Channel) -> Option<&Words> {
        self.own.get(&channel)
    }

    fn has(&self, wording: Wording) -> bool {
        match wording {
            Wording::Of(channel) => self.own.contains_key(&channel),
            Wording::Short => self.short.is_some(),
        }
    }

    fn insert(&mut self, wording: Wording, words: Words) {
        match wording {
            Wording::Of(channel) => drop(self.own.insert(channel, words)),
            Wording::Short => self.short = Some(words),
        }
    }
}

/// The wording called `name`; none for an unknown name.
fn wording_called(name: &str) -> Option<Wording> {
    let mut channels = Channel::wordings();
    let channel = channels.find(|(names, _)| names.contains(&name));
    let short = SHORT.contains(&name).then_some(Wording::Short);
    channel.map(|it| Wording::Of(it.1)).or(short)
}

/// Reads all slogans of a file; a file without one is a warning.
pub fn read_slogans(body: Body<'_>, diagnostics: &mut Diagnostics) -> Vec<Slogan> {
    let items = markdown::list_items(body);
    let has_strays = stray_marks(body, names_channel, diagnostics);
    if items.is_empty() && !has_strays {
        let start = body.offset + body.text.len() - body.text.trim_start().len();
        let end = start + body.text.trim().len();
        diagnostics.push(no_slogans(Span::new(body.source, start..end)));
    }
    items
        .iter()
        .filter_map(|item| read_slogan(item, diagnostics))
        .collect()
}

fn read_slogan(item: &ListItem, diagnostics: &mut Diagnostics) -> Option<Slogan> {
    if let Some(at) = item.markup {
        diagnostics.push(markup(at));
    }
    let (text, id) = split_id(&item.text);
    if text.is_empty() && id.is_none() && item.children.is_empty() {
        // A `-` that waits for its slogan says nothing yet.
        return None;
    }
    let mut wordings = Wordings::default();
    if names_channel(text) {
        diagnostics.push(not_indented(item.span));
    } else if !has_words(text) {
        diagnostics.push(no_words(item.span));
    }
    for child in &item.children {
        read_wording(child, &mut wordings, diagnostics);
    }
    let text = Words::new(text, item.span);
    Some(Slogan {
        id: id.map_or_else(|| id_of(&text.value), str::to_owned),
        text,
        wordings,
    })
}

/// Whether a line gives the wording of a channel: `led: ……`.
fn names_channel(text: &str) -> bool {
    let name = text.split_once(COLONS).map(|it| it.0.trim());
    name.is_some_and(|it| wording_called(it).is_some())
}

fn read_wording(item: &ListItem, wordings: &mut Wordings, diagnostics: &mut Diagnostics) {
    if let Some(at) = item.markup {
        diagnostics.push(markup(at));
    }
    if let Some(deeper) = item.children.first() {
        diagnostics.push(too_deep(deeper.span));
    }
    let Some((name, text)) = item.text.split_once(COLONS) else {
        diagnostics.push(no_channel(item.span));
        return;
    };
    let (name, text) = (name.trim(), text.trim());
    match wording_called(name) {
        Some(_) if !has_words(text) => diagnostics.push(no_words(item.span)),
        Some(wording) if wordings.has(wording) => {
            diagnostics.push(channel_twice(item.span, name));
        }
        Some(wording) => wordings.insert(wording, Words::new(text, item.span)),
        None => diagnostics.push(unknown_channel(item.span, name)),
    }
}

/// A sign alone would be a dark screen, or a full stop in a street.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// `文字 {#my-id}` → the words and the id.
fn split_id(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let parts = text
        .strip_suffix('}')
        .and_then(|it| it.rsplit_once("{#"))
        .filter(|(_, id)| {
            !id.is_empty()
                && id
                    .chars()
                    .all(|it| it.is_alphanumeric() || matches!(it, '-' | '_'))
        });
    match parts {
        Some((text, id)) => (text.trim_end(), Some(id)),
        None => (text, None),
    }
}

/// Eight hexadecimal digits of the words' fingerprint: for ten thousand slogans two equal ones are still
/// unlikely, and `site` would report them.
fn id_of(text: &str) -> String {
    let hex = Fingerprint::of(text.as_bytes()).to_string();
    format!("s-{}", &hex[..8])
}

fn no_slogans(at: Span) -> Diagnostic {
    Diagnostic::warning(code::SLOGAN_NONE, "这个文件里没有警示语")
        .label(at, "没有以“- ”开头的行")
        .help("每条警示语单独一行，以“- ”（减号加空格）开头")
}

fn markup(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_MARKUP, "警示语里不能有加粗、链接等格式")
        .label(at, "屏幕只能显示文字")
        .help("删去星号、方括号等符号，只留文字")
}

fn no_words(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_EMPTY, "这一条没有字")
        .label(at, "屏幕上会是空的")
        .help("写上要说的话，或者删去这一行")
}

fn not_indented(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_CHANNEL, "渠道的说法没有缩进")
        .label(at, "会被当作一条单独的警示语")
        .help("在这一行前面加两个空格，让它排在所属的警示语下面")
}

fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_CHANNEL, "渠道的说法下面又分了一级")
        .label(at, "这一行不会用到")
        .help("删去这一行前面多出的空格，让它和上面的说法对齐")
}

fn no_channel(at: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_CHANNEL, "下一级的行没有写渠道")
        .label(at, "不知道是哪个渠道的说法")
        .help("写成“led: ……”“cinema: ……”“voice: ……”或“short: ……”；如果是另一条警示语，请去掉行首的空格")
}

fn unknown_channel(at: Span, name: &str) -> Diagnostic {
    let of_channels = Channel::wordings().flat_map(|(names, _)| names.iter().copied());
    let names = of_channels.chain(SHORT.iter().copied());
    let problem = Diagnostic::error(code::SLOGAN_CHANNEL, format!("不认识渠道“{name}”"))
        .label(at, "这一行不会用到");
    let problem = match nearest(name, names) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem,
    };
    problem.help(format!("可以写：{}", Channel::wording_hints()))
}

fn channel_twice(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_CHANNEL, format!("渠道“{name}”写了两次"))
        .label(at, "第二次")
        .help("一条警示语的每个渠道只留一种说法")
}
