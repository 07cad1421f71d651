//! What a tab is told and shown while something is wrong, and afterwards.

use std::fs;

use serde_json::Value;

use super::Server;
use crate::{SiteTest, html::Page};

const PAGE: &str = "news/a/index.html";

fn page(title: &str, text: &str) -> String {
    format!("---\n标题: {title}\n日期: 2026-11-01\n---\n\n{text}\n")
}

fn site() -> SiteTest {
    SiteTest::of(&[
        ("content/news/a.md", &page("甲", "第一版")),
        ("content/news/b.md", &page("乙", "另一篇")),
    ])
}

/// The words of a page's text.
fn prose(html: &str) -> String {
    Page::parse(html).text(".prose")
}

fn errors(state: &Value) -> u64 {
    state["errors"].as_u64().unwrap()
}

fn key(state: &Value) -> Option<&str> {
    state["page"]["key"].as_str()
}

#[test]
fn a_tab_is_told_when_its_page_changes_and_only_then() {
    let site = site();
    let server = Server::start(site.path());
    let (shown, html) = server.page("news/a/");
    assert_eq!(prose(&html), "第一版");
    let (mut tab, mut other) = (server.tab(PAGE), server.tab("news/b/index.html"));
    let state = tab.state();
    assert_eq!(key(&state), Some(shown.as_str()));
    assert_eq!(state["page"]["standing"], "out");
    assert!(state["styles"]["assets/style.css"].is_string(), "{state}");
    let other_key = key(&other.state()).unwrap().to_owned();
    site.write("content/news/a.md", page("甲", "第二版"));
    let state = tab.wait(|it| key(it) != Some(&shown));
    let (shown, html) = server.page("news/a/");
    assert_eq!(prose(&html), "第二版");
    assert_eq!(key(&state), Some(shown.as_str()));
    // The other tab hears of what comes next, and of nothing before.
    site.write("content/news/b.md", page("乙", "改过"));
    assert_ne!(key(&other.state()), Some(other_key.as_str()));
    fs::remove_file(site.path().join("content/news/a.md")).unwrap();
    tab.wait(|it| key(it).is_none());
    assert_eq!(server.get("/zt/fanzha/news/a/").status, 404);
    site.write("content/news/a.md", page("甲", "第二版"));
    tab.wait(|it| key(it).is_some());
    assert_eq!(prose(&server.page("news/a/").1), "第二版");
}

#[test]
fn an_error_leaves_the_last_good_page_and_goes_away_by_itself() {
    let site = site();
    let mut server = Server::start(site.path());
    let good = server.page("news/a/");
    let mut tab = server.tab(PAGE);
    assert_eq!(errors(&tab.state()), 0);
    site.write("content/news/a.md", page("甲", "[断](nothing.md)"));
    let state = tab.wait(|it| errors(it) == 1);
    assert_eq!(key(&state), Some(good.0.as_str()), "no reload");
    let problem = &state["problems"][0];
    assert_eq!(problem["severity"], "error");
    assert_eq!(problem["file"], "content/news/a.md");
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&6.into(), &1.into()),
        "{problem}"
    );
    assert_eq!(problem["here"], true);
    assert!(
        problem["drawing"].as_str().unwrap().contains("^^^"),
        "{problem}"
    );
    assert!(!problem["help"].as_array().unwrap().is_empty());
    assert_eq!(server.page("news/a/"), good);
    // It is told at the terminal as well, once.
    let said = server.hear("1 个错误");
    assert!(
        said.contains("nothing.md") && said.contains("content/news/a.md 有改动"),
        "{said}"
    );
    // A page that was never shown is shown as well as it can be.
    let mut other = server.tab("news/b/index.html");
    assert_eq!(other.state()["problems"][0]["here"], false);
    assert_eq!(prose(&server.page("news/b/").1), "另一篇");
    site.write("content/news/a.md", page("甲", "改好了"));
    let state = tab.wait(|it| errors(it) == 0);
    let (shown, html) = server.page("news/a/");
    assert_eq!(key(&state), Some(shown.as_str()));
    assert_eq!(prose(&html), "改好了");
    assert_eq!(state["problems"], Value::Array(Vec::new()));
    let said = server.hear("0 个错误");
    assert!(!said.contains("nothing.md"), "{said}");
}

#[test]
fn an_error_in_another_text_holds_no_page_back() {
    let site = site();
    let server = Server::start(site.path());
    server.page("news/a/");
    let mut tab = server.tab(PAGE);
    let first = key(&tab.state()).unwrap().to_owned();
    site.write("content/news/b.md", page("乙", "[断](nothing.md)"));
    tab.wait(|it| errors(it) == 1);
    site.write("content/news/a.md", page("甲", "第二版"));
    let state = tab.wait(|it| key(it) != Some(&first));
    assert_eq!(errors(&state), 1, "the error is still told");
    assert_eq!(prose(&server.page("news/a/").1), "第二版");
    assert!(!server.page("news/b/").1.is_empty());
}

