//! A message for a group: what the fraud is, a few slogans, the hotline, the sender and the date.
//!
//! In: a group of slogans. Out: one text for each tier; the texts differ only in their last line. Plain text,
//! with an empty line between the parts and without links. Slogans are never truncated; only a few are
//! selected.

use std::sync::Arc;

use serde::Serialize;
use serde_json::json;
use tera::Context;

use super::words::{day_of, in_words};
use crate::{
    config::Tier,
    content::Detail,
    diagnostics::{Diagnostic, Diagnostics, code},
    page::written,
    site::{SCAM_TYPES, Site, SiteSlogan, SloganId, Term},
    span::Span,
    theme::Theme,
    vocabulary::Channel,
};

/// Longer messages are rarely read. Source: `docs/wechat.md#group-messages`, design values.
const CHARACTERS_WANTED: usize = 200;
const CHARACTERS_MAX: usize = 600;
/// WeCom's limits for a robot's messages, in bytes of UTF-8. Source: `docs/wechat.md#wecom-robots`.
const TEXT_BYTES_MAX: usize = 2048;
const MARKDOWN_BYTES_MAX: usize = 4096;
/// The maximum number of slogans in one message.
const SLOGANS_MAX: usize = 6;
/// A definition that would leave less space than this for slogans is omitted.
const SLOGANS_WANTED: usize = 3;
const TITLE_CHARACTERS_MAX: usize = 20;
const TEXT: &str = "wechat/message.txt";
const MARKDOWN: &str = "wechat/message.md";
/// The help for a message that is too long.
const SHORTEN: &str =
    "在这一条下面写一行短的“wechat: ……”，再看看 site.yaml 里“微信”的结尾是不是太长";

/// The format of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MessageForm {
    /// The text to paste into a group.
    Text,
    /// The `text` body of a WeCom robot.
    WecomText,
    /// The `markdown` body of a WeCom robot.
    WecomMarkdown,
}

impl MessageForm {
    pub const ALL: [Self; 3] = [Self::Text, Self::WecomText, Self::WecomMarkdown];

    pub fn ending(self) -> &'static str {
        match self {
            Self::Text => ".txt",
            Self::WecomText => ".wecom-text.json",
            Self::WecomMarkdown => ".wecom-md.json",
        }
    }
}

/// The variable `message` of `wechat/message.txt` and `.md`.
#[derive(Clone, Serialize)]
struct MessageView {
    title: String,
    /// How the fraud works; null if there is no definition or no space for it.
    definition: Option<String>,
    sentences: Vec<String>,
    /// The sender and the date.
    from: Vec<String>,
    /// The last day of validity; null if none is set.
    valid_until: Option<String>,
    /// The request to forward the message.
    request: String,
}

/// The content of the messages of a group of slogans, the same for every tier.
pub struct Choice<'a> {
    theme: &'a Theme,
    pub slogans: Arc<[SloganId]>,
    /// The message without a request.
    view: MessageView,
    /// The first slogan, where a message that is too long is reported.
    place: Span,
}

impl<'a> Choice<'a> {
    /// The choice among `slogans`, which must not be empty.
    ///
    /// # Errors
    /// A template of messages is missing or fails.
    pub fn of(
        slogans: &[SloganId],
        site: &Site,
        theme: &'a Theme,
    ) -> Result<Self, Box<Diagnostic>> {
        let words = |id: SloganId| site.slogans[id].wording(Channel::Wechat);
        let first = &site.slogans[slogans[0]];
        let mut choice = Self {
            theme,
            slogans: Arc::default(),
            view: MessageView {
                title: title(first, site),
                definition: definition(first, site),
                sentences: Vec::new(),
                from: from(first, site),
                valid_until: first.valid_until.map(in_words),
                request: String::new(),
            },
            place: words(slogans[0]).span,
        };
        let requests = site.config.wechat.tiers.iter();
        let requests = requests.map(|it| it.request.chars().count());
        let request = requests.max().unwrap_or_default();
        let wanted = SLOGANS_WANTED.min(slogans.len());
        let mut chosen = choice.choose(slogans, request, site)?;
        if choice.view.definition.is_some() && chosen.len() < wanted {
            choice.view.definition = None;
            chosen = choice.choose(slogans, request, site)?;
        }
        if chosen.is_empty() {
            let shortest = slogans
                .iter()
                .min_by_key(|it| words(**it).value.chars().count());
            chosen.extend(shortest);
            choice.place = words(chosen[0]).span;
        }
        let sentences = chosen.iter().map(|it| words(*it).value.clone());
        choice.view.sentences = sentences.collect();
        choice.slogans = chosen.into();
        Ok(choice)
    }

    /// The slogans that fit besides the rest of the message, in order.
    fn choose(
        &self,
        slogans: &[SloganId],
        request: usize,
        site: &Site,
    ) -> Result<Vec<SloganId>, Box<Diagnostic>> {
        let mut length = length(&self.render(TEXT, &self.view)?) + request;
        let mut chosen = Vec::new();
        for index in slogans {
            // Before it are its number, a full stop and a space.
            let words = &site.slogans[*index].wording(Channel::Wechat).value;
            let more = words.chars().count() + 3;
            if chosen.len() < SLOGANS_MAX && length + more <= CHARACTERS_WANTED {
                length += more;
                chosen.push(*index);
            }
        }
        Ok(chosen)
    }

