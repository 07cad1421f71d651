//! Which sheets are printed: `sheets` of `site.yaml`.
//!
//! In: its entries. Out: settings of each sheet, and the size of its paper. Like a feed, a sheet selects
//! slogans and never changes their words; its id is part of file names, so it is lower-case ASCII.

use super::entry;
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{Fields, Key, Node, UnknownKeys},
};

#[derive(Clone, Debug)]
pub struct SheetSettings {
    pub id: Spanned<String>,
    pub format: Format,
    /// The headline, which may hold hints (`|`).
    pub title: Option<Spanned<String>>,
    /// Slogans for any of these are taken; empty takes all.
    pub audiences: Vec<Spanned<String>>,
    pub scam_types: Vec<Spanned<String>>,
    /// Those that hand it out; empty is whoever wants to.
    pub units: Vec<Spanned<String>>,
    pub print: Print,
    /// Where its code leads: `/`, a folder or a file below `content/`.
    pub link: Option<Spanned<String>>,
    /// At most this many slogans; what has no room is left out all the same.
    pub limit: usize,
}

/// What a sheet is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// 名片, two sides.
    Card,
    A5,
    A4,
    /// 三折页 of 大16开, two sides with three panels each.
    Trifold,
    PosterA3,
    /// 大4开.
    Poster,
}

/// How large the letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    Usual,
    /// For old eyes: nothing below 18 points. Source: `docs/print.md#large-print`.
    Large,
}

impl Format {
    /// Width and height in millimetres, after cutting. Source: `docs/print.md#sheet-sizes`.
    pub fn size_mm(self) -> (u32, u32) {
        match self {
            Self::Card => (90, 54),
            Self::A5 => (148, 210),
            Self::A4 => (210, 297),
            Self::Trifold => (285, 210),
            Self::PosterA3 => (297, 420),
            Self::Poster => (420, 570),
        }
    }

    /// What the printer cuts off on each side, in millimetres. Source: `docs/print.md#bleed`.
    pub fn bleed_mm(self) -> u32 {
        match self {
            Self::Card => 2,
            _ => 3,
        }
    }
}

impl Format {
    /// What people call such a sheet.
    pub fn chinese(self) -> &'static str {
        match self {
            Self::Card => "警民联系卡",
            Self::A5 => "A5 宣传单",
            Self::A4 => "A4 宣传单",
            Self::Trifold => "三折页",
            Self::PosterA3 => "A3 海报",
            Self::Poster => "大 4 开海报",
        }
    }
}

const FORMATS: &[(&[&str], Format)] = &[
    (&["card", "名片"], Format::Card),
    (&["a5", "A5"], Format::A5),
    (&["a4", "A4"], Format::A4),
    (&["trifold", "三折页"], Format::Trifold),
    (&["poster-a3", "A3海报"], Format::PosterA3),
    (&["poster", "海报"], Format::Poster),
];

/// No sheet has room for more.
const LIMIT_MAX: u32 = 30;

const ID: Key<'_> = Key::new("id", "编号");
const FORMAT: Key<'_> = Key::new("format", "规格");
const TITLE: Key<'_> = Key::new("title", "标题");
const AUDIENCES: Key<'_> = Key::new("audiences", "人群");
const SCAM_TYPES: Key<'_> = Key::new("scam_types", "诈骗类型");
const UNITS: Key<'_> = Key::new("units", "单位").also(&["unit"]);
const LARGE: Key<'_> = Key::new("large", "大字版");
const LINK: Key<'_> = Key::new("link", "扫码打开");
const LIMIT: Key<'_> = Key::new("limit", "最多条数");

pub fn read_sheets(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<SheetSettings> {
    let mut sheets: Vec<SheetSettings> = Vec::new();
    for node in nodes {
        let Some(sheet) = read_sheet(node, diagnostics) else {
            continue;
        };
        match sheets.iter().find(|it| it.id.value == sheet.id.value) {
            Some(first) => diagnostics.push(entry::duplicate(&sheet.id, first.id.span)),
            None => sheets.push(sheet),
        }
    }
    sheets
}

fn read_sheet(node: Node, diagnostics: &mut Diagnostics) -> Option<SheetSettings> {
    let mut fields = Fields::new(node, diagnostics);
    let id = entry::id(ID, "fanghu-card", &mut fields);
    let format = fields.choice(FORMAT, FORMATS);
    let format = fields.required(FORMAT, format, "a4");
    let title = fields.text(TITLE);
    let audiences = fields.words(AUDIENCES).unwrap_or_default();
    let scam_types = fields.words(SCAM_TYPES).unwrap_or_default();
    let units = fields.words(UNITS).unwrap_or_default();
    let large = fields.flag(LARGE);
    let link = fields.text(LINK);
    let limit = fields.count(LIMIT);
    if let (Some(format), Some(large)) = (&format, &large)
        && format.value == Format::Card
        && large.value
    {
        fields.diagnostics().push(too_small(large.span));
    }
    if let Some(limit) = limit.as_ref().filter(|it| it.value > LIMIT_MAX) {
        let problem = entry::too_many(limit.span, LIMIT_MAX);
        fields.diagnostics().push(problem);
    }
    fields.finish(UnknownKeys::Refuse);
    Some(SheetSettings {
        id: id?,
        format: format?.value,
        title,
        audiences,
        scam_types,
        units,
        print: match large.is_some_and(|it| it.value) {
            true => Print::Large,
            false => Print::Usual,
        },
        link,
        limit: limit.map_or(LIMIT_MAX, |it| it.value.min(LIMIT_MAX)) as usize,
    })
}

fn too_small(at: Span) -> Diagnostic {
    Diagnostic::error(code::FIELD_VALUE, "名片印不下大字")
        .label(at, "名片不能是大字版")
        .help("给老年朋友的大字版用 a5 或更大的规格，或者删去这一项")
}
