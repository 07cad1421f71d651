//! Which slogans a feed takes, how many, and in which order.

use super::{DOOR, door_lines, replace, site};

const FOR_ALL: (&str, &str, &str) = ("all", "", "- 人人都看\n");
const FOR_OLD: (&str, &str, &str) = ("old", "人群: [老年人]\n", "- 老年人看\n");
const FOR_JOB: (&str, &str, &str) = ("seek", "人群: [求职者]\n", "- 求职者看\n");
const ON_BRUSHING: (&str, &str, &str) = ("shua", "诈骗类型: [刷单返利]\n", "- 刷单的事\n");
const ON_DATING: (&str, &str, &str) = ("wang", "诈骗类型: [杀猪盘]\n", "- 网恋的事\n");

fn door(selection: &str) -> String {
    DOOR.replace('}', &format!(", {selection}}}"))
}

fn taken(selection: &str, groups: &[(&str, &str, &str)]) -> Vec<String> {
    let ran = site(&door(selection), groups).build().expect_success();
    door_lines(&ran)
}

#[test]
fn an_audience_gets_its_own_slogans_and_those_for_all() {
    let groups = [FOR_ALL, FOR_OLD, FOR_JOB];
    assert_eq!(
        taken("audiences: [老人]", &groups),
        ["人人都看", "老年人看"]
    );
    assert_eq!(
        taken("人群: 老年人、求职者", &groups),
        ["人人都看", "老年人看", "求职者看"]
    );
    assert_eq!(taken("limit: 9", &groups).len(), 3);
}

#[test]
fn a_scam_type_is_found_by_its_name_and_its_alias() {
    let groups = [FOR_ALL, ON_BRUSHING, ON_DATING];
    for word in ["杀猪盘", "网络婚恋交友"] {
        let selection = format!("scam_types: [{word}]");
        assert_eq!(taken(&selection, &groups), ["人人都看", "网恋的事"]);
    }
}

#[test]
fn a_unit_leaves_out_what_is_meant_for_other_units() {
    let tax = ("tax", "单位: [区税务局]\n", "- 税务大厅用\n");
    let both = ("both", "units: [区人社局, sw]\n", "- 两家都用\n");
    let groups = [FOR_ALL, both, tax];
    assert_eq!(taken("unit: rs", &groups), ["人人都看", "两家都用"]);
    assert_eq!(
        taken("单位: 区税务局", &groups),
        ["人人都看", "两家都用", "税务大厅用"]
    );
}

#[test]
fn all_conditions_hold_together() {
    let both = (
        "both",
        "人群: [老年人]\n诈骗类型: [刷单]\n",
        "- 老人莫刷单\n",
    );
    let groups = [both, FOR_JOB, ON_BRUSHING, ON_DATING];
    assert_eq!(
        taken("audiences: [老年人], scam_types: [刷单返利]", &groups),
        ["老人莫刷单", "刷单的事"]
    );
}

#[test]
fn a_group_for_cinemas_is_not_on_screens() {
    let feeds = format!("{DOOR}  - {{id: hall, channel: cinema, seconds: 5}}\n");
    let groups = [
        FOR_ALL,
        ("film", "渠道: [影院]\n", "- 影院里看\n  - led: 不上屏\n"),
        ("wall", "channels: [led, 微信]\n", "- 屏幕上看\n"),
    ];
    let ran = site(&feeds, &groups).build().expect_success();
    assert_eq!(door_lines(&ran), ["人人都看", "屏幕上看"]);
    let subtitles = ran.output("feeds/cinema/hall/hall_5s.srt");
    assert!(subtitles.contains("影院里看") && !subtitles.contains("屏幕上看"));
}

#[test]
fn the_limit_takes_the_first() {
    let list = "- 第一条\n- 第二条\n- 第三条\n";
    let groups = [("b", "", "- 第四条\n"), ("a", "", list)];
    assert_eq!(taken("limit: 2", &groups), ["第一条", "第二条"]);
    assert_eq!(
        taken("最多条数: 100", &groups),
        ["第一条", "第二条", "第三条", "第四条"]
    );
}

/// `排序` says which group matters most; a limit must not cut that one because of its file name.
#[test]
fn groups_come_in_the_order_that_their_editor_gave_them() {
    let groups = [
        ("a", "排序: 3\n", "- 第三条\n"),
        ("b", "排序: 1\n", "- 第一条\n- 第二条\n"),
    ];
    assert_eq!(taken("limit: 2", &groups), ["第一条", "第二条"]);
}

#[test]
fn a_feed_that_takes_nothing_is_an_error() {
    let groups = [FOR_OLD, ("cinema", "渠道: [影院]\n", "- 影院里看\n")];
    let ran = site(&door("audiences: [求职者]"), &groups).build();
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr
            .contains("error[feed/empty]: 播放单“人社门头屏”是空的")
    );
    assert!(!ran.public().exists());
}

#[test]
fn a_word_that_no_list_has_is_an_error_with_the_nearest() {
    let ran = site(&door("audiences: [老年]"), &[FOR_ALL]).build();
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.stderr.contains("是不是想写“老年人”？"),
        "{}",
        ran.stderr
    );
    let ran = site(&door("unit: rss"), &[FOR_ALL]).build();
    assert_eq!(ran.code, Some(1));
}

/// Without the list there is nothing to select by: taking every slogan would be the opposite of what was
/// asked.
#[test]
fn a_selection_without_its_taxonomy_is_an_error() {
    for selection in ["audiences: [老年人]", "scam_types: [刷单返利]", "unit: rs"] {
        let site = site(&door(selection), &[FOR_ALL]);
        let text = std::fs::read_to_string(site.path().join("site.yaml")).unwrap();
        let (before, rest) = text.split_once("taxonomies:\n").unwrap();
        let (_, after) = rest.split_once("screens:").unwrap();
        site.write(
            "site.yaml",
            format!("{before}taxonomies:\n  - {{name: tags, title: 标签}}\nscreens:{after}"),
        );
        let ran = site.build();
        assert_eq!(ran.code, Some(1), "{selection}: {}", ran.stderr);
        assert!(ran.stderr.contains("[config/reference]"), "{}", ran.stderr);
    }
}

/// A taxonomy may have any name; its Chinese title says what it is.
#[test]
fn a_taxonomy_is_known_by_its_title_too() {
    let groups = [FOR_ALL, ON_BRUSHING, ON_DATING];
    let site = site(&door("scam_types: [刷单返利]"), &groups);
    replace(&site, "name: scam_types", "name: categories");
    let ran = site.build().expect_success();
    assert_eq!(door_lines(&ran), ["人人都看", "刷单的事"]);
}

/// An id is a file name on a USB stick that Windows reads.
#[test]
fn ids_that_windows_cannot_hold_are_refused() {
    for id in ["con", "lpt1", "Door", "门头", "a/b", ""] {
        let ran = site(&DOOR.replace("rs-door", &format!("\"{id}\"")), &[FOR_ALL]).build();
        assert_eq!(ran.code, Some(1), "{id}: {}", ran.stderr);
    }
}

#[test]
fn a_limit_of_nothing_and_unknown_conditions_are_refused() {
    for selection in ["limit: 0", "limit: -1", "venues: [医院]", "limt: 3"] {
        let ran = site(&door(selection), &[FOR_ALL]).build();
        assert_eq!(ran.code, Some(1), "{selection}: {}", ran.stderr);
    }
}