    /// # Errors
    /// A template of messages is missing or fails.
    pub fn message(&self, tier: &Tier) -> Result<Message, Box<Diagnostic>> {
        let view = MessageView {
            request: tier.request.clone(),
            ..self.view.clone()
        };
        Ok(Message {
            tier: tier.name.clone(),
            text: self.render(TEXT, &view)?,
            markdown: self.render(MARKDOWN, &view.without_marks())?,
        })
    }

    fn render(&self, template: &str, view: &MessageView) -> Result<String, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert("message", view);
        let text = self.theme.render(template, &context)?;
        Ok(String::from_utf8_lossy(&text).trim_end().to_owned())
    }

    pub fn check(&self, message: &Message, diagnostics: &mut Diagnostics) {
        let length = message.length();
        let is_refused = length > CHARACTERS_MAX
            || message.text.len() > TEXT_BYTES_MAX
            || message.markdown.len() > MARKDOWN_BYTES_MAX;
        if is_refused {
            diagnostics.push(refused(self.place, message));
        } else if length > CHARACTERS_WANTED {
            diagnostics.push(long(self.place, message));
        }
    }
}

/// The subject of the message, short enough for its first line.
fn title(slogan: &SiteSlogan, site: &Site) -> String {
    let title = &site.pages[slogan.page].document.title.value;
    let fits = |it: &str| it.chars().count() <= TITLE_CHARACTERS_MAX;
    let before = title.split(['（', '(']).next().unwrap_or_default();
    let candidates = [title.as_str(), before.trim_end()];
    if let Some(fitting) = candidates.into_iter().find(|it| fits(it)) {
        return fitting.to_owned();
    }
    if let Some(scam) = only_scam_type(slogan, site).filter(|it| fits(&it.name)) {
        return scam.name.clone();
    }
    let start: String = title.chars().take(TITLE_CHARACTERS_MAX - 1).collect();
    format!("{start}…")
}

/// The scam type, if the slogans are about exactly one.
fn only_scam_type<'a>(slogan: &SiteSlogan, site: &'a Site) -> Option<&'a Term> {
    let types = site.taxonomy(SCAM_TYPES)?;
    let mut named = slogan.terms.iter().filter(|it| it.taxonomy == types);
    match (named.next(), named.next()) {
        (Some(only), None) => Some(site.term(*only)),
        _ => None,
    }
}

/// How the fraud works, in the words of its explainer.
fn definition(slogan: &SiteSlogan, site: &Site) -> Option<String> {
    let term = only_scam_type(slogan, site)?;
    match &site.pages[term.page?].document.detail {
        Detail::ScamType(it) if !it.definition.is_empty() => {
            Some(format!("{}：{}", term.name, it.definition))
        }
        _ => None,
    }
}

fn from(slogan: &SiteSlogan, site: &Site) -> Vec<String> {
    let office = site.config.identity.undertaker.clone();
    let parts = [
        slogan.source.clone().or(office),
        day_of(&site.pages[slogan.page]),
    ];
    parts.into_iter().flatten().collect()
}

impl MessageView {
    /// The same for a template in Markdown.
    fn without_marks(&self) -> Self {
        let all = |texts: &[String]| texts.iter().map(|it| without_marks(it)).collect();
        Self {
            title: without_marks(&self.title),
            definition: self.definition.as_deref().map(without_marks),
            sentences: all(&self.sentences),
            from: all(&self.from),
            valid_until: self.valid_until.clone(),
            request: without_marks(&self.request),
        }
    }
}

/// Replaces the characters that Markdown would parse by full-width ones.
fn without_marks(text: &str) -> String {
    let wide = |it: char| match it {
        '*' | '_' | '`' | '<' | '>' | '[' | ']' | '#' | '~' => {
            char::from_u32(u32::from(it) + 0xfee0).unwrap_or(it)
        }
        _ => it,
    };
    text.chars().map(wide).collect()
}

/// The length in characters, including punctuation but not line breaks.
fn length(text: &str) -> usize {
    text.chars().filter(|it| *it != '\n').count()
}

/// The message for the groups of one tier.
#[derive(Clone, Debug)]
pub struct Message {
    tier: String,
    text: String,
    markdown: String,
}

impl Message {
    /// The length in characters, including punctuation but not line breaks.
    pub fn length(&self) -> usize {
        length(&self.text)
    }

    pub fn bytes(&self, form: MessageForm) -> Vec<u8> {
        match form {
            MessageForm::Text => format!("{}\n", self.text).into_bytes(),
            MessageForm::WecomText => {
                written::json(&json!({"msgtype": "text", "text": {"content": self.text}}))
            }
            MessageForm::WecomMarkdown => written::json(
                &json!({"msgtype": "markdown", "markdown": {"content": self.markdown}}),
            ),
        }
    }
}

