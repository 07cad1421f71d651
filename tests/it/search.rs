//! What residents type is found, in a real browser, on the sample site.
//!
//! In: `search/queries.txt`, queries and the page that must come first. Out: assertions on the page of
//! results. What needs Chromium runs with `BROWSER=1`; the rest looks at the files.

use std::{fs, path::Path};

use serde_json::Value;

use super::{
    SiteTest,
    browser::{BASE_PATH, STICKING_OUT, WIDTHS_PX, sample},
    chromium::{Chromium, ENTER},
    web_server::WebServer,
};

/// A browser of five years ago, which parts no Chinese into words.
const NO_SEGMENTER: &str = "delete Intl.Segmenter;";

/// True as soon as a search has ended.
pub const ENDED: &str =
    "return document.getElementById('search').getAttribute('aria-busy') === 'false'";

const FIRST: &str = "return document.querySelector('.search-group a')?.href ?? ''";

/// What a search has loaded besides the page, in bytes as they lie on the disk.
const LOADED: &str = "
    return performance.getEntriesByType('resource').filter(it => it.name.includes('/search/'))
        .reduce((sum, it) => sum + it.decodedBodySize, 0);";

/// Nothing that is typed may leave the page, and nothing may be run that is no file of the site.
const CONTENT_POLICY: &str = "
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = \"default-src 'self'; script-src 'self'; style-src 'self'; base-uri 'none'\";
    new MutationObserver((_, it) => {
        if (document.head) { document.head.prepend(policy); it.disconnect(); }
    }).observe(document, { childList: true, subtree: true });";

/// Each query with the addresses that may come first.
fn queries() -> Vec<(String, Vec<String>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/search/queries.txt");
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|it| !it.starts_with('#'));
    let query = |line: &str| {
        let (query, pages) = line.split_once(" → ").unwrap();
        let pages = pages.split(" or ").map(str::to_owned).collect();
        (query.to_owned(), pages)
    };
    lines.map(query).collect()
}

/// Searches for `query` on the site at `base`.
fn search(chromium: &Chromium, base: &str, query: &str) {
    let query: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
    chromium
        .open(&format!("{base}search/index.html?q={query}"))
        .unwrap();
    chromium.wait_for(ENDED);
}

