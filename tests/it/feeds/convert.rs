//! What outside programs make of an export: PDF of the sheets, videos of the spots. The programs here only
//! pretend.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{replace, site};
use crate::site_test::Ran;

const LIST: &str = "  - {id: one, format: a4, title: 别转账}\n  - {id: two, format: a4, title: 先核实, limit: 1}\n";

const SPOT: &str = "  - {id: hall, channel: cinema, name: 大厅映前, seconds: 10}\n";

const SLOGANS: [(&str, &str, &str); 2] = [
    ("general", "", "- 不轻信，不转账\n"),
    (
        "aimed",
        "诈骗类型: [刷单]\n排序: 5\n失效日期: 2026-12-31\n",
        "- 先垫钱的兼职是诈骗\n",
    ),
];

/// Copies what it is given, counts how often, and fails where a file `fail-<id>` lies beside it.
const FAKE: &str = r#"#!/bin/sh
here=$(/usr/bin/dirname "$0")
if [ "$1" = --version ]; then /bin/cat "$here/version"; exit; fi
id=$(/usr/bin/basename "$2" .html)
if [ -e "$here/fail-$id" ]; then echo "no ink" >&2; exit 1; fi
echo "$id" >> "$here/runs"
{ echo %PDF-; /bin/cat "$2"; } > "$3"
"#;

/// Writes what it was asked to do where the video should be.
const FAKE_FFMPEG: &str = r#"#!/bin/sh
here=$(/usr/bin/dirname "$0")
if [ "$1" = -version ]; then echo ffmpeg; exit; fi
for last; do :; done
echo "$last" >> "$here/runs"
{ printf 'sizeftyp\n'; for it; do [ "$it" = "$last" ] || echo "$it"; done } > "$last"
"#;

/// An exported site, and a folder of programs that holds `weasyprint` and `ffmpeg`.
struct Shop {
    ran: Ran,
    programs: PathBuf,
}

fn install(programs: &Path, name: &str, script: &str) {
    // Written under another name: a file that is open for writing anywhere cannot be run.
    let new = programs.join("new");
    fs::write(&new, script).unwrap();
    fs::set_permissions(&new, fs::Permissions::from_mode(0o755)).unwrap();
    let mut copy = Command::new("cp");
    copy.arg("-p").arg(&new).arg(programs.join(name));
    assert!(copy.status().unwrap().success());
}

impl Shop {
    fn open() -> Self {
        let site = site(&format!("{SPOT}sheets:\n{LIST}"), &SLOGANS);
        replace(&site, "picture_font: none\n", "");
        let ran = site.run("export").expect_success();
        let programs = ran.site().join("programs");
        fs::create_dir(&programs).unwrap();
        install(&programs, "weasyprint", FAKE);
        install(&programs, "ffmpeg", FAKE_FFMPEG);
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
        self.files_of("pdf/")
    }

    fn files_of(&self, folder: &str) -> Vec<String> {
        let files = self.ran.files("export").into_iter();
        files
            .filter_map(|it| it.strip_prefix(folder).map(str::to_owned))
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

/// A day later the first sheet shows a slogan less; nobody asks for PDF, and the old one must not be sent
/// off.
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
    assert!(told.contains("one.pdf：程序出错：no ink"), "{told}");
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

/// Without a font there are no stills, and so no videos; then only the words for that are looked at.
fn has_stills(shop: &Shop) -> bool {
    let has_stills = shop
        .files_of("feeds/cinema/hall/")
        .iter()
        .any(|it| it.ends_with(".png"));
    if !has_stills {
        let (code, told) = shop.export(&["--as-of", DAY, "--video"]);
        assert_eq!(code, Some(0), "{told}");
        assert!(told.contains("没有视频可做"), "{told}");
    }
    has_stills
}

/// Each cue begins and ends on its own frame, and the whole has as many frames as the spot has seconds for.
#[test]
fn a_spot_becomes_two_videos_of_exactly_its_length() {
    let shop = Shop::open();
    if !has_stills(&shop) {
        return;
    }
    let (code, told) = shop.export(&["--as-of", DAY, "--video"]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("视频：新做 2 段，沿用 0 段"), "{told}");
    let videos = ["hall_10s_1920x1080.mp4", "hall_10s_1998x1080.mp4"];
    assert_eq!(shop.files_of("video/"), videos);
    let asked = String::from_utf8(shop.ran.bytes("export/video/hall_10s_1998x1080.mp4")).unwrap();
    let asked: Vec<&str> = asked.lines().collect();
    assert!(asked.contains(&"240"), "{asked:?}");
    let stills = asked.iter().filter(|it| it.ends_with("_1998x1080.png"));
    assert_eq!(stills.count(), 2);
    let graph = asked.iter().find(|it| it.contains("overlay")).unwrap();
    // The stills are there from 0.5 s to 4.4 s and from 4.5 s to 9.5 s.
    for wanted in [
        "color=c=#06213d:s=1998x1080:r=24:d=10,",
        "anullsrc=r=48000:cl=stereo:d=10[",
        "between(n,12,105)",
        "between(n,108,227)",
    ] {
        assert!(graph.contains(wanted), "{wanted}: {graph}");
    }
    let (_, told) = shop.export(&["--as-of", DAY, "--video"]);
    assert!(told.contains("视频：新做 0 段，沿用 2 段"), "{told}");
    assert_eq!(shop.runs(), 2);
}

#[test]
fn an_expired_slogan_takes_its_videos_away() {
    let shop = Shop::open();
    if !has_stills(&shop) {
        return;
    }
    shop.export(&["--as-of", DAY, "--video"]);
    let (code, told) = shop.export(&["--as-of", LATER]);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("有 2 段视频已经过时"), "{told}");
    assert_eq!(shop.files_of("video/"), Vec::<String>::new());
}

#[test]
fn what_is_missing_for_both_is_told_of_both() {
    let shop = Shop::open();
    if !has_stills(&shop) {
        return;
    }
    fs::remove_file(shop.programs.join("weasyprint")).unwrap();
    fs::remove_file(shop.programs.join("ffmpeg")).unwrap();
    let (code, told) = shop.export(&["--as-of", DAY, "--pdf", "--video"]);
    assert_eq!(code, Some(2), "{told}");
    assert!(
        told.contains("没有做 PDF") && told.contains("没有做视频"),
        "{told}"
    );
    assert!(told.contains("_cue.csv"), "{told}");
}