fn long(at: Span, message: &Message) -> Diagnostic {
    Diagnostic::warning(
        code::WECHAT_MESSAGE,
        format!("微信群消息有 {} 个字，长了没人看", message.length()),
    )
    .label(
        at,
        format!("发到“{}”的消息超过 {CHARACTERS_WANTED} 个字", message.tier),
    )
    .help(SHORTEN)
}

fn refused(at: Span, message: &Message) -> Diagnostic {
    Diagnostic::error(
        code::WECHAT_MESSAGE,
        format!("微信群消息有 {} 个字，发不出去", message.length()),
    )
    .label(
        at,
        format!(
            "发到“{}”的消息超过 {CHARACTERS_MAX} 个字或企业微信的 {TEXT_BYTES_MAX} 字节",
            message.tier
        ),
    )
    .help(SHORTEN)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::span::SourceId;

    const ADVICE: &str = "拿不准，先拨打96110问一问；已被骗，马上拨打110。";

    static THEME: LazyLock<Theme> = LazyLock::new(Theme::builtin);

    /// A message with one sentence, `count` times `unit`.
    fn choice(unit: &str, count: usize) -> Choice<'static> {
        Choice {
            theme: &THEME,
            slogans: Arc::default(),
            view: MessageView {
                title: "题".to_owned(),
                definition: Some("假的：骗人".to_owned()),
                sentences: vec![unit.repeat(count)],
                from: vec!["区联席办".to_owned(), "2026年1月8日".to_owned()],
                valid_until: None,
                request: String::new(),
            },
            place: Span::new(SourceId(0), 0..0),
        }
    }

    fn tier() -> Tier {
        Tier {
            id: "street".to_owned(),
            name: "街道群".to_owned(),
            request: "请转发。".to_owned(),
        }
    }

    /// The severity and the text of each diagnostic.
    fn said(unit: &str, count: usize) -> Vec<String> {
        let mut diagnostics = Diagnostics::default();
        let choice = choice(unit, count);
        choice.check(&choice.message(&tier()).unwrap(), &mut diagnostics);
        diagnostics
            .iter()
            .map(|it| format!("{:?} {}", it.severity, it.message))
            .collect()
    }

    #[test]
    fn what_is_not_known_leaves_no_gap() {
        let mut choice = choice("", 0);
        choice.view.definition = None;
        choice.view.sentences.clear();
        choice.view.from.clear();
        let message = choice.message(&tier()).unwrap();
        assert_eq!(
            message.text,
            format!("【反诈提醒】题\n\n{ADVICE}\n请转发。")
        );
        choice.view.valid_until = Some("2026年2月1日".to_owned());
        let message = choice.message(&tier()).unwrap();
        assert!(
            message
                .markdown
                .ends_with("\n有效期至2026年2月1日\n请转发。")
        );
    }

    #[test]
    fn a_message_has_its_parts_in_order() {
        let message = choice("不转账", 1).message(&tier()).unwrap();
        assert_eq!(
            message.text,
            format!(
                "【反诈提醒】题\n\n假的：骗人\n\n1. 不转账\n\n{ADVICE}\n区联席办　2026年1月8日\n请转发。"
            )
        );
        assert_eq!(
            message.markdown,
            format!(
                "**【反诈提醒】题**\n\n> 假的：骗人\n\n1. 不转账\n\n**{ADVICE}**\n区联席办　2026年1月8日\n请转发。"
            )
        );
    }

    #[test]
    fn length_is_told_at_its_limits() {
        let around = choice("", 0).message(&tier()).unwrap().length();
        assert_eq!(said("字", CHARACTERS_WANTED - around), [""; 0]);
        assert_eq!(
            said("字", CHARACTERS_WANTED - around + 1),
            ["Warning 微信群消息有 201 个字，长了没人看"]
        );
        assert_eq!(said("字", CHARACTERS_MAX - around).len(), 1);
        assert_eq!(
            said("字", CHARACTERS_MAX - around + 1),
            ["Error 微信群消息有 601 个字，发不出去"]
        );
    }

    /// A rare character takes four bytes, so few characters already exceed the limit in bytes.
    #[test]
    fn bytes_are_counted_besides_characters() {
        let around = choice("", 0).message(&tier()).unwrap().text.len();
        let fitting = (TEXT_BYTES_MAX - around) / "𠮷".len();
        let at_limit = choice("𠮷", fitting).message(&tier()).unwrap();
        assert!(at_limit.text.len() <= TEXT_BYTES_MAX && at_limit.length() <= CHARACTERS_MAX);
        assert!(said("𠮷", fitting)[0].starts_with("Warning"));
        assert!(said("𠮷", fitting + 1)[0].starts_with("Error"));
    }

    #[test]
    fn markdown_marks_are_full_width() {
        assert_eq!(without_marks("a*b_<c>`#1"), "a＊b＿＜c＞｀＃1");
    }
}
