//! The charts of bulletins as they are written: each bar as long as its number, and every number in words and
//! in a table.
//!
//! In: bulletins. Out: the rectangles of the page's SVG, compared with the values that they stand for.

use super::{SiteTest, html::Page};

/// Each month of the fixture with its value of the one indicator.
const MONTHS: [(&str, &str); 5] = [
    ("2026年1月", "80"),
    ("2026年2月", "1,000"),
    ("2026年3月", "0"),
    ("2026年5月", "333.3"),
    ("2026年6月", "500"),
];
const SHARES: [(&str, f64); 4] = [
    ("刷单返利", 40.0),
    ("虚假贷款", 25.5),
    ("虚假征信", 4.5),
    ("其他", 30.0),
];

/// The bulletin of June, which looks back on the others.
fn june() -> Page {
    let ran = SiteTest::new("charts/five_months").build().expect_success();
    ran.page("bulletins/2026-06/index.html")
}

/// Lengths are whole units of the drawing, so each may be off by half a unit.
fn expect_proportion(lengths: &[f64], values: &[f64]) {
    assert_eq!(lengths.len(), values.len(), "{lengths:?}");
    let most = |of: &[f64]| of.iter().copied().fold(0.0, f64::max);
    let (longest, largest) = (most(lengths), most(values));
    for (length, value) in lengths.iter().zip(values) {
        let right = value / largest * longest;
        assert!(
            (length - right).abs() <= 0.5,
            "{value} is {length} long, and not {right}: {lengths:?}"
        );
    }
}

#[test]
fn bars_of_months_are_as_high_as_their_numbers_and_stand_on_one_ground() {
    let chart = june().parts("svg.chart").remove(0);
    let of_bars = |name| chart.numbers("rect.chart-bar", name);
    let values: Vec<f64> = MONTHS
        .iter()
        .map(|it| it.1.replace(',', "").parse().unwrap())
        .collect();
    let (tops, heights) = (of_bars("y"), of_bars("height"));
    expect_proportion(&heights, &values);
    let feet: Vec<f64> = tops
        .iter()
        .zip(&heights)
        .map(|(y, height)| y + height)
        .collect();
    assert!(feet.iter().all(|it| *it == feet[0]), "{feet:?}");
    // One beside the other, all equally wide, none out of the drawing; the last is the month that is told of.
    let (starts, widths) = (of_bars("x"), of_bars("width"));
    let ends: Vec<f64> = starts
        .iter()
        .zip(&widths)
        .map(|(x, width)| x + width)
        .collect();
    let is_beside = |(end, next): (&f64, &f64)| end < next;
    assert!(ends.iter().zip(&starts[1..]).all(is_beside), "{chart}");
    let view = chart
        .attribute("svg", "viewBox")
        .strip_prefix("0 0 ")
        .unwrap();
    let (width, height) = view.split_once(' ').unwrap();
    assert!(starts[0] >= 0.0 && *ends.last().unwrap() <= width.parse().unwrap());
    assert!(feet[0] <= height.parse().unwrap());
    assert!(widths.iter().all(|it| *it == widths[0]), "{widths:?}");
    let last = starts.last().unwrap();
    assert_eq!(chart.numbers(".chart-now", "x"), [*last]);
}

#[test]
fn bars_of_shares_are_as_long_as_their_shares() {
    let chart = june().parts("svg.chart").remove(1);
    let widths = chart.numbers("rect.chart-line", "width");
    expect_proportion(&widths, &SHARES.map(|it| it.1));
}

/// Who sees no picture hears what it is and every number, and finds them once more in a table.
#[test]
fn every_chart_has_a_name_its_numbers_in_words_and_a_table() {
    let page = june();
    let charts = page.parts("svg.chart");
    assert_eq!(charts.len(), 2);
    for chart in &charts {
        assert_eq!(chart.attribute("svg", "role"), "img");
        let ids: Vec<&str> = chart
            .attribute("svg", "aria-labelledby")
            .split(' ')
            .collect();
        assert_ne!(chart.text(&format!("title[id={}]", ids[0])), "");
        assert_ne!(chart.text(&format!("desc[id={}]", ids[1])), "");
    }
    let said = MONTHS.map(|(month, value)| format!("{month}{value}起"));
    assert_eq!(charts[0].text("desc"), format!("{}。", said.join("，")));
    let said = SHARES.map(|(name, share)| format!("{name}占{share}%"));
    assert_eq!(charts[1].text("desc"), format!("{}。", said.join("，")));
    let tables = page.parts("table.chart-table");
    assert_eq!(tables.len(), 2);
    let mut values = MONTHS.map(|it| it.1);
    values.reverse();
    assert_eq!(tables[0].texts("td"), values);
    assert_eq!(tables[1].texts("tbody th"), SHARES.map(|it| it.0));
    for table in tables {
        assert_ne!(table.text("caption"), "");
    }
}
