//! The channels in which slogans are shown.

use serde::{Deserialize, Serialize};

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

/// All names of one channel.
struct Row {
    channel: Channel,
    /// In machine-readable files, and as the key of a wording: `led`.
    name: &'static str,
    /// What its files are called in packs.
    label: &'static str,
    /// In `channels` of front matter; the first is shown to authors.
    choices: &'static [&'static str],
    /// As the carrier of a unit, where these names are not `choices`.
    carrier: Option<&'static [&'static str]>,
    /// In front of the wording of one slogan; empty for a channel without a wording of its own.
    wording: &'static [&'static str],
    /// The Chinese name in messages about wordings.
    hint: &'static str,
    /// In `channel` of a feed in `site.yaml`; empty for a channel without feeds.
    feed: &'static [&'static str],
}

const ROWS: [Row; 7] = [
    Row {
        channel: Channel::Led,
        name: "led",
        label: "LED 屏",
        choices: &["LED屏", "led", "LED"],
        carrier: None,
        wording: &["led", "LED", "屏幕", "LED屏"],
        hint: "屏幕",
        feed: &["led", "LED屏", "LED", "屏幕"],
    },
    Row {
        channel: Channel::Cinema,
        name: "cinema",
        label: "影院映前",
        choices: &["影院", "cinema"],
        carrier: None,
        wording: &["cinema", "影院"],
        hint: "影院",
        feed: &["cinema", "影院", "电影院"],
    },
    Row {
        channel: Channel::Wechat,
        name: "wechat",
        label: "微信",
        choices: &["微信", "wechat"],
        carrier: None,
        wording: &["wechat", "微信"],
        hint: "微信",
        feed: &[],
    },
    Row {
        channel: Channel::Signage,
        name: "signage",
        label: "电子屏",
        choices: &["电子屏", "signage"],
        carrier: None,
        wording: &["signage", "电子屏"],
        hint: "电子屏",
        feed: &["signage", "电子屏", "一体机"],
    },
    Row {
        channel: Channel::Print,
        name: "print",
        label: "印刷品",
        choices: &["印刷品", "print"],
        carrier: Some(&["印刷品", "print", "宣传单"]),
        wording: &["print", "印刷品"],
        hint: "印刷品",
        feed: &[],
    },
    Row {
        channel: Channel::Voice,
        name: "voice",
        label: "广播稿",
        choices: &["广播", "voice"],
        carrier: None,
        wording: &["voice", "广播"],
        hint: "广播",
        feed: &["voice", "广播", "大喇叭"],
    },
    Row {
        channel: Channel::Web,
        name: "web",
        label: "警示语",
        choices: &["网站", "web"],
        carrier: None,
        wording: &[],
        hint: "网站",
        feed: &[],
    },
];

/// The names of the short form, a wording for any channel that has no room for more.
pub const SHORT: &[&str] = &["short", "短句"];

/// The Chinese name of the short form in messages.
const SHORT_HINT: &str = "短句";

/// Some words, and the value that all of them mean.
type Choices<T> = Vec<(&'static [&'static str], T)>;

impl Channel {
    /// The name in machine-readable files: `led`.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What the channel's files are called in packs.
    pub fn label(self) -> &'static str {
        self.row().label
    }

    /// The values of `channels` in front matter.
    pub fn choices() -> Choices<Self> {
        ROWS.iter().map(|it| (it.choices, it.channel)).collect()
    }

    /// The values of a unit's `carriers` that are channels, each with the name that pages show.
    pub fn carriers() -> Choices<&'static str> {
        let names = ROWS.iter().map(|it| it.carrier.unwrap_or(it.choices));
        names.map(|it| (it, it[0])).collect()
    }

    /// The channels that feeds are for, with their names in `site.yaml`; other channels select slogans in
    /// ways of their own.
    pub fn feeds() -> Choices<Self> {
        let rows = ROWS.iter().filter(|it| !it.feed.is_empty());
        rows.map(|it| (it.feed, it.channel)).collect()
    }

    /// The channels with a wording of their own, and the names before it.
    pub fn wordings() -> impl Iterator<Item = (&'static [&'static str], Self)> {
        let rows = ROWS.iter().filter(|it| !it.wording.is_empty());
        rows.map(|it| (it.wording, it.channel))
    }

    /// All names of wordings for messages: `led（屏幕）、cinema（影院）、…、short（短句）`.
    pub fn wording_hints() -> String {
        let rows = ROWS.iter().filter(|it| !it.wording.is_empty());
        let hints = rows.map(|it| format!("{}（{}）", it.name, it.hint));
        let short = format!("{}（{SHORT_HINT}）", SHORT[0]);
        hints.chain([short]).collect::<Vec<_>>().join("、")
    }

    fn row(self) -> &'static Row {
        let row = ROWS.iter().find(|it| it.channel == self);
        row.expect("every channel has a row")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_channel_has_its_row() {
        let order: Vec<usize> = ROWS.iter().map(|it| it.channel as usize).collect();
        assert_eq!(order, (0..ROWS.len()).collect::<Vec<_>>());
        assert_eq!(Channel::Web as usize + 1, ROWS.len());
        assert!(ROWS.iter().all(|it| it.choices.contains(&it.name)));
    }
}
