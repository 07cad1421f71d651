//! The message of one group of slogans for one tier of chat groups.
//!
//! In: the group's slogans in their order. Out: plain text that is pasted as it is, and the bodies that a WeCom robot takes.
//! As many slogans as have room in 200 characters, none of them cut; 600 is the most that anybody reads. A robot takes 2,048
//! bytes of text and 4,096 of Markdown, which 600 characters never reach.

use std::{fmt::Write as _, sync::Arc};

use serde_json::json;

use super::slug_of;
use crate::{
    channel::{self, Addressee, Delivery, Order, Prepared, Recipe, web::date_of},
    config::Tier,
    content::{Channel, Detail},
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::OutputPath,
    site::{Page, Site},
    span::Span,
    typeset::wrap,
};

const CHARACTERS_WANTED: usize = 200;
const CHARACTERS_MAX: usize = 600;
/// Of the first line, without its mark.
const TITLE_CELLS_MAX: usize = 40;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    /// What a WeCom robot takes as text.
    RobotText,
    RobotMarkdown,
}

#[derive(Clone, Debug)]
pub struct Message {
    title: String,
    sentences: Vec<String>,
    /// What to do, who says so and when, who is to pass it on.
    foot: Vec<String>,
}

pub fn orders(site: &Site, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    let groups = site.pages.iter().enumerate();
    let groups = groups.filter(|it| matches!(it.1.document.detail, Detail::Slogans(_)));
    for (index, page) in groups {
        let slogans = site.slogans.iter().enumerate();
        let slogans = slogans.filter(|(_, it)| it.page == index && it.is_for(Channel::Wechat));
        let slogans: Vec<usize> = slogans.map(|it| it.0).collect();
        let Some(first) = slogans.first() else {
            continue;
        };
        for tier in &site.config.wechat.tiers {
            let (message, said) = compose(page, &slogans, tier, site);
            let count = message.text().chars().count();
            if count > CHARACTERS_WANTED {
                let at = site.slogans[*first].wording(Channel::Wechat).span;
                diagnostics.push_once(too_long(at, count));
            }
            orders.extend(files(&Arc::new(message), (index, page), tier, &said));
        }
    }
    orders
}

fn files(
    message: &Arc<Message>,
    (index, page): (usize, &Page),
    tier: &Tier,
    slogans: &[usize],
) -> Vec<Order> {
    let forms = [
        (Form::Text, "txt"),
        (Form::RobotText, "wecom-text.json"),
        (Form::RobotMarkdown, "wecom-md.json"),
    ];
    let name = format!("wechat/group/{}-{}", slug_of(&page.url), tier.id);
    let order = |(form, extension): (Form, &str)| Order {
        output: OutputPath::new(&format!("{name}.{extension}"))
            .expect("slugs and ids are safe names"),
        recipe: Recipe::WechatMessage(Arc::clone(message), form),
        origin: Some(page.document.place()),
        delivery: Some(Delivery {
            channel: Channel::Wechat,
            form: channel::Form::Utf8,
            addressee: Addressee::Page(index),
            slogans: slogans.into(),
        }),
    };
    forms.map(order).into()
}

/// The message, and the slogans that have room in it: at least the first.
fn compose(page: &Page, slogans: &[usize], tier: &Tier, site: &Site) -> (Message, Vec<usize>) {
    let mut message = Message {
        title: title(&page.document.title.value),
        sentences: Vec::new(),
        foot: foot(page, tier, site),
    };
    let mut said = Vec::new();
    for index in slogans {
        message
            .sentences
            .push(site.slogans[*index].wording(Channel::Wechat).value.clone());
        if !said.is_empty() && message.text().chars().count() > CHARACTERS_WANTED {
            message.sentences.pop();
            continue;
        }
        said.push(*index);
    }
    (message, said)
}

