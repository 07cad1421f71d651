//! Every key has a Chinese and an English name, in front matter and in settings, and the handbook names them
//! all.
//!
//! The same site in either language gives the same bytes; there is no third list of names.

use std::fs;

use super::{
    SiteTest,
    content::{SETTINGS, bytes},
    editions::files_in,
    site_test::Ran,
};

/// The fixture of one language, built.
fn built(language: &str) -> Ran {
    with(language, None)
}

/// The same, with these settings instead of its own.
fn with(language: &str, settings: Option<&str>) -> Ran {
    let site = SiteTest::new(&format!("two_languages/{language}"));
    if let Some(settings) = settings {
        site.write("site.yaml", settings);
    }
    let ran = site.build().expect_success();
    assert!(!ran.stderr.contains("field/unknown"), "{}", ran.stderr);
    ran
}

fn expect_equal(left: &Ran, right: &Ran) {
    assert_eq!(left.outputs(), right.outputs());
    for (left, right) in bytes(left).iter().zip(bytes(right)) {
        let text = |it: &[u8]| String::from_utf8_lossy(it).into_owned();
        assert_eq!(text(&left.1), text(&right.1), "{}", right.0);
    }
}

#[test]
fn a_page_in_chinese_keys_is_the_page_in_english_keys() {
    let [chinese, english] = ["chinese", "english"].map(|it| with(it, Some(SETTINGS)));
    expect_equal(&chinese, &english);
    assert_eq!(
        chinese.page("cases/yi/index.html").text(".fact-loss"),
        "3 万元"
    );
    let slogans = chinese.page("slogans/a/index.html");
    assert_eq!(
        slogans.attribute("meta[name=Description]", "content"),
        "不轻信"
    );
}

#[test]
fn settings_in_chinese_keys_are_the_settings_in_english_keys() {
    let [chinese, english] = ["chinese", "english"].map(built);
    expect_equal(&chinese, &english);
    assert_eq!(
        chinese.output("feeds/led/a/a.utf8bom.txt"),
        "\u{feff}不信\r\n"
    );
}

/// Every name in the handbook's tables of front matter and settings stands in the two sites above, which
/// build.
#[test]
fn the_handbook_names_only_what_is_accepted() {
    let handbook = fs::read_to_string("README.zh-CN.md").unwrap();
    let [chinese, english] = ["chinese", "english"].map(|language| {
        let files = files_in(SiteTest::new(&format!("two_languages/{language}")).path());
        let texts = files.into_values().map(|it| String::from_utf8(it).unwrap());
        format!("\n{}", texts.collect::<String>())
    });
    let has = |text: &str, name: &str| {
        ["\n", "{", ", "]
            .iter()
            .any(|before| text.contains(&format!("{before}{name}:")))
    };
    let mut checked_count = 0;
    let mut check = |chinese_name: &str, english_name: &str| {
        assert!(has(&chinese, chinese_name), "{chinese_name}");
        assert!(has(&english, english_name), "{english_name}");
        checked_count += 1;
    };
    let lines: Vec<&str> = handbook.lines().collect();
    let mut heading = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        if lines
            .get(index + 1)
            .is_some_and(|it| it.starts_with("|---"))
        {
            heading = cells;
            continue;
        }
        if !line.starts_with("| ") {
            continue;
        }
        let (chinese, english, others) = match heading[..] {
            ["中文名", "英文名", "说明"] => (cells[0], cells[1], ""),
            ["英文名", "中文名", "说明"] => (cells[1], cells[0], cells[2]),
            ["类型", "项"] => ("", "", cells[1]),
            _ => continue,
        };
        let pairs = chinese.split('、').zip(english.split('、'));
        for (chinese, english) in pairs.filter(|it| !it.0.is_empty()).chain(in_words(others)) {
            check(
                chinese.trim_end_matches("……"),
                english.trim_end_matches("……"),
            );
        }
    }
    assert!(checked_count > 70, "only {checked_count} names were found");
}

/// Pairs such as `编号 id` inside a sentence.
fn in_words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let is_name =
        |it: &str| it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_') && it.len() > 1;
    text.split(['、', '；', '，', '（'])
        .filter_map(|it| it.trim().trim_start_matches('★').split_once(' '))
        .map(|(chinese, english)| (chinese, english.trim_end_matches('）')))
        .filter(move |it| is_name(it.1) && !it.0.is_ascii() || it.0 == "ICP备案号")
        .filter(|it| it.0 != "默认")
}
