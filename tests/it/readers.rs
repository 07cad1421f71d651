//! The real readers of our files, on the sample site: what feedparser, pysubs2, html5lib, iconv and others make of them.
//!
//! `READERS=1` requires them all; without it nothing is run and each test says so. The scripts lie in `readers/`.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use super::site_test::{TODAY, fanzha};

const BASE_URL: &str = "https://www.example.gov.cn/zt/fanzha/";

/// The folder with the sample site as written; built once, for all readers.
static PUBLIC: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    let arguments = ["build", "--as-of", TODAY, "--output", text(&folder)];
    let (code, _, stderr) = fanzha(root(), &arguments.map(str::to_owned));
    assert_eq!(code, Some(0), "{stderr}");
    folder
});

/// Runs `read` with the written site, if readers are required.
fn with_site(read: impl FnOnce(&Path)) {
    if env::var("READERS").is_ok_and(|it| it == "1") {
        read(&PUBLIC);
    } else {
        tell("not run: set READERS=1");
    }
}

#[expect(
    clippy::print_stderr,
    reason = "who runs the tests should know what was not tried"
)]
fn tell(text: &str) {
    eprintln!("{text}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs `readers/<script>`; what it found wrong is on its standard output and standard error.
fn python(script: &str, arguments: &[&str]) {
    let output = Command::new("python3")
        .arg("-I")
        .arg(root().join("tests/it/readers").join(script))
        .args(arguments)
        .output()
        .expect("READERS=1 requires python3");
    assert!(
        output.status.success(),
        "{script}\n{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

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

#[test]
fn pysubs2_reads_each_spot_as_its_script_says() {
    with_site(|public| python("subtitles.py", &[text(&public.join("feeds/cinema"))]));
}

#[test]
fn feedparser_reads_every_feed_of_pages() {
    with_site(|public| {
        let content = root().join("content");
        python("feeds.py", &[text(public), text(&content), BASE_URL]);
    });
}

#[test]
fn every_address_of_the_sitemap_is_a_written_page() {
    with_site(|public| python("sitemap.py", &[text(public), BASE_URL]));
}

#[test]
fn html5lib_finds_no_fault_on_any_page() {
    with_site(|public| python("markup.py", &[text(public)]));
}
