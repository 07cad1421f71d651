//! `fanzha export`: the feeds alone.

use super::{DOOR, site};

const CINEMA: &str = "  - {id: hall, channel: cinema, seconds: 5}\n";
const GROUP: (&str, &str, &str) = ("a", "", "- 不转账\n");

#[test]
fn the_feeds_alone_go_to_export() {
    let ran = site(&format!("{DOOR}{CINEMA}"), &[GROUP]).run("export");
    let ran = ran.expect_success();
    let files = ran.files("export");
    for path in [
        "feeds/led/rs-door/rs-door.gbk.txt",
        "feeds/cinema/hall/hall_script.txt",
        "feeds/slogans.txt",
        "feeds/manifest.json",
        "packs/mass.zip",
    ] {
        assert!(files.iter().any(|it| it == path), "{path}: {files:?}");
    }
    // Nothing of the website.
    let is_page = |it: &&String| it.ends_with("index.html") || it.starts_with("assets/");
    assert_eq!(files.iter().find(is_page), None);
    assert!(!ran.public().exists());
    assert!(ran.stderr.contains("完成：2 份播放文件"), "{}", ran.stderr);
}

#[test]
fn an_export_equals_the_feeds_of_a_build() {
    let site = site(&format!("{DOOR}{CINEMA}"), &[GROUP]).build();
    let ran = site.then(&["export", "--as-of", crate::site_test::TODAY]);
    let ran = ran.expect_success();
    for path in ran.files("export") {
        let of = |folder: &str| ran.bytes(&format!("{folder}/{path}"));
        assert_eq!(of("export"), of("public"), "{path}");
    }
}

#[test]
fn an_export_never_replaces_a_website() {
    let ran = site(DOOR, &[GROUP]).build();
    let before = ran.outputs();
    let ran = ran.then(&["export", "--output", "public"]);
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("public 里是整个网站"), "{}", ran.stderr);
    assert_eq!(ran.outputs(), before);
}

#[test]
fn what_is_wrong_stops_an_export_and_leaves_the_last_one() {
    let ran = site(DOOR, &[GROUP]).run("export");
    std::fs::write(
        ran.site().join("content/slogans/a.md"),
        "---\n标题: a\n性质: 公益广告\n---\n\n- 防詐骗\n",
    )
    .unwrap();
    let ran = ran.then(&["export"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("播放文件没有更新"), "{}", ran.stderr);
    assert_eq!(ran.bytes("export/feeds/slogans.txt"), "不转账\n".as_bytes());
}

/// A feed that was taken out of the settings leaves no file behind for an operator to copy.
#[test]
fn a_feed_taken_out_is_gone() {
    let ran = site(&format!("{DOOR}{CINEMA}"), &[GROUP]).run("export");
    let settings = std::fs::read_to_string(ran.site().join("site.yaml")).unwrap();
    std::fs::write(ran.site().join("site.yaml"), settings.replace(CINEMA, "")).unwrap();
    let ran = ran.then(&["export"]).expect_success();
    assert!(!ran.files("export").iter().any(|it| it.contains("hall")));
}
