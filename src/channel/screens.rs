//! `screens/index.html`: every display of the district and the page that shows what is on it.
//!
//! In: the orders of all channels. Out: one page of the site, outside menu and sitemap, and the pages of the LED screens.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Order, Recipe, RenderContext, cinema, led, signage,
    web::{Addresses, StaffPage},
};
use crate::{
    paths::{OutputPath, UrlPath},
    theme::Filling,
};

/// One display in the list.
#[derive(Clone, Debug)]
pub struct Display {
    kind: Kind,
    name: String,
    place: Option<String>,
    /// `352×16 点，16 条`.
    facts: String,
    output: OutputPath,
    /// The frame that stands for it: its file, width and height.
    frame: Option<(OutputPath, u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Led,
    Cinema,
    Signage,
}

/// The orders for the list and for the pages that it leads to; nothing where there is no display.
pub fn orders(orders: &[Order]) -> Vec<Order> {
    let mut pages = Vec::new();
    let mut displays = Vec::new();
    for order in orders {
        match &order.recipe {
            Recipe::Led(programme, led::File::Playlist) => {
                pages.extend(led::page_orders(programme));
                displays.push(led_display(programme));
            }
            Recipe::Cinema(reel, cinema::File::Still(cue, cinema::Frame::Hd)) => {
                displays.push(still(reel, *cue, &order.output));
            }
            Recipe::Signage(board, signage::File::Page) => displays.push(Display {
                kind: Kind::Signage,
                name: board.name().to_owned(),
                place: None,
                facts: format!("{} 个画面", board.count()),
                output: board.page(),
                frame: None,
            }),
            _ => (),
        }
    }
    if displays.is_empty() {
        return pages;
    }
    pages.push(Order {
        output: url().output(),
        recipe: Recipe::Screens(displays.into()),
        origin: None,
        delivery: None,
    });
    pages
}

fn led_display(programme: &Arc<led::Programme>) -> Display {
    let screen = &programme.screen;
    let first = programme.items.first();
    let is_standing = first.is_some_and(|it| it.setting.run.is_none());
    let size = (screen.width_px, screen.height_px);
    Display {
        kind: Kind::Led,
        name: programme.name.clone(),
        place: programme.place.clone(),
        facts: format!("{}×{} 点，{} 条", size.0, size.1, programme.items.len()),
        output: led::page_url(programme).output(),
        frame: is_standing.then(|| (led::frame_path(programme, 0, 0), size.0, size.1)),
    }
}

/// One picture of a spot.
fn still(reel: &cinema::Reel, cue: usize, output: &OutputPath) -> Display {
    let (start_ms, end_ms) = reel.times(cue);
    let seconds = |ms: u32| f64::from(ms) / 1000.0;
    let (width, height) = cinema::Frame::Hd.size();
    Display {
        kind: Kind::Cinema,
        name: format!("{} 第 {} 幅", reel.name(), cue + 1),
        place: (!reel.place().is_empty()).then(|| reel.place().to_owned()),
        facts: format!(
            "全长 {} 秒，{} 秒出现，{} 秒消失",
            reel.seconds(),
            seconds(start_ms),
            seconds(end_ms)
        ),
        output: output.clone(),
        frame: Some((output.clone(), width, height)),
    }
}

fn url() -> UrlPath {
    UrlPath::folder(&["screens"])
}

#[derive(Serialize)]
struct DisplayView {
    name: String,
    place: Option<String>,
    facts: String,
    href: String,
    frame: Option<FrameView>,
}

#[derive(Serialize)]
struct FrameView {
    src: String,
    width_px: u32,
    height_px: u32,
}

pub fn page<'a>(displays: &[Display], context: &RenderContext<'a>) -> Filling<'a> {
    let addresses = Addresses::new(&context.site.config);
    let of = |kind: Kind| -> Vec<DisplayView> {
        let displays = displays.iter().filter(|it| it.kind == kind);
        displays.map(|it| view(it, addresses)).collect()
    };
    let page = StaffPage {
        title: "屏幕预览",
        description: "每块屏幕上的警示语是什么样子",
        url: url(),
        above: None,
    };
    page.fill("screens.html", context, |it| {
        it.insert("led", of(Kind::Led));
        it.insert("cinema", of(Kind::Cinema));
        it.insert("signage", of(Kind::Signage));
    })
}

fn view(display: &Display, addresses: Addresses<'_>) -> DisplayView {
    let frame = display.frame.as_ref();
    DisplayView {
        name: display.name.clone(),
        place: display.place.clone(),
        facts: display.facts.clone(),
        href: addresses.file(&display.output),
        frame: frame.map(|(output, width_px, height_px)| FrameView {
            src: addresses.file(output),
            width_px: *width_px,
            height_px: *height_px,
        }),
    }
}
