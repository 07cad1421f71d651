//! `screens/<id>.html`: a preview of one screen, for the editor who approves it.
//!
//! In: a programme. Out: a page of the site, outside menu and sitemap, with the same frames as the screen's
//! files. It shows line and page breaks, how long each page is shown, and scrolling texts. All of these come
//! from the programme; nothing is computed here.

use std::sync::Arc;

use serde::Serialize;

use super::{
    file::{LedFile, frame_path, page_url},
    frames,
    programme::{Programme, ProgrammeItem},
    screen_file::ScreenFile,
};
use crate::{
    config::{Colours, Mode},
    page::{Addresses, Order, Output, Prepared, RenderContext, StaffPage},
    paths::UrlPath,
    theme::Filling,
    typeset::width_px,
};

/// The variable `screen` of the template.
#[derive(Serialize)]
struct ScreenView {
    name: String,
    place: Option<String>,
    screen: String,
    width_px: u32,
    height_px: u32,
    font_px: u32,
    /// The size of the display in metres: `3.52 × 0.16`.
    metres: String,
    colours: &'static str,
    mode: &'static str,
    /// The colour of lit dots: `red`, `amber` or `white`.
    ink: &'static str,
    notes: Option<String>,
    suited: usize,
    items: Vec<ItemView>,
    /// The duration of all items together: `2 分 5 秒`.
    round: String,
}

#[derive(Serialize)]
struct ItemView {
    number: usize,
    text: String,
    pages: Vec<PageImageView>,
    /// Null for an item that does not scroll.
    run: Option<RunView>,
    until: Option<String>,
}

#[derive(Serialize)]
struct PageImageView {
    src: String,
    width_px: u32,
    lines: String,
    /// How long the page is shown, in seconds: `5.5`.
    dwell: String,
}

#[derive(Serialize)]
struct RunView {
    px_per_second: u32,
    /// The position of the text's left edge when its last dot has left the screen.
    end_px: i64,
}

/// The orders for the preview page of a programme, and for the frames that are not among the screen's files.
pub fn orders(programme: &Arc<Programme>) -> Vec<Order> {
    let page = ScreenPage(Arc::clone(programme));
    let mut orders = vec![Order::of_site(page_url(programme).output(), page, None)];
    if frames::has_dots(&programme.screen) {
        return orders;
    }
    for (item, it) in programme.items.iter().enumerate() {
        for page in 0..it.setting.pages.len() {
            let output = frame_path(programme, item, page);
            let frame = ScreenFile::new(programme, LedFile::Frame(item, page));
            orders.push(Order::of_site(output, frame, None));
        }
    }
    orders
}

/// The page of one screen.
#[derive(Debug)]
struct ScreenPage(Arc<Programme>);

impl Output for ScreenPage {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        page(&self.0, context).into()
    }
}

fn page<'a>(programme: &Programme, context: &RenderContext<'a>) -> Filling<'a> {
    let title = format!("{}：画面预览", programme.name);
    let page = StaffPage {
        title: &title,
        description: "这块屏幕上每条警示语的样子",
        url: page_url(programme),
        above: Some(("屏幕预览", UrlPath::folder(&["screens"]))),
    };
    let view = view(programme, Addresses::new(&context.site.config));
    page.fill("screen.html", context, |it| it.insert("screen", view))
}

fn view(programme: &Programme, addresses: Addresses<'_>) -> ScreenView {
    let screen = &programme.screen;
    let metres = |px: u32| f64::from(px * screen.pitch_mm) / 1000.0;
    let (colours, ink) = match screen.colours {
        Colours::Red => ("单红", "red"),
        Colours::RedGreen => ("双色", "amber"),
        Colours::Full => ("全彩", "white"),
    };
    let items = programme.items.iter().enumerate();
    ScreenView {
        name: programme.name.clone(),
        place: programme.place.clone(),
        screen: screen.name.clone(),
        width_px: screen.width_px,
        height_px: screen.height_px,
        font_px: screen.font_px,
        metres: format!(
            "{:.2} × {:.2}",
            metres(screen.width_px),
            metres(screen.height_px)
        ),
        colours,
        mode: match screen.mode {
            Mode::Static => "静止",
            Mode::Paged => "翻页",
            Mode::Scroll => "滚动",
            Mode::Auto => "自动：先静止，再翻页，最后滚动",
        },
        ink,
        notes: screen.notes.clone(),
        suited: programme.suited,
        items: items
            .map(|(index, it)| item(index, it, programme, addresses))
            .collect(),
        round: round(programme.items.iter().map(ProgrammeItem::shown_ms).sum()),
    }
}

fn item(
    index: usize,
    it: &ProgrammeItem,
    programme: &Programme,
    addresses: Addresses<'_>,
) -> ItemView {
    let screen = &programme.screen;
    let pages = it.setting.pages.iter().enumerate();
    ItemView {
        number: index + 1,
        text: it.text.clone(),
        pages: pages
            .map(|(page, shown)| PageImageView {
                src: addresses.file(&frame_path(programme, index, page)),
                width_px: match it.setting.run {
                    Some(_) => width_px(&shown.lines.concat(), screen.font_px),
                    None => screen.width_px,
                },
                lines: shown.lines.join("，"),
                dwell: seconds(shown.dwell_ms),
            })
            .collect(),
        run: it.setting.run.map(|run| RunView {
            px_per_second: run.px_per_second,
            end_px: -i64::from(width_px(&it.text, screen.font_px)),
        }),
        until: it.valid_until.map(|it| it.to_string()),
    }
}

impl ProgrammeItem {
    /// How long the item is shown, all pages together.
    fn shown_ms(&self) -> u64 {
        self.setting
            .pages
            .iter()
            .map(|it| u64::from(it.dwell_ms))
            .sum()
    }
}

/// Milliseconds as seconds with at most one decimal: `5.5`.
fn seconds(ms: u32) -> String {
    let (whole, tenths) = (ms / 1000, ms % 1000 / 100);
    match tenths {
        0 => whole.to_string(),
        _ => format!("{whole}.{tenths}"),
    }
}

fn round(ms: u64) -> String {
    let seconds = ms.div_ceil(1000);
    match seconds / 60 {
        0 => format!("{seconds} 秒"),
        minutes => format!("{minutes} 分 {} 秒", seconds % 60),
    }
}
