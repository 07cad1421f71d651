//! A real browser looks at the preview while files are edited: what changes before the editor's eyes, and
//! what stays.
//!
//! In: a running preview. Out: assertions on what Chromium shows. Runs with `BROWSER=1`. Nothing sleeps: a
//! page is asked until it shows what it should, and what must not happen would have had to happen before
//! that.

use std::{fs, path::Path};

use serde_json::Value;

use super::{Server, guard::if_addrs_are_loopback};
use crate::{
    SiteTest,
    chromium::{Chromium, ESCAPE},
    pictures::grey_photo,
    site_test::TODAY,
};

/// The preview's own part of the page.
const OWN: &str = "const own = document.querySelector('fanzha-preview')?.shadowRoot;
    const panel = own?.querySelector('.panel'), bar = own?.querySelector('.bar');";

/// A site with the default theme, and a style sheet of its own besides.
fn site() -> SiteTest {
    let site = SiteTest::of(&[
        ("content/_index.md", "---\n标题: 首页\n---\n"),
        ("content/news/_index.md", "---\n标题: 新闻\n---\n"),
        ("content/about.md", &page("关于", "我们。")),
        ("static/own.css", "h1 { color: rgb(1, 2, 3) }"),
    ]);
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates/base.html");
    let base = fs::read_to_string(base).unwrap();
    let linked = "<link rel=\"stylesheet\" href=\"{{ root }}own.css\">\n</head>";
    site.write("templates/base.html", base.replace("</head>", linked));
    site.write("content/news/a.md", page("甲", "第一版。"));
    site
}

/// A page that is longer than any window.
fn page(title: &str, text: &str) -> String {
    let filler = "一段话。\n\n".repeat(150);
    format!("---\n标题: {title}\n摘要: 摘要\n日期: 2026-01-01\n---\n\n{text}\n\n{filler}")
}

fn address(server: &Server, path: &str) -> String {
    format!("http://127.0.0.1:{}/zt/fanzha/{path}", server.port)
}

/// Opens a page and waits until its script is connected.
fn open(chromium: &Chromium, address: &str) {
    chromium.open(address).unwrap();
    is_connected(chromium);
    chromium.run("window.mark = 1;");
}

fn is_connected(chromium: &Chromium) {
    chromium.wait_for(&format!(
        "{OWN} return bar?.querySelector('.name.live') != null;"
    ));
}

fn wait_for_text(chromium: &Chromium, text: &str) {
    chromium.wait_for(&format!(
        "return document.body.textContent.includes('{text}');"
    ));
}

/// Whether the page is still the one that was opened.
fn is_same_page(chromium: &Chromium) -> bool {
    chromium.run("return window.mark ?? 0;") == 1
}

fn bar(chromium: &Chromium) -> String {
    let text = chromium.run(&format!(
        "{OWN} return bar.innerText.replaceAll('\\n', ' ');"
    ));
    text.as_str().unwrap().to_owned()
}

fn wait_for_bar(chromium: &Chromium, words: &str) {
    chromium.wait_for(&format!("{OWN} return bar?.innerText.includes('{words}');"));
}

/// Waits for the list of errors, and gives its words.
fn panel(chromium: &Chromium) -> String {
    let script = format!(
        "{OWN} return panel && !panel.hidden && panel.checkVisibility() && panel.innerText;"
    );
    let text = chromium.wait_for(&script);
    text.as_str().unwrap().to_owned()
}

