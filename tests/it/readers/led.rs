//! What readers make of the files for LED screens.

use std::{fs, process::Command};

use tempfile::TempDir;

use super::{python, root, text, with_site};
use crate::site_test::{TODAY, copy_folder, fanzha};

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn iconv_reads_each_led_file_back_exactly() {
    with_site(|public| {
        let mut count = 0;
        for entry in fs::read_dir(public.join("feeds/led")).unwrap() {
            let folder = entry.unwrap().path();
            let id = text(folder.file_name().unwrap().as_ref()).to_owned();
            let output = Command::new("iconv")
                .args(["-f", "CP936", "-t", "UTF-8"])
                .arg(folder.join(format!("{id}.gbk.txt")))
                .output()
                .expect("READERS=1 requires iconv");
            assert!(output.status.success(), "{id}");
            let twin = fs::read(folder.join(format!("{id}.utf8bom.txt"))).unwrap();
            assert_eq!(
                twin.strip_prefix(b"\xef\xbb\xbf").unwrap(),
                output.stdout,
                "{id}"
            );
            count += 1;
        }
        assert_eq!(count, 6);
    });
}

#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn strict_codecs_read_each_led_file() {
    with_site(|public| python("led.py", &[text(&public.join("feeds/led"))]));
}

/// All 7,445 characters of GB 2312 reach a screen, and none of the 14,346 others that GBK has.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn gb_2312_is_what_python_and_iconv_say_it_is() {
    python("gb2312.py", &[env!("CARGO_BIN_EXE_fanzha"), TODAY]);
}

const UNIFONT: &str = "/usr/share/fonts/opentype/unifont/unifont.otf";

/// Besides those of the sample, a screen with pages and one on which lines run by.
#[test]
#[cfg_attr(not(readers), ignore = "needs the readers: READERS=1 cargo test")]
fn pillow_draws_the_same_dots_with_unifont() {
    let folder = TempDir::new().unwrap();
    for name in ["content", "themes"] {
        copy_folder(&root().join(name), &folder.path().join(name));
    }
    let settings = fs::read_to_string(root().join("site.yaml")).unwrap();
    let settings = settings
        .replace(
            "\nscreens:\n",
            "\nscreens:
  - {id: narrow, name: 窄屏, width_px: 64, height_px: 32, font_px: 16, mode: paged}
  - {id: running, name: 走字屏, width_px: 96, height_px: 48, font_px: 32, mode: scroll}\n",
        )
        .replace(
            "\nfeeds:\n",
            "\nfeeds:
  - {id: narrow, channel: led, screen: narrow, limit: 40}
  - {id: running, channel: led, screen: running, limit: 40}\n",
        );
    let file = folder.path().join("site.yaml");
    fs::write(&file, settings).unwrap();
    let arguments = ["export", "--as-of", TODAY].map(str::to_owned);
    let (code, _, stderr) = fanzha(folder.path(), &arguments);
    assert_eq!(code, Some(0), "{stderr}");
    let led = folder.path().join("export/feeds/led");
    python("dots.py", &[text(&led), text(&file), UNIFONT]);
}
