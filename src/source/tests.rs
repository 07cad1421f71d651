//! Reading on a real disk: order, ignored leftovers, and no way out of the site.
//!
//! Each test has a folder of its own.

use std::fs;

use super::*;

fn codes(diagnostics: &Diagnostics) -> Vec<&str> {
    diagnostics.iter().map(|it| it.code.id).collect()
}

fn write(root: &Path, path: &str, bytes: &[u8]) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().expect("is below the root")).expect("can be made");
    #[expect(clippy::disallowed_methods, reason = "creates the site under test")]
    fs::write(file, bytes).expect("can be written");
}

#[test]
fn files_are_listed_by_path_without_leftovers() {
    let site = tempfile::tempdir().expect("a folder");
    for path in [
        "a/z.md",
        "a-b.md",
        "a.md",
        "《通知》 一.md",
        ".git/x.md",
        "~$a.docx",
        "b/Thumbs.db",
    ] {
        write(site.path(), &format!("content/{path}"), b"1");
    }
    let mut diagnostics = Diagnostics::default();
    let entries = walk(site.path(), "content", &mut diagnostics);
    let paths: Vec<_> = entries.iter().map(|it| it.path.as_str()).collect();
    let expected = [
        "content/a-b.md",
        "content/a.md",
        "content/a/z.md",
        "content/《通知》 一.md",
    ];
    assert_eq!(paths, expected);
    assert_eq!(codes(&diagnostics), Vec::<&str>::new());
    assert_eq!(walk(site.path(), "static", &mut diagnostics), []);
}

#[cfg(unix)]
#[test]
fn links_are_never_followed() {
    use std::os::unix::fs::symlink;
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), "elsewhere/secret.md", b"1");
    write(site.path(), "content/a.md", b"1");
    symlink("../elsewhere", site.path().join("content/out")).expect("can be linked");
    symlink("..", site.path().join("content/loop")).expect("can be linked");
    symlink("a.md", site.path().join("content/b.md")).expect("can be linked");
    symlink("elsewhere", site.path().join("themes")).expect("can be linked");
    let mut diagnostics = Diagnostics::default();
    assert_eq!(walk(site.path(), "content", &mut diagnostics).len(), 1);
    assert_eq!(walk(site.path(), "themes", &mut diagnostics), []);
    assert_eq!(codes(&diagnostics), ["source/link"; 4]);
}

#[test]
fn a_changed_text_is_never_used_for_the_one_read_before() {
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), "content/1.md", b"first");
    let mut diagnostics = Diagnostics::default();
    let entries = walk(site.path(), "content", &mut diagnostics);
    let raw = read(site.path(), &entries[0], i128::MIN).expect("can be read");
    let mut sources = Sources::new(site.path());
    sources.note(&raw.path, raw.fingerprint());
    let id = id_of(&raw.path);
    assert_eq!(sources.text(id).as_deref(), Ok("first"));
    write(site.path(), "content/1.md", b"other");
    assert_eq!(sources.text(id), Err(Changed(raw.path.clone())));
    assert!(sources.text_of(id).is_none());
}

#[test]
fn ids_and_diagnostics_follow_the_entries() {
    let site = tempfile::tempdir().expect("a folder");
    write(site.path(), "content/1.md", b"");
    write(site.path(), "content/2.md", b"gone before it is read");
    write(site.path(), "content/3.md", b"\xb7\xb4\xd5\xa9");
    write(site.path(), "content/4.md", b"line\nPK\x03\x04\0\0");
    write(
        site.path(),
        "content/5.md",
        &vec![b'a'; 4 * 1024 * 1024 + 1],
    );
    write(site.path(), "content/6.md", b"whole");
    let mut diagnostics = Diagnostics::default();
    let entries = walk(site.path(), "content", &mut diagnostics);
    fs::remove_file(site.path().join("content/2.md")).expect("can be removed");
    let mut sources = Sources::new(site.path());
    let files = sources.read(&entries, &mut diagnostics);
    let texts: Vec<_> = files.iter().map(|it| &*it.text).collect();
    assert_eq!(texts, ["", "反诈", "whole"]);
    for file in &files {
        assert_eq!(file.id, id_of(&file.path));
        assert_eq!(sources.text(file.id).as_ref(), Ok(&file.text));
    }
    let expected = [
        "source/empty",
        "source/unreadable",
        "source/encoding",
        "source/invalid-bytes",
        "source/too-large",
    ];
    assert_eq!(codes(&diagnostics), expected);
    let invalid = diagnostics.iter().nth(3).expect("is there");
    assert_eq!(invalid.message, "第 2 行有读不懂的字节");
}
