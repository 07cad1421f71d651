//! Tests that a glimpse equals a full update, and that there is one only if it does.

use std::{collections::BTreeSet, fs, io, path::Path};

use jiff::Timestamp;

use super::*;
use crate::{
    paths::{OutputPath, SourcePath},
    pipeline::{Drafts, Memory, Removals, Scope, Warnings},
    program::tests::program,
};

const A: &str = "content/news/a.md";

const SETTINGS: &str = "title: 示例\nbase_url: https://a.example/\nsite_name: 示例网\norganizer: 示例单位\n\
    taxonomies:\n  - {name: tags, title: 标签}\n";

fn article(title: &str, text: &str) -> String {
    format!("---\n标题: {title}\n日期: 2026-11-01\n标签: [网购]\n---\n\n{text}\n")
}

/// A small site with a page `A` that other pages list, link to and have as a neighbour.
fn site() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let b = article("乙", "看[甲](a.md#wen)。");
    let files = [
        ("site.yaml", SETTINGS),
        ("content/_index.md", "---\n标题: 首页\n---\n"),
        (
            A,
            &article("甲", "第一句。\n\n## 问 {#wen}\n\n看[乙](b.md)。"),
        ),
        ("content/news/b.md", &b),
        ("content/news/c.md", &article("丙", "第三篇。")),
        ("content/news/_index.md", "---\n标题: 消息\n---\n"),
    ];
    for (path, text) in files {
        write(folder.path(), path, text);
    }
    folder
}

fn write(site: &Path, path: &str, text: &str) {
    let file = site.join(path);
    fs::create_dir_all(file.parent().expect("lies in the site")).expect("can be made");
    let written =
        fs::File::create(file).and_then(|mut it| io::Write::write_all(&mut it, text.as_bytes()));
    written.expect("can be written");
}

fn preview(site: &Path) -> Preview {
    Preview::open(BuildOptions {
        program: program(),
        site: site.to_owned(),
        output: None,
        as_of: "2026-11-24".parse().ok(),
        now: Timestamp::UNIX_EPOCH,
        drafts: Drafts::IncludeScheduled,
        warnings: Warnings::Allow,
        memory: Memory::Ignore,
        removals: Removals::Usual,
        base_url: None,
        font_folders: Vec::new(),
        scope: Scope::Site,
        explain: None,
    })
}

fn changes(paths: &[&str]) -> Changes {
    let paths = paths.iter().map(|it| SourcePath::new(*it));
    Changes::Files(paths.collect::<BTreeSet<_>>())
}

fn whole(preview: &mut Preview) -> Arc<Snapshot> {
    preview.update(Timestamp::UNIX_EPOCH)
}

/// The path, key and bytes of every file of the site.
fn files(snapshot: &Snapshot) -> Vec<(OutputPath, String, Vec<u8>)> {
    let made = snapshot.made.as_ref().expect("there are settings");
    let files = made.paths();
    files
        .map(|path| {
            let (key, bytes) = snapshot.file(path).expect("is in the plan");
            assert_eq!(snapshot.key(path), Some(key));
            (path.clone(), key.to_string(), bytes.expect("can be made"))
        })
        .collect()
}

#[test]
fn a_glimpse_shows_every_file_as_a_look_at_the_whole_site_does() {
    let site = site();
    let mut preview = preview(site.path());
    let before = files(&whole(&mut preview));
    for text in [
        "第一句改了，摘要也就改了。\n\n## 问 {#wen}\n\n看[乙](b.md)。",
        "第一句改了，摘要也就改了。\n\n多了一段。\n\n## 怎么问 {#wen}\n\n还是看[乙](b.md)，再看[乙](b.md)。",
    ] {
        write(site.path(), A, &article("甲", text));
        let Some(glimpse) = preview.glimpse(&changes(&[A])) else {
            // An additional link may have any target.
            assert!(text.contains("再看"));
            continue;
        };
        let seen = files(&glimpse);
        assert!(seen != before && !text.contains("再看"));
        assert!(seen == files(&whole(&mut preview)));
    }
}

#[test]
fn whatever_may_change_other_pages_is_looked_at_as_a_whole() {
    let text = "第一句。\n\n## 问 {#wen}\n\n看[乙](b.md)。";
    let site = site();
    let mut preview = preview(site.path());
    whole(&mut preview);
    let edits = [
        article("另一个", text),
        article("甲", text).replace("2026-11-01", "2026-11-02"),
        article("甲", text).replace("网购", "贷款"),
        article("甲", text).replace("wen", "da"),
        article("甲", text).replace("(b.md)", "(c.md)"),
        article("甲", "[断](nothing.md)"),
        article("甲", "[断](javascript:a)"),
    ];
    for edit in edits {
        write(site.path(), A, &edit);
        assert!(preview.glimpse(&changes(&[A])).is_none(), "{edit}");
    }
    write(site.path(), A, &article("甲", text));
    let one_is_new = changes(&[A, "content/news/new.md"]);
    for changes in [one_is_new, changes(&["site.yaml"]), Changes::Everything] {
        assert!(preview.glimpse(&changes).is_none());
    }
    assert!(preview.glimpse(&changes(&[A])).is_some());
    fs::remove_file(site.path().join(A)).expect("can be removed");
    assert!(preview.glimpse(&changes(&[A])).is_none());
}

#[test]
fn what_was_wrong_with_a_text_is_never_told_of_another() {
    let site = site();
    let mut preview = preview(site.path());
    write(site.path(), A, &article("甲", "[断](nothing.md)"));
    assert!(whole(&mut preview).has_errors());
    write(site.path(), A, &article("甲", "好了，[断](nothing.md)"));
    assert!(preview.glimpse(&changes(&[A])).is_none());
    write(site.path(), "content/news/c.md", &article("丙", "换了。"));
    let glimpse = preview.glimpse(&changes(&["content/news/c.md"]));
    assert!(glimpse.expect("is a text").has_errors());
}
