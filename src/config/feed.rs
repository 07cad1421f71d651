//! The feeds of `site.yaml`, which select the slogans for each destination.
//!
//! A feed selects slogans and never changes their wording. Its id is part of the names of files for USB
//! sticks, so it is lower-case ASCII.

use super::{ScreenProfile, entry};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    span::{Span, Spanned},
    vocabulary::Channel,
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug)]
pub struct FeedSettings {
    pub id: Spanned<String>,
    pub name: String,
    /// A description of the location.
    pub place: Option<String>,
    pub kind: FeedKind,
    /// The audiences for which slogans are selected; empty for all.
    pub audiences: Vec<Spanned<String>>,
    pub scam_types: Vec<Spanned<String>>,
    /// The unit that shows the feed. Slogans meant for other units are omitted.
    pub unit: Option<Spanned<String>>,
    /// The maximum number of slogans.
    pub limit: usize,
}

#[derive(Clone, Debug)]
pub enum FeedKind {
    Led {
        screen: ScreenProfile,
    },
    Cinema {
        seconds: u32,
    },
    Signage {
        shape: Shape,
    },
    /// A loudspeaker, with the maximum duration of its text.
    Voice {
        seconds: u32,
    },
}

impl FeedKind {
    /// The channel whose wordings the feed uses.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Led { .. } => Channel::Led,
            Self::Cinema { .. } => Channel::Cinema,
            Self::Signage { .. } => Channel::Signage,
            Self::Voice { .. } => Channel::Voice,
        }
    }
}

/// The form of a signage display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A display of 16:9.
    Landscape,
    /// A display of 9:16.
    Portrait,
    /// A strip, such as 352×16.
    Banner,
}

const SHAPES: &[(&[&str], Shape)] = &[
    (&["landscape", "横屏"], Shape::Landscape),
    (&["portrait", "竖屏"], Shape::Portrait),
    (&["banner", "长条屏"], Shape::Banner),
];

/// The maximum duration of a text for a loudspeaker. Source: `docs/voice.md#length`, a design value.
const VOICE_SECONDS_MAX: u32 = 60;

/// The spot lengths that cinemas sell, in seconds. Source: `docs/cinema.md#spot-lengths`, a design value.
const SPOT_SECONDS: [u32; 4] = [5, 10, 15, 30];
const SPOT_SECONDS_DEFAULT: u32 = 15;

/// The default for the maximum number of slogans of a feed: a round of ten minutes.
const LIMIT_DEFAULT: usize = 100;
/// The upper limit of that number, because names of single files have three digits.
const LIMIT_MAX: u32 = 999;

const ID: Key<'_> = Key::new("id", "编号");
const CHANNEL: Key<'_> = Key::new("channel", "渠道");
const NAME: Key<'_> = Key::new("name", "名称");
const PLACE: Key<'_> = Key::new("place", "地点");
const UNIT: Key<'_> = Key::new("unit", "单位");
const SCREEN: Key<'_> = Key::new("screen", "屏幕");
const SECONDS: Key<'_> = Key::new("seconds", "时长秒");
const SHAPE: Key<'_> = Key::new("shape", "形状");
const LIMIT: Key<'_> = Key::new("limit", "最多条数");
const AUDIENCES: Key<'_> = Key::new("audiences", "人群");
const SCAM_TYPES: Key<'_> = Key::new("scam_types", "诈骗类型");

pub fn read_feeds(
    nodes: Vec<Node>,
    screens: &[ScreenProfile],
    diagnostics: &mut Diagnostics,
) -> Vec<FeedSettings> {
    let mut feeds: Vec<FeedSettings> = Vec::new();
    for node in nodes {
        let Some(feed) = read_feed(node, screens, diagnostics) else {
            continue;
        };
        match feeds.iter().find(|it| it.id.value == feed.id.value) {
            Some(first) => diagnostics.push(entry::duplicate(&feed.id, first.id.span)),
            None => feeds.push(feed),
        }
    }
    feeds
}

