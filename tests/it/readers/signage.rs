//! What readers make of the files for displays that show web pages. A browser opens them in
//! `tests/it/signage.rs`.

use super::{node, python, text, with_site};

/// acorn reads the script, css-tree the styles, and MDN's data says what a `WebView` of Android 5 knows.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn nothing_on_a_display_is_younger_than_its_web_view() {
    with_site(|public| node("old_webview.mjs", &public.join("signage")));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn pillow_reads_each_slide_with_its_margins_free() {
    with_site(|public| python("slides.py", &[text(&public.join("signage"))]));
}
