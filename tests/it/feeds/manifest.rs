//! `feeds/manifest.json`: what is said of each file is true of the file.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::{DOOR, site};
use crate::site_test::Ran;

const FEEDS: &str = "  - {id: hall, channel: cinema, seconds: 15}\n";

fn entries(ran: &Ran) -> Vec<Value> {
    let manifest: Value = serde_json::from_str(&ran.output("feeds/manifest.json")).unwrap();
    manifest["files"].as_array().unwrap().clone()
}

fn built() -> Ran {
    let groups = [
        (
            "a",
            "生效日期: 2026-01-01\n失效日期: 2026-12-31\n",
            "- 不转账 {#one}\n",
        ),
        ("b", "失效日期: 2026-11-30\n", "- 不点击 {#two}\n"),
    ];
    site(&format!("{DOOR}{FEEDS}"), &groups)
        .build()
        .expect_success()
}

#[test]
fn sums_lengths_and_codes_are_those_of_the_files() {
    let ran = built();
    for entry in entries(&ran) {
        let path = entry["path"].as_str().unwrap();
        let bytes = ran.bytes(&format!("public/{path}"));
        assert_eq!(entry["bytes"], bytes.len(), "{path}");
        let sum: String = Sha256::digest(&bytes)
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        assert_eq!(entry["sha256"], sum, "{path}");
        let has_mark = bytes.starts_with(b"\xef\xbb\xbf");
        let text = String::from_utf8(bytes.clone());
        match entry["encoding"].as_str() {
            None => assert_eq!(entry["line_ending"], Value::Null, "{path}"),
            Some("utf-8") => assert!(text.is_ok() && !has_mark, "{path}"),
            Some("utf-8-bom") => assert!(text.is_ok() && has_mark, "{path}"),
            Some("us-ascii") => assert!(bytes.is_ascii(), "{path}"),
            Some("gbk") => {
                let (_, had_errors) = encoding_rs::GBK.decode_without_bom_handling(&bytes);
                assert!(!had_errors, "{path}");
            }
            Some(other) => panic!("{path}: {other}"),
        }
        let ends = bytes.iter().filter(|it| **it == b'\n').count();
        let windows_ends = bytes.windows(2).filter(|it| it == b"\r\n").count();
        match entry["line_ending"].as_str() {
            Some("crlf") => assert_eq!(ends, windows_ends, "{path}"),
            Some("lf") => assert_eq!(windows_ends, 0, "{path}"),
            _ => (),
        }
    }
}

#[test]
fn every_file_that_leaves_the_house_is_listed_once() {
    let ran = built();
    let listed: Vec<String> = entries(&ran)
        .iter()
        .map(|it| it["path"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        listed.is_sorted_by(|left, right| left < right),
        "{listed:?}"
    );
    let leaves = [
        "feeds/", "packs/", "signage/", "wechat/", "voice/", "print/",
    ];
    let mut there = ran.outputs();
    there.retain(|it| leaves.iter().any(|folder| it.starts_with(folder)));
    there.retain(|it| it != "feeds/manifest.json" && it != "packs/index.html");
    assert_eq!(listed, there);
}

#[test]
fn slogans_and_days_are_named() {
    let ran = built();
    let entries = entries(&ran);
    let find = |name: &str| entries.iter().find(|it| it["path"] == name).unwrap();
    let led = find("feeds/led/rs-door/rs-door.gbk.txt");
    assert_eq!(led["channel"], "led");
    assert_eq!(led["slogans"], serde_json::json!(["one", "two"]));
    assert_eq!(led["valid_from"], "2026-01-01");
    // The first of its slogans to expire.
    assert_eq!(led["valid_until"], "2026-11-30");
}