fn expect_first(chromium: &Chromium, base: &str) {
    let mut wrong = Vec::new();
    for (query, pages) in queries() {
        search(chromium, base, &query);
        let first = chromium.run(FIRST);
        let first = first.as_str().unwrap();
        let is_right = |it: &String| first.starts_with(&format!("{base}{it}"));
        if !pages.iter().any(is_right) {
            wrong.push(format!("{query}: {first}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn what_residents_type_is_found_first() {
    assert!(queries().len() >= 40);
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.before_each_page(CONTENT_POLICY);
    expect_first(&chromium, &server.base());
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn an_old_browser_finds_the_same() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    chromium.before_each_page(NO_SEGMENTER);
    chromium.open(&server.base()).unwrap();
    assert_eq!(chromium.run("return typeof Intl.Segmenter"), "undefined");
    expect_first(&chromium, &server.base());
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_copy_in_a_folder_can_be_searched_too() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let base = format!("file://{}/", public.display());
    search(&chromium, &base, "杀猪盘");
    let first = chromium.run(FIRST);
    assert_eq!(first, format!("{base}types/hunlian-jiaoyou/index.html"));
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn the_box_in_the_header_leads_to_results_by_kind() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    chromium
        .open(&format!("{}cases/index.html", server.base()))
        .unwrap();
    assert_eq!(
        chromium.run("return [...document.scripts].filter(it => it.src.includes('search')).length"),
        0
    );
    chromium.run(
        "const it = document.querySelector('.site-search input'); it.value = '刷单'; it.focus();",
    );
    chromium.press(ENTER);
    chromium.wait_for(ENDED);
    let kinds = chromium.run(
        "return [...document.querySelectorAll('.search-group-title')].map(it => it.firstChild.data.trim())",
    );
    let kinds: Vec<&str> = kinds
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(kinds[..2], ["诈骗类型", "典型案例"]);
    let loaded = chromium.run(LOADED).as_u64().unwrap();
    assert!(loaded < 60_000, "a search loads {loaded} bytes");

    // The next search is made in place; the way back leads to the first one.
    chromium.run("const it = document.getElementById('search-words'); it.value = '网恋'; it.focus(); window.same = 1;");
    chromium.press(ENTER);
    let says = |words: &str| {
        format!(
            "return document.getElementById('search-status').textContent.startsWith('“{words}”找到')"
        )
    };
    chromium.wait_for(&says("网恋"));
    assert_eq!(chromium.run("return window.same"), 1);
    chromium.run("history.back()");
    chromium.wait_for(&says("刷单"));
    drop(folder);
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn nothing_found_says_what_to_do() {
    let chromium = Chromium::start();
    let (folder, public) = sample();
    let server = WebServer::start(&public, BASE_PATH);
    // Neither a name of every object nor a tag does any harm.
    for query in ["qwerty", "constructor", "<b>x</b>"] {
        search(&chromium, &server.base(), query);
        let said = chromium.run("return document.getElementById('search-status').textContent");
        assert!(said.as_str().unwrap().starts_with("没有找到"), "{said}");
        let ways = chromium.run("return document.getElementById('search-ways').hidden");
        assert_eq!(ways, false, "{query}");
    }
    for width_px in WIDTHS_PX {
        chromium.set_width(width_px);
        for query in ["转账", "qwerty"] {
            search(&chromium, &server.base(), query);
            let out = chromium.run(STICKING_OUT);
            assert_eq!(out, Value::Array(Vec::new()), "{width_px} px");
        }
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
    drop(folder);
}

/// The fixture with these lines of settings besides.
fn small(settings: &str) -> SiteTest {
    let site = SiteTest::new("search/one_scam_type");
    let lines = fs::read_to_string(site.path().join("site.yaml")).unwrap();
    site.write("site.yaml", format!("{lines}{settings}"));
    site
}

/// What a file of the index holds: `fanzhaSearch("words",0,{…});`.
fn held(script: &str) -> Value {
    let (_, entries) = script.split_once(",{").unwrap();
    let entries = entries.trim_end().strip_suffix(");").unwrap();
    serde_json::from_str(&format!("{{{entries}")).unwrap()
}

#[test]
fn other_names_and_texts_are_in_the_index() {
    let ran = small("").build().expect_success();
    assert_eq!(
        held(&ran.output("search/names.js"))["杀猪盘"],
        serde_json::json!([0])
    );
    let files = ran.files("public/search/words");
    let held = files
        .iter()
        .map(|it| held(&ran.output(&format!("search/words/{it}"))));
    let held: Vec<Value> = held.collect();
    for word in ["杀猪", "猪盘", "里的"] {
        assert!(held.iter().any(|it| it[word].is_array()), "{word}");
    }
}

#[test]
fn without_a_script_the_page_leads_to_the_lists() {
    let ran = small("menu: [{title: 诈骗类型, to: types}]\n")
        .build()
        .expect_success();
    let page = ran.page("search/index.html");
    assert!(
        page.has("main noscript") && page.links_to("tel:110"),
        "{page}"
    );
    assert!(page.links_to("../types/a/index.html"), "{page}");
    assert_eq!(page.attribute("meta[name=robots]", "content"), "noindex");
}

#[test]
fn search_can_be_switched_off() {
    let ran = small("搜索: 关\n").build().expect_success();
    assert!(ran.outputs().iter().all(|it| !it.starts_with("search/")));
    let page = ran.page("types/a/index.html");
    assert!(!page.mentions("search"), "{page}");
}
