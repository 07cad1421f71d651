//! The content of one display: its slogans, broken into lines, and the variables of its page.

use serde::Serialize;
use tera::Value;

use crate::{
    config::Shape,
    fingerprint::Fingerprint,
    page::{RenderContext, in_script, note},
    site::{Feed, Site, SloganId},
    theme::{Filling, LateValue},
    typeset::{dwell_ms, em_hundredths, wrap},
    vocabulary::Channel,
};

/// One file of a display.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BoardPart {
    Page,
    /// A package for Xibo: an archive that contains the page.
    Package,
    /// A picture of the item with this index.
    Slide(usize),
}

/// The content of one display.
#[derive(Clone, Debug)]
pub struct SignageBoard {
    pub id: String,
    pub name: String,
    pub shape: Shape,
    pub items: Vec<SignageItem>,
    /// The contact for questions: name and number.
    pub contact: (String, String),
    pub organiser: String,
}

/// One slogan, or one line of it if the display is a banner.
#[derive(Clone, Debug, Serialize)]
pub struct SignageItem {
    pub lines: Vec<String>,
    /// The width of the longest line, in full-width characters.
    em: f64,
    dwell: u32,
    /// The last day of validity; null if none is set. There is no first day: a page contains only slogans
    /// that are already valid, and on a device without a clock battery every day is one in 1970.
    until: Option<String>,
    /// `None` for the spare item.
    #[serde(skip)]
    pub slogan: Option<SloganId>,
}

/// The width in half-width cells, and the number of lines.
fn room(shape: Shape) -> (usize, usize) {
    match shape {
        Shape::Landscape => (26, 3),
        Shape::Portrait => (16, 6),
        Shape::Banner => (44, 4),
    }
}

fn size(shape: Shape) -> (u32, u32) {
    match shape {
        Shape::Landscape => (1920, 1080),
        Shape::Portrait => (1080, 1920),
        Shape::Banner => (1920, 360),
    }
}

pub fn board(feed: &Feed, shape: Shape, site: &Site) -> SignageBoard {
    let hotline = site.config.hotlines.first();
    SignageBoard {
        id: feed.settings.id.value.clone(),
        name: feed.settings.name.clone(),
        shape,
        items: feed
            .slogans
            .iter()
            .flat_map(|it| items(*it, shape, site))
            .collect(),
        contact: hotline.map_or_else(Default::default, |it| (it.name.clone(), it.number.clone())),
        organiser: site.config.identity.organizer.clone().unwrap_or_default(),
    }
}

/// A slogan as one item; on a banner each of its lines is an item.
fn items(slogan: SloganId, shape: Shape, site: &Site) -> Vec<SignageItem> {
    let it = &site.slogans[slogan];
    let (width, lines_max) = room(shape);
    let set = |text: &str| wrap(text, width, lines_max);
    let lines = set(&it.wording(Channel::Signage).marked())
        .or_else(|| set(&it.wordings.short.as_ref()?.marked()))
        // Too long for large letters: smaller letters, on up to twice as many lines.
        .or_else(|| {
            wrap(
                &it.wording(Channel::Signage).marked(),
                width * 2,
                lines_max * 2,
            )
        })
        .unwrap_or_else(|| vec![it.wording(Channel::Signage).value.clone()]);
    let item = |lines: Vec<String>| SignageItem {
        until: it.valid_until.map(|it| it.to_string()),
        slogan: Some(slogan),
        ..SignageItem::new(lines)
    };
    match shape {
        Shape::Banner => lines.into_iter().map(|it| item(vec![it])).collect(),
        Shape::Landscape | Shape::Portrait => vec![item(lines)],
    }
}

impl SignageItem {
    fn new(lines: Vec<String>) -> Self {
        let longest = lines.iter().map(|it| em_hundredths(it)).max();
        Self {
            em: f64::from(longest.unwrap_or(100)) / 100.0,
            dwell: dwell_ms(&lines.concat()),
            lines,
            until: None,
            slogan: None,
        }
    }
}

impl SignageBoard {
    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        size(self.shape)
    }

    /// As templates name it.
    pub fn shape_name(&self) -> &'static str {
        match self.shape {
            Shape::Landscape => "landscape",
            Shape::Portrait => "portrait",
            Shape::Banner => "banner",
        }
    }

    pub fn path(&self, file: BoardPart) -> String {
        let id = &self.id;
        match file {
            BoardPart::Page => format!("signage/{id}.html"),
            BoardPart::Package => format!("signage/{id}.htz"),
            BoardPart::Slide(item) => {
                let (width, height) = self.size();
                format!("signage/slides/{id}/{:03}_{width}x{height}.png", item + 1)
            }
        }
    }

    /// The item that is shown when all slogans have expired. It is rendered from a template, since its lines
    /// are measured here.
    fn spare<'a>(&self, context: &RenderContext<'a>) -> LateValue<'a> {
        let mut filling = Filling::new(context.theme, "signage-spare.txt");
        filling.insert("shape", self.shape_name());
        filling.insert("contact_number", self.contact.1.clone());
        LateValue {
            fingerprint: Fingerprint::of_value(&filling.inputs()),
            make: Box::new(move || {
                let item = SignageItem::new(note::lines(filling)?);
                Ok(Value::from(in_script(&item)))
            }),
        }
    }

    pub fn filling<'a>(&self, context: &RenderContext<'a>) -> Filling<'a> {
        let mut filling = Filling::new(context.theme, "signage.html");
        filling.insert("name", self.name.clone());
        filling.insert("shape", self.shape_name());
        filling.insert("items", self.items.clone());
        filling.insert("data", in_script(&self.items));
        filling.insert_late("spare", self.spare(context));
        filling.insert("contact_name", self.contact.0.clone());
        filling.insert("contact_number", self.contact.1.clone());
        filling.insert("organiser", self.organiser.clone());
        filling
    }
}
