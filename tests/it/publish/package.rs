//! A package on its way to the portal's operator and back: packed, checked there by the script that it
//! brings, confirmed by the receipt, and then only what has changed.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

use super::office::{Office, TestTarget, files_in};

fn run(program: &str, arguments: &[&Path]) {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {output:?}");
}

/// What the operator does: unpacks the archive over the website, and checks both.
fn install(archive: &Path, website: &Path, desk: &Path) {
    run("unzip", &[Path::new("-qo"), archive, Path::new("-d"), desk]);
    run("cp", &[Path::new("-r"), &desk.join("site/."), website]);
    run("sh", &[&desk.join("check.sh"), website]);
}

#[test]
#[cfg_attr(not(readers), ignore = "needs unzip: READERS=1 cargo test")]
fn changes_are_packed_against_what_the_operator_has_confirmed() {
    let folder = TempDir::new().unwrap();
    let website = folder.path().join("www");
    fs::create_dir(&website).unwrap();
    let target = TestTarget {
        settings: "kind: package, folder: packages".to_owned(),
        root: website.clone(),
        environment: Vec::new(),
    };
    let office = Office::new(&target);
    office.article("first", "第一版。");
    office.refuses(
        &["publish", "portal", "--changes"],
        "不知道“portal”的网站上现在是哪个版本",
    );

    let said = office.does(&["publish", "portal"]);
    let whole = office.site().join(said.stdout.trim());
    let desk = folder.path().join("desk");
    install(&whole, &website, &desk);
    let receipt = desk.join("receipt.txt");
    office.does(&["publish", "portal", "--receipt", receipt.to_str().unwrap()]);

    office.article("first", "第二版。");
    let said = office.does(&["publish", "portal", "--changes"]);
    let changes = office.site().join(said.stdout.trim());
    assert!(
        changes
            .file_name()
            .unwrap()
            .to_str()
            .unwrap()
            .contains("-changes")
    );
    let size = |path: &Path| fs::metadata(path).unwrap().len();
    assert!(size(&changes) * 2 < size(&whole), "{}", said.stderr);
    install(&changes, &website, &folder.path().join("second"));
    assert_eq!(files_in(&website), office.public());
}
