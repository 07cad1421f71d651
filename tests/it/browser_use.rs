//! A real browser does what residents do: answers the self-test, sets the page up by keyboard, leaves and
//! comes back, prints.
//!
//! In: the site of `browser_modes`. Out: assertions. Runs with `BROWSER=1`, which then requires `pdftotext`
//! and `pdfinfo`.

use std::{fs, process::Command};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    browser::{BASE_PATH, FOCUS},
    browser_modes::{choose, site, templates},
    chromium::{Chromium, ENTER, TAB},
    web_server::WebServer,
};

const QUIZ: &str = "quiz/shidao-ti/index.html";
const CASE: &str = "cases/2025-12-kefu-nianhuo/index.html";

/// Presses the tabulator until what has the focus is `selector`; on the way, one always sees where it is.
fn walk_to(chromium: &Chromium, selector: &str) {
    for _ in 0..200 {
        chromium.press(TAB);
        let selector = json!(selector);
        if chromium.run(&format!(
            "return document.activeElement.matches({selector})"
        )) == true
        {
            let focus = chromium.run(FOCUS);
            assert_eq!(focus["seen"], true, "{focus}");
            return;
        }
    }
    panic!("the keyboard does not reach {selector}");
}

/// Notes whatever a page sends or keeps.
const WATCH: &str = "
    window.sent = [];
    for (const name of ['fetch', 'open']) window[name] = (...it) => { sent.push(name); };
    XMLHttpRequest.prototype.send = () => { sent.push('XMLHttpRequest'); };
    Navigator.prototype.sendBeacon = () => { sent.push('sendBeacon'); };
    HTMLFormElement.prototype.submit = () => { sent.push('submit'); };
    for (const name of ['WebSocket', 'EventSource', 'Image']) {
        window[name] = class { constructor() { sent.push(name); } };
    }";

const LEFT_BEHIND: &str = "
    return {
        sent, address: location.href, cookie: document.cookie,
        // A browser asks for the icon whenever it likes.
        loaded: performance.getEntriesByType('resource').map(it => it.name).filter(it => !it.includes('/shield.')),
        kept: Object.keys(localStorage).concat(Object.keys(sessionStorage)),
    };";

const SCORE: &str = "
    const score = document.querySelector('.score');
    return { text: score.textContent, role: score.getAttribute('role'), seen: score.checkVisibility() };";

/// Every second question is answered wrongly, all of them by keyboard.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_self_test_is_done_by_keyboard_says_the_score_and_sends_nothing() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.before_each_page(WATCH);
    chromium.open(&format!("{}{QUIZ}", server.base())).unwrap();
    let before = chromium.run(LEFT_BEHIND);
    let status = chromium.run(SCORE);
    // A region that speaks must be there before it has anything to say.
    assert_eq!(
        (&status["text"], &status["role"]),
        (&json!(""), &json!("status"))
    );
    let answers = chromium
        .run("return [...document.querySelectorAll('.question')].map(it => it.dataset.answer)");
    let answers = answers.as_array().unwrap();
    assert_eq!(answers.len(), 10);
    for (index, answer) in answers.iter().enumerate() {
        let answer = answer.as_str().unwrap();
        let (is_right, wrong) = (index % 2 == 0, if answer == "A" { "B" } else { "A" });
        let letter = if is_right { answer } else { wrong };
        let question = format!(".question:nth-child({})", index + 1);
        walk_to(&chromium, &format!("{question} [data-letter={letter}]"));
        chromium.press(ENTER);
        // Once more: a question counts once.
        chromium.press(ENTER);
        let shown = chromium.run(&format!(
            "const it = document.querySelector('{question}'), text = name => it.querySelector(name)?.textContent ?? null;
            return {{ right: text('.option-right .option-mark'), wrong: text('.option-wrong .option-mark'),
                open: it.querySelector('.reason').open }};"
        ));
        let (right, wrong) = match is_right {
            true => (json!("✓ 答对了"), Value::Null),
            false => (json!("✓ 应选这个"), json!("✕ 不对")),
        };
        assert_eq!(
            shown,
            json!({"right": right, "wrong": wrong, "open": true}),
            "{question}"
        );
        let score = chromium.run(SCORE);
        let count = format!("{} 题，答对 {} 题", index + 1, index / 2 + 1);
        assert!(
            score["text"].as_str().unwrap().contains(&count),
            "{score} {count}"
        );
        assert_eq!(score["seen"], true);
    }
    let score = chromium.run(SCORE);
    assert!(
        score["text"]
            .as_str()
            .unwrap()
            .starts_with("共 10 题，答对 5 题。别灰心"),
        "{score}"
    );
    assert_eq!(chromium.run(LEFT_BEHIND), before);
    assert_eq!(before["sent"], json!([]));
    assert_eq!(before["kept"], json!([]));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// Without script a question is text, and its answer unfolds by the browser's own means.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn without_script_the_self_test_is_a_page_with_its_answers() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.forbid_scripts();
    chromium.open(&format!("{}{QUIZ}", server.base())).unwrap();
    walk_to(&chromium, ".question:first-child summary");
    chromium.press(ENTER);
    let shown = chromium.run(
        "const all = [...document.querySelectorAll('.question')];
        return {
            buttons: document.querySelectorAll('main button').length,
            options: all.every(it => it.querySelectorAll('.option').length > 1),
            answers: all.every(it => it.querySelector('.reason p').textContent.includes('选 ' + it.dataset.answer)),
            open: all[0].querySelector('.reason p').checkVisibility(),
            score: document.querySelector('.score').getBoundingClientRect().height,
        };",
    );
    assert_eq!(
        shown,
        json!({"buttons": 0, "options": true, "answers": true, "open": true, "score": 0})
    );
    drop(folder);
}