#[test]
fn a_link_that_only_a_preview_can_follow_is_told_before_a_build_refuses_it() {
    let site = site();
    site.write(
        "content/news/b.md",
        page("乙", "另一篇").replace("日期", "草稿: 是\n日期"),
    );
    site.write("content/news/a.md", page("甲", "看[乙](b.md)"));
    let server = Server::start(site.path());
    let state = server.tab(PAGE).state();
    assert_eq!((errors(&state), &state["warnings"]), (0, &1.into()));
    let problem = &state["problems"][0];
    assert_eq!(problem["code"], "link/missing");
    assert!(
        problem["message"]
            .as_str()
            .unwrap()
            .contains("《乙》还是草稿")
    );
    let (_, html) = server.page("news/a/");
    assert_eq!(Page::parse(&html).text(".prose a"), "乙");
}

#[test]
fn a_template_that_fails_leaves_the_last_good_page() {
    let site = site();
    let server = Server::start(site.path());
    let good = server.page("news/a/");
    let mut tab = server.tab(PAGE);
    tab.state();
    // Other templates lean on these blocks.
    let blocks = "{% block styles %}{% endblock %}{% block lead %}{% endblock %}{% block tail %}{% endblock %}";
    let failing = format!("{blocks}\n{{{{ nothing.at_all }}}}");
    site.write("templates/page.html", failing);
    tab.wait(|it| key(it) != Some(&good.0));
    // The reload finds out that the template fails.
    assert_eq!(server.page("news/a/"), good);
    let mut tab = server.tab(PAGE);
    let state = tab.state();
    assert_eq!(key(&state), Some(good.0.as_str()));
    assert_eq!(errors(&state), 1);
    assert_eq!(state["problems"][0]["code"], "theme/render");
    assert_eq!(state["problems"][0]["file"], "templates/page.html");
    // A page that was never shown cannot be.
    let answer = server.get("/zt/fanzha/news/b/");
    assert_eq!(answer.status, 503);
    let told = Page::parse(&answer.text());
    assert!(told.says("templates/page.html:2:"), "{told}");
    // A template that cannot even be read is an error of the whole site.
    site.write("templates/page.html", "{% if %}");
    let state = tab.wait(|it| it["problems"][0]["code"] == "theme/syntax");
    assert_eq!(key(&state), Some(good.0.as_str()));
    assert_eq!(server.page("news/a/"), good);
    fs::remove_file(site.path().join("templates/page.html")).unwrap();
    let state = tab.wait(|it| errors(it) == 0);
    assert_eq!(key(&state), Some(good.0.as_str()));
    assert_eq!(server.page("news/a/"), good);
}

#[test]
fn settings_that_cannot_be_read_leave_the_site_as_it_was() {
    let site = site();
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let server = Server::start(site.path());
    let good = server.page("news/a/");
    let mut tab = server.tab(PAGE);
    tab.state();
    site.write("site.yaml", "title: [\n");
    let state = tab.wait(|it| errors(it) > 0);
    assert_eq!(key(&state), Some(good.0.as_str()));
    assert_eq!(state["problems"][0]["file"], "site.yaml");
    assert_eq!(server.page("news/a/"), good);
    assert_eq!(prose(&server.page("news/b/").1), "另一篇");
    site.write("site.yaml", settings.replace("测试站", "新站名"));
    let state = tab.wait(|it| errors(it) == 0);
    assert_ne!(key(&state), Some(good.0.as_str()));
    let (_, html) = server.page("news/a/");
    assert_eq!(Page::parse(&html).text("title"), "甲 - 新站名");
}

#[test]
fn a_site_without_settings_comes_about_when_they_do() {
    let site = site();
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    fs::remove_file(site.path().join("site.yaml")).unwrap();
    let server = Server::start(site.path());
    let answer = server.get("/");
    assert_eq!(answer.status, 404);
    let page = Page::parse(&answer.text());
    let script = "script[src='/_fanzha/preview.js']";
    assert_eq!(page.attribute(script, "data-page"), "index.html");
    assert_eq!(page.attribute(script, "data-key"), "");
    let mut tab = server.tab("index.html");
    let state = tab.state();
    assert_eq!(key(&state), None);
    assert_eq!(state["problems"][0]["code"], "config/not-found");
    site.write("site.yaml", settings);
    tab.wait(|it| key(it).is_some());
    assert_eq!(server.get("/").header("Location"), Some("/zt/fanzha/"));
    assert_eq!(prose(&server.page("news/a/").1), "第一版");
}

