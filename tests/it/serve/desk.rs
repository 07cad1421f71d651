//! The editor's desk, as it is served: all of it without a script, and every text as text.

use super::Server;
use crate::SiteTest;

const SETTINGS: &str = "title: 测试站
base_url: https://www.example.gov.cn/zt/fanzha/
screens:
  - {id: door, name: 门头屏, width_px: 320, height_px: 32}
feeds:
  - {id: door, channel: led, name: 大门口, place: 一楼, screen: door}
";

fn site() -> SiteTest {
    let site = SiteTest::of(&[
        ("content/out.md", "---\n标题: 已经发布的\n---\n\n字。\n"),
        (
            "content/draft.md",
            "---\n标题: <b>草稿</b>\n草稿: 是\n---\n\n字。\n",
        ),
        (
            "content/gone.md",
            "---\n标题: 过期的\n下线时间: 2026-11-01\n---\n\n字。\n",
        ),
        (
            "content/slogans/_index.md",
            "---\n标题: 警示语\n内容类型: 警示语\n---\n",
        ),
        (
            "content/slogans/a.md",
            "---\n标题: 警示语\n失效日期: 2026-12-31\n性质: 公益广告\n---\n\n- 不转账，不汇款\n  - led: 不转账\n",
        ),
    ]);
    site.write("site.yaml", SETTINGS);
    site
}

/// The part of the desk below the heading of this anchor.
fn part<'a>(desk: &'a str, id: &str) -> &'a str {
    let start = desk.find(&format!("<section id=\"{id}\">")).unwrap();
    let rest = &desk[start..];
    &rest[..rest.find("</section>").unwrap()]
}

#[test]
fn content_is_listed_by_how_it_stands() {
    let site = site();
    let server = Server::start(site.path());
    let answer = server.get("/_fanzha/");
    assert_eq!(
        answer.header("Content-Type"),
        Some("text/html; charset=utf-8")
    );
    let desk = answer.text();
    let draft = part(&desk, "draft");
    let link = "<a href=\"/zt/fanzha/draft/\">&lt;b&gt;草稿&lt;/b&gt;</a>";
    assert!(draft.contains(link), "{draft}");
    assert!(draft.contains("content/draft.md"), "{draft}");
    let out = part(&desk, "out");
    assert!(out.contains("已经发布的") && !out.contains("草稿"), "{out}");
    let expired = part(&desk, "expired");
    assert!(
        expired.contains("过期的") && !expired.contains("<a "),
        "{expired}"
    );
}

#[test]
fn feeds_show_the_words_of_their_screen() {
    let site = site();
    let server = Server::start(site.path());
    let desk = server.get("/_fanzha/").text();
    let feeds = part(&desk, "feeds");
    for words in [
        "大门口",
        "一楼",
        "门头屏",
        "不转账",
        "3 字",
        "到 2026-12-31",
    ] {
        assert!(feeds.contains(words), "{words}: {feeds}");
    }
    assert!(!feeds.contains("不汇款"), "{feeds}");
    let file = server.get("/zt/fanzha/feeds/led/door/door.utf8bom.txt");
    assert_eq!(file.text(), "\u{feff}不转账\r\n");
}

#[test]
fn problems_are_drawn_as_in_the_terminal() {
    let site = site();
    site.write("content/out.md", "---\n标题: 甲\n---\n\n见[乙](<b>.md)。\n");
    let server = Server::start(site.path());
    let desk = server.get("/_fanzha/").text();
    let problems = part(&desk, "problems");
    for words in [
        "content/out.md，第 5 行",
        "5 | 见[乙](&lt;b&gt;.md)。",
        "^^^ HTML",
    ] {
        assert!(problems.contains(words), "{words}: {problems}");
    }
}
