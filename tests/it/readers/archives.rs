//! What readers make of the files about files: packs, packages and the list of all sums.

use super::{python, text, with_export};

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn zipfile_and_unzip_open_every_archive() {
    with_export(|export| python("archives.py", &[text(export)]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn sha256sum_and_iconv_agree_with_the_manifest() {
    with_export(|export| python("sums.py", &[text(export)]));
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn icu_takes_every_text_in_utf_8_for_utf_8() {
    with_export(|export| python("charset.py", &[text(export)]));
}
