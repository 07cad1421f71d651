//! Printed sheets: what stands on them, their codes, and the PDF that outside programs make of them.

use std::collections::BTreeSet;

use super::site;
use crate::{SiteTest, site_test::Ran};

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
        let path = svg
            .split(" d=\"")
            .nth(1)
            .unwrap()
            .split('"')
            .next()
            .unwrap();
        assert!(ran.output("print/a.html").contains(path), "{format}");
    }
}

/// Column and row of each dark module, from a path of `M4 4h7v1h-7z`.
fn dark_modules(svg: &str) -> BTreeSet<(usize, usize)> {
    let path = svg
        .split(" d=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
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

#[cfg(unix)]
mod pdf {
    use std::{
        fs,
        os::unix::fs::PermissionsExt as _,
        path::{Path, PathBuf},
        process::Command,
    };

    use super::{Ran, sheets};

    const LIST: &str = "  - {id: one, format: a4, title: 别转账}\n  - {id: two, format: a4, title: 先核实, limit: 1}\n";

    /// Copies what it is given, counts how often, and fails where a file `fail-<id>` lies beside it.
    const FAKE: &str = r#"#!/bin/sh
here=$(/usr/bin/dirname "$0")
if [ "$1" = --version ]; then /bin/cat "$here/version"; exit; fi
id=$(/usr/bin/basename "$2" .html)
if [ -e "$here/fail-$id" ]; then echo "no ink" >&2; exit 1; fi
echo "$id" >> "$here/runs"
{ echo %PDF-; /bin/cat "$2"; } > "$3"
"#;

    /// An exported site, and a folder of programs that holds one called `weasyprint`.
    struct Shop {
        ran: Ran,
        programs: PathBuf,
    }

    impl Shop {
        fn open() -> Self {
            let ran = sheets(LIST).run("export").expect_success();
            let programs = ran.site().join("programs");
            fs::create_dir(&programs).unwrap();
            // Written under another name: a file that is open for writing anywhere cannot be run.
            let new = programs.join("new");
            fs::write(&new, FAKE).unwrap();
            fs::set_permissions(&new, fs::Permissions::from_mode(0o755)).unwrap();
            let mut copy = Command::new("cp");
            copy.arg("-p").arg(&new).arg(programs.join("weasyprint"));
            assert!(copy.status().unwrap().success());
            fs::write(programs.join("version"), "1").unwrap();
            Self { ran, programs }
        }

        fn export(&self, arguments: &[&str]) -> (Option<i32>, String) {
            let output = Command::new(env!("CARGO_BIN_EXE_fanzha"))
                .arg("export")
                .args(arguments)
                .current_dir(self.ran.site())
                .env("PATH", &self.programs)
                .env("NO_COLOR", "1")
                .output()
                .unwrap();
            let stderr = String::from_utf8(output.stderr).unwrap();
            (output.status.code(), stderr)
        }

        fn pdf(&self, day: &str) -> String {
            let (code, stderr) = self.export(&["--as-of", day, "--pdf"]);
            assert_eq!(code, Some(0), "{stderr}");
            stderr
        }

        fn files(&self) -> Vec<String> {
            let files = self.ran.files("export").into_iter();
            files
                .filter_map(|it| it.strip_prefix("pdf/").map(str::to_owned))
                .filter(|it| !it.starts_with('.'))
                .collect()
        }

        fn runs(&self) -> usize {
            let runs = fs::read_to_string(self.programs.join("runs"));
            runs.map_or(0, |it| it.lines().count())
        }
    }

    const DAY: &str = "2026-11-20";
    const LATER: &str = "2027-01-01";

    #[test]
    fn an_unchanged_sheet_keeps_its_pdf_and_runs_nothing() {
        let shop = Shop::open();
        let told = shop.pdf(DAY);
        assert!(told.contains("PDF：新做 2 份，沿用 0 份"), "{told}");
        assert_eq!(shop.files(), ["one.pdf", "two.pdf"]);
        let html = shop.ran.bytes("export/print/one.html");
        let pdf = shop.ran.bytes("export/pdf/one.pdf");
        assert_eq!(pdf.strip_prefix(b"%PDF-\n"), Some(html.as_slice()));
        assert_eq!(shop.runs(), 2);
        let told = shop.pdf(DAY);
        assert!(told.contains("PDF：新做 0 份，沿用 2 份"), "{told}");
        assert_eq!(shop.runs(), 2);
        // Another version may set the same words differently.
        fs::write(shop.programs.join("version"), "2").unwrap();
        shop.pdf(DAY);
        assert_eq!(shop.runs(), 4);
    }

    /// A day later the first sheet shows a slogan less; nobody asks for PDF, and the old one must not be sent off.
    #[test]
    fn an_expired_slogan_takes_its_pdf_away_with_or_without_pdf() {
        let shop = Shop::open();
        shop.pdf(DAY);
        let (code, told) = shop.export(&["--as-of", LATER]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("有 1 份 PDF 已经过时"), "{told}");
        assert_eq!(shop.files(), ["two.pdf"]);
        shop.pdf(LATER);
        assert_eq!(shop.files(), ["one.pdf", "two.pdf"]);
        assert_eq!(shop.runs(), 3);
    }

    #[test]
    fn a_sheet_that_is_gone_loses_its_pdf() {
        let shop = Shop::open();
        shop.pdf(DAY);
        let settings = shop.ran.site().join("site.yaml");
        let text = fs::read_to_string(&settings).unwrap();
        fs::write(
            &settings,
            text.replace(LIST.split_inclusive('\n').next().unwrap(), ""),
        )
        .unwrap();
        let (code, told) = shop.export(&["--as-of", DAY]);
        assert_eq!(code, Some(0), "{told}");
        assert_eq!(shop.files(), ["two.pdf"]);
    }

    #[test]
    fn one_that_fails_is_named_and_leaves_the_others() {
        let shop = Shop::open();
        fs::write(shop.programs.join("fail-one"), "").unwrap();
        let (code, told) = shop.export(&["--as-of", DAY, "--pdf"]);
        assert_eq!(code, Some(2), "{told}");
        assert!(told.contains("print/one.html：程序出错：no ink"), "{told}");
        assert_eq!(shop.files(), ["two.pdf"]);
        assert!(Path::new(&shop.ran.site().join("export/print/one.html")).exists());
    }

    #[test]
    fn without_a_program_the_export_stands_and_says_what_to_do() {
        let shop = Shop::open();
        fs::remove_file(shop.programs.join("weasyprint")).unwrap();
        let (code, told) = shop.export(&["--as-of", DAY, "--pdf"]);
        assert_eq!(code, Some(2), "{told}");
        assert!(
            told.contains("完成：") && told.contains("没有做 PDF"),
            "{told}"
        );
        assert!(told.contains("按 Ctrl+P 打印"), "{told}");
        assert_eq!(shop.files(), Vec::<String>::new());
    }
}
