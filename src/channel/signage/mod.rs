//! Signage: one page for each display that shows web pages, and pictures for those that do not.
//!
//! `signage/<id>.html` is whole in itself: it asks for nothing, runs in an old `WebView`, and drops a slogan when its days are
//! over, even where nobody ever loads it anew. `signage/<id>.htz` is the same for Xibo, `signage/slides/<id>/` are pictures.
//! Source: `shared/domain/channels.md` §5.

mod slide;

use std::sync::Arc;

use serde::Serialize;
use tera::Value;

use super::{
    Addressee, Delivery, Form, Order, Prepared, Recipe, RenderContext, archive::Archive, note,
    script::in_script,
};
use crate::{
    config::{FeedKind, Shape},
    content::Channel,
    fingerprint::Fingerprint,
    paths::OutputPath,
    site::{Feed, Site},
    theme::{Filling, LateValue},
    typeset::{dwell_ms, em_hundredths, wrap},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum File {
    Page,
    /// A package for Xibo: the page in an archive.
    Package,
    /// A picture of one item, counted from 0.
    Slide(usize),
}

/// What one display shows.
#[derive(Clone, Debug)]
pub struct Board {
    id: String,
    name: String,
    shape: Shape,
    items: Vec<Item>,
    /// Whom to ask: name and number.
    contact: (String, String),
    organiser: String,
}

/// One slogan, or one part of it where the display is a strip.
#[derive(Clone, Debug, Serialize)]
struct Item {
    lines: Vec<String>,
    /// The width of the longest line, in full-width characters.
    em: f64,
    dwell: u32,
    /// The last day; null where none is named. There is no first: a page holds only what holds already, and a box without
    /// a battery takes every day for one in 1970.
    until: Option<String>,
    /// None where it is nobody's.
    #[serde(skip)]
    slogan: Option<usize>,
}

/// Width in half-width cells and number of lines.
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

pub fn orders(site: &Site, has_font: bool) -> Vec<Order> {
    let mut orders = Vec::new();
    for (index, feed) in site.feeds.iter().enumerate() {
        let FeedKind::Signage { shape } = feed.settings.kind else {
            continue;
        };
        let board = Arc::new(board(feed, shape, site));
        if board.items.is_empty() {
            continue;
        }
        let mut files = vec![File::Page, File::Package];
        if has_font {
            files.extend((0..board.items.len()).map(File::Slide));
        }
        for file in files {
            orders.push(Order {
                output: OutputPath::new(&board.path(file)).expect("a feed's id is a safe name"),
                recipe: Recipe::Signage(Arc::clone(&board), file),
                origin: Some(feed.settings.id.span),
                delivery: Some(Delivery {
                    channel: Channel::Signage,
                    form: match file {
                        File::Page => Form::Utf8,
                        File::Package | File::Slide(_) => Form::Binary,
                    },
                    addressee: Addressee::Feed(index),
                    slogans: match file {
                        File::Slide(item) => board.items[item].slogan.into_iter().collect(),
                        _ => feed.slogans.as_slice().into(),
                    },
                }),
            });
        }
    }
    orders
}

fn board(feed: &Feed, shape: Shape, site: &Site) -> Board {
    let hotline = site.config.hotlines.first();
    Board {
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

/// A slogan on one picture; on a strip each of its lines is one.
fn items(slogan: usize, shape: Shape, site: &Site) -> Vec<Item> {
    let it = &site.slogans[slogan];
    let (width, lines_max) = room(shape);
    let set = |text: &str| wrap(text, width, lines_max);
    let lines = set(&it.wording(Channel::Signage).marked())
        .or_else(|| set(&it.wordings.short.as_ref()?.marked()))
        // Too long for large letters: smaller ones, on as many lines as it takes.
        .or_else(|| {
            wrap(
                &it.wording(Channel::Signage).marked(),
                width * 2,
                lines_max * 2,
            )
        })
        .unwrap_or_else(|| vec![it.wording(Channel::Signage).value.clone()]);
    let item = |lines: Vec<String>| Item {
        until: it.valid_until.map(|it| it.to_string()),
        slogan: Some(slogan),
        ..Item::new(lines)
    };
    match shape {
        Shape::Banner => lines.into_iter().map(|it| item(vec![it])).collect(),
        Shape::Landscape | Shape::Portrait => vec![item(lines)],
    }
}

impl Item {
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

impl Board {
    fn path(&self, file: File) -> String {
        let id = &self.id;
        match file {
            File::Page => format!("signage/{id}.html"),
            File::Package => format!("signage/{id}.htz"),
            File::Slide(item) => {
                let (width, height) = size(self.shape);
                format!("signage/slides/{id}/{:03}_{width}x{height}.png", item + 1)
            }
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn count(&self) -> usize {
        self.items.len()
    }

    pub fn page(&self) -> OutputPath {
        OutputPath::new(&self.path(File::Page)).expect("a feed's id is a safe name")
    }

    fn shape_name(&self) -> &'static str {
        match self.shape {
            Shape::Landscape => "landscape",
            Shape::Portrait => "portrait",
            Shape::Banner => "banner",
        }
    }

    /// What is left when all slogans are over: a template, since its lines are measured here.
    fn spare<'a>(&self, context: &RenderContext<'a>) -> LateValue<'a> {
        let mut filling = Filling::new(context.theme, "signage-spare.txt");
        filling.insert("shape", self.shape_name());
        filling.insert("contact_number", self.contact.1.clone());
        LateValue {
            fingerprint: Fingerprint::of_value(&filling.inputs()),
            make: Box::new(move || {
                let item = Item::new(note::lines(filling)?);
                Ok(Value::from(in_script(&item)))
            }),
        }
    }

    fn filling<'a>(&self, context: &RenderContext<'a>) -> Filling<'a> {
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

pub fn render<'a>(board: &Arc<Board>, file: File, context: &RenderContext<'a>) -> Prepared<'a> {
    match file {
        File::Page => board.filling(context).into(),
        File::Package => {
            let filling = board.filling(context);
            Prepared::new(filling.inputs(), move || {
                let mut archive = Archive::default();
                archive.add("index.html", &filling.render()?);
                Ok(archive.finish())
            })
        }
        File::Slide(item) => {
            let size = size(board.shape);
            let svg = slide::svg(&board.items[item].lines, board, size);
            Prepared::drawn(svg, size, context)
        }
    }
}