fn wait_for_no_panel(chromium: &Chromium) {
    chromium.wait_for(&format!("{OWN} return panel?.hidden;"));
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn an_edit_is_shown_where_the_reader_was() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    chromium.run("scrollTo(0, 900);");
    for version in ["第二版", "第三版"] {
        site.write("content/news/a.md", page("甲", version));
        wait_for_text(&chromium, version);
        is_connected(&chromium);
        chromium.wait_for("return document.readyState === 'complete' && scrollY === 900;");
    }
    assert!(!is_same_page(&chromium));
    // Elsewhere, and back: the browser remembers places by itself again.
    assert_eq!(
        chromium.wait_for("return history.scrollRestoration;"),
        "auto"
    );
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_style_sheet_is_exchanged_without_a_reload() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    for color in ["rgb(4, 5, 6)", "rgb(7, 8, 9)"] {
        site.write("static/own.css", format!("h1 {{ color: {color} }}"));
        chromium.wait_for(&format!(
            "return getComputedStyle(document.querySelector('h1')).color === '{color}'
                && document.querySelectorAll('link[href*=\"own.css\"]').length === 1;"
        ));
    }
    assert!(is_same_page(&chromium));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_picture_is_exchanged_without_a_reload() {
    let chromium = Chromium::start();
    let site = site();
    let picture = |color: &str| {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><path d='M0 0h9v9z' fill='{color}'/></svg>"
        )
    };
    site.write("content/news/p.svg", picture("red"));
    site.write("content/news/a.md", page("甲", "![图](p.svg)"));
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    let size = "document.querySelector('img[src*=\"p.svg\"]').naturalWidth";
    chromium.wait_for(&format!("return {size} === 9;"));
    site.write(
        "content/news/p.svg",
        picture("tan").replace("width='9'", "width='7'"),
    );
    chromium.wait_for(&format!("return {size} === 7;"));
    assert!(is_same_page(&chromium));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_photo_of_several_widths_is_exchanged_too() {
    let chromium = Chromium::start();
    let site = site();
    site.write("content/news/p.jpg", grey_photo(0));
    site.write("content/news/a.md", page("甲", "![图](p.jpg)"));
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    assert_eq!(
        chromium.run("return document.querySelector('.prose img').srcset.split(', ').length"),
        3
    );
    let shade = "(() => {
        const canvas = document.createElement('canvas').getContext('2d');
        canvas.drawImage(document.querySelector('.prose img'), 0, 0);
        return canvas.getImageData(5, 5, 1, 1).data.join();
    })()";
    chromium.wait_for(&format!("return {shade} === '0,0,0,255';"));
    site.write("content/news/p.jpg", grey_photo(255));
    chromium.wait_for(&format!("return {shade} === '255,255,255,255';"));
    assert!(is_same_page(&chromium));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn errors_lie_over_the_last_good_page_until_they_are_mended() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    let settings = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    let base = fs::read_to_string(site.path().join("templates/base.html")).unwrap();
    let broken_page = page("甲", "[坏](../no.md)");
    let broken_base = base.replace("<body>", "<body>{{ 1 + }}");
    let body_line = base
        .lines()
        .position(|it| it.starts_with("<body>"))
        .unwrap()
        + 1;
    let body_line = format!("第 {body_line} 行");
    let broken_settings = format!("{settings}\n没有这一项: 1\n");
    for (file, good, bad, words) in [
        (
            "content/news/a.md",
            page("甲", "第一版。"),
            broken_page,
            [
                "../no.md",
                "content/news/a.md",
                "第 7 行",
                "^^^",
                "就是这一页",
            ],
        ),
        (
            "templates/base.html",
            base,
            broken_base,
            [
                "模板写错了",
                "templates/base.html",
                &body_line,
                "{{ 1 + }}",
                "^^",
            ],
        ),
        (
            "site.yaml",
            settings,
            broken_settings,
            ["没有这一项", "site.yaml", "第 4 行", "^^^", "不认识"],
        ),
    ] {
        site.write(file, bad);
        let text = panel(&chromium);
        for word in words {
            assert!(text.contains(word), "{word} in {text}");
        }
        assert!(bar(&chromium).contains("处错误"), "{}", bar(&chromium));
        wait_for_text(&chromium, "第一版。");
        site.write(file, good);
        wait_for_no_panel(&chromium);
        wait_for_text(&chromium, "第一版。");
    }
    assert!(is_same_page(&chromium));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn errors_that_were_put_away_stay_away_until_there_is_a_new_one() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    site.write("content/about.md", page("关于", "[坏](no-1.md)"));
    let text = panel(&chromium);
    assert!(
        text.contains("no-1.md") && !text.contains("就是这一页"),
        "{text}"
    );
    let focus = format!("{OWN} return own.activeElement === panel && panel.getAttribute('role');");
    assert_eq!(chromium.run(&focus), "dialog");
    chromium.press(ESCAPE);
    wait_for_no_panel(&chromium);
    // Another page of the same tab knows that, and shows them when asked.
    open(&chromium, &address(&server, "news/"));
    wait_for_bar(&chromium, "1 处错误");
    wait_for_no_panel(&chromium);
    chromium.run(&format!("{OWN} bar.querySelector('.errors').click();"));
    panel(&chromium);
    chromium.run(&format!("{OWN} panel.querySelector('.close').click();"));
    wait_for_no_panel(&chromium);
    site.write(
        "content/about.md",
        page("关于", "[坏](no-1.md) [坏](no-2.md)"),
    );
    assert!(panel(&chromium).contains("no-2.md"));
    site.write("content/about.md", page("关于", "好。"));
    wait_for_no_panel(&chromium);
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn only_tabs_that_show_what_has_changed_are_loaded_again() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    let tabs = ["news/a/", "news/", "about/"].map(|path| {
        let tab = chromium.new_tab();
        open(&chromium, &address(&server, path));
        tab
    });
    // A shortcut is on no page, but in the number of warnings in every tab's bar.
    let tell_all = |name: &str, count: usize| {
        site.write(&format!("static/{name}.lnk"), "");
        for tab in &tabs {
            chromium.go_to_tab(tab);
            wait_for_bar(&chromium, &format!("{count} 个提醒"));
        }
    };
    tell_all("x", 1);
    let are_same = || {
        tabs.each_ref().map(|tab| {
            chromium.go_to_tab(tab);
            let is_same = is_same_page(&chromium);
            chromium.run("window.mark = 1;");
            is_same
        })
    };
    are_same();
    site.write("content/news/a.md", page("甲", "第二版"));
    chromium.go_to_tab(&tabs[0]);
    wait_for_text(&chromium, "第二版");
    tell_all("y", 2);
    assert_eq!(are_same(), [false, true, true]);
    site.write("content/news/a.md", page("新的题目", "第二版"));
    for tab in &tabs[..2] {
        chromium.go_to_tab(tab);
        wait_for_text(&chromium, "新的题目");
    }
    tell_all("z", 3);
    assert_eq!(are_same(), [false, false, true]);
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn more_tabs_than_a_browser_has_connections_are_all_kept_up_to_date() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    let tabs: Vec<_> = (0..9)
        .map(|_| {
            let tab = chromium.new_tab();
            open(&chromium, &address(&server, "news/a/"));
            tab
        })
        .collect();
    site.write("content/news/a.md", page("甲", "第二版"));
    for tab in &tabs {
        chromium.go_to_tab(tab);
        wait_for_text(&chromium, "第二版");
    }
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_bar_says_how_the_page_stands() {
    let chromium = Chromium::start();
    let site = site();
    let with = |line: &str| format!("---\n标题: 题\n{line}\n---\n\n字。\n");
    site.write("content/draft.md", with("草稿: 是"));
    site.write("content/later.md", with("定时发布: 2026-12-01 09:00"));
    site.write("content/soon.md", with("下线时间: 2026-11-28 09:00"));
    let server = Server::start(site.path());
    for (path, words) in [
        ("draft/", "草稿"),
        ("later/", "2026-12-01 09:00"),
        ("soon/", "2026-11-28 09:00"),
        ("about/", "已发布"),
    ] {
        open(&chromium, &address(&server, path));
        wait_for_bar(&chromium, words);
        assert!(bar(&chromium).contains("预览"));
    }
    // It is put away and comes back with the keyboard too.
    chromium.run(&format!("{OWN} bar.querySelector('.name').click();"));
    assert_eq!(bar(&chromium).trim(), "预览");
    chromium.open(&address(&server, "draft/")).unwrap();
    is_connected(&chromium);
    assert_eq!(bar(&chromium).trim(), "预览");
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_page_that_goes_says_so_and_comes_back() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    open(&chromium, &address(&server, "news/a/"));
    fs::remove_file(site.path().join("content/news/a.md")).unwrap();
    wait_for_bar(&chromium, "删除或改名");
    assert!(is_same_page(&chromium));
    site.write("content/news/a.md", page("甲", "又来了"));
    wait_for_text(&chromium, "又来了");
    // A page that is not there yet appears when it is written.
    chromium.open(&address(&server, "news/b/")).unwrap();
    is_connected(&chromium);
    site.write("content/news/b.md", page("乙", "刚写好"));
    wait_for_text(&chromium, "刚写好");
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_preview_that_was_started_again_is_found_again() {
    let chromium = Chromium::start();
    let site = site();
    let server = Server::start(site.path());
    let port = server.port.to_string();
    open(&chromium, &address(&server, "news/a/"));
    drop(server);
    chromium.wait_for(&format!(
        "{OWN} return own.querySelector('.news').innerText.includes('没有回应');"
    ));
    site.write("content/news/a.md", page("甲", "第二版"));
    let server = Server::with(site.path(), &["--as-of", TODAY, "--port", &port]);
    assert_eq!(server.port.to_string(), port);
    wait_for_text(&chromium, "第二版");
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_phone_reads_the_preview_with_the_token() {
    let chromium = Chromium::start();
    if if_addrs_are_loopback() {
        // Then there is no preview for phones either, which `guard` tries.
        return;
    }
    let site = site();
    let server = Server::with(site.path(), &["--as-of", TODAY, "--port", "0", "--lan"]);
    let address = server.said.lines().find(|it| it.contains("?token="));
    let address = address.unwrap_or_else(|| panic!("{}", server.said)).trim();
    chromium.set_width(360);
    open(&chromium, address);
    assert_eq!(chromium.run("return location.search;"), "");
    assert_ne!(chromium.run("return location.hostname;"), "127.0.0.1");
    let clean = address.split('?').next().unwrap();
    open(&chromium, &format!("{clean}news/a/"));
    site.write("content/news/a.md", page("甲", "第二版 [坏](no.md)"));
    let text = panel(&chromium);
    assert!(text.contains("no.md"), "{text}");
    let fits = format!(
        "{OWN} const inside = (it) => {{ const box = it.getBoundingClientRect();
            return box.left >= 0 && box.right <= 360 && box.width > 0; }};
        return document.documentElement.scrollWidth <= 360 && inside(panel) && inside(bar)
            && [...panel.querySelectorAll('h1, h2, p, button')].every(inside);"
    );
    assert_eq!(chromium.run(&fits), true);
    site.write("content/news/a.md", page("甲", "第二版"));
    wait_for_text(&chromium, "第二版");
    wait_for_no_panel(&chromium);
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_desk_keeps_itself_up_to_date_at_every_width() {
    let chromium = Chromium::start();
    let site = site();
    let pages: Vec<_> = (0..30).map(|it| format!("content/news/p{it}.md")).collect();
    for path in &pages {
        site.write(path, page("很长的题目".repeat(9).as_str(), "字。"));
    }
    let server = Server::start(site.path());
    let desk = format!("http://127.0.0.1:{}/_fanzha/", server.port);
    for width_px in [360, 1280] {
        chromium.set_width(width_px);
        chromium.open(&desk).unwrap();
        chromium.wait_for("return document.readyState === 'complete';");
        let wide = chromium.run("return document.documentElement.scrollWidth - innerWidth;");
        assert!(wide.as_i64().unwrap() <= 0, "{width_px}: {wide}");
    }
    chromium.run("document.getElementById('all-out').open = true; scrollTo(0, 500);");
    site.write(
        "content/draft.md",
        "---\n标题: <b>草稿</b>\n草稿: 是\n---\n\n[坏](no.md)\n",
    );
    wait_for_text(&chromium, "<b>草稿</b>");
    wait_for_text(&chromium, "no.md");
    chromium.wait_for("return document.getElementById('all-out').open && scrollY === 500;");
    let bars = chromium.run("return document.querySelectorAll('fanzha-preview').length;");
    assert_eq!(bars, Value::from(0));
    let there = chromium.run("return document.querySelector('#draft a').href;");
    chromium.open(there.as_str().unwrap()).unwrap();
    is_connected(&chromium);
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}
