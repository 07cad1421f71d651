//! The charts of bulletins as they are written: each bar as long as its number, and every number in words and in a table.
//!
//! In: bulletins. Out: the rectangles of the page's SVG, compared with the values that they stand for.

use super::SiteTest;

/// A month with its value of the one indicator.
const MONTHS: [(&str, &str); 5] = [
    ("2026-01", "80"),
    ("2026-02", "1,000"),
    ("2026-03", "0"),
    ("2026-05", "333.3"),
    ("2026-06", "500"),
];
const SHARES: [(&str, f64); 4] = [
    ("刷单返利", 40.0),
    ("虚假贷款", 25.5),
    ("虚假征信", 4.5),
    ("其他", 30.0),
];

/// The bulletin of June, which looks back on the others.
fn june() -> String {
    let files: Vec<(String, String)> = MONTHS
        .iter()
        .map(|(month, value)| {
            let shares = SHARES.map(|(name, share)| format!("{{类型: {name}, 占比: {share}}}"));
            let text = format!(
                "---\n标题: {month}\n发布时间: {month}-28\n月份: {month}\n数据来源: 示例数据\n\
                 指标: [{{指标: 立案数, 数值: \"{value}\", 单位: 起}}]\n占比: [{}]\n---\n\n正文。\n",
                shares.join(", ")
            );
            (format!("content/bulletins/{month}.md"), text)
        })
        .collect();
    let section = "---\n标题: 通报\n内容类型: 每月通报\n---\n";
    let mut site = vec![("content/bulletins/_index.md", section)];
    site.extend(files.iter().map(|it| (it.0.as_str(), it.1.as_str())));
    let ran = SiteTest::of(&site).build().expect_success();
    ran.output("bulletins/2026-06/index.html")
}

/// What stands between `start` and the `end` after it, once for each `start`.
fn between<'a>(html: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    let parts = html.split(start).skip(1);
    parts
        .map(|it| it.split(end).next().unwrap_or_default())
        .collect()
}

/// The number in the attribute `name` of a tag.
fn number(tag: &str, name: &str) -> f64 {
    let value = tag.split(&format!(" {name}=\"")).nth(1).expect(tag);
    value.split('"').next().unwrap().parse().unwrap()
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
    let html = june();
    let chart = between(&html, "<svg class=\"chart\"", "</svg>")[0];
    let bars: Vec<&str> = between(chart, "<rect class=\"chart-bar", "/>");
    let values: Vec<f64> = MONTHS
        .iter()
        .map(|it| it.1.replace(',', "").parse().unwrap())
        .collect();
    let heights: Vec<f64> = bars.iter().map(|it| number(it, "height")).collect();
    expect_proportion(&heights, &values);
    let feet: Vec<f64> = bars
        .iter()
        .map(|it| number(it, "y") + number(it, "height"))
        .collect();
    assert!(feet.iter().all(|it| *it == feet[0]), "{feet:?}");
    // One beside the other, all equally wide, none out of the drawing; the last is the month that is told of.
    let ends: Vec<(f64, f64)> = bars
        .iter()
        .map(|it| (number(it, "x"), number(it, "x") + number(it, "width")))
        .collect();
    assert!(ends.windows(2).all(|it| it[0].1 < it[1].0), "{ends:?}");
    let view = between(chart, "viewBox=\"0 0 ", "\"")[0];
    let (width, height) = view.split_once(' ').unwrap();
    assert!(ends[0].0 >= 0.0 && ends.last().unwrap().1 <= width.parse().unwrap());
    assert!(feet[0] <= height.parse().unwrap());
    let widths: Vec<f64> = bars.iter().map(|it| number(it, "width")).collect();
    assert!(widths.iter().all(|it| *it == widths[0]), "{widths:?}");
    assert!(bars.last().unwrap().starts_with(" chart-now\""), "{bars:?}");
    assert_eq!(chart.matches("chart-now").count(), 1);
}

#[test]
fn bars_of_shares_are_as_long_as_their_shares() {
    let html = june();
    let charts = between(&html, "<svg class=\"chart\"", "</svg>");
    let bars = between(charts.last().unwrap(), "<rect class=\"chart-line", "/>");
    let widths: Vec<f64> = bars.iter().map(|it| number(it, "width")).collect();
    expect_proportion(&widths, &SHARES.map(|it| it.1));
}

/// Who sees no picture hears what it is and every number, and finds them once more in a table.
#[test]
fn every_chart_has_a_name_its_numbers_in_words_and_a_table() {
    let html = june();
    let charts = between(&html, "<svg class=\"chart\"", "</svg>");
    assert_eq!(charts.len(), 2);
    for chart in &charts {
        assert!(chart.contains(" role=\"img\" "), "{chart}");
        let ids: Vec<&str> = between(chart, "aria-labelledby=\"", "\"")[0]
            .split(' ')
            .collect();
        let name = format!("<title id=\"{}\">", ids[0]);
        let words = format!("<desc id=\"{}\">", ids[1]);
        assert!(
            !between(chart, &name, "<").concat().trim().is_empty(),
            "{chart}"
        );
        assert!(!between(chart, &words, "<").concat().is_empty(), "{chart}");
    }
    let said = between(charts[0], "<desc", "</desc>").concat();
    for (_, value) in MONTHS {
        assert!(said.contains(&format!("{value}起")), "{value}: {said}");
    }
    let said = between(charts[1], "<desc", "</desc>").concat();
    for (name, _) in SHARES {
        assert!(said.contains(name), "{name}: {said}");
    }
    let tables = between(&html, "<table class=\"chart-table\">", "</table>");
    assert_eq!(tables.len(), 2);
    for (_, value) in MONTHS {
        assert!(tables[0].contains(&format!("<td>{value}</td>")), "{value}");
    }
    for (name, _) in SHARES {
        assert!(tables[1].contains(name), "{name}");
    }
    assert!(
        tables.iter().all(|it| it.contains("<caption")),
        "{tables:?}"
    );
}