/// What the switches have done to the page.
const SET_UP: &str = "
    const root = document.documentElement, on = name => root.getAttribute('data-' + name);
    const pressed = [...document.querySelectorAll('.ease [aria-pressed=true][data-ease]')]
        .map(it => it.textContent);
    return {
        elder: on('elder'), text: on('text'), palette: on('palette'),
        letters: parseFloat(getComputedStyle(root).fontSize),
        cursor: getComputedStyle(document.body).cursor.includes('cursor.png'),
        ruler: document.querySelector('.ease-ruler').getBoundingClientRect().height > 0,
        pressed,
    };";

/// From the skip link over the menu and all the switches to the text, with keys alone; the next page is as
/// this one.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_switches_are_set_by_keyboard_and_hold_on_the_next_page() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    for width_px in [360, 1280] {
        choose(&chromium, &base, "{}");
        chromium.set_width(width_px);
        chromium.open(&base).unwrap();
        walk_to(&chromium, ".skip-link");
        walk_to(&chromium, ".ease-elder");
        chromium.press(ENTER);
        walk_to(&chromium, ".ease-open");
        chromium.press(ENTER);
        for switch in [
            "[data-ease=text][data-value=largest]",
            "[data-ease=palette][data-value=contrast]",
            "[data-ease=cursor]",
            "[data-ease=ruler]",
        ] {
            walk_to(&chromium, switch);
            chromium.press(ENTER);
        }
        let set_up = json!({
            "elder": "on", "text": "largest", "palette": "contrast", "letters": 30,
            "cursor": true, "ruler": true,
            "pressed": ["长辈版", "特大", "高对比", "大鼠标", "辅助线"],
        });
        assert_eq!(chromium.run(SET_UP), set_up, "{width_px} px");
        walk_to(&chromium, ".menu-list li:nth-child(3) a");
        chromium.press(ENTER);
        chromium.wait_for("return location.pathname.includes('/cases/')");
        chromium.wait_for("return Boolean(document.querySelector('.ease-ruler'))");
        let mut next = chromium.run(SET_UP);
        // The line follows the reader, who has not moved yet; that it is there is enough.
        next["ruler"] = json!(true);
        assert_eq!(next, set_up, "{width_px} px, the next page");
        walk_to(&chromium, ".skip-link");
        chromium.press(ENTER);
        walk_to(&chromium, "main a, main summary");

        walk_to_reset(&chromium);
        let set_up = chromium.run(SET_UP);
        assert_eq!(set_up["elder"], Value::Null);
        assert_eq!(set_up["pressed"], json!(["标准", "自动"]));
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

fn walk_to_reset(chromium: &Chromium) {
    chromium.run("document.querySelector('.ease-open').focus()");
    chromium.press(ENTER);
    walk_to(chromium, ".ease-reset");
    chromium.press(ENTER);
}

/// A link to a foreign site, the notice, and both ways back, without any script.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn whoever_does_not_want_to_leave_comes_back_without_script() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    chromium.forbid_scripts();
    let address = format!("{base}campaign/june/index.html");
    chromium.open(&address).unwrap();
    walk_to(&chromium, ".prose a.external");
    chromium.press(ENTER);
    chromium.wait_for("return location.pathname.includes('/leaving/')");
    assert_eq!(
        chromium.run("return document.querySelector('h1').textContent"),
        "您将离开本网站"
    );
    chromium.back();
    chromium.wait_for("return location.pathname.endsWith('/campaign/june/index.html')");
    walk_to(&chromium, ".prose a.external");
    chromium.press(ENTER);
    chromium.wait_for("return location.pathname.includes('/leaving/')");
    walk_to(&chromium, ".leaving-ways .button:not(.button-main)");
    chromium.press(ENTER);
    let home = json!(format!("{base}index.html"));
    chromium.wait_for(&format!("return location.href === {home}"));
    drop(folder);
}

