//! Looks that are data of the theme: a site replaces a template of pictures or a table of measures, and
//! exactly the files that depend on it are made again; a broken one is reported with its file and place.
//!
//! Pictures need a font on the machine: without one there are none, and only sheets are compared.

use std::{collections::BTreeMap, fs, path::Path};

use super::{
    SiteTest,
    feeds::site,
    site_test::{Ran, TODAY, with_plain_names},
};

const STILL: &str = "cinema/still.svg";
const SLIDE: &str = "signage/slide.svg";
const GROUND: &str = "share/ground.svg";
const CARD_DATA: &str = "share/card.yaml";
const ROOMS: &str = "print/rooms.yaml";

/// A file of the default theme.
fn default_of(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// The same with one place changed.
fn changed(name: &str, from: &str, to: &str) -> String {
    let text = default_of(name);
    assert!(text.contains(from), "{name}: {from}");
    text.replacen(from, to, 1)
}

/// A spot, a display, share cards and a sheet.
fn all_looks() -> SiteTest {
    let test = site(
        "  - {id: hall, channel: cinema, seconds: 10, name: 映前}\n\
         \x20 - {id: lobby, channel: signage, shape: 横屏, name: 大厅}\n\
         sheets:\n  - {id: sheet, 规格: a4, 标题: 先挂断}\n",
        &[("a", "", "- 不转账，不轻信\n- 拿不准，打96110\n")],
    );
    let settings = fs::read_to_string(test.path().join("site.yaml")).unwrap();
    let settings = settings
        .replace("picture_font: none\n", "")
        .replace("share_cards: none\n", "");
    test.write("site.yaml", settings);
    test
}

/// Every output file but the program's own notes.
fn outputs(ran: &Ran) -> BTreeMap<String, Vec<u8>> {
    let names = ran.outputs().into_iter();
    names
        .map(|name| {
            let bytes = ran.bytes(&format!("public/{name}"));
            (with_plain_names(&name), bytes)
        })
        .collect()
}

/// The pictures and sheets that differ; packs and lists of files differ with them.
fn differing(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    assert!(before.keys().eq(after.keys()));
    let is_look = |name: &str| name.ends_with(".png") || name.starts_with("print/");
    let names = before
        .keys()
        .filter(|it| is_look(it) && before[*it] != after[*it]);
    names.cloned().collect()
}

/// Builds, replaces a file of the theme, and builds again, once incrementally and once from nothing.
///
/// Returns the pictures and sheets that have changed; none where the machine has no font.
fn replaced(name: &str, text: &str) -> Option<Vec<String>> {
    let ran = all_looks().build().expect_success();
    if ran.stderr.contains("[picture/font]") && name != ROOMS {
        return None;
    }
    let before = outputs(&ran);
    let file = ran.site().join("templates").join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, text).unwrap();
    let ran = ran.then(&["build", "--as-of", TODAY]).expect_success();
    let after = outputs(&ran);
    let ran = ran
        .then(&["build", "--as-of", TODAY, "--no-cache"])
        .expect_success();
    assert_eq!(outputs(&ran), after, "{name}");
    fs::remove_file(file).unwrap();
    let ran = ran.then(&["build", "--as-of", TODAY]).expect_success();
    assert_eq!(outputs(&ran), before, "{name}");
    Some(differing(&before, &after))
}

fn all_begin_with(names: &[String], start: &str) -> bool {
    !names.is_empty() && names.iter().all(|it| it.starts_with(start))
}

#[test]
fn a_still_and_a_slide_are_drawn_by_templates_of_the_site() {
    let still = changed(STILL, "#06213d", "#3d0606");
    if let Some(names) = replaced(STILL, &still) {
        assert!(all_begin_with(&names, "feeds/cinema/hall/"), "{names:?}");
        assert_eq!(names.len(), 4);
    }
    let slide = changed(SLIDE, "#ffd25e", "#ffffff");
    if let Some(names) = replaced(SLIDE, &slide) {
        assert!(all_begin_with(&names, "signage/slides/lobby/"), "{names:?}");
    }
}

#[test]
fn cards_have_the_colours_and_measures_of_the_site() {
    let files = [
        (
            CARD_DATA,
            changed(CARD_DATA, "panel: [--bar,", "panel: [--deep,"),
        ),
        (CARD_DATA, changed(CARD_DATA, "largest: 112", "largest: 64")),
        (GROUND, changed(GROUND, "y=\"594\"", "y=\"600\"")),
    ];
    for (name, text) in files {
        if let Some(names) = replaced(name, &text) {
            assert!(all_begin_with(&names, "share"), "{name}: {names:?}");
        }
    }
}

