//! A real browser shows the pages for displays: from their file alone, each slogan in full, until its last
//! day.
//!
//! In: the sample's pages, and a site whose slogans end one after the other. Out: assertions on what Chromium
//! shows. Runs with `BROWSER=1`. The pages' clock is the test's: nothing waits. What an old `WebView` knows
//! is looked at in `readers`.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::TempDir;

use super::{
    chromium::Chromium,
    feeds::site,
    site_test::{Ran, TODAY, fanzha},
};

/// A clock that goes on when the test says so: `tick` does what is waiting and says how long it had to wait.
const CLOCK: &str = "
    (() => {
        const RealDate = Date;
        let now = new RealDate(2026, 10, 24, 12).getTime(), waiting = [];
        window.Date = function () { return new RealDate(now); };
        window.setTimeout = (work, ms) => { waiting.push([work, ms]); };
        window.go = (year, month, day) => { now = new RealDate(year, month - 1, day, 0, 0, 1).getTime(); };
        window.tick = () => {
            const [[work, ms], ...others] = waiting;
            if (others.length) throw new Error('more than one thing is waiting');
            waiting = [];
            now += ms;
            work();
            return ms;
        };
    })();";

/// What is shown, and all that is wrong with it, measured on the letters themselves.
const LOOK: &str = "
    const wrong = [], pen = document.createElement('canvas').getContext('2d');
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    let least = Infinity;
    for (let node; node = walker.nextNode();) {
        const element = node.parentElement, style = getComputedStyle(element);
        if (!node.data.trim() || !element.checkVisibility()) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        const boxes = range.getClientRects();
        if (boxes.length !== 1) wrong.push('broken into lines: ' + node.data);
        pen.font = [style.fontWeight, style.fontSize, style.fontFamily].join(' ');
        const ink = pen.measureText(node.data.trim());
        const baseline = boxes[0].top + ink.fontBoundingBoxAscent;
        const [top, bottom] = [baseline - ink.actualBoundingBoxAscent, baseline + ink.actualBoundingBoxDescent];
        if (boxes[0].left < 0 || boxes[0].right > innerWidth || top < 0 || bottom > innerHeight)
            wrong.push('outside: ' + node.data + [boxes[0].left, boxes[0].right, top, bottom]);
        least = Math.min(least, parseFloat(style.fontSize));
    }
    const page = document.scrollingElement;
    scrollTo(50, 50);
    if (page.scrollTop || page.scrollLeft) wrong.push('scrolls');
    if (innerWidth !== page.clientWidth
        || innerHeight !== document.documentElement.clientHeight) wrong.push('has scroll bars');
    const loads = performance.getEntriesByType('resource').map(it => it.name);
    if (loads.length) wrong.push('asks for ' + loads);
    const lines = [...document.querySelectorAll('#words span')].map(it => it.textContent);
    return { wrong, lines, least, size: parseFloat(getComputedStyle(document.querySelector('#words span')).fontSize) };";

