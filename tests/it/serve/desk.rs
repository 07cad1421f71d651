//! The editor's desk, as it is served: all of it without a script, and every text as text.

use super::Server;
use crate::{SiteTest, html::Page};

fn site() -> SiteTest {
    SiteTest::new("serve/a_desk")
}

/// The desk that this server shows.
fn desk(server: &Server) -> Page {
    Page::parse(&server.get("/_fanzha/").text())
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
    let desk = desk(&server);
    let draft = desk.part("section#draft");
    assert_eq!(draft.text("a[href='/zt/fanzha/draft/']"), "<b>草稿</b>");
    assert!(draft.says("content/draft.md"), "{draft}");
    let out = desk.part("section#out");
    assert!(out.says("已经发布的") && !out.mentions("草稿"), "{out}");
    let expired = desk.part("section#expired");
    assert!(expired.says("过期的") && !expired.has("a"), "{expired}");
}

#[test]
fn feeds_show_the_words_of_their_screen() {
    let site = site();
    let server = Server::start(site.path());
    let feeds = desk(&server).part("section#feeds");
    for words in [
        "大门口",
        "一楼",
        "门头屏",
        "不转账",
        "3 字",
        "到 2026-12-31",
    ] {
        assert!(feeds.says(words), "{words}: {feeds}");
    }
    assert!(!feeds.mentions("不汇款"), "{feeds}");
    let file = server.get("/zt/fanzha/feeds/led/door/door.utf8bom.txt");
    assert_eq!(file.text(), "\u{feff}不转账\r\n");
}

#[test]
fn problems_are_drawn_as_in_the_terminal() {
    let site = site();
    site.write("content/out.md", "---\n标题: 甲\n---\n\n见[乙](<b>.md)。\n");
    let server = Server::start(site.path());
    let problems = desk(&server).part("section#problems");
    for words in [
        "content/out.md，第 5 行",
        "5 | 见[乙](<b>.md)。",
        "^^^ HTML",
    ] {
        assert!(problems.says(words), "{words}: {problems}");
    }
    assert!(!problems.has("b"), "{problems}");
}
