//! What readers make of the articles and messages for WeChat.

use std::env;

use super::{python, read_with, root, text, with_site};

#[test]
fn html5lib_finds_nothing_in_an_article_that_an_editor_would_drop() {
    with_site(|public| python("wechat.py", &[text(&public.join("wechat")), "30"]));
}

/// `JUICE` names the `node_modules` that juice lies in.
#[test]
fn juice_has_nothing_to_do_on_an_article() {
    with_site(|public| {
        let modules = env::var("JUICE").expect("READERS=1 requires JUICE");
        let script = root().join("tests/it/readers/juice.mjs");
        let articles = public.join("wechat/article");
        read_with("node", &[text(&script), &modules, text(&articles)]);
    });
}
