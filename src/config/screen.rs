//! A physical LED display: its location, its size in dots, and the capabilities of its control card.
//!
//! Rules for widths and heights: `docs/led.md#card-limits`, `docs/led.md#screen-sizes`. This module does not
//! depend on slogans.

use serde::Serialize;

use super::entry;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ScreenProfile {
    pub id: String,
    pub name: String,
    /// The location and the operator, for feeds that do not give their own.
    pub place: Option<String>,
    pub unit: Option<Spanned<String>>,
    /// The width of the display in dots.
    pub width_px: u32,
    pub height_px: u32,
    /// The width and height of a full-width character, in dots.
    pub font_px: u32,
    /// The distance between the centres of two dots.
    pub pitch_mm: u32,
    pub colours: Colours,
    pub charset: Charset,
    pub mode: Mode,
    /// Notes for the operator: maker and model of the control card, and how files are transferred to it.
    pub notes: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Colours {
    Red,
    RedGreen,
    Full,
}

/// The character set of the control card's fonts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Charset {
    Gb2312,
    Gbk,
    Utf8,
}

/// The ways in which a display may show a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Mode {
    Static,
    Paged,
    Scroll,
    Auto,
}

impl ScreenProfile {
    /// The number of rows of text.
    pub fn rows(&self) -> u32 {
        self.height_px / self.font_px
    }
}

const ID: Key<'_> = Key::new("id", "编号");
const NAME: Key<'_> = Key::new("name", "名称");
const PLACE: Key<'_> = Key::new("place", "地点");
const UNIT: Key<'_> = Key::new("unit", "单位");
const WIDTH: Key<'_> = Key::new("width_px", "宽度点数");
const HEIGHT: Key<'_> = Key::new("height_px", "高度点数");
const MODULES: Key<'_> = Key::new("modules", "模组");
const MODULE: Key<'_> = Key::new("module_px", "模组点数");
const FONT: Key<'_> = Key::new("font_px", "字号点数");
const PITCH: Key<'_> = Key::new("pitch_mm", "点距毫米");
const COLOURS: Key<'_> = Key::new("colours", "颜色");
const CHARSET: Key<'_> = Key::new("charset", "字库");
const MODE: Key<'_> = Key::new("mode", "显示方式");
const NOTES: Key<'_> = Key::new("notes", "备注");

const COLOUR_NAMES: &[(&[&str], Colours)] = &[
    (&["red", "单红", "红色", "单色"], Colours::Red),
    (&["red-green", "双色", "红绿"], Colours::RedGreen),
    (&["full", "全彩"], Colours::Full),
];
const CHARSETS: &[(&[&str], Charset)] = &[
    (&["gb2312", "GB2312"], Charset::Gb2312),
    (&["gbk", "GBK"], Charset::Gbk),
    (&["utf-8", "UTF-8", "utf8"], Charset::Utf8),
];
const MODES: &[(&[&str], Mode)] = &[
    (&["auto", "自动"], Mode::Auto),
    (&["static", "静止"], Mode::Static),
    (&["paged", "翻页"], Mode::Paged),
    (&["scroll", "滚动"], Mode::Scroll),
];

/// The default size of a character in dots: the usual size of door screens.
const FONT_PX_DEFAULT: u32 = 16;
/// The default pitch: that of the usual outdoor module, P10.
const PITCH_MM_DEFAULT: u32 = 10;
/// The default size of a module in dots: that of a P10 module.
const MODULE_DEFAULT: (u32, u32) = (32, 16);
/// Control cards use steps of 16 dots and reject screens narrower than four steps.
const STEP_PX: u32 = 16;
const WIDTH_PX_MIN: u32 = 64;
/// The maximum width and height in dots. The largest outdoor screens have less, so a larger value is a typing
/// error.
const SIDE_PX_MAX: u32 = 8192;

