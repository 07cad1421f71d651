//! A real browser reads the sample site, hosted in a sub-folder and from a folder on the disk.
//!
//! In: this repository's site, built by the program. Out: assertions on what Chromium makes of it. Runs with
//! `BROWSER=1`, which then requires Chromium and chromedriver; nothing sleeps, nothing leaves this machine.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use percent_encoding::percent_decode_str;
use serde_json::Value;
use tempfile::TempDir;
use walkdir::WalkDir;

use super::{
    SiteTest,
    chromium::{Chromium, ENTER, TAB},
    site_test::{TODAY, fanzha},
    web_server::WebServer,
};

/// The path of the sample's `base_url`.
pub const BASE_PATH: &str = "/zt/fanzha/";

/// The narrowest phone in use, the usual one, a tablet, and a desk.
pub const WIDTHS_PX: [u32; 4] = [320, 360, 768, 1280];

/// Everything on the page under test that leads or loads, and everything that it must not have.
const INSPECT: &str = "
    const isHtml = document.contentType === 'text/html';
    const all = (selector, name) =>
        isHtml ? [...document.querySelectorAll(selector)].map(it => it[name]) : [];
    const handlers = [...document.querySelectorAll('*')]
        .flatMap(it => [...it.attributes].map(it => it.name)).filter(it => it.startsWith('on'));
    return {
        status: performance.getEntriesByType('navigation')[0]?.responseStatus ?? 0,
        links: all('a[href]', 'href'),
        loads: [
            ...all('link[href]:not([rel=canonical])', 'href'),
            ...all('[src]', 'src'),
            ...(isHtml ? performance.getEntriesByType('resource').map(it => it.name) : []),
        ],
        ids: all('[id]', 'id'),
        scripts: all('script:not([src]):not([type=\"application/ld+json\"])', 'outerHTML').concat(isHtml ? handlers : []),
        unstyled: all('link[rel=stylesheet]', 'sheet').filter(it => !it).length,
    };";

/// The deepest elements that reach over the right edge, if the page can be moved sideways.
pub const STICKING_OUT: &str = "
    const width = innerWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const out = [...document.querySelectorAll('body *')]
        .filter(it => it.getBoundingClientRect().right > width + 1);
    return out.filter(it => !out.some(inner => inner !== it && it.contains(inner)))
        .map(it => it.outerHTML.slice(0, 120)).concat('scrollWidth ' + document.documentElement.scrollWidth);";

/// What has the focus, and whether one sees it: in the window, of some size, with an outline, and under
/// nothing else.
pub const FOCUS: &str = "
    const it = document.activeElement, box = it.getBoundingClientRect(), style = getComputedStyle(it);
    const line = it.getClientRects()[0] ?? box;
    const above = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
    return {
        what: it.outerHTML.slice(0, 120),
        body: it === document.body,
        id: it.id,
        skip: it.matches('.skip-link'),
        menu: it.matches('.site-menu a'),
        seen: box.width > 0 && box.height > 0 && box.right > 0 && box.bottom > 0
            && box.left < innerWidth && box.top < innerHeight
            && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
            && Boolean(above) && (it.contains(above) || above.contains(it)),
    };";

/// How many things the keyboard should stop at.
const STOP_COUNT: &str = "
    return [...document.querySelectorAll('a[href], summary, input, button, [tabindex=\"0\"]')].filter(it => it.checkVisibility()).length;";

/// A page as the browser found it.
struct Visit {
    ids: BTreeSet<String>,
    /// Addresses within the site, with their anchors.
    links: Vec<String>,
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn every_link_works_in_a_sub_folder_of_a_portal() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    let base = server.base();
    let mut visits = BTreeMap::new();
    crawl(&chromium, &base, "index.html", &mut visits);
    expect_all_reached(&public, &base, &visits);
    expect_anchors(&visits);
    let mut errors = chromium.console_errors();
    // A picture that is opened by itself is shown on a page of the browser's own, which our policy is too
    // strict for.
    let is_picture = |it: &str| [".png ", ".jpg "].iter().any(|kind| it.contains(kind));
    errors.retain(|it| !it.contains("/favicon.ico") && !is_picture(it));
    assert_eq!(errors, Vec::<String>::new());

