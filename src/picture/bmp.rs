//! Windows bitmaps with one bit per pixel, which every control card and every browser can show.
//!
//! In: dots and the colour of those that are lit. Out: `BITMAPINFOHEADER`, two colours, rows from the bottom,
//! each padded to four bytes. 3,780 pixels per metre are the 96 per inch that Windows assumes.

use super::Bitmap;

/// The colour of a lit dot: red, green, blue.
pub type Ink = [u8; 3];

/// File header, bitmap header, two colours.
const HEAD_BYTES: u32 = 14 + 40 + 8;
const DOTS_PER_METRE: u32 = 3780;

pub fn bmp(bitmap: &Bitmap, ink: Ink) -> Vec<u8> {
    let row_bytes = bitmap.width.div_ceil(32) * 4;
    let data_bytes = row_bytes * bitmap.height;
    let mut bytes = Vec::with_capacity((HEAD_BYTES + data_bytes) as usize);
    bytes.extend(b"BM");
    for number in [
        HEAD_BYTES + data_bytes,
        0,
        HEAD_BYTES,
        40,
        bitmap.width,
        bitmap.height,
    ] {
        bytes.extend(number.to_le_bytes());
    }
    // One plane, one bit per pixel.
    bytes.extend([1, 0, 1, 0]);
    for number in [0, data_bytes, DOTS_PER_METRE, DOTS_PER_METRE, 2, 2] {
        bytes.extend(number.to_le_bytes());
    }
    let [red, green, blue] = ink;
    bytes.extend([0, 0, 0, 0, blue, green, red, 0]);
    for y in (0..bitmap.height).rev() {
        for first in (0..row_bytes * 8).step_by(8) {
            let bit = |it: u32| u8::from(bitmap.is_lit(first + it, y)) << (7 - it);
            bytes.push((0..8).map(bit).sum());
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::{Letters, draw};

    #[test]
    fn header_and_rows_have_the_declared_lengths() {
        let letters = Letters {
            font_px: 16,
            advance_px: |_, font_px| font_px,
        };
        let bitmap = draw(&["骗".to_owned()], (80, 16), letters);
        let bytes = bmp(&bitmap, [255, 0, 0]);
        assert_eq!(bytes.len(), 62 + 12 * 16);
        assert_eq!(bytes[..2], *b"BM");
        assert_eq!(bytes[2..6], (bytes.len() as u32).to_le_bytes());
        assert_eq!(bytes[54..62], [0, 0, 0, 0, 0, 0, 255, 0]);
        // The last row of the file is the first of the picture.
        let top = &bytes[bytes.len() - 12..];
        let is_lit = |x: u32| top[x as usize / 8] >> (7 - x % 8) & 1 == 1;
        assert!((0..80).all(|x| is_lit(x) == bitmap.is_lit(x, 0)));
    }
}
