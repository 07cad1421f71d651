//! Styles of articles and notes for operators are files of the theme: a site replaces them by files of the
//! same name.
//!
//! In: a site with every kind of note, and files in its `templates/`. Out: what the output and the messages
//! become. A build after such an edit ends as a build from nothing does.

use std::fs;

use encoding_rs::GBK;

use super::{DOOR, site};
use crate::{
    SiteTest,
    editions::{expect_same, site_in},
    site_test::{Ran, TODAY},
};

const FEEDS: &str = concat!(
    "  - {id: hall, channel: cinema, seconds: 15}\n",
    "  - {id: gate, channel: voice, seconds: 30, name: 小区广播}\n",
    "  - {id: board, channel: signage, shape: 横屏, name: 大厅屏}\n",
);

const CASE: &str = "---\n标题: 年货\n来源: 区联席办\n发布时间: 2026-01-08\n摘要: 一句话。\n案发月份: 2025-12\n损失金额: 3 万元\n结果: 已受理\n诈骗类型: [刷单返利]\n人群: [老年人]\n---\n\n一段话。\n\n[链接](https://www.example.org/)\n";

fn district() -> SiteTest {
    let site = site(&format!("{DOOR}{FEEDS}"), &[("all", "", "- 不转账\n")]);
    site.write(
        "content/cases/_index.md",
        "---\n标题: 案例\n内容类型: 典型案例\n---\n",
    );
    site.write("content/cases/a.md", CASE);
    site
}

/// A file of the default theme with one text in it replaced.
fn edited(name: &str, from: &str, to: &str) -> String {
    let text = fs::read_to_string(format!("themes/default/templates/{name}")).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    text.replacen(from, to, 1)
}

/// The bytes of one file of the archive `packs/mass.zip`.
fn packed(ran: &Ran, name: &str) -> Vec<u8> {
    let bytes = ran.bytes("public/packs/mass.zip");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut bytes = Vec::new();
    std::io::copy(&mut archive.by_name(name).unwrap(), &mut bytes).unwrap();
    bytes
}

/// A file of the theme, words of it, and what a site writes instead.
const OVERRIDES: [(&str, &str, &str); 11] = [
    ("wechat/article.css", "max-width: 677px", "max-width: 600px"),
    ("wechat/article.html", "案发时间", "发生在"),
    ("wechat/images.txt", "不用上传", "没有要传的"),
    ("wechat/message.txt", "【反诈提醒】", "【提醒】"),
    ("wechat/message.md", "【反诈提醒】", "【提醒】"),
    ("wechat/advice.txt", "拿不准，", "拿不准的，"),
    ("notes/led.txt", "播放单：", "节目单：😀"),
    ("notes/cinema.txt", "名称：", "片名："),
    ("notes/voice.txt", "广播稿：", "喊话："),
    ("notes/pack.txt", "用途：", "用处："),
    ("signage-spare.txt", "拿不准", "有怀疑"),
];

#[test]
fn a_site_replaces_the_styles_of_articles_and_every_note() {
    let plain = district().build().expect_success();
    let site = district();
    for (name, from, to) in OVERRIDES {
        site.write(&format!("templates/{name}"), edited(name, from, to));
    }
    let clean = site.build().expect_success();
    for (file, before, after) in [
        (
            "wechat/article/a.html",
            "max-width:677px",
            "max-width:600px",
        ),
        ("wechat/article/a.html", "案发时间", "发生在"),
        ("wechat/article/a.txt", "案发时间", "发生在"),
        ("wechat/article/a.preview.html", "案发时间", "发生在"),
        ("wechat/article/a.images.txt", "不用上传", "没有要传的"),
        ("wechat/article/a.txt", "拿不准，先", "拿不准的，先"),
        ("wechat/group/all-street.txt", "【反诈提醒】", "【提醒】"),
        (
            "wechat/group/all-street.wecom-text.json",
            "拿不准，先",
            "拿不准的，先",
        ),
        (
            "wechat/group/all-street.wecom-md.json",
            "**【反诈提醒】",
            "**【提醒】",
        ),
        ("feeds/cinema/hall/hall_script.txt", "名称：", "片名："),
        ("voice/gate_note.txt", "广播稿：", "喊话："),
        ("signage/board.html", "拿不准", "有怀疑"),
    ] {
        let (old, new) = (plain.output(file), clean.output(file));
        assert!(
            old.contains(before) && !old.contains(after),
            "{file}: {old}"
        );
        assert!(
            new.contains(after) && !new.contains(before),
            "{file}: {new}"
        );
    }
    // Encoded after rendering; what the code lacks is left out, as in names.
    let note = clean.bytes("public/feeds/led/rs-door/README.gbk.txt");
    let note = GBK.decode(&note).0.into_owned();
    assert!(note.starts_with("节目单：人社门头屏"), "{note}");
    let script = clean.bytes("public/feeds/cinema/hall/hall_script.gbk.txt");
    assert!(GBK.decode(&script).0.starts_with("片名："));
    let note = String::from_utf8(packed(&clean, "README.txt")).unwrap();
    assert!(note.contains("\r\n用处："), "{note}");
    // The same edit of a site that is built already.
    for (name, from, to) in OVERRIDES {
        let path = plain.site().join("templates").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, edited(name, from, to)).unwrap();
        let step = crate::commands::run(plain.site(), &["build", "--as-of", TODAY]);
        assert_eq!(step.code, Some(0), "{name}: {}", step.stderr);
    }
    let expected = site_in(&clean.public());
    expect_same(&site_in(&plain.public()), &expected, "edits one by one");
    // And back again.
    fs::remove_dir_all(plain.site().join("templates")).unwrap();
    let back = plain.then(&["build", "--as-of", TODAY]).expect_success();
    let fresh = district().build().expect_success();
    expect_same(
        &site_in(&back.public()),
        &site_in(&fresh.public()),
        "undone",
    );
}

