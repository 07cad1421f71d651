//! `slogans.txt`, `slogans.json`, and the ids by which slogans are known.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{DOOR, site};
use crate::SiteTest;

/// Words → id.
fn ids(site: SiteTest) -> BTreeMap<String, String> {
    let list = site.build().expect_success().json("feeds/slogans.json");
    let text = |it: &Value, key: &str| it[key].as_str().unwrap().to_owned();
    list["slogans"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| (text(it, "text"), text(it, "id")))
        .collect()
}

#[test]
fn all_that_hold_on_the_day_are_listed_in_full() {
    let ran = SiteTest::new("feeds/a_list_of_slogans").build();
    ran.expect_success().expect_output();
}

/// They are there without any feed in the settings, for players that choose by themselves.
#[test]
fn the_list_needs_no_feed() {
    let ran = site("", &[("a", "", "- 不转账\n")])
        .build()
        .expect_success();
    assert_eq!(ran.output("feeds/slogans.txt"), "不转账\n");
}

#[test]
fn ids_stay_when_items_move_and_when_others_come() {
    let first = ids(site(
        DOOR,
        &[("a", "", "- 甲来电\n- 乙转账\n- 丙刷单 {#bing}\n")],
    ));
    let moved = [
        (
            "a",
            "",
            "- 丙刷单 {#bing}\n- 丁网恋\n- 甲来电\n  - led: 甲\n",
        ),
        ("b", "人群: [老年人]\n", "- 乙转账\n"),
    ];
    let second = ids(site(DOOR, &moved));
    for (text, id) in &first {
        assert_eq!(second.get(text), Some(id), "{text}");
    }
    assert_eq!(first["丙刷单"], "bing");
    let distinct: std::collections::BTreeSet<_> = second.values().collect();
    assert_eq!(distinct.len(), 4);
}

/// An id of the author's outlives a change of the words; one made from the words does not.
#[test]
fn words_may_change_under_an_id_of_their_own() {
    let before = ids(site(DOOR, &[("a", "", "- 甲来电 {#jia}\n- 乙转账\n")]));
    let after = ids(site(DOOR, &[("a", "", "- 甲来电话 {#jia}\n- 乙转账了\n")]));
    assert_eq!(before["甲来电"], after["甲来电话"]);
    assert_ne!(before["乙转账"], after["乙转账了"]);
}

#[test]
fn the_id_is_never_shown_as_words() {
    let ran = site(DOOR, &[("a", "", "- 甲来电 {#jia}\n")]).build();
    let ran = ran.expect_success();
    for path in ran.outputs() {
        let text = String::from_utf8_lossy(&ran.bytes(&format!("public/{path}"))).into_owned();
        assert!(!text.contains("{#jia}"), "{path}");
    }
}

/// A list mark that Markdown does not know would glue two slogans together, or lose one.
#[test]
fn a_line_that_looks_like_a_slogan_but_is_none_is_an_error() {
    for list in [
        "- 甲来电\n-乙转账\n",
        "-甲来电\n- 乙转账\n",
        "- 甲来电\n－ 乙转账\n",
        "- 甲来电\n\n· 乙转账\n",
        "- 甲来电\n•乙转账\n",
        "- 甲来电\n　- led: 甲\n",
    ] {
        let ran = site(DOOR, &[("a", "", list)]).build();
        assert_eq!(ran.code, Some(1), "{list}{}", ran.stderr);
        assert!(ran.stderr.contains("[slogan/mark]"), "{list}{}", ran.stderr);
    }
    let fine = "前言——不是警示语\n\n- -5℃也不转账\n- 一·二，3-5月\n  续行\n---\n";
    site(DOOR, &[("a", "", fine)]).build().expect_success();
}

#[test]
fn a_wording_that_is_indented_wrongly_is_an_error() {
    for list in [
        "- 甲来电\n- led: 甲\n",
        "- 甲来电\n - 影院：甲\n",
        "- 甲来电\n  - led: 甲\n    - short: 甲\n",
    ] {
        let ran = site(DOOR, &[("a", "", list)]).build();
        assert_eq!(ran.code, Some(1), "{list}{}", ran.stderr);
        assert!(ran.stderr.contains("[slogan/channel]"), "{}", ran.stderr);
    }
}

#[test]
fn markup_in_a_wording_is_an_error_like_in_the_slogan() {
    let list = "- 甲来电\n  - led: **甲**来\n";
    let ran = site(DOOR, &[("a", "", list)]).build();
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("[slogan/markup]"), "{}", ran.stderr);
}

/// The page shows the list alone; a table of contents would lead to headings that are not there.
#[test]
fn headings_among_slogans_are_no_table_of_contents() {
    let list = "## 通用\n\n- 甲来电\n\n## 老人\n\n- 乙转账\n";
    let ran = site(DOOR, &[("a", "", list)]).build().expect_success();
    let page = ran.page("slogans/a/index.html");
    assert_eq!(page.texts(".slogan-text"), ["甲来电", "乙转账"]);
    let to_headings = page.attributes(".article a[href^='#']", "href");
    assert_eq!(to_headings, [""; 0]);
}
