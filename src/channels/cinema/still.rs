//! The picture of one cue.
//!
//! In: its lines, and what stands at the foot. Out: SVG. All text stands inside the title-safe area: a tenth
//! of the picture is left free on each side (1598×864 of 1998×1080). The ground is dark, since large white
//! areas dazzle in a dark hall. Source: `docs/cinema.md#stills-and-safe-areas`.

use super::spot::Spot;
use crate::{
    picture::{
        Qr, qr,
        svg::{Anchor, code, picture, words},
    },
    site::Site,
    typeset::em_hundredths,
};

/// The sizes of a still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// 1998×1080, the flat picture of digital cinemas.
    Flat,
    /// 1920×1080.
    Hd,
}

impl Frame {
    pub const ALL: [Self; 2] = [Self::Flat, Self::Hd];

    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Flat => (1998, 1080),
            Self::Hd => (1920, 1080),
        }
    }
}

/// What stands below the words on every still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    contact: String,
    organiser: String,
    /// The site's domain in clear, beside the code: who pastes another code over it can be found out.
    domain: String,
    code: Option<Qr>,
}

impl Foot {
    pub fn new(spot: &Spot, site: &Site) -> Self {
        let config = &site.config;
        let address = config.base_url.as_str();
        Self {
            contact: spot.contact.clone(),
            organiser: config.identity.organizer.clone().unwrap_or_default(),
            domain: config.base_url.host().to_owned(),
            // A code that leads through an open line is no help against fraud.
            code: address
                .starts_with("https://")
                .then(|| qr(address))
                .flatten(),
        }
    }
}

/// Also between two pictures of a video.
pub const GROUND: &str = "#06213d";
const WORDS: &str = "#ffffff";
const ACCENT: &str = "#ffd25e";
const CALM: &str = "#b9d0e4";
/// The largest letters: two lines of eight characters are no louder than two of twelve.
const FONT_PX_MAX: u32 = 168;
/// A code needs at least a sixth of the height.
const CODE_PX: u32 = 200;

pub fn svg(lines: &[String], foot: &Foot, frame: Frame) -> String {
    let (width, height) = frame.size();
    let (left, top) = (width.div_ceil(10), height.div_ceil(10));
    let safe_px = width - 2 * left;
    let longest = lines.iter().map(|it| em_hundredths(it)).max();
    let fitting = safe_px * 100 / longest.unwrap_or(1).max(1);
    let font_px = fitting.min(FONT_PX_MAX);
    let leading = font_px * 3 / 2;
    let count = u32::try_from(lines.len()).unwrap_or(1);
    // The words stand in the middle of what the foot leaves free.
    let free = height - 2 * top - CODE_PX - 40;
    let first = top + (free - leading * count) / 2 + font_px + (leading - font_px) / 2;
    let mut content = String::new();
    for (line, y) in lines.iter().zip((first..).step_by(leading as usize)) {
        content += &words(line, (width / 2, y), (font_px, WORDS), Anchor::Middle);
    }
    let bottom = height - top;
    let rule = bottom - CODE_PX - 28;
    content += &format!(
        r#"<rect x="{left}" y="{rule}" width="{safe_px}" height="3" fill="{CALM}" opacity="0.5"/>"#
    );
    let at_left = |text: &str, up: u32, look| words(text, (left, bottom - up), look, Anchor::Start);
    content += &at_left(&foot.contact, 108, (64, ACCENT));
    content += &at_left(&foot.organiser, 32, (40, CALM));
    if let Some(qr) = &foot.code {
        let x = width - left - CODE_PX;
        content += &code(qr, (x, bottom - CODE_PX), CODE_PX);
        let beside =
            |text: &str, up: u32| words(text, (x - 28, bottom - up), (34, CALM), Anchor::End);
        content += &beside(&foot.domain, 32);
        content += &beside("扫码看更多，只认这个网址", 88);
    }
    picture((width, height), GROUND, &content)
}
