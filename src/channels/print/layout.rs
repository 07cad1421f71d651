//! The typeset content of a sheet: headline, steps, slogans, and foot.
//!
//! In: a sheet and its site. Out: a `Layout`, which is also the variable of its template, or the part that
//! does not fit. Dates come from the content, so a sheet changes only when its words do.

use jiff::civil::Date;
use serde::Serialize;

use super::{
    code::Code,
    rooms::{Rooms, SheetRooms, unit_mm},
    setting::{self, Block, List, rounded},
};
use crate::{
    config::{Format, Print},
    content::{Detail, ScamType},
    page::{date_of, validity},
    site::{Sheet, Site, SiteSlogan, SloganId},
    vocabulary::Channel,
};

#[derive(Clone, Debug, Serialize)]
pub struct Layout {
    id: String,
    /// `A4 宣传单`.
    pub name: &'static str,
    title: String,
    large: bool,
    width_mm: u32,
    height_mm: u32,
    bleed_mm: u32,
    /// The `rem` of the page; all following lengths are in this unit.
    unit_mm: f64,
    width: f64,
    height: f64,
    headline: Block,
    definition: Option<Block>,
    steps: Option<List>,
    /// One or two columns.
    slogans: Vec<List>,
    /// The advice that applies to every fraud: 防范.
    strip: Option<Block>,
    code: CodeView,
    /// The address in the code, without `https://`.
    address: String,
    host: String,
    /// The date of the newest content: `2026-01-06`; null if none has a date.
    edition: Option<String>,
    /// The last day on which all of the content is valid.
    valid_until: Option<String>,
    #[serde(skip)]
    pub template: &'static str,
    /// The slogans that are shown.
    #[serde(skip)]
    pub shown: Vec<SloganId>,
}

#[derive(Clone, Debug, Serialize)]
struct CodeView {
    path: String,
    /// The number of modules on a side.
    side: usize,
    size: f64,
    /// In millimetres, for display: `30 毫米`.
    size_mm: f64,
}

/// The part of a sheet that does not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    Headline,
    /// None of the slogans fits.
    Slogans,
}

/// # Errors
/// The headline or every slogan is too long.
pub fn layout(
    sheet: &Sheet,
    sheet_rooms: &SheetRooms,
    site: &Site,
    code: &Code,
    address: &str,
) -> Result<Layout, Unfit> {
    let settings = &sheet.settings;
    let format = settings.format;
    let rooms = sheet_rooms.rooms(format, settings.print);
    let scam = scam_type(sheet, site);
    let words = SheetWords::of(sheet, site, rooms)?;
    let (width_mm, height_mm) = format.size_mm();
    let unit_mm = unit_mm(format);
    let text = |it: Option<&String>, room: &Option<setting::TextRoom>| {
        it.and_then(|it| setting::paragraph(it, room.as_ref()?))
    };
    let shown: Vec<&SiteSlogan> = words.shown.iter().map(|it| &site.slogans[*it]).collect();
    Ok(Layout {
        id: settings.id.value.clone(),
        name: format.chinese(),
        title: words.headline.lines.concat(),
        large: settings.print == Print::Large,
        width_mm,
        height_mm,
        bleed_mm: format.bleed_mm(),
        unit_mm: rounded(unit_mm),
        width: rounded(f64::from(width_mm) / unit_mm),
        height: rounded(f64::from(height_mm) / unit_mm),
        headline: words.headline,
        definition: text(scam.map(|it| &it.definition), &rooms.definition),
        steps: scam.and_then(|it| steps(it, rooms)),
        slogans: words.columns,
        strip: text(scam.and_then(|it| it.prevention.first()), &rooms.strip),
        code: CodeView {
            path: code.qr.path.clone(),
            side: code.qr.side,
            size: rounded(code.size_mm / unit_mm),
            size_mm: code.size_mm,
        },
        address: address.trim_start_matches("https://").to_owned(),
        host: site.config.base_url.host().to_owned(),
        edition: edition(sheet, &shown, site).map(|it| it.to_string()),
        valid_until: validity(&shown).1.map(|it| it.to_string()),
        template: template(format),
        shown: words.shown,
    })
}

fn template(format: Format) -> &'static str {
    match format {
        Format::Card => "print/card.html",
        Format::A5 | Format::A4 => "print/leaflet.html",
        Format::Trifold => "print/trifold.html",
        Format::PosterA3 | Format::Poster => "print/poster.html",
    }
}

