//! `screens/index.html`: every display, with a link to a preview of its content.
//!
//! In: the orders of all channels. Out: one page of the site, outside of menu and sitemap.

use serde::Serialize;

use crate::{
    page::{Addresses, Display, DisplayKind, Order, Output, Prepared, RenderContext, StaffPage},
    paths::UrlPath,
    theme::Filling,
};

/// The order for the page; `None` if there are no displays.
pub fn order(orders: &[Order]) -> Option<Order> {
    let displays: Vec<Display> = orders.iter().filter_map(|it| it.recipe.display()).collect();
    (!displays.is_empty()).then(|| Order::of_site(url().output(), Screens(displays), None))
}

#[derive(Debug)]
struct Screens(Vec<Display>);

impl Output for Screens {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        page(&self.0, context).into()
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
    frame: Option<DisplayFrameView>,
}

#[derive(Serialize)]
struct DisplayFrameView {
    src: String,
    width_px: u32,
    height_px: u32,
}

fn page<'a>(displays: &[Display], context: &RenderContext<'a>) -> Filling<'a> {
    let addresses = Addresses::new(&context.site.config);
    let of = |kind: DisplayKind| -> Vec<DisplayView> {
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
        it.insert("led", of(DisplayKind::Led));
        it.insert("cinema", of(DisplayKind::Cinema));
        it.insert("signage", of(DisplayKind::Signage));
    })
}

fn view(display: &Display, addresses: Addresses<'_>) -> DisplayView {
    let frame = display.frame.as_ref();
    DisplayView {
        name: display.name.clone(),
        place: display.place.clone(),
        facts: display.facts.clone(),
        href: addresses.file(&display.output),
        frame: frame.map(|(output, width_px, height_px)| DisplayFrameView {
            src: addresses.file(output),
            width_px: *width_px,
            height_px: *height_px,
        }),
    }
}
