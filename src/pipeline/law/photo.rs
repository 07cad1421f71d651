//! The photos of edited sites.

use image::{ExtendedColorType, ImageEncoder as _, codecs::jpeg::JpegEncoder};

/// Names that stand for photos, which are not text: see `content_of`.
pub const PHOTO: &str = "照片";
pub const OTHER_PHOTO: &str = "另一张照片";
pub const TRUNCATED_PHOTO: &str = "撕破的照片";

/// The bytes that `text` stands for.
pub fn content_of(text: &str) -> Vec<u8> {
    match text {
        PHOTO => photo(1),
        OTHER_PHOTO => photo(2),
        TRUNCATED_PHOTO => {
            let mut torn = photo(1);
            torn.truncate(torn.len() / 2);
            torn
        }
        _ => text.as_bytes().to_vec(),
    }
}

/// Wide enough for a second version and large enough to be encoded again.
fn photo(seed: u32) -> Vec<u8> {
    let (width, height) = (460, 60);
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let noise: Vec<u8> = (0..width * height * 3).map(|_| next()).collect();
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 95);
    let written = encoder.write_image(&noise, width, height, ExtendedColorType::Rgb8);
    written.expect("noise is a picture");
    bytes
}
