//! `check.cmd`: its bytes, and a run in Wine.

use super::{scripts::site_before, *};

#[test]
fn scripts_for_windows_are_gb2312_with_cr_lf() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    unpack(&pack(&site(), None, None, folder.path())[0], &out);
    let script = bytes(&out.join("check.cmd"));
    assert!(script.starts_with(b"@echo off\r\n"));
    let ends = script.iter().filter(|it| **it == b'\n').count();
    assert_eq!(ends, script.windows(2).filter(|it| it == b"\r\n").count());
    // The second byte of a character is never ASCII, so no code page finds `|` or `^` in it.
    let mut rest = script.iter();
    while let Some(byte) = rest.next() {
        assert!(*byte < 0x80 || rest.next().is_some_and(|it| *it >= 0xa1));
    }
    let (text, _, has_errors) = encoding_rs::GBK.decode(&script);
    assert!(!has_errors && text.contains("检查通过"));
    assert!(!text.contains('@') || text.matches('@').count() == 1);
    let note = bytes(&out.join("shuoming.txt"));
    assert!(note.starts_with(b"\xef\xbb\xbf"));
}

/// Runs `check.cmd`; `None` without `FANZHA_WINE_CMD`, a program that runs its arguments by `wine cmd /c`, in
/// code page 936 and with a `certutil` that works (Wine 8 has none).
fn check_cmd(folder: &Path, website: Option<&Path>, answer: &str) -> Option<(i32, String)> {
    let mut command = Command::new(std::env::var_os("FANZHA_WINE_CMD")?);
    let drive = |path: &Path| format!("Z:{}", path.display()).replace('/', "\\");
    command
        .arg("check.cmd")
        .args(website.map(drive))
        .current_dir(folder)
        .env("FZ_NO_PAUSE", "1");
    let output = answered(&mut command, answer);
    let (text, _, _) = encoding_rs::GBK.decode(&output.stdout);
    Some((output.status.code().unwrap(), text.into_owned()))
}

#[test]
fn windows_finds_what_shells_find() {
    let folder = tempfile::tempdir().unwrap();
    // No `%`: Wine replaces it in `%~dp0`, Windows does not.
    let out = folder.path().join("新建 文件夹 & (1)!^");
    unpack(&pack(&site(), None, None, folder.path())[0], &out);
    let Some((code, text)) = check_cmd(&out, None, "") else {
        return;
    };
    assert_eq!(code, 0, "{text}");
    let by_cmd = receipt(&out);
    check(&["sh"], &out, None, "");
    assert_eq!(by_cmd.code, receipt(&out).code);
    fs::remove_file(out.join("site/cases/a (1)/index.html")).unwrap();
    put(&out.join("site/index.html"), b"<p>");
    put(&out.join("site/assets/a & b%.js"), b"");
    let (code, text) = check_cmd(&out, None, "").unwrap();
    assert!(text.contains("缺少：cases\\a (1)\\index.html"), "{text}");
    assert!(text.contains("内容不同：index.html"), "{text}");
    let by_cmd = receipt(&out);
    check(&["sh"], &out, None, "");
    assert_eq!((code, by_cmd.code), (1, receipt(&out).code));
    put(&out.join("SHA256SUMS"), b"0");
    assert_eq!(check_cmd(&out, None, "").unwrap().0, 2);
}

#[test]
fn windows_removes_old_files_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let web = folder.path().join("网站 (1) & root");
    for (path, bytes) in site_before() {
        put(&web.join(path), &bytes);
    }
    put(&web.join("cases/older/index.html"), b"changed by somebody");
    put(&web.join("index.html"), &site()[0].1);
    let base = release("20261101-0000-00000000", &site_before());
    unpack(&pack(&site(), Some(&base), None, folder.path())[0], &out);
    let Some((code, _)) = check_cmd(&out, Some(&web), "no\r\n") else {
        return;
    };
    assert_eq!((code, receipt(&out).left), (1, 2));
    let (_, text) = check_cmd(&out, Some(&web), "yes\r\n").unwrap();
    assert_eq!(receipt(&out).left, 1, "{text}");
    assert!(!web.join("cases/old/index.html").exists());
    assert!(web.join("cases/older/index.html").exists());
}
