//! A real browser reads every template as each reader has set it: large letters, high contrast, dark, without
//! script.
//!
//! In: this repository's site with a page more for each template that its content does not fill, served with
//! the headers of its own header file. Out: assertions. Runs with `BROWSER=1`, which then requires
//! `NODE_MODULES`, the `node_modules` that axe-core lies in.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{
    browser::{BASE_PATH, STICKING_OUT, WIDTHS_PX, largest_of_each_kind},
    chromium::{Chromium, ENTER, ESCAPE, TAB},
    search,
    site_test::{TODAY, copy_folder, fanzha},
    web_server::WebServer,
};

/// What a reader has chosen, and the palette that the system asks for.
const MODES: [(&str, &str, &str); 4] = [
    ("normal", "{}", "light"),
    ("elders", r#"{"elder":"on"}"#, "light"),
    ("high contrast", r#"{"palette":"contrast"}"#, "light"),
    ("dark", "{}", "dark"),
];

/// What axe finds wrong: rule, element, and why.
const AXE: &str = "
    return axe.run(document, { resultTypes: ['violations'] }).then(found =>
        found.violations.flatMap(rule => rule.nodes.map(node =>
            rule.id + ': ' + node.html.slice(0, 160) + ' ' + node.failureSummary.slice(0, 240))));";

const ARCHIVED: &str = "---\n标题: 全民反诈月\n归档时间: 2026-07-31\n摘要: 已经结束的活动\n---\n";
const OLD_PAGE: &str = "---\n标题: 六月的活动\n发布时间: 2026-06-10 09:00\n来源: 区联席办\n---\n\n\
    活动已经结束，见[外面的网站](https://www.example.org/a?b=1&c=2)。\n";

/// The sample, and what its content leaves out: a section that is archived, a link to a foreign site.
pub fn site() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["content", "themes"] {
        copy_folder(&root.join(name), &folder.path().join(name));
    }
    fs::copy(root.join("site.yaml"), folder.path().join("site.yaml")).unwrap();
    let campaign = folder.path().join("content/campaign");
    fs::create_dir(&campaign).unwrap();
    fs::write(campaign.join("_index.md"), ARCHIVED).unwrap();
    fs::write(campaign.join("june.md"), OLD_PAGE).unwrap();
    let arguments = ["build", "--as-of", TODAY, "--no-cache"];
    let (code, _, stderr) = fanzha(folder.path(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    let public = folder.path().join("public");
    (folder, public)
}

/// The pages of the website: not what is made for displays, paper and WeChat.
pub fn templates(public: &Path) -> Vec<String> {
    let is_page = |it: &String| {
        let others = ["signage/", "print/", "wechat/"];
        !others.iter().any(|other| it.starts_with(other))
    };
    let mut files = largest_of_each_kind(public);
    files.retain(is_page);
    files.push("campaign/june/index.html".to_owned());
    assert!(files.len() > 25, "{files:?}");
    assert!(files.iter().any(|it| it.starts_with("leaving/")));
    files
}

pub fn choose(chromium: &Chromium, base: &str, kept: &str) {
    chromium.open(&format!("{base}robots.txt")).unwrap();
    let kept = json!(kept);
    chromium.run(&format!("localStorage.setItem('fanzha-ease', {kept})"));
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn axe_finds_nothing_on_any_template_in_any_mode() {
    let chromium = Chromium::start();
    let modules = env::var("NODE_MODULES").expect("BROWSER=1 requires NODE_MODULES");
    let axe = fs::read_to_string(Path::new(&modules).join("axe-core/axe.min.js")).unwrap();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    let mut errors = Vec::new();
    for (mode, kept, scheme) in MODES {
        choose(&chromium, &base, kept);
        chromium.prefer(scheme);
        let found = ["search/index.html?q=%E8%BD%AC%E8%B4%A6".to_owned()];
        for file in templates(&public).into_iter().chain(found) {
            // Both forms of the menu.
            chromium.set_width(if file.len() % 2 == 0 { 360 } else { 1280 });
            chromium.open(&format!("{base}{file}")).unwrap();
            if file.contains('?') {
                chromium.wait_for(search::ENDED);
            }
            chromium.run(&axe);
            for it in chromium.run(AXE).as_array().unwrap() {
                errors.push(format!("{mode}, {file}: {}", it.as_str().unwrap()));
            }
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// At which widths the open page can be moved sideways, and by what.
fn sticking_out(chromium: &Chromium) -> impl Iterator<Item = String> {
    WIDTHS_PX.into_iter().filter_map(|width_px| {
        chromium.set_width(width_px);
        let out = chromium.run(STICKING_OUT);
        (out != Value::Array(Vec::new())).then(|| format!("at {width_px} px: {out}"))
    })
}

/// Letters at their largest on the narrowest phone: what is left of a page at more than 200 %.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn large_letters_move_no_page_sideways() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    let mut errors = Vec::new();
    for kept in [r#"{"elder":"on"}"#, r#"{"elder":"on","text":"largest"}"#] {
        choose(&chromium, &base, kept);
        for file in templates(&public) {
            chromium.open(&format!("{base}{file}")).unwrap();
            errors.extend(sticking_out(&chromium).map(|it| format!("{kept} {file} {it}")));
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    drop(folder);
}

/// All pages are served with the site's own header file, and nothing that they do is refused.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_policy_holds_and_no_page_offends_against_it() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    for file in largest_of_each_kind(&public) {
        chromium.open(&format!("{base}{file}")).unwrap();
        assert_eq!(chromium.console_errors(), Vec::<String>::new(), "{file}");
    }
    // That the headers are there is seen by what they refuse.
    chromium.open(&base).unwrap();
    let ran = chromium.run(
        "const script = document.createElement('script');
        script.textContent = 'window.ran = true';
        document.head.append(script);
        return Boolean(window.ran);",
    );
    assert_eq!(ran, false);
    let errors = chromium.console_errors().join("\n");
    assert!(errors.contains("Content Security Policy"), "{errors}");
    drop(folder);
}

/// Sizes in the elders' edition, in CSS pixels: 18 pt are 24.
const SIZES: &str = "
    const of = it => it.getBoundingClientRect().height;
    const shown = selector => [...document.querySelectorAll(selector)].filter(it => it.checkVisibility());
    const letters = shown('main p, main li, main dd, .menu-list a, .ease-button, .site-footer li');
    return {
        letters: Math.min(...letters.map(it => parseFloat(getComputedStyle(it).fontSize))),
        targets: Math.min(...shown('.menu-list a, .ease-button, .button, .hotline, .brand').map(of)),
    };";

const STATE: &str = "
    const root = document.documentElement, of = it => document.querySelector(it);
    return {
        elder: root.getAttribute('data-elder'),
        pressed: of('.ease-elder').getAttribute('aria-pressed'),
        focus: document.activeElement.textContent,
        panel: !of('.ease-panel').hidden,
        expanded: of('.ease-open').getAttribute('aria-expanded'),
        ground: getComputedStyle(document.body).backgroundColor,
    };";

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_elders_edition_is_two_keys_away_and_stays() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    chromium.set_width(360);
    chromium.open(&base).unwrap();
    chromium.press(TAB);
    chromium.press(TAB);
    assert_eq!(chromium.run(STATE)["focus"], "长辈版");
    chromium.press(ENTER);
    let state = chromium.run(STATE);
    assert_eq!(state["elder"], "on");
    assert_eq!(state["pressed"], "true");
    for file in ["index.html", "types/shuadan-fanli/index.html"] {
        chromium.open(&format!("{base}{file}")).unwrap();
        assert_eq!(chromium.run(STATE)["pressed"], "true");
        let sizes = chromium.run(SIZES);
        assert!(sizes["letters"].as_f64().unwrap() >= 24.0, "{file} {sizes}");
        assert!(sizes["targets"].as_f64().unwrap() >= 60.0, "{file} {sizes}");
    }
    chromium.run("document.querySelector('.ease-elder').focus()");
    chromium.press(ENTER);
    assert_eq!(chromium.run(STATE)["elder"], Value::Null);

    // The rarer settings: opened, used and closed with keys alone.
    for _ in 0..2 {
        chromium.press(TAB);
    }
    chromium.press(ENTER);
    let state = chromium.run(STATE);
    assert_eq!(
        (&state["panel"], &state["expanded"]),
        (&json!(true), &json!("true"))
    );
    chromium.run("document.querySelector('[data-value=contrast]').focus()");
    chromium.press(ENTER);
    assert_eq!(chromium.run(STATE)["ground"], "rgb(0, 0, 0)");
    chromium.press(ESCAPE);
    let state = chromium.run(STATE);
    assert_eq!(
        (&state["panel"], &state["focus"]),
        (&json!(false), &json!("设置"))
    );
    chromium.open(&format!("{base}404.html")).unwrap();
    assert_eq!(chromium.run(STATE)["ground"], "rgb(0, 0, 0)");
    chromium.run("document.querySelector('.ease-reset').click()");
    chromium.open(&base).unwrap();
    assert_eq!(chromium.run(STATE)["ground"], "rgb(255, 255, 255)");
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn settings_hold_on_the_page_where_nothing_may_be_stored() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.before_each_page(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused'); } });",
    );
    chromium.open(&server.base()).unwrap();
    chromium.run("document.querySelector('.ease-elder').click()");
    assert_eq!(chromium.run(STATE)["pressed"], "true");
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// A voice that is done with each text at once, and keeps what it was given.
const VOICE: &str = "
    window.spoken = [];
    window.SpeechSynthesisUtterance = function (text) { this.text = text; };
    const speech = {
        getVoices: () => [{ lang: 'zh-CN', localService: true }],
        speak: words => { window.spoken.push(words); setTimeout(() => words.onend(), 0); },
        cancel: () => {},
    };
    Object.defineProperty(window, 'speechSynthesis', { value: speech });";

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_page_is_read_aloud_from_its_title_to_its_end() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.before_each_page(VOICE);
    let address = format!("{}cases/2025-12-kefu-nianhuo/index.html", server.base());
    chromium.open(&address).unwrap();
    chromium.run("document.querySelector('.ease-read').click()");
    chromium.wait_for("return document.querySelector('.ease-said').textContent === '读完了'");
    let read = chromium.run(
        "return {
            first: spoken[0].text,
            title: document.querySelector('h1').textContent,
            longest: Math.max(...spoken.map(it => it.text.length)),
            all: spoken.map(it => it.text).join(''),
            left: document.querySelectorAll('.ease-reading').length,
            pressed: document.querySelector('.ease-read').getAttribute('aria-pressed'),
        };",
    );
    assert_eq!(read["first"], read["title"]);
    assert!(read["longest"].as_u64().unwrap() <= 125, "{read}");
    assert!(read["all"].as_str().unwrap().contains("民警提醒"), "{read}");
    assert_eq!(
        (&read["left"], &read["pressed"]),
        (&json!(0), &json!("false"))
    );
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// Whether what needs script is shown, and whether what matters is there.
const WITHOUT_SCRIPT: &str = "
    const box = it => document.querySelector(it)?.getBoundingClientRect().height ?? 0;
    return { bar: box('.ease'), menu: box('.site-menu'), main: box('main'), hotline: box('.footer-hotlines') };";

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn without_script_all_is_there_but_the_bar_that_needs_it() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    chromium.forbid_scripts();
    for file in templates(&public) {
        chromium.open(&format!("{base}{file}")).unwrap();
        let shown = chromium.run(WITHOUT_SCRIPT);
        assert_eq!(shown["bar"], 0, "{file}");
        for it in ["menu", "main", "hotline"] {
            assert!(shown[it].as_f64().unwrap() > 40.0, "{file}: {it} {shown}");
        }
    }
    // The way out of the site needs none either.
    chromium
        .open(&format!("{base}campaign/june/index.html"))
        .unwrap();
    let notice = chromium.run("return document.querySelector('.prose a.external').href");
    chromium.open(notice.as_str().unwrap()).unwrap();
    let page = chromium.run(
        "return {
            text: document.querySelector('main').textContent,
            on: document.querySelector('.button-main').href,
        };",
    );
    assert_eq!(page["on"], "https://www.example.org/a?b=1&c=2");
    assert!(page["text"].as_str().unwrap().contains("www.example.org"));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_case_is_printed_without_what_only_a_screen_needs() {
    let chromium = Chromium::start();
    let (folder, public) = site();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    // Whatever the screen shows, paper is white.
    choose(&chromium, &base, r#"{"palette":"contrast"}"#);
    let address = format!("{base}cases/2025-12-kefu-nianhuo/index.html");
    chromium.open(&address).unwrap();
    chromium.show_as("print");
    let shown = chromium.run(
        "const box = it => document.querySelector(it)?.getBoundingClientRect().height ?? 0;
        return {
            hidden: ['.ease', '.site-menu', '.breadcrumbs', '.neighbours'].map(box),
            shown: ['h1', '.facts', '.chat', '.footer-hotlines'].map(box),
            ground: getComputedStyle(document.body).backgroundColor,
            ink: getComputedStyle(document.querySelector('.prose p')).color,
        };",
    );
    assert_eq!(shown["hidden"], json!([0, 0, 0, 0]));
    let heights = shown["shown"].as_array().unwrap().iter();
    assert!(
        heights.map(|it| it.as_f64().unwrap()).all(|it| it > 10.0),
        "{shown}"
    );
    assert_eq!(shown["ground"], "rgb(255, 255, 255)");
    assert_eq!(shown["ink"], "rgb(0, 0, 0)");
    chromium.show_as("");
    // `%PDF-` in Base64, and more than an empty sheet.
    let pdf = chromium.print();
    assert!(pdf.starts_with("JVBERi0"), "{}", &pdf[..20]);
    assert!(pdf.len() > 20_000, "{} characters", pdf.len());
    drop(folder);
}
