//! One physical display: how many dots it has and how large its letters are.
//!
//! Rules of widths and heights: Onbon's SDK, `shared/domain/channels.md` §1.1–1.2. Nothing here knows a slogan.

use super::read;
use crate::{
    diagnostics::Diagnostics,
    span::Spanned,
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScreenProfile {
    pub id: String,
    pub name: String,
    /// Dots in a row.
    pub width_px: u32,
    pub height_px: u32,
    /// Dots of a full-width character, in both directions.
    pub font_px: u32,
}

impl ScreenProfile {
    /// Full-width characters that stand side by side.
    pub fn columns(&self) -> u32 {
        self.width_px / self.font_px
    }

    /// Rows of text that stand below each other.
    pub fn rows(&self) -> u32 {
        self.height_px / self.font_px
    }
}

const ID: Key<'_> = Key::new("id", "编号");
const NAME: Key<'_> = Key::new("name", "名称");
const WIDTH: Key<'_> = Key::new("width_px", "宽度点数");
const HEIGHT: Key<'_> = Key::new("height_px", "高度点数");
const FONT: Key<'_> = Key::new("font_px", "字号点数");

/// Dots of a character where a screen does not say: the usual size of door screens.
const FONT_PX_DEFAULT: u32 = 16;
/// Cards count in modules of 16 dots and refuse screens narrower than four of them.
const MODULE_PX: u32 = 16;
const WIDTH_PX_MIN: u32 = 64;

pub fn read_screens(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<ScreenProfile> {
    let mut ids: Vec<Spanned<String>> = Vec::new();
    let mut screens = Vec::new();
    for node in nodes {
        let mut fields = Fields::new(node, diagnostics);
        let id = fields.required_text(ID, "rs-door");
        let name = fields.text(NAME);
        let width = fields.count(WIDTH);
        let width = fields.required(WIDTH, width, "352");
        let height = fields.count(HEIGHT);
        let height = fields.required(HEIGHT, height, "16");
        let font_px = fields.count(FONT).map_or(FONT_PX_DEFAULT, |it| it.value);
        fields.finish(UnknownKeys::Refuse);
        let (Some(id), Some(width), Some(height)) = (id, width, height) else {
            continue;
        };
        if let Some(first) = ids.iter().find(|it| it.value == id.value) {
            diagnostics.push(read::duplicate(&id, first.span));
            continue;
        }
        if width.value < WIDTH_PX_MIN || !width.value.is_multiple_of(MODULE_PX) {
            diagnostics.push(read::bad_screen(width.span, "宽度是 16 的倍数，至少 64"));
        }
        if !height.value.is_multiple_of(MODULE_PX) {
            diagnostics.push(read::bad_screen(height.span, "高度是 16 的倍数"));
        }
        if font_px > height.value || font_px > width.value {
            diagnostics.push(read::bad_screen(height.span, "字号不能比屏幕还大"));
            continue;
        }
        screens.push(ScreenProfile {
            name: name.map_or_else(|| id.value.clone(), |it| it.value),
            id: id.value.clone(),
            width_px: width.value,
            height_px: height.value,
            font_px,
        });
        ids.push(id);
    }
    screens
}
