//! Sheets of paper: cards, leaflets and posters as pages that any browser prints, and their codes.
//!
//! `print/<id>.html` and `print/qr/<id>.svg`. A page is self-contained: its style and code are inline, and it
//! requests no other file. Its style sets paper size, bleed and crop marks, for programs that support them
//! (`convert` does). What does not fit on a sheet is an error, never cut off.

mod code;
mod layout;
mod rooms;
mod setting;

use std::sync::Arc;

use self::{
    code::{Code, NoCode, code},
    layout::{Layout, Unfit, layout},
    rooms::SheetRooms,
};
use crate::{
    config::SheetSettings,
    diagnostics::{Diagnostic, Diagnostics, code as codes},
    page::{Addressee, Addresses, Delivery, Form, Order, Output, Prepared, RenderContext, Wanted},
    paths::OutputPath,
    site::{Sheet, SheetId, Site, SloganId},
    theme::Filling,
    vocabulary::Channel,
};

/// A sheet as it is printed.
#[derive(Clone, Debug)]
struct Leaf {
    layout: Layout,
    code: Code,
}

/// The kind of a file of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SheetPart {
    Page,
    Code,
}

pub fn orders(wanted: &Wanted<'_>, diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    let mut orders = Vec::new();
    if site.sheets.is_empty() {
        return orders;
    }
    let sheet_rooms = match SheetRooms::of(wanted.theme) {
        Ok(rooms) => rooms,
        Err(problem) => {
            diagnostics.push(*problem);
            return orders;
        }
    };
    for (id, sheet) in site.sheets.iter_with_ids() {
        // An empty sheet has already been reported.
        if sheet.slogans.is_empty() {
            continue;
        }
        match leaf(sheet, &sheet_rooms, site) {
            Ok(leaf) => orders.extend(files(&Arc::new(leaf), id, sheet)),
            Err(problem) => diagnostics.push(*problem),
        }
    }
    orders
}

fn leaf(sheet: &Sheet, rooms: &SheetRooms, site: &Site) -> Result<Leaf, Box<Diagnostic>> {
    let settings = &sheet.settings;
    let address = Addresses::absolute(&site.config).full(&sheet.link);
    let code = code(&address, settings.format);
    let code = code.map_err(|it| Box::new(no_code(it, settings, &address)))?;
    let layout = layout(sheet, rooms, site, &code, &address);
    let layout = layout.map_err(|it| Box::new(too_long(it, sheet, site)))?;
    Ok(Leaf { layout, code })
}

fn files(leaf: &Arc<Leaf>, sheet_id: SheetId, sheet: &Sheet) -> [Order; 2] {
    let settings = &sheet.settings;
    let id = &settings.id.value;
    let code = OutputPath::new(&format!("print/qr/{id}.svg"));
    let code = code.expect("a sheet's id is a safe name");
    let order = |output: OutputPath, file: SheetPart, slogans: &[SloganId]| Order {
        output,
        recipe: Arc::new(SheetFile {
            leaf: Arc::clone(leaf),
            file,
        }),
        origin: Some(settings.id.span),
        delivery: Some(Delivery {
            channel: Channel::Print,
            form: Form::Utf8,
            addressee: Addressee::Sheet(sheet_id),
            slogans: slogans.into(),
        }),
    };
    [
        order(sheet.output(), SheetPart::Page, &leaf.layout.shown),
        order(code, SheetPart::Code, &[]),
    ]
}

/// One file of one sheet.
#[derive(Debug)]
struct SheetFile {
    leaf: Arc<Leaf>,
    file: SheetPart,
}

impl Output for SheetFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        match self.file {
            SheetPart::Code => Prepared::made(self.leaf.code.svg().into_bytes()),
            SheetPart::Page => {
                let layout = self.leaf.layout.clone();
                let mut filling = Filling::new(context.theme, layout.template);
                filling.insert("sheet", layout);
                filling.insert_shared("site", &context.shared.site);
                filling.into()
            }
        }
    }
}

fn no_code(reason: NoCode, settings: &SheetSettings, address: &str) -> Diagnostic {
    let at = match &settings.link {
        Some(link) => link.span,
        None => settings.id.span,
    };
    let id = &settings.id.value;
    match reason {
        NoCode::Open => Diagnostic::error(
            codes::SHEET_CODE,
            format!("印刷品“{id}”的二维码不安全：网址不是 https 开头"),
        )
        .label(at, format!("二维码会打开 {address}"))
        .help(
            "在 site.yaml 里把 base_url 换成 https:// 开头的网址；网站还没有的话，先不要印二维码",
        ),
        NoCode::TooLong => Diagnostic::error(
            codes::SHEET_CODE,
            format!("印刷品“{id}”的二维码太密，印小了手机扫不出来"),
        )
        .label(
            at,
            format!("网址有 {} 个字符，太长", address.chars().count()),
        )
        .help("让二维码打开首页（删去“扫码打开”一项），给页面定一个短的网址名，或者换大一点的规格"),
    }
}

fn too_long(unfit: Unfit, sheet: &Sheet, site: &Site) -> Diagnostic {
    let settings = &sheet.settings;
    let id = &settings.id.value;
    let slogan = || site.slogans[sheet.slogans[0]].wording(Channel::Print).span;
    let (what, at, help) = match (unfit, &settings.title) {
        (Unfit::Headline, Some(title)) => (
            "标题",
            title.span,
            "标题写短一些，一行最多 14 个字；想在哪里换行，就在哪里加一个“|”",
        ),
        (Unfit::Headline, None) => (
            "标题",
            settings.id.span,
            "给这份印刷品写一个短的标题（标题: ……）",
        ),
        (Unfit::Slogans, _) => (
            "警示语",
            slogan(),
            "在警示语下面加一行短的说法（print: …… 或 short: ……），或者换大一点的规格",
        ),
    };
    let problem = Diagnostic::error(codes::SHEET_TOO_LONG, format!("印刷品“{id}”放不下{what}"))
        .label(at, "太长，印不下");
    let problem = match unfit {
        Unfit::Headline => problem,
        Unfit::Slogans => problem.label(settings.id.span, "要印在这里"),
    };
    problem.help(help)
}
