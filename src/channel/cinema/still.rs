//! The picture of one cue.
//!
//! In: its lines, and what stands at the foot. Out: SVG. All text stands inside the title-safe area: a tenth of the picture is
//! left free on each side (1598×864 of 1998×1080; Ciné-Picture, `shared/domain/channels.md` §3.1). Dark ground, since a white
//! one dazzles in a dark hall.

use super::Spot;
use crate::{
    markdown::escape,
    picture::{Qr, qr},
    site::Site,
    typeset::cells,
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

const GROUND: &str = "#06213d";
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
    let longest = lines.iter().map(|it| cells(it)).max().unwrap_or(1).max(1);
    let fitting = safe_px * 2 / u32::try_from(longest).unwrap_or(u32::MAX);
    let font_px = fitting.min(FONT_PX_MAX);
    let leading = font_px * 3 / 2;
    let count = u32::try_from(lines.len()).unwrap_or(1);
    // The words stand in the middle of what the foot leaves free.
    let free = height - 2 * top - CODE_PX - 40;
    let first = top + (free - leading * count) / 2 + font_px + (leading - font_px) / 2;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{GROUND}"/>"#
    );
    for (line, y) in lines.iter().zip((first..).step_by(leading as usize)) {
        let x = width / 2;
        svg.push_str(&text(line, (x, y), (font_px, WORDS), "middle"));
    }
    let bottom = height - top;
    let rule = bottom - CODE_PX - 28;
    svg.push_str(&format!(
        r#"<rect x="{left}" y="{rule}" width="{safe_px}" height="3" fill="{CALM}" opacity="0.5"/>"#
    ));
    svg.push_str(&text(
        &foot.contact,
        (left, bottom - 108),
        (64, ACCENT),
        "start",
    ));
    svg.push_str(&text(
        &foot.organiser,
        (left, bottom - 32),
        (40, CALM),
        "start",
    ));
    if let Some(code) = &foot.code {
        let x = width - left - CODE_PX;
        svg.push_str(&code_at(code, (x, bottom - CODE_PX)));
        svg.push_str(&text(
            &foot.domain,
            (x - 28, bottom - 32),
            (34, CALM),
            "end",
        ));
        svg.push_str(&text(
            "扫码看更多，只认这个网址",
            (x - 28, bottom - 88),
            (34, CALM),
            "end",
        ));
    }
    svg.push_str("</svg>");
    svg
}

fn text(words: &str, (x, y): (u32, u32), (size, colour): (u32, &str), anchor: &str) -> String {
    format!(
        r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="700" fill="{colour}" text-anchor="{anchor}">{}</text>"#,
        escape(words)
    )
}

fn code_at(code: &Qr, (x, y): (u32, u32)) -> String {
    let Qr { side, path } = code;
    format!(
        r##"<svg x="{x}" y="{y}" width="{CODE_PX}" height="{CODE_PX}" viewBox="0 0 {side} {side}"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    )
}
