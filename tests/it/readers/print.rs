//! What readers make of the PDF of printed sheets.

use std::env;

use super::{export_by, python, text, with_site};

/// What both programs make of the sheets: PDF of the right size, with all words, whose code leads where it
/// should.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn poppler_and_zbar_read_each_printed_sheet() {
    with_site(|_| {
        let folder = tempfile::tempdir().unwrap();
        // A program of this name that does nothing leaves the work to the browser.
        let broken = folder.path().join("weasyprint");
        std::os::unix::fs::symlink("/bin/false", broken).unwrap();
        let path = env::var_os("PATH").unwrap();
        let mut without = vec![folder.path().to_owned()];
        without.extend(env::split_paths(&path));
        let without = env::join_paths(without).unwrap();
        for (path, kind) in [(path, "trim"), (without, "bare")] {
            let export = folder.path().join(kind);
            let stderr = export_by("--pdf", &export, &path);
            let has_marks = stderr.contains("带出血和裁切线");
            assert_eq!(has_marks, kind == "trim", "{stderr}");
            python("print.py", &[text(&export), kind]);
        }
    });
}