#[test]
fn what_is_wrong_with_a_replaced_file_is_told_at_its_place() {
    for (name, text, place, words) in [
        (
            "wechat/article.css",
            edited("wechat/article.css", "max-width: 677px", "position: fixed"),
            "wechat/article.css:",
            "粘贴后留不下来的属性",
        ),
        (
            "wechat/article.css",
            ".article { color: #000 }\n".to_owned(),
            "wechat/article.css:1:1",
            "缺少 .paragraph、",
        ),
        (
            "wechat/message.txt",
            "{{ message.none }}".to_owned(),
            "wechat/message.txt:1:",
            "模板运行出错",
        ),
        (
            "notes/led.txt",
            "{{ playlist.none }}".to_owned(),
            "notes/led.txt:1:",
            "模板运行出错",
        ),
        (
            "notes/pack.txt",
            "{{ pack.title }".to_owned(),
            "notes/pack.txt:1:",
            "模板写错了",
        ),
        (
            "signage-spare.txt",
            "{{ missing }}".to_owned(),
            "signage-spare.txt:1:",
            "模板运行出错",
        ),
    ] {
        let site = district();
        site.write(&format!("templates/{name}"), text);
        let ran = site.build();
        assert_eq!(ran.code, Some(1), "{name}\n{}", ran.stderr);
        let place = format!("--> templates/{place}");
        assert!(ran.stderr.contains(&place), "{place}\n{}", ran.stderr);
        assert!(ran.stderr.contains(words), "{words}\n{}", ran.stderr);
    }
}

/// A theme of the site's own that lacks these files gets those of the default theme.
#[test]
fn a_theme_without_these_files_has_those_of_the_default_theme() {
    let site = district();
    let theme = site.path().join("themes/own");
    crate::site_test::copy_folder("themes/default".as_ref(), &theme);
    let templates = theme.join("templates");
    for name in ["wechat", "notes"] {
        fs::remove_dir_all(templates.join(name)).unwrap();
    }
    fs::remove_file(templates.join("signage-spare.txt")).unwrap();
    let is_channel_file = |it: &String| !it.ends_with(".css") && !it.ends_with(".js");
    let files = |ran: &Ran| -> Vec<(String, Vec<u8>)> {
        let names = ["public/wechat", "public/feeds", "public/voice"].into_iter();
        let names = names.flat_map(|folder| {
            let names = ran.files(folder).into_iter().filter(is_channel_file);
            names.map(move |it| format!("{folder}/{it}"))
        });
        names.map(|it| (it.clone(), ran.bytes(&it))).collect()
    };
    let ran = site.build().expect_success();
    let before = files(&ran);
    assert!(before.len() > 10);
    let settings = fs::read_to_string(ran.site().join("site.yaml")).unwrap();
    fs::write(
        ran.site().join("site.yaml"),
        format!("theme: own\n{settings}"),
    )
    .unwrap();
    let ran = ran.then(&["build", "--as-of", TODAY]).expect_success();
    assert_eq!(files(&ran), before);
}
