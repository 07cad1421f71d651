//! Charts of bulletins: the position and size of each bar, in SVG user units.
//!
//! In: the bulletins of a section, or the shares of one bulletin. Out: views that the theme draws as SVG.
//! Views contain geometry only, no colours and no font sizes. Only months that have a bulletin are shown;
//! missing months are not interpolated.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::named::{month_in_words, named};
use crate::{
    content::{Bulletin, Detail},
    page::Addresses,
    site::{PageId, SCAM_TYPES, Site},
    theme::kind_view::{BarView, ChartView, TrendRowView, TrendsView},
};

/// The maximum number of months in a chart: more bars cannot be distinguished on a phone.
const MONTHS_MAX: usize = 6;
/// How many indicators have a chart: the first ones, since authors list the most important first.
const TRENDS_MAX: usize = 4;

const WIDTH: i64 = 360;
const HEIGHT: i64 = 200;
/// The y coordinate of the baseline, and the height of the highest bar. Its value is written above it, the
/// month below.
const GROUND: i64 = 166;
const HIGHEST: i64 = 128;
const SIDE: i64 = 8;
const BAR_MAX: i64 = 40;

/// The height of one row of shares, and of the bar in it.
const LINE: i64 = 46;
const SHARE_BAR: i64 = 14;

/// The trends of the first indicators of page `index`, if its section has an earlier bulletin to compare
/// with.
pub fn trends(index: PageId, own: &Bulletin, site: &Site) -> Option<TrendsView> {
    let months = months(index, own.period?, site);
    let mut charts = Vec::new();
    let mut columns = Vec::new();
    for indicator in own.indicators.iter().take(TRENDS_MAX) {
        let values = months.values().map(|it| value(it, &indicator.name));
        let known: Vec<(Date, &str)> = months
            .keys()
            .zip(values)
            .filter_map(|(month, value)| Some((*month, value?)))
            .collect();
        if known.len() < 2 {
            continue;
        }
        let heading = (indicator.name.as_str(), indicator.unit.as_str());
        charts.push(months_chart(charts.len() + 1, heading, &known));
        columns.push(indicator.name.as_str());
    }
    let rows = months.iter().rev().map(|(month, bulletin)| TrendRowView {
        month: month_in_words(Some(*month)),
        values: columns
            .iter()
            .map(|it| value(bulletin, it).map(str::to_owned))
            .collect(),
    });
    let view = TrendsView {
        rows: rows.collect(),
        columns: charts.iter().map(|it| it.title.clone()).collect(),
        charts,
    };
    (!view.charts.is_empty()).then_some(view)
}

/// The last months up to `period` that have a bulletin in the section of page `index`. If a month has several
/// bulletins, the page's own is used, otherwise the first.
fn months(index: PageId, period: Date, site: &Site) -> BTreeMap<Date, &Bulletin> {
    let mut months = BTreeMap::new();
    let others = site.sections[site.pages[index].section].pages.iter();
    for page in [index].iter().chain(others) {
        if let Detail::Bulletin(it) = &site.pages[*page].document.detail
            && let Some(month) = it.period.filter(|it| *it <= period)
        {
            months.entry(month).or_insert(&**it);
        }
    }
    while months.len() > MONTHS_MAX {
        months.pop_first();
    }
    months
}

fn value<'a>(bulletin: &'a Bulletin, name: &str) -> Option<&'a str> {
    let found = bulletin.indicators.iter().find(|it| it.name == name);
    found.map(|it| it.value.as_str())
}

fn number(text: &str) -> f64 {
    text.replace(',', "").parse().unwrap_or_default()
}

/// Scales `value` of `most` to a length of at most `length`; a positive value has at least length 1.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "a bar is at most some hundred units long"
)]
fn part(value: f64, most: f64, length: i64) -> i64 {
    if value <= 0.0 || most <= 0.0 {
        return 0;
    }
    ((value / most * length as f64).round() as i64).clamp(1, length)
}

fn months_chart(number_of: usize, (name, unit): (&str, &str), known: &[(Date, &str)]) -> ChartView {
    let most = known.iter().map(|it| number(it.1)).fold(0.0, f64::max);
    let count = i64::try_from(known.len()).expect("a few months");
    let slot = (WIDTH - 2 * SIDE) / count;
    let width = BAR_MAX.min(slot * 3 / 5);
    let bars = known.iter().zip(0..).map(|((month, value), place)| {
        let middle = SIDE + slot * place + slot / 2;
        let height = part(number(value), most, HIGHEST);
        BarView {
            label: format!("{}月", month.month()),
            href: None,
            value: (*value).to_owned(),
            x: middle - width / 2,
            y: GROUND - height,
            width,
            height,
            middle,
            is_now: place == count - 1,
        }
    });
    let said = known
        .iter()
        .map(|(month, value)| format!("{}{value}{unit}", month_in_words(Some(*month))));
    ChartView {
        id: format!("trend-{number_of}"),
        title: format!("{name}（{unit}）"),
        description: format!("{}。", said.collect::<Vec<_>>().join("，")),
        width: WIDTH,
        height: HEIGHT,
        bars: bars.collect(),
    }
}

/// The shares of one month as horizontal bars; the longest is as wide as the drawing.
pub fn shares(own: &Bulletin, site: &Site, addresses: Addresses<'_>) -> Option<ChartView> {
    let percent = |it: &str| number(it.trim_end_matches('%'));
    let numbers = own.shares.iter().map(|it| percent(&it.percent));
    let most = numbers.fold(0.0, f64::max);
    let bars = own.shares.iter().zip(0..).map(|(share, place)| {
        let named = named(&share.name, SCAM_TYPES, site, addresses);
        let width = part(percent(&share.percent), most, WIDTH);
        BarView {
            is_now: named.href.is_some(),
            label: named.name,
            href: named.href,
            value: share.percent.clone(),
            x: 0,
            y: LINE * place + LINE - SHARE_BAR - 6,
            width,
            height: SHARE_BAR,
            middle: width / 2,
        }
    });
    let bars: Vec<BarView> = bars.collect();
    let said = bars.iter().map(|it| format!("{}占{}", it.label, it.value));
    let description = format!("{}。", said.collect::<Vec<_>>().join("，"));
    let lines = i64::try_from(bars.len()).expect("as many as an author writes");
    (!bars.is_empty()).then(|| ChartView {
        id: "shares".to_owned(),
        title: "各类诈骗所占的比例".to_owned(),
        description,
        width: WIDTH,
        height: LINE * lines,
        bars,
    })
}