#[test]
fn a_panic_while_rendering_is_told_and_ends_nothing() {
    let site = site();
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let screen = "screens:\n  - {id: door, name: 门口屏, width_px: 640, height_px: 32}\nfeeds:\n  - {id: door, channel: led, screen: door, name: 门口屏, place: 大厅}\n";
    site.write("site.yaml", format!("{settings}{screen}"));
    site.write(
        "content/slogans/_index.md",
        "---\n标题: 警示语\n内容类型: 警示语\n---\n",
    );
    let slogans = |text: &str| format!("---\n标题: 一组\n性质: 公益广告\n---\n\n- {text}\n");
    // No code for this sign in the screen's encoding: a build refuses it before it is rendered.
    site.write("content/slogans/s.md", slogans("链接😀不要点"));
    let server = Server::start(site.path());
    let file = "/zt/fanzha/feeds/led/door/door.gbk.txt";
    for _ in 0..2 {
        let answer = server.get(file);
        assert_eq!(answer.status, 503);
        let told = Page::parse(&answer.text());
        assert!(told.says("程序在生成这个文件时出了错"), "{told}");
        assert_eq!(prose(&server.page("news/a/").1), "第一版");
    }
    let mut tab = server.tab("feeds/led/door/door.gbk.txt");
    let state = tab.wait(|it| errors(it) > 0);
    let problems = state["problems"].as_array().unwrap();
    assert!(
        problems.iter().any(|it| it["code"] == "serve/failed"),
        "{state}"
    );
    site.write("content/slogans/s.md", slogans("链接不要点"));
    tab.wait(|it| errors(it) == 0);
    assert_eq!(server.get(file).status, 200);
}

#[test]
fn what_is_still_to_come_is_shown_and_goes_to_no_screen() {
    let site = site();
    let with = |line: &str| format!("---\n标题: 题\n{line}\n---\n\n文\n");
    for (name, line) in [
        ("draft", "草稿: true"),
        ("scheduled", "定时发布: 2026-12-01 09:00"),
        ("expiring", "下线时间: 2026-12-01 09:00"),
        ("late", "下线时间: 2027-12-01 09:00"),
        ("expired", "下线时间: 2026-11-01 09:00"),
    ] {
        site.write(&format!("content/news/{name}.md"), with(line));
    }
    site.write(
        "content/slogans/_index.md",
        "---\n标题: 警示语\n内容类型: 警示语\n---\n",
    );
    let slogans = |line: &str, text: &str| {
        format!("---\n标题: 一组\n性质: 公益广告\n{line}\n---\n\n- {text}\n")
    };
    site.write("content/slogans/a.md", slogans("排序: 1", "今天就能播"));
    site.write("content/slogans/b.md", slogans("草稿: true", "还没审"));
    site.write(
        "content/slogans/c.md",
        slogans("生效日期: 2026-12-01", "下月才播"),
    );
    let server = Server::start(site.path());
    for (name, standing, label) in [
        ("news/draft", "draft", "草稿"),
        (
            "news/scheduled",
            "scheduled",
            "定时到 2026-12-01 09:00 发布",
        ),
        ("news/expiring", "expiring", "将于 2026-12-01 09:00 下线"),
        ("news/late", "out", "已发布"),
        ("slogans/b", "draft", "草稿"),
        ("slogans/c", "scheduled", "2026-12-01"),
    ] {
        server.page(&format!("{name}/"));
        let state = server.tab(&format!("{name}/index.html")).state();
        assert_eq!(state["page"]["standing"], standing, "{name}");
        let told = state["page"]["label"].as_str().unwrap();
        assert!(told.contains(label), "{name}: {told}");
    }
    assert_eq!(server.get("/zt/fanzha/news/expired/").status, 404);
    let (_, html) = server.page("slogans/b/");
    assert_eq!(Page::parse(&html).texts(".slogan-text"), ["还没审"]);
    let feed = server.get("/zt/fanzha/feeds/slogans.txt");
    assert_eq!(feed.text(), "今天就能播\n");
    let desk = Page::parse(&server.get("/_fanzha/").text());
    for label in [
        "草稿",
        "定时到 2026-12-01 09:00 发布",
        "已于 2026-11-01 09:00 下线",
    ] {
        assert!(desk.says(label), "{desk}");
    }
}

#[test]
fn a_page_comes_out_by_itself_when_its_time_comes() {
    let site = site();
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(3);
    let soon = soon.strftime("%Y-%m-%dT%H:%M:%SZ");
    let text = format!("---\n标题: 甲\n定时发布: {soon}\n---\n\n字\n");
    site.write("content/news/a.md", text);
    let mut server = Server::with(site.path(), &["--port", "0"]);
    let mut tab = server.tab(PAGE);
    tab.wait(|it| it["page"]["standing"] == "out");
    server.hear("到了定时发布或下线的时间");
}
