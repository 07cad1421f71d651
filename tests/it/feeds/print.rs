//! Printed sheets: what stands on them, and their codes.

use std::collections::BTreeSet;

use super::site;
use crate::SiteTest;

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
fn lines(html: &str) -> Vec<&str> {
    let lines = html.split("<span class=\"line\">").skip(1);
    lines.map(|it| it.split('<').next().unwrap()).collect()
}

#[test]
fn a_sheet_is_a_page_by_itself() {
    let ran = sheets("  - {id: card, 规格: 名片, 标题: 先挂断，|再核实}\n").build();
    let ran = ran.expect_success();
    let html = ran.output("print/card.html");
    assert_eq!(
        lines(&html),
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
        assert!(html.contains(words), "{words}");
    }
    assert!(html.contains("@page { size: 90mm 54mm; margin: 0; bleed: 2mm; marks: crop }"));
    // No icon, and so no question for one.
    let html = html.replace("<link rel=\"icon\" href=\"data:,\">", "");
    for request in ["src=", "href=", "url(", "@import", "<script", "<link"] {
        assert!(!html.contains(request), "{request}");
    }
}

#[test]
fn what_a_sheet_is_about_comes_first_and_is_explained() {
    let test = sheets("  - {id: a, format: a5, scam_types: [刷单], limit: 2}\n");
    let settings = std::fs::read_to_string(test.path().join("site.yaml")).unwrap();
    let terms = "terms: [{name: 刷单返利, slug: shuadan, aliases: [刷单]}, {name: 网络婚恋交友, aliases: [杀猪盘]}]";
    assert!(settings.contains(terms));
    test.write("site.yaml", settings.replace(terms, "section: types"));
    test.write(
        "content/types/_index.md",
        "---\n标题: 诈骗类型\n内容类型: 诈骗类型\n---\n",
    );
    let page = "---\n标题: 刷单返利\n编号: shuadan\n别名: [刷单]\n定义: 以兼职为诱饵骗人垫钱。\n步骤: [先返小钱, 再要垫资]\n易受骗人群: [求职者]\n防范: 先垫钱的都是诈骗。\n---\n\n介绍\n";
    test.write("content/types/shuadan.md", page);
    let ran = test.build().expect_success();
    let html = ran.output("print/a.html");
    assert_eq!(
        lines(&html),
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
    let html = later.build().expect_success().output("print/poster.html");
    assert!(
        !html.contains("兼职") && !html.contains("有效期至"),
        "{html}"
    );
}

/// A title is wanted nowhere: a poster speaks by its first slogan, which then stands on it once.
#[test]
fn a_poster_without_a_title_shows_its_first_slogan_large() {
    let ran = sheets("  - {id: p, format: poster-a3, limit: 1}\n").build();
    let html = ran.expect_success().output("print/p.html");
    assert_eq!(lines(&html), ["陌生来电，", "不转账", "拿不准，打96110"]);
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
        let svg = ran.output("print/qr/a.svg");
        let number = |name: &str| -> f64 {
            let value = svg.split(&format!(" {name}=\"")).nth(1).unwrap();
            let digits = value.split(|it: char| !it.is_ascii_digit() && it != '.');
            digits.clone().next().unwrap().parse().unwrap()
        };
        assert!(svg.contains("<title>https://www.example.gov.cn/zt/fanzha/slogans/</title>"));
        let side: f64 = svg.split("viewBox=\"0 0 ").nth(1).unwrap()[..2]
            .parse()
            .unwrap();
        let dark = dark_modules(&svg);
        let edges = dark.iter().flat_map(|it| [it.0, it.1]);
        let (first, last) = (edges.clone().min().unwrap(), edges.max().unwrap());
        assert_eq!((first, last), (4, side as usize - 5), "{format}");
        let module_mm = number("width") / side;
        assert!(module_mm >= module_mm_min, "{format}: {module_mm}");
        assert!(module_mm * (side - 8.0) >= square_mm - 0.01, "{format}");
        // The same code stands on the sheet.
        let path = path_of(&svg);
        assert!(ran.output("print/a.html").contains(path), "{format}");
    }
}

/// What draws the dark modules of a code.
fn path_of(svg: &str) -> &str {
    let after = svg.split(" d=\"").nth(1).unwrap();
    after.split('"').next().unwrap()
}

/// Column and row of each dark module, from a path of `M4 4h7v1h-7z`.
fn dark_modules(svg: &str) -> BTreeSet<(usize, usize)> {
    let mut dark = BTreeSet::new();
    for run in path_of(svg).split('M').skip(1) {
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
