//! The picture of one cue.
//!
//! In: the lines of the cue, and the contents of the foot. Out: the variables of the template
//! `cinema/still.svg`, which draws it. All text is inside the title-safe area: a margin of a tenth of the
//! picture is left free on each side (1598×864 of 1998×1080). The background is dark, because large white
//! areas dazzle in a dark hall. Source: `docs/cinema.md#stills-and-safe-areas`.

use super::spot::Spot;
use crate::{
    page::RenderContext,
    picture::{Qr, qr},
    site::Site,
    theme::Filling,
};

const TEMPLATE: &str = "cinema/still.svg";

/// The sizes of a still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StillFormat {
    /// 1998×1080, the flat format of digital cinemas.
    Flat,
    /// 1920×1080.
    Hd,
}

impl StillFormat {
    pub const ALL: [Self; 2] = [Self::Flat, Self::Hd];

    pub fn size(self) -> (u32, u32) {
        match self {
            Self::Flat => (1998, 1080),
            Self::Hd => (1920, 1080),
        }
    }
}

/// The text and code below the words on every still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foot {
    contact: String,
    organiser: String,
    /// The site's domain as text beside the code, so that a code pasted over it can be recognised.
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
            // An address without TLS gets no code, because the connection could be redirected.
            code: address
                .starts_with("https://")
                .then(|| qr(address))
                .flatten(),
        }
    }
}

/// The template of the picture, with its variables.
pub fn filling<'a>(
    lines: &[String],
    foot: &Foot,
    frame: StillFormat,
    context: &RenderContext<'a>,
) -> Filling<'a> {
    let (width, height) = frame.size();
    let mut filling = Filling::new(context.theme, TEMPLATE);
    filling.insert("width", width);
    filling.insert("height", height);
    filling.insert("lines", lines.to_vec());
    filling.insert("contact", foot.contact.clone());
    filling.insert("organiser", foot.organiser.clone());
    filling.insert("domain", foot.domain.clone());
    filling.insert("code", foot.code.clone());
    filling
}