    // Any unknown address shows the 404 page, whose links must work from there.
    let unknown = format!("{base}cases/page/no/such/");
    chromium.open(&unknown).unwrap();
    let page = chromium.run(INSPECT);
    assert_eq!(page["status"], 404);
    assert_eq!(page["unstyled"], 0);
    let links = inspect(&page, &base).links.into_iter();
    for link in links.filter(|it| without_anchor(it) != unknown) {
        crawl(&chromium, &base, &link[base.len()..], &mut visits);
    }
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn every_link_works_from_a_folder_on_the_disk() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let base = format!("file://{}/", public.display());
    let mut visits = BTreeMap::new();
    crawl(&chromium, &base, "index.html", &mut visits);
    expect_all_reached(&public, &base, &visits);
    expect_anchors(&visits);
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn no_kind_of_page_moves_sideways() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    expect_no_sideways_scroll(&chromium, &public);
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn no_content_makes_a_page_move_sideways() {
    let chromium = Chromium::start();
    let ran = SiteTest::new("browser/wide").build().expect_success();
    expect_no_sideways_scroll(&chromium, &ran.public());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn an_old_address_leads_to_the_new_one() {
    let page = "---\n标题: 新页面\n旧网址: [old/page/]\n---\n\n正文。\n";
    let ran = SiteTest::of(&[("content/new.md", page)])
        .build()
        .expect_success();
    let chromium = Chromium::start();
    let base = format!("file://{}/", ran.public().display());
    let (old, new) = (
        format!("{base}old/page/index.html"),
        format!("{base}new/index.html"),
    );
    chromium.open(&old).unwrap();
    let arrived = (0..1000).any(|_| chromium.run("return location.href") == new);
    assert!(arrived, "still at {}", chromium.run("return location.href"));
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_keyboard_reaches_everything_and_shows_where_it_is() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let home = format!("file://{}/index.html", public.display());
    for width_px in WIDTHS_PX {
        chromium.set_width(width_px);
        chromium.open(&home).unwrap();
        chromium.press(TAB);
        let first = chromium.run(FOCUS);
        assert_eq!(first["skip"], true, "the first focus is {first}");
        assert_eq!(first["seen"], true, "{first}");

        let stop_count = chromium.run(STOP_COUNT).as_u64().unwrap();
        let mut menu_count = 0;
        for _ in 1..stop_count {
            chromium.press(TAB);
            let focus = chromium.run(FOCUS);
            assert_eq!(focus["seen"], true, "at {width_px} px: {focus}");
            menu_count += u32::from(focus["menu"] == true);
        }
        let menu = chromium.run("return document.querySelectorAll('.site-menu a').length");
        assert_eq!(menu, menu_count, "not all of the menu is reached");
    }

    chromium.open(&home).unwrap();
    chromium.press(TAB);
    chromium.press(ENTER);
    assert_eq!(chromium.run("return location.hash"), "#main");
    assert_eq!(chromium.run(FOCUS)["id"], "main");
    drop(folder);
}

/// What the clipboard holds, by type.
const CLIPBOARD: &str = "
    return navigator.clipboard.read().then(async items => {
        const text = async type => (await items[0].getType(type)).text();
        return { html: await text('text/html'), plain: await text('text/plain') };
    });";

/// An editor presses one button and has the article, with its styles, in both forms that editors ask for.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn an_article_for_wechat_is_copied_with_its_styles() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.allow_clipboard();
    let address = format!(
        "{}wechat/article/2025-12-kefu-nianhuo.preview.html",
        server.base()
    );
    // Both ways: that of today's browsers, and that of those which know no clipboard.
    for forget in [
        "",
        "Object.defineProperty(navigator, 'clipboard', { value: undefined });",
    ] {
        chromium.open(&address).unwrap();
        chromium.run("return navigator.clipboard.writeText('')");
        chromium.run(&format!(
            "window.kept = navigator.clipboard; {forget} document.getElementById('copy').focus();"
        ));
        // A key that a person presses: without one, a browser lets no page copy.
        chromium.press(ENTER);
        chromium.wait_for("return document.getElementById('said').textContent.includes('已复制')");
        let copied = chromium.run(&CLIPBOARD.replace("navigator.clipboard", "window.kept"));
        let (html, plain) = (
            copied["html"].as_str().unwrap(),
            copied["plain"].as_str().unwrap(),
        );
        for words in ["<section style=", "background-color", "骗子", "拨打96110"] {
            assert!(html.contains(words), "{forget} {words}: {html}");
        }
        assert!(
            plain.contains("案发时间：2025年12月") && !plain.contains('<'),
            "{plain}"
        );
    }
    for width_px in WIDTHS_PX {
        chromium.set_width(width_px);
        assert_eq!(
            chromium.run(STICKING_OUT),
            Value::Array(Vec::new()),
            "{width_px} px"
        );
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// Builds this repository's own site; the folder lives as long as the first value.
pub fn sample() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let public = folder.path().join("public");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = [
        "build",
        "--site",
        root.to_str().unwrap(),
        "--output",
        public.to_str().unwrap(),
        "--as-of",
        TODAY,
        "--no-cache",
    ];
    let (code, _, stderr) = fanzha(folder.path(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    (folder, public)
}

/// Opens `start` and everything within the site that can be reached from it; a page of `visits` is not opened
/// again.
///
/// What a page is with JavaScript off is tested in `browser_modes`.
fn crawl(chromium: &Chromium, base: &str, start: &str, visits: &mut BTreeMap<String, Visit>) {
    let mut waiting = vec![(without_anchor(&format!("{base}{start}")), String::new())];
    while let Some((address, from)) = waiting.pop() {
        if visits.contains_key(&address) {
            continue;
        }
        chromium
            .open(&address)
            .unwrap_or_else(|it| panic!("{from} leads to {address}: {it}"));
        let page = chromium.run(INSPECT);
        let status = page["status"].as_u64().unwrap();
        // A file has no status.
        assert!(
            status == 200 || status == 0 && base.starts_with("file:"),
            "{from} leads to {address}: {status}"
        );
        assert_eq!(page["scripts"], Value::Array(Vec::new()), "{address}");
        assert_eq!(page["unstyled"], 0, "{address}");
        let visit = inspect(&page, base);
        for link in &visit.links {
            waiting.push((without_anchor(link), address.clone()));
        }
        visits.insert(address, visit);
    }
}

/// The links that stay within the site. Nothing may be loaded from elsewhere, and no link may leave the
/// sub-folder but to another host or a telephone.
fn inspect(page: &Value, base: &str) -> Visit {
    let strings = |name: &str| -> Vec<String> {
        let values = page[name].as_array().unwrap().iter();
        values.map(|it| it.as_str().unwrap().to_owned()).collect()
    };
    let host = &base[..base.len() - BASE_PATH.len()];
    // What is no page of the site has an empty icon, so that no browser looks for one at the top of the host.
    let mut links = strings("loads");
    links.retain(|it| it != "data:,");
    for load in &links {
        assert!(load.starts_with(base), "loads from elsewhere: {load}");
    }
    for link in strings("links") {
        let leaves = link.starts_with("tel:")
            || link.starts_with("https://")
                && !(host.starts_with("http") && link.starts_with(host));
        assert!(
            leaves || link.starts_with(base),
            "a link out of the site: {link}"
        );
        if !leaves {
            links.push(link);
        }
    }
    let ids = strings("ids").into_iter().collect();
    Visit { ids, links }
}

/// For the people who run the site, for displays and for printers: residents are not led there.
const BESIDE: [&str; 5] = ["packs/", "print/", "screens/", "signage/", "wechat/"];

/// Where the search box leads, which is a form and no link; `search.rs` goes there.
const SEARCH: &str = "search/";

fn is_beside(file: &str) -> bool {
    BESIDE.iter().any(|it| file.starts_with(it)) || file.starts_with(SEARCH)
}

/// No page that was built is an island; the 404 page is for the server alone.
fn expect_all_reached(public: &Path, base: &str, visits: &BTreeMap<String, Visit>) {
    let islands: Vec<String> = html_files(public)
        .into_iter()
        .filter(|it| it != "404.html" && !is_beside(it))
        .filter(|it| !visits.contains_key(&format!("{base}{it}")))
        .collect();
    assert!(islands.is_empty(), "no link leads to {islands:?}");
}

fn expect_anchors(visits: &BTreeMap<String, Visit>) {
    for (address, visit) in visits {
        for link in &visit.links {
            let Some((_, anchor)) = link.split_once('#') else {
                continue;
            };
            let anchor = percent_decode_str(anchor).decode_utf8().unwrap();
            assert!(
                visits[&without_anchor(link)].ids.contains(&*anchor),
                "{address} leads to {link}, where there is no #{anchor}"
            );
        }
    }
}

fn expect_no_sideways_scroll(chromium: &Chromium, public: &Path) {
    let mut errors = Vec::new();
    // A display has the size that it has, and a sheet of paper too.
    let has_own_size = |it: &String| it.starts_with("signage/") || it.starts_with("print/");
    let files = largest_of_each_kind(public);
    for file in files.into_iter().filter(|it| !has_own_size(it)) {
        let address = format!("file://{}/{file}", public.display());
        chromium.open(&address).unwrap();
        for width_px in WIDTHS_PX {
            chromium.set_width(width_px);
            let out = chromium.run(STICKING_OUT);
            if out != Value::Array(Vec::new()) {
                errors.push(format!("{file} at {width_px} px: {out}"));
            }
        }
    }
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

/// Of the pages that differ only in the name of their own folder, the one with the most in it.
pub fn largest_of_each_kind(public: &Path) -> Vec<String> {
    let mut kinds: BTreeMap<PathBuf, (u64, String)> = BTreeMap::new();
    for file in html_files(public) {
        let folder = Path::new(&file).parent().unwrap();
        let depth = folder.components().count();
        let kind = match depth {
            0 | 1 => PathBuf::from(&file),
            _ => folder.with_file_name("*"),
        };
        let size = public.join(&file).metadata().unwrap().len();
        kinds
            .entry(kind)
            .and_modify(|it| *it = it.clone().max((size, file.clone())))
            .or_insert((size, file));
    }
    kinds.into_values().map(|(_, file)| file).collect()
}

/// Paths below `public`, in order.
fn html_files(public: &Path) -> Vec<String> {
    let files = WalkDir::new(public).sort_by_file_name().into_iter();
    files
        .map(|it| it.unwrap().into_path())
        .filter(|it| it.extension().is_some_and(|it| it == "html"))
        .map(|it| it.strip_prefix(public).unwrap().display().to_string())
        .collect()
}

fn without_anchor(address: &str) -> String {
    address.split('#').next().unwrap_or_default().to_owned()
}