/// The words of a page's content, without white space, and how many links it has. What only stands there for
/// whoever has no script is not counted.
const CONTENT: &str = "
    const main = document.querySelector('main').cloneNode(true);
    main.querySelectorAll('noscript').forEach(it => it.remove());
    return [main.textContent.replace(/\\s/g, ''), main.querySelectorAll('a[href]').length,
        document.querySelectorAll('.site-menu a, .site-footer a').length];";

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn without_script_every_template_has_the_same_words_and_links() {
    let (with, without) = (Chromium::start(), Chromium::start());
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    without.forbid_scripts();
    for file in templates(&public) {
        let address = format!("{}{file}", server.base());
        with.open(&address).unwrap();
        without.open(&address).unwrap();
        assert_eq!(with.run(CONTENT), without.run(CONTENT), "{file}");
    }
    drop(folder);
}

/// Marks that may begin no line, where they do (GB/T 15834-2011 §5.1.3), with what stands around them.
const LINE_STARTS: &str = "
    const found = [], range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode, text = node.data;
        if (!node.parentElement.checkVisibility()) continue;
        for (const mark of text.matchAll(/[，。、；：？！）》”’]/g)) {
            if (mark.index === 0) continue;
            const top = at => (range.setStart(node, at), range.setEnd(node, at + 1), range.getClientRects()[0]);
            const own = top(mark.index), before = top(mark.index - 1);
            if (own && before && own.top > before.bottom - 2) {
                found.push(text.slice(Math.max(0, mark.index - 9), mark.index + 5).trim());
            }
        }
    }
    return found;";

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn no_line_begins_with_a_mark_that_ends_a_phrase() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    let mut errors = Vec::new();
    for kept in [
        "{}",
        r#"{"text":"largest"}"#,
        r#"{"elder":"on"}"#,
        r#"{"elder":"on","text":"largest"}"#,
    ] {
        choose(&chromium, &base, kept);
        for file in templates(&public) {
            chromium.open(&format!("{base}{file}")).unwrap();
            for width_px in [320, 360, 1280] {
                chromium.set_width(width_px);
                let found = chromium.run(LINE_STARTS);
                let found = found.as_array().unwrap().iter();
                errors.extend(found.map(|it| format!("{kept} {file} at {width_px} px: {it}")));
            }
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    drop(folder);
}

/// How many sheets a page takes on paper, and all the words on them, without white space.
fn printed(chromium: &Chromium, address: &str) -> (u32, String) {
    chromium.open(address).unwrap();
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("page.pdf");
    fs::write(&file, bytes(&chromium.print())).unwrap();
    let run = |program: &str, rest: &[&str]| {
        let output = Command::new(program).arg(&file).args(rest).output();
        let output = output.expect("BROWSER=1 requires poppler-utils");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let facts = run("pdfinfo", &[]);
    let count = facts
        .lines()
        .find_map(|it| it.strip_prefix("Pages:"))
        .unwrap();
    let text = run("pdftotext", &["-"]);
    (
        count.trim().parse().unwrap(),
        text.split_whitespace().collect(),
    )
}

/// What Base64 stands for (RFC 4648 §4).
fn bytes(base64: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for byte in base64.bytes() {
        let Some(value) = alphabet.iter().position(|it| *it == byte) else {
            continue;
        };
        bits = bits << 6 | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

/// Words that only a screen needs: switches, ways to other pages, the site's map.
const SCREEN_ONLY: [&str; 9] = [
    "跳到正文",
    "朗读",
    "设置",
    "每月通报",
    "站点地图",
    "上一篇",
    "相似案例",
    "本页内容",
    "RSS",
];

fn expect_on_paper(text: &str, words: &[&str]) {
    for it in words {
        assert!(text.contains(it), "{it}: {text}");
    }
    for it in SCREEN_ONLY {
        assert!(!text.contains(it), "{it}: {text}");
    }
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_case_takes_two_sheets_and_a_scam_type_is_a_leaflet() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    let (count, text) = printed(&chromium, &format!("{base}{CASE}"));
    assert!(count <= 2, "{count} sheets");
    let case = [
        "“客服”先打来电",
        "3.6万元",
        "1.2万元",
        "骗子",
        "受害人",
        "事情经过",
        "96110",
        "110",
    ];
    expect_on_paper(&text, &case);

    let types = fs::read_dir(public.join("types")).unwrap();
    let types = types
        .map(|it| it.unwrap().path())
        .filter(|it| it.is_dir() && it.file_name().is_some_and(|it| it != "page"));
    for path in types {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let (count, text) = printed(&chromium, &format!("{base}types/{name}/index.html"));
        assert!(count <= 2, "{name}: {count} sheets");
        expect_on_paper(
            &text,
            &["有一条对上", "案前", "案中", "案后", "96110", "110"],
        );
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}
