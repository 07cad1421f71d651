//! When a slogan may be shown: on the days that its group names, and nowhere on any other day.

use encoding_rs::GBK;

use super::{DOOR, door_lines, site};
use crate::{SiteTest, site_test::Ran};

/// A feed of every channel, tiers of groups, and a sheet.
const OTHERS: &str = "  - {id: hall, channel: cinema, seconds: 15}
  - {id: board, channel: signage, shape: 横屏}
  - {id: village, channel: voice, seconds: 60}
wechat: {tiers: [{id: district, name: 一级群}]}
sheets:
  - {id: leaflet, format: a5, title: 先核实, limit: 9}
";
const STAY: (&str, &str, &str) = ("stay", "", "- 一直有效\n");
const LIST: &str = "- 限期有效 {#xianqi}\n  - led: 限期上屏\n  - cinema: 限期映前\n  - signage: 限期电子屏\n  - wechat: 限期转发\n  - print: 限期印刷\n  - voice: 限期广播\n  - short: 限期短句\n";

fn limited(front: &str) -> SiteTest {
    let front = format!("人群: [老年人]\n诈骗类型: [刷单返利]\n{front}");
    site(
        &format!("{DOOR}{OTHERS}"),
        &[STAY, ("limited", &front, LIST)],
    )
}

/// The files of the output folder that hold any of the limited group's words, in UTF-8 or CP936.
fn holding(ran: &Ran) -> Vec<String> {
    let mut found = ran.outputs();
    found.retain(|path| {
        let bytes = ran.bytes(&format!("public/{path}"));
        let (chinese, _, _) = GBK.encode("限期");
        [chinese.as_ref(), "限期".as_bytes(), b"xianqi", b"limited"]
            .iter()
            .any(|words| bytes.windows(words.len()).any(|it| it == *words))
    });
    found
}

#[test]
fn the_last_day_counts_and_the_day_after_it_is_nowhere() {
    for (day, is_out) in [
        ("2026-06-29", true),
        ("2026-06-30", true),
        ("2026-07-01", false),
        ("2027-06-30", false),
    ] {
        let site = limited("失效日期: 2026-06-30\n").arguments(&["--as-of", day]);
        check(site.build(), day, is_out, "警示语已于 2026-06-30 失效");
    }
}

#[test]
fn the_first_day_counts_and_the_day_before_it_is_nowhere() {
    for (day, is_out) in [
        ("2026-05-31", false),
        ("2026-06-01", true),
        ("2026-06-02", true),
    ] {
        let site = limited("生效日期: 2026-06-01\n").arguments(&["--as-of", day]);
        check(site.build(), day, is_out, "警示语从 2026-06-01 起生效");
    }
}

#[test]
fn publishing_dates_and_drafts_hold_for_slogans_too() {
    for (front, reason) in [
        ("draft: true\n", "草稿"),
        (
            "publish_at: 2026-12-01 09:00\n",
            "定时到 2026-12-01 09:00 发布",
        ),
        ("expires_at: 2026-11-01\n", "已于 2026-11-01 00:00 下线"),
    ] {
        check(limited(front).build(), front, false, reason);
    }
}

/// `--drafts` is for looking at pages; what nobody has approved never gets into a file for a street.
#[test]
fn drafts_are_looked_at_on_the_website_alone() {
    let ran = limited("draft: true\n").arguments(&["--drafts"]).build();
    assert_eq!(door_lines(&ran), ["一直有效"]);
    let page = ran.page("slogans/limited/index.html");
    assert_eq!(page.texts(".slogan-text"), ["限期有效"]);
    let found = holding(&ran);
    assert!(
        !found.iter().any(|it| it.starts_with("feeds/")),
        "{found:?}"
    );
}

/// Time alone must not stop a build: the old files, with what has expired, would stay where they are.
#[test]
fn a_link_to_what_has_expired_is_a_warning() {
    let site = limited("失效日期: 2026-06-30\n");
    site.write(
        "content/a.md",
        "---\n标题: 一\n---\n\n见[限期](slogans/limited.md#xianqi)。\n",
    );
    let day = |day: &str, site: SiteTest| site.arguments(&["--as-of", day]).build();
    let ran = day("2026-07-01", site).expect_success();
    assert!(
        ran.stderr.contains("warning[link/missing]"),
        "{}",
        ran.stderr
    );
    let page = ran.page("a/index.html");
    assert_eq!(page.text(".prose"), "见限期。");
    assert!(!page.has(".prose a"), "{page}");
    assert_eq!(door_lines(&ran), ["一直有效"]);
}

/// Looking at drafts is no reason to show what is over.
#[test]
fn drafts_do_not_bring_back_what_has_expired() {
    let site = limited("draft: true\n失效日期: 2026-11-23\n").arguments(&["--drafts"]);
    check(
        site.build(),
        "--drafts",
        false,
        "警示语已于 2026-11-23 失效",
    );
}

fn check(ran: Ran, what: &str, is_out: bool, reason: &str) {
    let ran = ran.expect_success();
    let found = holding(&ran);
    if is_out {
        let wanted = [
            "feeds/cinema/hall/hall_15s.srt",
            "feeds/led/rs-door/rs-door.gbk.txt",
            "feeds/slogans.txt",
            "feeds/manifest.json",
            "signage/board.html",
            "voice/village.txt",
            "wechat/group/limited-district.txt",
            "print/leaflet.html",
            "slogans/limited/index.html",
        ];
        for path in wanted {
            assert!(found.iter().any(|it| it == path), "{what}: {path}");
        }
        assert!(!ran.stderr.contains("limited.md"), "{what}");
    } else {
        assert_eq!(found, Vec::<String>::new(), "{what}");
        let line = format!("content/slogans/limited.md：{reason}");
        assert!(ran.stderr.contains(&line), "{what}: {}", ran.stderr);
        assert_eq!(door_lines(&ran), ["一直有效"], "{what}");
    }
}

/// The folder that was right yesterday is right today.
#[test]
fn a_build_on_the_day_after_takes_an_expired_slogan_out_of_the_old_output() {
    let site = limited("失效日期: 2026-11-24\n").build();
    assert!(!holding(&site).is_empty());
    let ran = site
        .then(&["build", "--as-of", "2026-11-25", "--yes"])
        .expect_success();
    assert_eq!(holding(&ran), Vec::<String>::new());
}

#[test]
fn a_feed_whose_slogans_have_all_expired_is_an_error() {
    let group = ("a", "失效日期: 2026-11-23\n", "- 过期了\n");
    let ran = site(DOOR, &[group]).build();
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("[feed/empty]"), "{}", ran.stderr);
}

#[test]
fn a_slogan_may_come_back_once_its_first_group_is_over() {
    let groups = [
        ("a", "失效日期: 2026-06-30\n", "- 年年都说\n"),
        ("b", "生效日期: 2026-07-01\n", "- 年年都说\n"),
    ];
    let ran = site(DOOR, &groups).build().expect_success();
    assert_eq!(door_lines(&ran), ["年年都说"]);
}