pub fn read_screens(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<ScreenProfile> {
    let mut ids: Vec<Spanned<String>> = Vec::new();
    let mut screens = Vec::new();
    for node in nodes {
        let Some((id, screen)) = read_screen(node, diagnostics) else {
            continue;
        };
        match ids.iter().find(|it| it.value == id.value) {
            Some(first) => diagnostics.push(entry::duplicate(&id, first.span)),
            None => {
                screens.push(screen);
                ids.push(id);
            }
        }
    }
    screens
}

fn read_screen(
    node: Node,
    diagnostics: &mut Diagnostics,
) -> Option<(Spanned<String>, ScreenProfile)> {
    let mut fields = Fields::new(node, diagnostics);
    let id = fields.required_text(ID, "rs-door");
    let name = fields.text(NAME).map(|it| it.value);
    let place = fields.text(PLACE).map(|it| it.value);
    let unit = fields.text(UNIT);
    let size = read_size(&mut fields);
    let font_px = fields.count(FONT).map_or(FONT_PX_DEFAULT, |it| it.value);
    let pitch_mm = fields.count(PITCH).map_or(PITCH_MM_DEFAULT, |it| it.value);
    let colours = fields.choice(COLOURS, COLOUR_NAMES);
    let charset = fields.choice(CHARSET, CHARSETS);
    let mode = fields.choice(MODE, MODES);
    let notes = fields.text(NOTES).map(|it| it.value);
    fields.finish(UnknownKeys::Refuse);
    let (id, (width, height)) = (id?, size?);
    if font_px > height.value || font_px > width.value {
        diagnostics.push(bad_screen(height.span, "字号不能比屏幕还大"));
        return None;
    }
    let screen = ScreenProfile {
        name: name.unwrap_or_else(|| id.value.clone()),
        id: id.value.clone(),
        place,
        unit,
        width_px: width.value,
        height_px: height.value,
        font_px,
        pitch_mm,
        colours: colours.map_or(Colours::Red, |it| it.value),
        charset: charset.map_or(Charset::Gb2312, |it| it.value),
        mode: mode.map_or(Mode::Auto, |it| it.value),
        notes,
    };
    Some((id, screen))
}

/// Reads width and height in dots, given directly or in modules.
fn read_size(fields: &mut Fields<'_>) -> Option<(Spanned<u32>, Spanned<u32>)> {
    let module = read_pair(MODULE, "32x16", fields);
    let module = module.map_or(MODULE_DEFAULT, |it| it.value);
    let size = match read_pair(MODULES, "11x1", fields) {
        Some(count) => {
            if let Some(twice) = fields.count(WIDTH).or(fields.count(HEIGHT)) {
                let problem = bad_screen(twice.span, "写了模组数，就不再写宽度和高度");
                fields.diagnostics().push(problem);
            }
            let (columns, rows) = count.value;
            let spanned = |it: u32| Spanned::new(it, count.span);
            (spanned(columns * module.0), spanned(rows * module.1))
        }
        None => {
            let width = fields.count(WIDTH);
            let width = fields.required(WIDTH, width, "352");
            let height = fields.count(HEIGHT);
            let height = fields.required(HEIGHT, height, "16");
            (width?, height?)
        }
    };
    let (width, height) = (&size.0, &size.1);
    let mut refuse = |at: Span, rule: &str| {
        fields.diagnostics().push(bad_screen(at, rule));
    };
    if width.value < WIDTH_PX_MIN || !width.value.is_multiple_of(STEP_PX) {
        refuse(width.span, "宽度是 16 的倍数，至少 64");
    }
    if !height.value.is_multiple_of(STEP_PX) {
        refuse(height.span, "高度是 16 的倍数");
    }
    if width.value > SIDE_PX_MAX || height.value > SIDE_PX_MAX {
        refuse(width.span, "宽度和高度都不超过 8192");
        return None;
    }
    Some(size)
}

/// Reads a pair such as `11x1`, also with `×` or `*`.
fn read_pair(key: Key<'_>, example: &str, fields: &mut Fields<'_>) -> Option<Spanned<(u32, u32)>> {
    let text = fields.text(key)?;
    let parts = text.value.split_once(['x', 'X', '×', '*']);
    let number = |it: &str| it.trim().parse().ok().filter(|it| (1..=1024).contains(it));
    let pair = parts.and_then(|(width, height)| Some((number(width)?, number(height)?)));
    if pair.is_none() {
        let rule = format!("写成“宽x高”，例如 {example}");
        fields.diagnostics().push(bad_screen(text.span, &rule));
    }
    pair.map(|it| Spanned::new(it, text.span))
}

fn bad_screen(at: Span, rule: &str) -> Diagnostic {
    Diagnostic::error(code::CONFIG_SCREEN, "屏幕参数不对")
        .label(at, "控制卡不接受这个数")
        .help(format!("要求：{rule}；请按屏幕铭牌填写点数"))
}
