//! Packs: what a unit takes away, byte for byte the same wherever and whenever it is made from the same
//! content.

use std::io::{Cursor, Read as _};

use super::append;
use crate::{SiteTest, site_test::Ran};

/// The fixture: one unit with a screen and one without, a group for all and one aimed at somebody.
fn district() -> SiteTest {
    SiteTest::new("feeds/two_units")
}

/// Names and bytes in an archive of the output folder.
fn unpacked(ran: &Ran, name: &str) -> Vec<(String, Vec<u8>)> {
    let bytes = ran.bytes(&format!("public/packs/{name}.zip"));
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        files.push((file.name().unwrap().into_owned(), bytes));
    }
    files
}

#[test]
fn a_unit_gets_its_screens_byte_for_byte_and_a_note() {
    let ran = district().build().expect_success();
    let files = unpacked(&ran, "rs");
    let screens: Vec<_> = files
        .iter()
        .filter(|it| it.0.starts_with("led/rs-door/"))
        .collect();
    assert!(screens.len() >= 2);
    for (name, bytes) in screens {
        assert_eq!(*bytes, ran.bytes(&format!("public/feeds/{name}")), "{name}");
    }
    let (name, note) = &files[0];
    assert_eq!(name, "README.txt");
    ran.expect_recorded("README-of-rs.txt", note);
    // The other unit has no screen; the cinema belongs to nobody.
    let other = unpacked(&ran, "sw");
    assert!(
        !other
            .iter()
            .any(|it| it.0.starts_with("led/") || it.0.starts_with("cinema/"))
    );
    assert!(other.iter().any(|it| it.0 == "slogans.txt"));
}

#[test]
fn what_is_aimed_at_somebody_is_a_pack_and_not_for_all() {
    let ran = district().build().expect_success();
    let aimed: Vec<String> = ran.outputs();
    let packs: Vec<&String> = aimed.iter().filter(|it| it.starts_with("packs/")).collect();
    let name = packs.iter().find(|it| it.contains("qiu-zhi-zhe")).unwrap();
    let name = name.trim_start_matches("packs/").trim_end_matches(".zip");
    let files = unpacked(&ran, name);
    let (_, list) = files
        .iter()
        .find(|it| it.0 == "targeted-slogans.txt")
        .unwrap();
    assert_eq!(*list, "\u{feff}先垫钱的兼职是诈骗\r\n".as_bytes());
}

#[test]
fn packs_are_the_same_wherever_they_are_made() {
    let first = district().build().expect_success();
    let second = district().build().expect_success();
    let packs: Vec<String> = first.outputs();
    for path in packs.iter().filter(|it| it.starts_with("packs/")) {
        let of = |ran: &Ran| ran.bytes(&format!("public/{path}"));
        assert_eq!(of(&first), of(&second), "{path}");
    }
}

#[test]
fn an_expired_slogan_is_in_no_pack() {
    let after = ["--as-of", "2027-01-01"];
    let ran = district().arguments(&after).build().expect_success();
    let packs: Vec<String> = ran.outputs();
    for path in packs.iter().filter(|it| it.ends_with(".zip")) {
        let name = path.trim_start_matches("packs/").trim_end_matches(".zip");
        for (file, bytes) in unpacked(&ran, name) {
            let (gbk, _, _) = encoding_rs::GBK.encode("先垫钱");
            for words in ["先垫钱".as_bytes(), gbk.as_ref()] {
                let is_there = bytes.windows(words.len()).any(|it| it == words);
                assert!(!is_there, "{path}: {file}");
            }
        }
        assert!(!path.contains("qiu-zhi-zhe"), "{path}");
    }
}

/// An edit of one slogan: the packs that hold it are made anew, out of the new files.
#[test]
fn a_pack_follows_its_files() {
    let ran = district().build().expect_success();
    let before = unpacked(&ran, "rs");
    let path = ran.site().join("content/slogans/all.md");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, text.replace("不转账", "不汇款")).unwrap();
    let ran = ran
        .then(&["build", "--as-of", crate::site_test::TODAY])
        .expect_success();
    let after = unpacked(&ran, "rs");
    assert_ne!(before, after);
    for (name, bytes) in after.iter().filter(|it| it.0.starts_with("led/")) {
        assert_eq!(*bytes, ran.bytes(&format!("public/feeds/{name}")), "{name}");
    }
}

#[test]
fn sheets_go_to_those_who_hand_them_out() {
    let site = district();
    let sheets = "sheets:\n  - {id: own, format: a5, units: [rs]}\n  - {id: free, format: card}\n  \
                  - {id: old, format: poster, audiences: [老年人]}\n";
    append(&site, sheets);
    let unit = std::fs::read_to_string(site.path().join("content/units/sw.md")).unwrap();
    site.write("content/units/sw.md", unit.replace("LED屏", "印刷品"));
    let ran = site.build().expect_success();
    let printed = |pack: &str| {
        let names = unpacked(&ran, pack).into_iter().map(|it| it.0);
        let printed = names.filter(|it| it.starts_with("print/"));
        printed.collect::<Vec<_>>()
    };
    assert_eq!(printed("rs"), ["print/own.html"]);
    assert_eq!(printed("sw"), ["print/free.html", "print/old.html"]);
    assert_eq!(printed("mass"), ["print/free.html"]);
}