fn read_feed(
    node: Node,
    screens: &[ScreenProfile],
    diagnostics: &mut Diagnostics,
) -> Option<FeedSettings> {
    let mut fields = Fields::new(node, diagnostics);
    let id = entry::id(ID, "rs-door", &mut fields);
    let channel = fields.choice(CHANNEL, &Channel::feeds());
    let channel = fields.required(CHANNEL, channel, "led");
    let screen = fields.text(SCREEN);
    let seconds = fields.count(SECONDS);
    let shape = fields.choice(SHAPE, SHAPES);
    let name = fields.text(NAME).map(|it| it.value);
    let place = fields.text(PLACE).map(|it| it.value);
    let unit = fields.text(UNIT);
    let limit = read_limit(&mut fields);
    let audiences = fields.words(AUDIENCES).unwrap_or_default();
    let scam_types = fields.words(SCAM_TYPES).unwrap_or_default();
    let kind = channel.and_then(|it| match it.value {
        Channel::Led => {
            let name = fields.required(SCREEN, screen, "屏幕编号")?;
            find_screen(&name, screens, fields.diagnostics()).map(|screen| FeedKind::Led { screen })
        }
        Channel::Cinema => Some(FeedKind::Cinema {
            seconds: spot_seconds(seconds, fields.diagnostics()),
        }),
        Channel::Signage => Some(FeedKind::Signage {
            shape: shape.map_or(Shape::Landscape, |it| it.value),
        }),
        Channel::Voice => Some(FeedKind::Voice {
            seconds: voice_seconds(seconds, fields.diagnostics()),
        }),
        _ => unreachable!("other channels have no feeds"),
    });
    fields.finish(UnknownKeys::Refuse);
    let (id, kind) = (id?, kind?);
    let screen = match &kind {
        FeedKind::Led { screen } => Some(screen),
        _ => None,
    };
    let place = place.or_else(|| screen?.place.clone());
    let unit = unit.or_else(|| screen?.unit.clone());
    Some(FeedSettings {
        name: name.unwrap_or_else(|| id.value.clone()),
        id,
        place,
        kind,
        audiences,
        scam_types,
        unit,
        limit,
    })
}

fn read_limit(fields: &mut Fields<'_>) -> usize {
    let Some(limit) = fields.count(LIMIT) else {
        return LIMIT_DEFAULT;
    };
    if limit.value > LIMIT_MAX {
        fields
            .diagnostics()
            .push(entry::too_many(limit.span, LIMIT_MAX));
    }
    limit.value.min(LIMIT_MAX) as usize
}

fn find_screen(
    name: &Spanned<String>,
    screens: &[ScreenProfile],
    diagnostics: &mut Diagnostics,
) -> Option<ScreenProfile> {
    let screen = screens.iter().find(|it| it.id == name.value);
    if screen.is_none() {
        let near = nearest(&name.value, screens.iter().map(|it| it.id.as_str()));
        diagnostics.push(no_such(name, "屏幕", near));
    }
    screen.cloned()
}

fn spot_seconds(seconds: Option<Spanned<u32>>, diagnostics: &mut Diagnostics) -> u32 {
    let Some(seconds) = seconds else {
        return SPOT_SECONDS_DEFAULT;
    };
    if !SPOT_SECONDS.contains(&seconds.value) {
        diagnostics.push(bad_spot_length(seconds.span));
    }
    seconds.value
}

fn voice_seconds(seconds: Option<Spanned<u32>>, diagnostics: &mut Diagnostics) -> u32 {
    let Some(seconds) = seconds else {
        return VOICE_SECONDS_MAX;
    };
    if seconds.value > VOICE_SECONDS_MAX {
        diagnostics.push(too_long_to_say(seconds.span, VOICE_SECONDS_MAX));
    }
    seconds.value.min(VOICE_SECONDS_MAX)
}

fn no_such(name: &Spanned<String>, what: &str, near: Option<&str>) -> Diagnostic {
    let problem = Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("没有名为“{}”的{what}", name.value),
    )
    .label(name.span, format!("找不到这个{what}"));
    match near {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help(format!("先在 site.yaml 里定义这个{what}")),
    }
}

fn bad_spot_length(at: Span) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "影院没有这个时长的位置")
        .label(at, "不是常用时长")
        .help("时长秒可以写 5、10、15 或 30")
}

fn too_long_to_say(at: Span, seconds_max: u32) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "广播一次说得太久，没有人听得完")
        .label(at, "太长")
        .help(format!("时长秒最多写 {seconds_max}"))
}
