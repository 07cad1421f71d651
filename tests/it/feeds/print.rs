//! Printed sheets: what stands on them, and their codes.

use std::collections::BTreeSet;

use super::site;
use crate::{SiteTest, html::Page};

const GENERAL: (&str, &str, &str) = (
    "general",
    "",
    "- 不轻信，不转账\n  - print: 陌生来电，|不转账\n- 拿不准，打96110\n",
);
const AIMED: (&str, &str, &str) = (
    "aimed",
    "诈骗类型: [刷单]\n排序: 5\n失效日期: 2026-12-31\n",
    "- 先垫钱的兼职是诈骗\n",
);

fn sheets(list: &str) -> SiteTest {
    site(&format!("  []\nsheets:\n{list}"), &[GENERAL, AIMED])
}

/// The lines of a sheet, as they are printed.
fn lines(sheet: &Page) -> Vec<String> {
    sheet.texts("span.line")
}

#[test]
fn a_sheet_is_a_page_by_itself() {
    let ran = sheets("  - {id: card, 规格: 名片, 标题: 先挂断，|再核实}\n").build();
    let ran = ran.expect_success();
    let sheet = ran.page("print/card.html");
    assert_eq!(
        lines(&sheet),
        [
            "先挂断，再核实",
            "陌生来电，不转账",
            "拿不准，打96110",
            "先垫钱的兼职是诈骗"
        ]
    );
    for words in [
        "96110",
        "反诈预警劝阻专线",
        "www.example.gov.cn",
        "有效期至 2026-12-31",
    ] {
        assert!(sheet.says(words), "{words}");
    }
    let styles = sheet.texts("style").concat();
    assert!(styles.contains("@page { size: 90mm 54mm; margin: 0; bleed: 2mm; marks: crop }"));
    // No icon, and so no question for one.
    assert_eq!(sheet.attributes("[href]", "href"), ["data:,"]);
    assert!(!sheet.has("script, [src], link:not([rel=icon])"), "{sheet}");
    for request in ["url(", "@import"] {
        assert!(!sheet.mentions(request), "{request}");
    }
}

#[test]
fn what_a_sheet_is_about_comes_first_and_is_explained() {
    let ran = SiteTest::new("feeds/a_sheet_about_a_scam_type").build();
    let sheet = ran.expect_success().page("print/a.html");
    assert_eq!(
        lines(&sheet),
        [
            "警惕刷单返利",
            "以兼职为诱饵骗人垫钱。",
            "先返小钱",
            "再要垫资",
            "先垫钱的兼职是诈骗",
            "陌生来电，不转账",
            "先垫钱的都是诈骗。"
        ]
    );
}

#[test]
fn an_expired_slogan_is_on_no_sheet() {
    let list = "  - {id: poster, format: poster, title: 别转账}\n";
    let later = sheets(list).arguments(&["--as-of", "2027-01-01"]);
    let sheet = later.build().expect_success().page("print/poster.html");
    assert!(
        !sheet.mentions("兼职") && !sheet.mentions("有效期至"),
        "{sheet}"
    );
}

/// A title is wanted nowhere: a poster speaks by its first slogan, which then stands on it once.
#[test]
fn a_poster_without_a_title_shows_its_first_slogan_large() {
    let ran = sheets("  - {id: p, format: poster-a3, limit: 1}\n").build();
    let sheet = ran.expect_success().page("print/p.html");
    assert_eq!(lines(&sheet), ["陌生来电，", "不转账", "拿不准，打96110"]);
}

/// Denso: a quiet zone of four modules on all sides; a reader may do without it, so it is measured here.
#[test]
fn a_code_has_its_size_and_its_quiet_zone() {
    for (format, square_mm, module_mm_min) in [
        ("card", 15.0, 0.4),
        ("a5", 25.0, 0.4),
        ("a4", 30.0, 0.4),
        ("trifold", 25.0, 0.4),
        ("poster-a3", 50.0, 1.0),
        ("poster", 80.0, 1.0),
    ] {
        let ran = sheets(&format!("  - {{id: a, format: {format}, link: slogans}}\n"));
        let ran = ran.build().expect_success();
        let code = ran.page("print/qr/a.svg");
        assert_eq!(
            code.text("svg > title"),
            "https://www.example.gov.cn/zt/fanzha/slogans/"
        );
        let view = code.attribute("svg", "viewBox");
        let (_, side) = view.rsplit_once(' ').unwrap();
        assert_eq!(view, format!("0 0 {side} {side}"));
        let side: f64 = side.parse().unwrap();
        let path = code.attribute("svg path", "d");
        let dark = dark_modules(path);
        let edges = dark.iter().flat_map(|it| [it.0, it.1]);
        let (first, last) = (edges.clone().min().unwrap(), edges.max().unwrap());
        assert_eq!((first, last), (4, side as usize - 5), "{format}");
        let module_mm = code.numbers("svg", "width")[0] / side;
        assert!(module_mm >= module_mm_min, "{format}: {module_mm}");
        assert!(module_mm * (side - 8.0) >= square_mm - 0.01, "{format}");
        // The same code stands on the sheet.
        let sheet = ran.page("print/a.html");
        assert!(
            sheet.attributes("svg.code path", "d").contains(&path),
            "{format}"
        );
    }
}

/// Column and row of each dark module, from a path of `M4 4h7v1h-7z`.
fn dark_modules(path: &str) -> BTreeSet<(usize, usize)> {
    let mut dark = BTreeSet::new();
    for run in path.split('M').skip(1) {
        let (at, rest) = run.split_once('h').unwrap();
        let (x, y) = at.split_once(' ').unwrap();
        let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
        let length: usize = rest.split('v').next().unwrap().parse().unwrap();
        dark.extend((x..x + length).map(|it| (it, y)));
    }
    dark
}

#[test]
fn a_word_that_is_no_term_is_told_of_a_sheet_too() {
    let ran = sheets("  - {id: a, format: a4, audiences: [老年]}\n").build();
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("印刷品选不出这一项"), "{}", ran.stderr);
}
