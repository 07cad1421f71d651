//! A real browser measures printed sheets: all kinds, with much on them, that nothing is cut off or printed
//! over.
//!
//! In: the sample's content with a sheet of each kind, large and not, about a scam type and not, and a long
//! domain. Runs with `BROWSER=1`. Paper itself is looked at in `readers`.

use std::fs;

use tempfile::TempDir;

use super::{
    chromium::Chromium,
    site_test::{TODAY, copy_folder, fanzha},
};

/// All that is wrong on the sheet under test, in words.
const MEASURE: &str = "
    const wrong = [];
    const name = it => it.tagName + '.' + it.getAttribute('class') + ': '
        + it.textContent.trim().slice(0, 20).split('\\n')[0];
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const boxes = [...document.querySelectorAll('.side, .panel, .column, .advice')];
    if (boxes.length < 3) wrong.push('no panels');
    for (const it of boxes) {
        if (it.scrollHeight > it.clientHeight + 1 || it.scrollWidth > it.clientWidth + 1)
            wrong.push('overflows ' + name(it) + ' '
                + [it.scrollHeight, it.clientHeight, it.scrollWidth, it.clientWidth]);
    }
    // What is printed, each with its very letters: a line's box is higher than they are.
    const printed = [...document.querySelectorAll('.side *')].filter(it => it.checkVisibility())
        .flatMap(it => it.tagName === 'svg' ? [it]
            : [...it.childNodes].filter(it => it.nodeType === 3 && it.data.trim()))
        .flatMap(node => {
            const element = node.nodeType === 3 ? node.parentElement : node;
            const range = document.createRange();
            node.nodeType === 3 ? range.selectNodeContents(node) : range.selectNode(node);
            return [...range.getClientRects()].filter(it => it.width > 0).map(box => {
                const over = node.nodeType === 3 ? box.height * 0.22 : 0;
                return { element, left: box.left, right: box.right, top: box.top + over, bottom: box.bottom - over };
            });
        });
    for (const it of printed) {
        const box = it.element.closest('.panel').getBoundingClientRect();
        if (it.left < box.left - 1 || it.right > box.right + 1 || it.top < box.top - 1 || it.bottom > box.bottom + 1)
            wrong.push('cut off ' + name(it.element));
    }
    printed.forEach((it, index) => printed.slice(index + 1).forEach(other => {
        if (it.left < other.right - 1 && other.left < it.right - 1
            && it.top < other.bottom - 1 && other.top < it.bottom - 1)
            wrong.push('printed over each other: ' + name(it.element) + ' / ' + name(other.element));
    }));
    const channels = text => text.match(/[\\d.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map(it => it / 255)
        .map(it => it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4)
        .reduce((sum, it, index) => sum + it * [0.2126, 0.7152, 0.0722][index], 0);
    for (const { element } of printed.filter(it => it.element.tagName !== 'svg')) {
        const style = getComputedStyle(element);
        let ground = element, colour = [0, 0, 0, 0];
        for (; ground && colour[3] === 0; ground = ground.parentElement) {
            const it = channels(getComputedStyle(ground).backgroundColor);
            colour = it.length === 3 ? [...it, 1] : it;
        }
        const [a, b] = [light(channels(style.color)), light(colour)];
        const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (contrast < 4.5) wrong.push('contrast ' + contrast.toFixed(2) + ' ' + name(element));
        const points = parseFloat(style.fontSize) / rem * UNIT_MM / 25.4 * 72;
        const least = document.body.classList.contains('large') ? 17.99 : 6.5;
        if (points < least) wrong.push(points.toFixed(1) + ' points ' + name(element));
    }
    if (document.documentElement.scrollWidth > innerWidth) wrong.push('moves sideways');
    const hint = parseFloat(getComputedStyle(document.querySelector('.hint')).fontSize);
    if (hint < 16) wrong.push('hint of ' + hint + ' px');
    if (performance.getEntriesByType('resource').length) wrong.push('asks for something');
    return wrong;";

/// The sheets of the sample, and one of each kind.
fn settings() -> String {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut text = fs::read_to_string(format!("{root}/site.yaml")).unwrap();
    let kinds = ["card", "a5", "a4", "trifold", "poster-a3", "poster"];
    for format in kinds {
        for (mark, rest) in [
            ("general", ""),
            ("titled", ", title: 陌生来电要转账，先挂断"),
            ("typed", ", scam_types: [冒充公检法及政府机关]"),
            ("few", ", audiences: [财会人员], limit: 1"),
        ] {
            let wide = format!("  - {{id: {format}-{mark}, format: {format}{rest}}}\n");
            text.push_str(&wide);
            if format != "card" {
                let large = format!("{format}-{mark}-large, large: true");
                text.push_str(&wide.replacen(&format!("{format}-{mark}"), &large, 1));
            }
        }
    }
    // As long as real ones.
    text.replace("www.example.gov.cn", "fanzha.yushanqu.maanshan.gov.cn")
}

#[test]
#[cfg_attr(not(browser), ignore = "needs Chromium: BROWSER=1 cargo test")]
fn nothing_is_cut_off_or_printed_over_on_any_sheet() {
    let chromium = Chromium::start();
    let site = TempDir::new().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["content", "themes"] {
        copy_folder(&root.join(name), &site.path().join(name));
    }
    fs::write(site.path().join("site.yaml"), settings()).unwrap();
    let (code, _, stderr) = fanzha(
        site.path(),
        &["export", "--as-of", TODAY].map(str::to_owned),
    );
    assert_eq!(code, Some(0), "{stderr}");
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(site.path().join("export/print")).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|it| it != "html") {
            continue;
        }
        count += 1;
        let html = fs::read_to_string(&file).unwrap();
        let unit = html.split("html { font-size: ").nth(1).unwrap();
        let unit = unit.split("mm").next().unwrap();
        chromium.set_width(360);
        chromium
            .open(&format!("file://{}", file.display()))
            .unwrap();
        for width_px in [360, 1280] {
            chromium.set_width(width_px);
            let found = chromium.run(&MEASURE.replace("UNIT_MM", unit));
            for it in found.as_array().unwrap() {
                let id = file.file_stem().unwrap().display();
                wrong.push(format!("{id} at {width_px} px: {}", it.as_str().unwrap()));
            }
        }
    }
    assert!(count > 40, "{count}");
    assert!(wrong.is_empty(), "{}\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}
