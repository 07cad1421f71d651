//! Indexed pictures: a shared background, and what is drawn onto it.
//!
//! In: up to sixteen colours, and drawings. Out: PNG with four bits per pixel, a few kilobytes each. Every
//! pixel is mapped to the nearest colour, so the palette must contain all significant colours and, for smooth
//! edges, some in between.

use resvg::tiny_skia::Pixmap;

use super::{Font, NoDrawing, colour::Colour, raster};

/// How many colours four bits can represent.
const COLOURS_MAX: usize = 16;
/// Colours are looked up by the first five bits of each component.
const CUBE: usize = 1 << 15;
/// Higher levels take several times as long to save a tenth of the bytes. Source: measured on cards of three
/// lines.
const DEFLATE_LEVEL: u8 = 3;

/// A few colours, and a lookup table for the nearest of them.
pub struct Palette {
    colours: Vec<Colour>,
    nearest: Vec<u8>,
}

impl Palette {
    /// The first sixteen of `colours`.
    pub fn new(colours: &[Colour]) -> Self {
        let colours = &colours[..colours.len().min(COLOURS_MAX)];
        let part = |cell: usize, shift: usize| ((cell >> shift & 31) * 8 + 4) as i32;
        let nearest = |cell: usize| {
            let at = [part(cell, 10), part(cell, 5), part(cell, 0)];
            let away = |it: &Colour| -> i32 {
                let parts = it.iter().zip(at);
                parts.map(|(own, its)| (i32::from(*own) - its).pow(2)).sum()
            };
            let best = (0..colours.len()).min_by_key(|it| away(&colours[*it]));
            best.unwrap_or_default() as u8
        };
        Self {
            nearest: (0..CUBE).map(nearest).collect(),
            colours: colours.to_vec(),
        }
    }

    fn index(&self, [red, green, blue, _]: [u8; 4]) -> u8 {
        let part = |it: u8, shift: usize| usize::from(it >> 3) << shift;
        self.nearest[part(red, 10) | part(green, 5) | part(blue, 0)]
    }

    /// Writes the pixels as palette indices, two per byte, into rows of `row` bytes, starting at `at`.
    fn put(&self, pixels: &Pixmap, into: &mut [u8], (at, row): (usize, usize)) {
        let pair = |it: u64| {
            let [red, green, blue, alpha, rest @ ..] = it.to_ne_bytes();
            self.index([red, green, blue, alpha]) << 4 | self.index(rest)
        };
        let mut last = (0, pair(0));
        // Most pixels equal the previous ones.
        let mut packed = |it: u64| {
            if it != last.0 {
                last = (it, pair(it));
            }
            last.1
        };
        let rows = pixels.data().chunks_exact(pixels.width() as usize * 4);
        for (from, to) in rows.zip(into[at..].chunks_mut(row)) {
            let pairs = from.as_chunks::<8>().0.iter();
            for (two, to) in pairs.zip(to) {
                *to = packed(u64::from_ne_bytes(*two));
            }
        }
    }
}

/// A background for other drawings. Widths and positions are even, since a byte holds two pixels.
pub struct Background {
    palette: Palette,
    width: u32,
    height: u32,
    /// Row by row, two pixels per byte.
    pixels: Vec<u8>,
}

impl Background {
    /// Renders the drawing, `size` pixels large.
    ///
    /// # Errors
    /// `svg` is no SVG.
    pub fn new(
        svg: &str,
        (width, height): (u32, u32),
        palette: Palette,
        font: &Font,
    ) -> Result<Self, NoDrawing> {
        assert!(width.is_multiple_of(2));
        let drawn = raster::pixels(svg, (width, height), font)?;
        let row = width as usize / 2;
        let mut pixels = vec![0; row * height as usize];
        palette.put(&drawn, &mut pixels, (0, row));
        Ok(Self {
            palette,
            width,
            height,
            pixels,
        })
    }

    /// The background with a drawing of `size` pixels at a position where it fits.
    ///
    /// # Errors
    /// `svg` is no SVG.
    pub fn png_with(
        &self,
        svg: &str,
        (left, top): (u32, u32),
        size: (u32, u32),
        font: &Font,
    ) -> Result<Vec<u8>, NoDrawing> {
        assert!(left + size.0 <= self.width && top + size.1 <= self.height);
        assert!(left.is_multiple_of(2) && size.0.is_multiple_of(2));
        let drawn = raster::pixels(svg, size, font)?;
        let mut pixels = self.pixels.clone();
        let row = self.width as usize / 2;
        let at = top as usize * row + left as usize / 2;
        self.palette.put(&drawn, &mut pixels, (at, row));
        Ok(self.png(&pixels))
    }

    fn png(&self, pixels: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(self.palette.colours.concat());
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_deflate_compression(png::DeflateCompression::Level(DEFLATE_LEVEL));
        let mut writer = encoder
            .write_header()
            .expect("encoding to memory cannot fail");
        writer
            .write_image_data(pixels)
            .expect("the data has the declared size");
        writer.finish().expect("encoding to memory cannot fail");
        bytes
    }
}

/// The colour at `share` hundredths of the way from one to the other.
pub fn between(from: Colour, to: Colour, share: u32) -> Colour {
    let part = |it: usize| {
        let (from, to) = (u32::from(from[it]), u32::from(to[it]));
        u8::try_from((from * (100 - share) + to * share) / 100).unwrap_or(u8::MAX)
    };
    [part(0), part(1), part(2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUE: Colour = [11, 79, 138];
    const WHITE: Colour = [255, 255, 255];

    #[test]
    fn every_colour_is_its_own_nearest() {
        let steps = (0..=10).map(|it| between(BLUE, WHITE, it * 10));
        let colours: Vec<Colour> = steps.collect();
        let palette = Palette::new(&colours);
        for (index, [red, green, blue]) in colours.into_iter().enumerate() {
            assert_eq!(usize::from(palette.index([red, green, blue, 255])), index);
        }
    }

    #[test]
    fn between_interpolates() {
        assert_eq!(between(BLUE, WHITE, 0), BLUE);
        assert_eq!(between(BLUE, WHITE, 100), WHITE);
        assert_eq!(between([0, 0, 0], [200, 100, 10], 50), [100, 50, 5]);
    }

    #[test]
    fn a_drawing_is_put_at_its_position() {
        let palette = Palette::new(&[BLUE, WHITE]);
        let mut pixels = vec![0; 9];
        let mut drawn = Pixmap::new(2, 2).unwrap();
        drawn.fill(resvg::tiny_skia::Color::WHITE);
        // The middle of three rows and the one below, second of three pairs.
        palette.put(&drawn, &mut pixels, (3 + 1, 3));
        assert_eq!(pixels, [0, 0, 0, 0, 0x11, 0, 0, 0x11, 0]);
    }
}