/// A display: its page, its dots, and how high letters are at least: those of a slogan, and any.
///
/// A lobby's screen of 1.2 m has 1.6 dots to a millimetre: 64 are 40 mm, which is read from ten metres.
const DISPLAYS: [(&str, (u32, u32), f64, f64); 6] = [
    ("hall-board", (1920, 1080), 64.0, 32.0),
    ("hall-board", (1280, 720), 42.0, 21.0),
    ("lift-board", (1080, 1920), 64.0, 32.0),
    ("lift-board", (768, 1366), 45.0, 23.0),
    ("counter-strip", (1920, 360), 64.0, 64.0),
    // As many dots as an LED strip of 22 characters: as high as the strip allows.
    ("counter-strip", (352, 16), 12.0, 12.0),
];

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn each_display_shows_all_its_slogans_from_its_file_alone() {
    let chromium = Chromium::start();
    let folder = TempDir::new().unwrap();
    let public = folder.path().join("public");
    let root = env!("CARGO_MANIFEST_DIR");
    let arguments = ["build", "--site", root, "--as-of", TODAY, "--no-cache"];
    let arguments = [&arguments[..], &["--output", public.to_str().unwrap()]].concat();
    let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
    let (code, _, stderr) = fanzha(folder.path(), &arguments);
    assert_eq!(code, Some(0), "{stderr}");
    chromium.before_each_page(CLOCK);
    for (id, size, slogan_px, any_px) in DISPLAYS {
        let expected = wordings(&public, id);
        chromium.set_size(size.0, size.1);
        open_alone(&chromium, &public.join(format!("signage/{id}.html")));
        let (mut shown, mut dwells) = (String::new(), Vec::new());
        while !expected
            .iter()
            .all(|it| it.iter().any(|words| shown.contains(words)))
        {
            let look = look(&chromium);
            assert_eq!(
                look["wrong"],
                Value::from(Vec::<Value>::new()),
                "{id} at {size:?}"
            );
            assert!(
                look["size"].as_f64().unwrap() >= slogan_px,
                "{id} at {size:?}: {look}"
            );
            assert!(
                look["least"].as_f64().unwrap() >= any_px,
                "{id} at {size:?}: {look}"
            );
            let words = words(&look).concat().replace(' ', "");
            let dwell = chromium.run("return tick()").as_u64().unwrap();
            dwells.push((words.chars().count(), dwell));
            shown += &words;
            assert!(
                dwells.len() < 100,
                "{id}: {expected:?} is not all in {shown}"
            );
        }
        // As long as a sign has to stand, and longer where it takes longer to read at six characters a
        // second.
        for (count, dwell) in dwells {
            let least = u64::try_from(count).unwrap() * 1000 / 6;
            assert!(
                (4000..20_000).contains(&dwell) && dwell >= least,
                "{id}: {count} {dwell}"
            );
        }
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}

/// A display whose slogans end on the 24th and on the 25th.
fn lobby(first: &str, second: &str) -> Ran {
    let front = |until: &str| format!("生效日期: 2026-11-20\n失效日期: {until}\n");
    let list = |text: &str| format!("- {text}\n");
    let groups = [
        ("a", &*front("2026-11-24"), &*list(first)),
        ("b", &*front("2026-11-25"), &*list(second)),
    ];
    site("  - {id: lobby, channel: signage, shape: 横屏}\n", &groups)
        .build()
        .expect_success()
}

/// Nobody loads a display's page anew: what is over goes by itself, and in the end only whom to ask is left.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_slogan_goes_after_its_last_day_on_a_page_that_stays_open() {
    let ran = lobby("先核实，再转账", "不点陌生链接");
    let chromium = Chromium::start();
    chromium.before_each_page(CLOCK);
    chromium.set_size(1920, 1080);
    open_alone(&chromium, &ran.public().join("signage/lobby.html"));
    let mut seen = Vec::new();
    for day in [24, 25, 26] {
        chromium.run(&format!("go(2026, 11, {day})"));
        for _ in 0..3 {
            chromium.run("tick()");
            seen.push(words(&look(&chromium)).concat());
        }
    }
    let (a, b, spare) = ("先核实，再转账", "不点陌生链接", "拿不准打 96110");
    assert_eq!(seen, [b, a, b, b, b, b, spare, spare, spare]);

    // A display that is turned or switched to another resolution fits what it shows, not what it showed
    // before.
    let before = look(&chromium)["size"].as_f64().unwrap();
    chromium.run("window.dispatchEvent(new Event('resize'))");
    assert_eq!(look(&chromium)["size"].as_f64(), Some(before));
    assert_eq!(look(&chromium)["wrong"], Value::from(Vec::<Value>::new()));
}

/// A box without a battery begins in 1970 each time it is switched on.
#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn a_display_with_a_wrong_clock_shows_its_slogans() {
    let ran = lobby("先核实，再转账", "不点陌生链接");
    let chromium = Chromium::start();
    chromium.before_each_page(&format!("{CLOCK} go(1970, 1, 1);"));
    open_alone(&chromium, &ran.public().join("signage/lobby.html"));
    assert_eq!(words(&look(&chromium)).concat(), "先核实，再转账");
}

/// An old `WebView` takes this character for the end of a line inside a script's string, and runs none of it.
#[test]
fn no_character_ends_the_script_of_a_display() {
    let ran = lobby(
        "先核实\u{2028}再转账&lt;/script&gt;",
        "不点\u{2029}陌生链接",
    );
    let page = ran.page("signage/lobby.html");
    for separator in ["\u{2028}", "\u{2029}"] {
        assert!(!page.mentions(separator), "{page}");
    }
    // The one script is whole: nothing of it has become text of the page.
    let script = page.text("script");
    assert!(script.starts_with("(function () {"), "{page}");
    assert!(script.ends_with("show(); })();"), "{page}");
}

/// Opens a copy of the page in a folder where nothing else is, and which is gone when the page is there.
fn open_alone(chromium: &Chromium, page: &Path) {
    let folder = TempDir::new().unwrap();
    let copy = folder.path().join("alone.html");
    fs::copy(page, &copy).unwrap();
    chromium
        .open(&format!("file://{}", copy.display()))
        .unwrap();
}

fn look(chromium: &Chromium) -> Value {
    chromium.run(LOOK)
}

fn words(look: &Value) -> Vec<String> {
    let lines = look["lines"].as_array().unwrap().iter();
    lines.map(|it| it.as_str().unwrap().to_owned()).collect()
}

/// For each slogan that the manifest names for the display, what may be shown of it.
fn wordings(public: &Path, id: &str) -> Vec<Vec<String>> {
    let json = |path: &str| -> Value {
        serde_json::from_slice(&fs::read(public.join(path)).unwrap()).unwrap()
    };
    let (manifest, slogans) = (json("feeds/manifest.json"), json("feeds/slogans.json"));
    let page = format!("signage/{id}.html");
    let files = manifest["files"].as_array().unwrap();
    let file = files.iter().find(|it| it["path"] == *page).unwrap();
    let named = file["slogans"].as_array().unwrap().iter();
    let slogans = slogans["slogans"].as_array().unwrap();
    let of = |id: &Value| {
        let slogan = slogans.iter().find(|it| it["id"] == *id).unwrap();
        let all = ["signage", "text", "short"].map(|it| slogan[it].as_str());
        all.into_iter()
            .flatten()
            .map(|it| it.replace([' ', '|'], ""))
            .collect()
    };
    named.map(of).collect()
}
