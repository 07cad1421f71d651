//! What readers make of the articles and messages for WeChat.

use super::{node, python, text, with_site};

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn html5lib_finds_nothing_in_an_article_that_an_editor_would_drop() {
    with_site(|public| python("wechat.py", &[text(&public.join("wechat")), "30"]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn juice_has_nothing_to_do_on_an_article() {
    with_site(|public| node("juice.mjs", &public.join("wechat/article")));
}
