//! What readers make of the files for LED screens.

use std::{fs, process::Command};

use super::{python, text, with_site};

#[test]
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
fn strict_codecs_read_each_led_file() {
    with_site(|public| python("led.py", &[text(&public.join("feeds/led"))]));
}