/// What has room in a line of a phone: the first part of a long title.
fn title(title: &str) -> String {
    let lines = wrap(title, TITLE_CELLS_MAX, 4);
    let first = lines.and_then(|it| it.into_iter().next());
    first.unwrap_or_else(|| title.chars().take(TITLE_CELLS_MAX / 2).collect())
}

fn foot(page: &Page, tier: &Tier, site: &Site) -> Vec<String> {
    let hotline = site.config.hotlines.first();
    let ask = hotline.map_or_else(
        || "拿不准，先问家人；已经转账，马上打110。".to_owned(),
        |it| format!("拿不准，打{}问一问；已经转账，马上打110。", it.number),
    );
    let source = page.document.front_matter.source.clone();
    let source = source.unwrap_or_else(|| site.config.title.clone());
    let day = date_of(&page.document).map(|it| format!(" {}", it.datetime().date()));
    let mut foot = vec![ask, format!("{source}{}", day.unwrap_or_default())];
    foot.push(tier.request.clone());
    foot.retain(|it| !it.is_empty());
    foot
}

impl Message {
    fn text(&self) -> String {
        let mut text = format!("【反诈提醒】{}\n\n", self.title);
        for (index, sentence) in self.sentences.iter().enumerate() {
            let _ = writeln!(text, "{}. {sentence}", index + 1);
        }
        text.push('\n');
        for line in &self.foot {
            text.push_str(line);
            text.push('\n');
        }
        text
    }

    fn markdown(&self) -> String {
        let mut text = format!("**【反诈提醒】{}**\n", plain(&self.title));
        for sentence in &self.sentences {
            let _ = writeln!(text, "> {}", plain(sentence));
        }
        for line in &self.foot {
            let _ = writeln!(text, "\n{}", plain(line));
        }
        text
    }
}

/// WeCom's Markdown has no escapes: its signs are written in full width.
fn plain(text: &str) -> String {
    let wide = |it: char| match it {
        '*' => '＊',
        '`' => '｀',
        '[' => '［',
        ']' => '］',
        '<' => '＜',
        '>' => '＞',
        '#' => '＃',
        '_' => '＿',
        other => other,
    };
    text.chars().map(wide).collect()
}

pub fn message<'a>(message: &Message, form: Form) -> Prepared<'a> {
    let body = match form {
        Form::Text => return Prepared::made(message.text().into_bytes()),
        Form::RobotText => json!({"msgtype": "text", "text": {"content": message.text()}}),
        Form::RobotMarkdown => {
            json!({"msgtype": "markdown", "markdown": {"content": message.markdown()}})
        }
    };
    let mut bytes = serde_json::to_vec_pretty(&body).expect("plain data can be written");
    bytes.push(b'\n');
    Prepared::made(bytes)
}

fn too_long(at: Span, count: usize) -> Diagnostic {
    let problem = match count > CHARACTERS_MAX {
        true => Diagnostic::error(code::WECHAT_LONG, "群消息太长，没有人会读完"),
        false => Diagnostic::warning(code::WECHAT_LONG, "群消息有些长"),
    };
    problem
        .label(at, format!("整条消息有 {count} 个字"))
        .help(format!(
            "在这一条下面写一行短的“wechat: ……”；整条消息最好不超过 {CHARACTERS_WANTED} 个字，最多 {CHARACTERS_MAX} 个"
        ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_message_fits_a_robot() {
        let message = Message {
            title: "题".repeat(20),
            sentences: vec!["骗".repeat(540)],
            foot: vec!["问".repeat(25)],
        };
        assert!(message.text().chars().count() <= CHARACTERS_MAX);
        assert!(message.text().len() <= 2048);
        assert!(message.markdown().len() <= 4096);
    }

    #[test]
    fn signs_of_markdown_are_words() {
        let message = Message {
            title: "<a>".to_owned(),
            sentences: vec!["*刷单*[点我](x)".to_owned()],
            foot: Vec::new(),
        };
        assert_eq!(
            message.markdown(),
            "**【反诈提醒】＜a＞**\n> ＊刷单＊［点我］(x)\n"
        );
    }
}
