//! The picture of one cue.
//!
//! In: its lines, and what stands at the foot. Out: the variables of the template `cinema/still.svg`, which
//! draws it. All text stands inside the title-safe area: a tenth of the picture is left free on each side
//! (1598×864 of 1998×1080). The ground is dark, since large white areas dazzle in a dark hall. Source:
//! `docs/cinema.md#stills-and-safe-areas`.

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

/// The template of the picture, with its variables.
pub fn filling<'a>(
    lines: &[String],
    foot: &Foot,
    frame: Frame,
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
