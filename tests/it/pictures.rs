//! Photos beside texts: in which widths they are published, and what never is.
//!
//! In: photos of noise, with the marks that a phone leaves. The real readers of what comes out are in
//! `readers/pictures`.

use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder};

use super::SiteTest;

fn jpeg(pixels: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90)
        .write_image(pixels, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A JPEG as a phone writes it: with a place in front of the picture and a film behind it.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..width * height * 3).map(|_| next()).collect();
    let plain = jpeg(&noise, (width, height));
    let mut marked = plain[..2].to_vec();
    marked.extend(b"\xff\xe1\0\x14Exif\0\0secret place");
    marked.extend(b"\xff\xfe\0\x10secret comment");
    marked.extend(&plain[2..]);
    marked.extend(b"\0\0\0\x18ftypmp42 secret film");
    marked
}

/// A JPEG of 1000 by 100 pixels in one shade of grey.
pub fn grey_photo(shade: u8) -> Vec<u8> {
    let mut bytes = jpeg(&vec![shade; 1000 * 100 * 3], (1000, 100));
    // Worth smaller versions.
    bytes.extend([0; 40_000]);
    bytes
}

fn site(text: &str) -> SiteTest {
    let page = format!("---\n标题: 一\n---\n\n{text}\n");
    let site = SiteTest::of(&[("content/a.md", &page)]);
    site.write("content/现场 1,2.jpg", photo(1000, 100));
    site
}

fn has_secret(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"secret").is_some()
}

#[test]
fn a_photo_is_published_in_several_widths_and_without_its_place() {
    let ran = site("![现场](<现场 1,2.jpg>)").build().expect_success();
    let files = ran.files("public");
    let photos: Vec<_> = files.iter().filter(|it| it.contains(".jpg")).collect();
    let expected = [
        "现场 1,2.jpg",
        "现场 1,2.jpg.w360.jpg",
        "现场 1,2.jpg.w720.jpg",
    ];
    assert_eq!(photos, expected);
    for photo in photos {
        assert!(
            !has_secret(&ran.bytes(&format!("public/{photo}"))),
            "{photo}"
        );
    }
    let page = ran.page("a/index.html");
    let name = "../%E7%8E%B0%E5%9C%BA%201";
    let versions = [
        format!("{name}%2C2.jpg.w360.jpg 360w"),
        format!("{name}%2C2.jpg.w720.jpg 720w"),
        format!("{name}%2C2.jpg 1000w"),
    ];
    for (attribute, value) in [
        ("src", &*format!("{name},2.jpg.w720.jpg")),
        ("alt", "现场"),
        ("srcset", &*versions.join(", ")),
        ("sizes", "(max-width: 656px) 100vw, 656px"),
        ("width", "1000"),
        ("height", "100"),
    ] {
        assert_eq!(page.attribute(".prose img", attribute), value);
    }
}

/// Whoever follows the link gets the photo as it was taken, less what is said beside it.
#[test]
fn a_photo_that_is_linked_to_keeps_its_size() {
    for text in [
        "[原图](<现场 1,2.jpg>)",
        "![现场](<现场 1,2.jpg>)\n\n[原图](<现场 1,2.jpg>)",
        "没有用到。",
    ] {
        let ran = site(text).build().expect_success();
        let published = ran.bytes("public/现场 1,2.jpg");
        let original = ran.bytes("content/现场 1,2.jpg");
        assert!(!has_secret(&published), "{text}");
        assert!(published.len() + 100 > original.len(), "{text}");
        let is_shown = text.starts_with('!');
        let files = ran.files("public");
        let widest = files.contains(&"现场 1,2.jpg.w1000.jpg".to_owned());
        assert_eq!(widest, is_shown, "{files:?}");
    }
}

#[test]
fn a_photo_is_made_again_only_if_it_is_another() {
    let explain = [
        "build",
        "--as-of",
        super::site_test::TODAY,
        "--explain",
        "现场 1,2.jpg.w360.jpg",
    ];
    let ran = site("![现场](<现场 1,2.jpg>)").build().expect_success();
    std::fs::write(
        ran.site().join("content/b.md"),
        "---\n标题: 二\n---\n\n![又一次](<现场 1,2.jpg>)\n",
    )
    .unwrap();
    let ran = ran.then(&explain).expect_success();
    let kept = format!("{}{}", ran.stdout, ran.stderr);
    assert!(kept.contains("没有重新生成"), "{kept}");
    std::fs::write(ran.site().join("content/现场 1,2.jpg"), photo(1000, 90)).unwrap();
    let ran = ran.then(&explain).expect_success();
    let made = format!("{}{}", ran.stdout, ran.stderr);
    assert!(made.contains("变了：图片文件"), "{made}");
}
