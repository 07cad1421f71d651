//! What Pillow and Chromium make of photos as phones leave them, once they are on a page.

use super::{python, text};
use crate::{SiteTest, chromium::Chromium, web_server::WebServer};

/// A site of photos, built.
fn photos() -> crate::Ran {
    let site = SiteTest::of(&[]);
    python("photos.py", &[text(site.path())]);
    site.build().expect_success()
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn pillow_finds_no_place_and_every_photo_upright() {
    let ran = photos();
    python("pictures.py", &[text(&ran.public()), "cases/a/index.html"]);
}

/// A phone 360 px wide with two dots to the pixel takes the version 720 wide, and nothing on the page moves
/// for it.
#[test]
#[cfg_attr(
    not(all(browser, readers)),
    ignore = "needs both: BROWSER=1 READERS=1 cargo test"
)]
fn chromium_takes_the_version_for_its_screen() {
    let ran = photos();
    let chromium = Chromium::start();
    let server = WebServer::start(&ran.public(), "/zt/fanzha/");
    chromium.before_each_page(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(it => window.moved += it.value))\
         .observe({type: 'layout-shift', buffered: true});",
    );
    // The narrowest first: a browser takes a wider version that it has already.
    for (width_px, dots, version) in [
        (360, 1, 360),
        (360, 2, 720),
        (1280, 1, 720),
        (1280, 2, 1440),
    ] {
        chromium.set_screen(width_px, dots);
        chromium
            .open(&format!("{}cases/a/?{width_px}-{dots}", server.base()))
            .unwrap();
        let first = chromium.wait_for(
            "const it = document.querySelector('.prose img'); return it.complete && it.naturalWidth > 0 && \
             [it.currentSrc, it.clientWidth, it.clientHeight, it.getAttribute('width'), it.getAttribute('height')]",
        );
        let chosen = first[0].as_str().unwrap();
        let ending = match version {
            1440 => "100%25.jpg".to_owned(),
            _ => format!(".w{version}.jpg"),
        };
        assert!(
            chosen.ends_with(&ending),
            "{width_px} px at {dots}: {chosen}"
        );
        let end = chromium.wait_for(
            "const all = [...document.querySelectorAll('.prose img')]; all.forEach(it => it.loading = 'eager'); \
             return all.every(it => it.complete && it.naturalWidth > 0) && [window.moved]",
        );
        assert_eq!(
            end[0].as_f64(),
            Some(0.0),
            "{width_px} px at {dots}: the page moved"
        );
    }
    assert_eq!(chromium.console_errors(), Vec::<String>::new());
}