#[test]
fn a_sheet_has_the_measures_of_the_site() {
    let rooms = changed(ROOMS, "size_max: 1.6", "size_max: 1.2");
    let names = replaced(ROOMS, &rooms).unwrap();
    assert_eq!(names, ["print/sheet.html"]);
    let test = all_looks();
    test.write(format!("templates/{ROOMS}").as_str(), rooms);
    let html = test.build().expect_success().output("print/sheet.html");
    assert!(html.contains("<h1 style=\"font-size: 1.2rem\">"), "{html}");
}

#[test]
fn a_theme_without_these_looks_has_those_of_the_default_theme() {
    let test = all_looks();
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
    super::site_test::copy_folder(&own, &test.path().join("themes/own"));
    for name in ["cinema", "signage", "share", "print/rooms.yaml"] {
        let path = test.path().join("themes/own/templates").join(name);
        match path.is_dir() {
            true => fs::remove_dir_all(path).unwrap(),
            false => fs::remove_file(path).unwrap(),
        }
    }
    let ran = test.build().expect_success();
    let before = outputs(&ran);
    let settings = fs::read_to_string(ran.site().join("site.yaml")).unwrap();
    fs::write(
        ran.site().join("site.yaml"),
        format!("{settings}theme: own\n"),
    )
    .unwrap();
    let ran = ran.then(&["build", "--as-of", TODAY]).expect_success();
    assert_eq!(differing(&before, &outputs(&ran)), [""; 0]);
}

/// A file of the theme, what is replaced in it by what, and the words of the message.
const BROKEN: [(&str, [&str; 2], [&str; 2]); 12] = [
    (
        STILL,
        ["{{ contact }}", "{{ contakt }}"],
        ["[theme/render]", "contakt"],
    ),
    (
        STILL,
        ["</g>", ""],
        [
            "[theme/render]",
            "模板 cinema/still.svg 写出来的不是一幅 SVG 图",
        ],
    ),
    (
        GROUND,
        ["</svg>", ""],
        [
            "[theme/render]",
            "模板 share/ground.svg 写出来的不是一幅 SVG 图",
        ],
    ),
    (
        CARD_DATA,
        ["width: 632", "width: 631"],
        ["[theme/data]", "是 4 的倍数"],
    ),
    (
        CARD_DATA,
        ["#0b4f8a", "blue"],
        ["[theme/data]", "“blue”不是颜色"],
    ),
    (
        CARD_DATA,
        ["top: 128", "top: 460"],
        ["[theme/data]", "标题放不进去"],
    ),
    (
        ROOMS,
        ["wanted: 5", "wanted: 五"],
        ["[theme/data]", "wanted: 五"],
    ),
    (
        ROOMS,
        ["wanted: 5", "wanted: 0"],
        ["[theme/data]", "写 1 到 60 的整数"],
    ),
    (
        ROOMS,
        ["[0.62, 0.58, 0.52]", "[0.52, 0.62]"],
        ["[theme/data]", "从大到小"],
    ),
    (
        ROOMS,
        ["strip: ", "stripe: "],
        ["[theme/data]", "没有“stripe”这一项"],
    ),
    (
        ROOMS,
        ["  wanted: 3\n", ""],
        ["[theme/data]", "缺少“wanted”"],
    ),
    (
        ROOMS,
        ["card:\n", "card: [\n"],
        ["[theme/data]", "这里的值读不懂"],
    ),
];

#[test]
fn a_broken_look_is_told_by_its_file_and_place() {
    for (name, [before, after], expected) in BROKEN {
        let test = all_looks();
        test.write(&format!("templates/{name}"), changed(name, before, after));
        let ran = test.build();
        if ran.stderr.contains("[picture/font]") && name != ROOMS {
            continue;
        }
        assert_eq!(ran.code, Some(1), "{name}: {}", ran.stderr);
        let place = format!("templates/{name}:");
        for words in expected.into_iter().chain([place.as_str()]) {
            assert!(ran.stderr.contains(words), "{words}: {}", ran.stderr);
        }
    }
}

/// A template may name any file or address; none is ever opened.
#[test]
fn a_picture_shows_nothing_from_elsewhere() {
    let text = changed(
        STILL,
        "</svg>\n",
        "<image href=\"outside.svg\" width=\"1000\" height=\"1000\"/></svg>\n",
    );
    let plain = all_looks().build().expect_success();
    let test = all_looks();
    test.write(
        &format!("templates/{STILL}"),
        text.replace(
            "outside.svg",
            &test.path().join("outside.svg").display().to_string(),
        ),
    );
    test.write("outside.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"red\"/></svg>");
    let ran = test.build().expect_success();
    assert_eq!(differing(&outputs(&plain), &outputs(&ran)), [""; 0]);
}
