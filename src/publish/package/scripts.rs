//! The scripts that check the files on the far side, without this program.
//!
//! In: what the package contains. Out: `check.cmd` in CP936 with CR LF, as a Chinese Windows reads it, and
//! `check.sh` in UTF-8. All of `check.cmd` is ASCII and GB 2312, whose bytes no command line takes for a
//! special character, whatever the code page (in the rest of CP936 the second byte may be `|` or `^`).

use encoding_rs::GBK;

use super::contents::Contents;

const CMD: &str = include_str!("check.cmd");
const SH: &str = include_str!("check.sh");

pub(super) fn cmd(contents: &Contents<'_>, part_count: usize) -> Vec<u8> {
    let script = filled(CMD, contents, part_count).join("\r\n") + "\r\n";
    let (bytes, _, has_lost) = GBK.encode(&script);
    assert!(!has_lost, "check.cmd has a character that CP936 lacks");
    bytes.into_owned()
}

pub(super) fn sh(contents: &Contents<'_>, part_count: usize) -> Vec<u8> {
    let script = filled(SH, contents, part_count).join("\n") + "\n";
    script.into_bytes()
}

fn filled(script: &str, contents: &Contents<'_>, part_count: usize) -> Vec<String> {
    let kind = match contents.base {
        Some(_) => "changes",
        None => "whole",
    };
    let count = part_count.to_string();
    let fill = |line: &str| {
        line.replace("@ID@", &contents.release.id)
            .replace("@SUMS@", &contents.sums_sha256)
            .replace("@PARTS@", &count)
            .replace("@KIND@", kind)
    };
    script.lines().map(fill).collect()
}