fn scam_type<'a>(sheet: &Sheet, site: &'a Site) -> Option<&'a ScamType> {
    match &site.pages[sheet.scam_page?].document.detail {
        Detail::ScamType(detail) => Some(detail),
        _ => None,
    }
}

/// All steps or none, since some of the steps alone do not explain a fraud.
fn steps(scam: &ScamType, rooms: &Rooms) -> Option<List> {
    let steps: Vec<Vec<String>> = scam.steps.iter().map(|it| vec![it.clone()]).collect();
    let list = setting::list(&steps, rooms.steps.as_ref()?, steps.len(), steps.len())?;
    (list.items.len() == steps.len()).then_some(list)
}

/// The headline and the slogans, in their columns.
struct SheetWords {
    headline: Block,
    columns: Vec<List>,
    shown: Vec<SloganId>,
}

impl SheetWords {
    fn of(sheet: &Sheet, site: &Site, rooms: &Rooms) -> Result<Self, Unfit> {
        let settings = &sheet.settings;
        let set = |it: &str| setting::headline(it, &rooms.headline);
        let title = settings.title.as_ref().map(|it| it.value.clone());
        let title = title.or_else(|| own_title(sheet, site));
        let mut slogans = sheet.slogans.as_slice();
        let (headline, mut shown) = match title {
            Some(title) => (set(&title).ok_or(Unfit::Headline)?, Vec::new()),
            // The headline of a poster is its first slogan.
            None => {
                let (first, rest) = slogans.split_first().ok_or(Unfit::Slogans)?;
                let wordings = wordings(&site.slogans[*first]);
                let headline = wordings.iter().find_map(|it| set(it));
                slogans = rest;
                (headline.ok_or(Unfit::Headline)?, vec![*first])
            }
        };
        let candidates: Vec<Vec<String>> = slogans
            .iter()
            .map(|it| wordings(&site.slogans[*it]))
            .collect();
        let has_steps = scam_type(sheet, site).is_some_and(|it| steps(it, rooms).is_some());
        let count = rooms.columns[usize::from(!has_steps)];
        let limit = settings.limit;
        let mut columns: Vec<List> = Vec::new();
        let mut rest = 0;
        for column in 0..count {
            let left = limit - columns.iter().map(|it| it.items.len()).sum::<usize>();
            let here = left.div_ceil(count - column);
            let Some(list) = setting::list(
                &candidates[rest..],
                &rooms.slogans,
                rooms.wanted as usize,
                here,
            ) else {
                break;
            };
            shown.extend(list.chosen.iter().map(|it| slogans[rest + it]));
            rest += list.chosen.last().map_or(0, |it| it + 1);
            columns.push(list);
        }
        if shown.is_empty() {
            return Err(Unfit::Slogans);
        }
        Ok(Self {
            headline,
            columns: alike(columns),
            shown,
        })
    }
}

/// Gives adjacent columns the same letter size.
fn alike(mut columns: Vec<List>) -> Vec<List> {
    let smallest = |of: fn(&List) -> f64| columns.iter().map(of).fold(f64::INFINITY, f64::min);
    let (size, gap) = (smallest(|it| it.size), smallest(|it| it.gap));
    for it in &mut columns {
        (it.size, it.gap) = (size, gap);
    }
    columns
}

/// The default title of a sheet; `None` for a poster, whose headline is its slogan.
fn own_title(sheet: &Sheet, site: &Site) -> Option<String> {
    if matches!(sheet.settings.format, Format::Poster | Format::PosterA3) {
        return None;
    }
    Some(match sheet.scam_page {
        Some(page) => format!("警惕{}", site.pages[page].document.title.value),
        None => site.config.title.clone(),
    })
}

/// The wordings that may be printed, in order of preference.
fn wordings(slogan: &SiteSlogan) -> Vec<String> {
    let usual = slogan.wording(Channel::Print);
    let short = slogan.wordings.short.iter();
    let all = [usual].into_iter().chain(short);
    all.map(|it| it.marked().into_owned()).collect()
}

/// The newest date of all printed content.
fn edition(sheet: &Sheet, shown: &[&SiteSlogan], site: &Site) -> Option<Date> {
    let pages = shown.iter().map(|it| it.page).chain(sheet.scam_page);
    let days = pages.filter_map(|it| {
        let document = &site.pages[it].document;
        let updated = document.front_matter.updated.as_ref();
        let moment = updated.map(|it| it.value).or_else(|| date_of(document));
        moment.map(|it| it.date())
    });
    days.max()
}
