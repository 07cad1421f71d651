//! `check.sh` under the shells that are installed, and its receipts.

use super::*;

fn shells() -> Vec<&'static [&'static str]> {
    let all: [&[&str]; 3] = [&["dash"], &["bash", "--posix"], &["busybox", "sh"]];
    let shells = all.into_iter().filter(|it| has(it[0]));
    shells.collect()
}

#[test]
fn a_good_package_passes_and_its_receipt_is_confirmed() {
    for shell in shells() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("新建 文件夹 & 100% !^");
        unpack(&pack(&site(), None, None, folder.path())[0], &out);
        let (code, text) = check(shell, &out, None, "");
        assert_eq!(code, 0, "{shell:?}: {text}");
        let receipt = receipt(&out);
        assert_eq!((receipt.files, receipt.place), (6, Place::Package));
        let ours = release("20261127-2324-3f9c2a81", &site());
        assert_eq!(receipt.confirm(&ours), Ok(()));
        let other = release("20261128-0000-3f9c2a81", &site());
        let found = receipt.confirm(&other);
        assert!(matches!(found, Err(ReceiptError::OtherRelease(_))));
        let mut site = site();
        site[0].1.push(b' ');
        let other = release("20261127-2324-3f9c2a81", &site);
        assert_eq!(receipt.confirm(&other), Err(ReceiptError::Code));
    }
}

#[test]
fn missing_changed_and_additional_files_are_found() {
    for shell in shells() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        unpack(&pack(&site(), None, None, folder.path())[0], &out);
        fs::remove_file(out.join("site/cases/a (1)/index.html")).unwrap();
        put(&out.join("site/index.html"), b"<p>");
        put(&out.join("site/assets/a & b.js"), b"");
        let (code, text) = check(shell, &out, None, "");
        assert_eq!(code, 1);
        for line in [
            "缺少：cases/a (1)/index.html",
            "内容不同：index.html",
            "多出：assets/a & b.js",
        ] {
            assert!(text.lines().any(|it| it == line), "{shell:?}: {text}");
        }
        let receipt = receipt(&out);
        let counts = (receipt.missing, receipt.changed, receipt.additional);
        assert_eq!((counts, receipt.is_ok), ((1, 1, 1), false));
        let ours = release("20261127-2324-3f9c2a81", &site());
        assert_eq!(receipt.confirm(&ours), Ok(()));
    }
}

#[test]
fn a_damaged_list_stops_the_check() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    unpack(&pack(&site(), None, None, folder.path())[0], &out);
    put(&out.join("SHA256SUMS"), b"");
    assert_eq!(check(&["sh"], &out, None, "").0, 2);
    assert!(!out.join("receipt.txt").exists());
}

/// The site before: one page more, one other text.
pub(super) fn site_before() -> Site {
    let mut before = site();
    before[0].1.push(b'\n');
    before.push(("cases/old/index.html".to_owned(), b"old".to_vec()));
    before.push(("cases/older/index.html".to_owned(), b"older".to_vec()));
    before
}

#[test]
fn differences_go_on_top_and_old_files_go_when_asked() {
    for shell in shells() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let web = folder.path().join("网站 root");
        for (path, bytes) in site_before() {
            put(&web.join(path), &bytes);
        }
        put(&web.join("cases/older/index.html"), b"changed by somebody");
        let base = release("20261101-0000-00000000", &site_before());
        unpack(&pack(&site(), Some(&base), None, folder.path())[0], &out);
        assert_eq!(check(shell, &out, None, "").0, 0);
        assert_eq!(receipt(&out).files, 1);
        // Before the files are copied.
        assert_eq!(check(shell, &out, Some(&web), "no\n").0, 1);
        let first = receipt(&out);
        assert_eq!(
            (first.changed, first.left, first.place),
            (1, 2, Place::Website)
        );
        put(
            &web.join("index.html"),
            &bytes(&out.join("site/index.html")),
        );
        let (_, text) = check(shell, &out, Some(&web), "yes\n");
        let second = receipt(&out);
        assert_eq!((second.changed, second.left), (0, 1), "{text}");
        assert!(!web.join("cases/old/index.html").exists());
        assert!(web.join("cases/older/index.html").exists());
        fs::remove_file(web.join("cases/older/index.html")).unwrap();
        assert_eq!(check(shell, &out, Some(&web), "").0, 0);
    }
}

#[test]
#[cfg(unix)]
fn nothing_is_removed_behind_a_link_out_of_the_folder() {
    for shell in shells() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("out");
        let web = folder.path().join("web");
        let away = folder.path().join("away");
        put(&away.join("index.html"), b"old");
        fs::create_dir_all(web.join("cases")).unwrap();
        std::os::unix::fs::symlink(&away, web.join("cases/old")).unwrap();
        let base = release("20261101-0000-00000000", &site_before());
        unpack(&pack(&site(), Some(&base), None, folder.path())[0], &out);
        check(shell, &out, Some(&web), "yes\n");
        assert!(away.join("index.html").exists());
    }
}

#[test]
fn parts_keep_to_their_size_and_are_checked_together() {
    let mut site = site();
    site.extend((0..10).map(|it| (format!("pictures/{it}.png"), noise(3000 + it))));
    let folder = tempfile::tempdir().unwrap();
    let parts = pack(&site, None, Some(24_000), folder.path());
    assert!(parts.len() > 1, "{parts:?}");
    assert!(
        parts[0]
            .to_str()
            .unwrap()
            .ends_with(&format!("-1of{}.zip", parts.len()))
    );
    for part in &parts {
        let size = fs::metadata(part).unwrap().len();
        assert!(size <= 24_000, "{size}");
    }
    let out = folder.path().join("out");
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            let (code, text) = check(&["sh"], &out, None, "");
            assert_eq!(code, 1);
            assert!(text.contains("还没有解压到这里"), "{text}");
        }
        unpack(part, &out);
    }
    assert_eq!(check(&["sh"], &out, None, "").0, 0);
}

#[test]
fn receipts_survive_chats_and_typing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    unpack(&pack(&site(), None, None, folder.path())[0], &out);
    check(&["sh"], &out, None, "");
    let text = String::from_utf8(bytes(&out.join("receipt.txt"))).unwrap();
    let ours = release("20261127-2324-3f9c2a81", &site());
    let typed = format!(
        "你好，结果如下：\r\n{}",
        text.replace(": ", "： ").replace('\n', "\r\n")
    );
    assert_eq!(read_receipt(&typed).unwrap().confirm(&ours), Ok(()));
    let wrong = text.replace("files: 6", "files: 7");
    let wrong = read_receipt(&wrong).unwrap();
    assert_eq!(wrong.confirm(&ours), Err(ReceiptError::Code));
    assert_eq!(read_receipt("code: 1"), Err(ReceiptError::Missing("place")));
}
