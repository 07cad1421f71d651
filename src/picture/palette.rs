//! Pictures of few colours: a ground that many of them share, and what is drawn into it.
//!
//! In: up to sixteen colours, and drawings. Out: PNG with four bits a pixel, a few kilobytes each. Every pixel takes the
//! nearest of the colours, so whoever draws names all colours that matter and those between them, for smooth edges.

use resvg::tiny_skia::Pixmap;

use super::{Font, raster};

/// Red, green, blue.
pub type Colour = [u8; 3];

/// How many colours four bits tell apart.
const COLOURS_MAX: usize = 16;
/// Colours are looked up by their first five bits of each part.
const CUBE: usize = 1 << 15;
/// More costs several times as long for a tenth of the bytes. Source: measured on cards of three lines.
const DEFLATE_LEVEL: u8 = 3;

/// A few colours, and which of them is nearest to any other.
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

    /// The pixels as numbers of colours, into rows of `row` pixels from `at` on.
    fn put(&self, pixels: &Pixmap, into: &mut [u8], (at, row): (usize, usize)) {
        let mut last = ([0; 4], self.index([0; 4]));
        let rows = pixels.data().chunks_exact(pixels.width() as usize * 4);
        // Most pixels are like the one before.
        let mut index = |pixel: [u8; 4]| {
            if pixel != last.0 {
                last = (pixel, self.index(pixel));
            }
            last.1
        };
        for (from, to) in rows.zip(into[at..].chunks_mut(row)) {
            for (pixel, to) in from.chunks_exact(4).zip(to) {
                *to = index([pixel[0], pixel[1], pixel[2], pixel[3]]);
            }
        }
    }
}

/// A picture that others are drawn into.
pub struct Ground {
    palette: Palette,
    width: u32,
    height: u32,
    /// A byte each.
    pixels: Vec<u8>,
}

impl Ground {
    /// The drawing, `size` pixels large.
    pub fn new(svg: &str, (width, height): (u32, u32), palette: Palette, font: &Font) -> Self {
        let drawn = raster::pixels(svg, (width, height), font);
        let mut pixels = vec![0; width as usize * height as usize];
        palette.put(&drawn, &mut pixels, (0, width as usize));
        Self {
            palette,
            width,
            height,
            pixels,
        }
    }

    /// The ground with a drawing of `size` pixels at a place that has room for it.
    pub fn png_with(
        &self,
        svg: &str,
        (left, top): (u32, u32),
        size: (u32, u32),
        font: &Font,
    ) -> Vec<u8> {
        assert!(left + size.0 <= self.width && top + size.1 <= self.height);
        let drawn = raster::pixels(svg, size, font);
        let mut pixels = self.pixels.clone();
        let at = (top * self.width + left) as usize;
        self.palette
            .put(&drawn, &mut pixels, (at, self.width as usize));
        self.png(&pixels)
    }

    fn png(&self, pixels: &[u8]) -> Vec<u8> {
        let rows = pixels.chunks_exact(self.width as usize);
        let packed: Vec<u8> = rows
            .flat_map(|row| {
                let pairs = row.chunks(2);
                pairs.map(|it| it[0] << 4 | it.get(1).unwrap_or(&0))
            })
            .collect();
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Indexed);
        encoder.set_depth(png::BitDepth::Four);
        encoder.set_palette(self.palette.colours.concat());
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_deflate_compression(png::DeflateCompression::Level(DEFLATE_LEVEL));
        let mut writer = encoder.write_header().expect("memory takes every picture");
        writer
            .write_image_data(&packed)
            .expect("rows are as long as the header says");
        writer.finish().expect("memory takes every picture");
        bytes
    }
}

/// The colour that is `share` hundredths of the way from one to the other.
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
    fn what_lies_between_is_between() {
        assert_eq!(between(BLUE, WHITE, 0), BLUE);
        assert_eq!(between(BLUE, WHITE, 100), WHITE);
        assert_eq!(between([0, 0, 0], [200, 100, 10], 50), [100, 50, 5]);
    }

    #[test]
    fn a_drawing_stands_at_its_place() {
        let palette = Palette::new(&[BLUE, WHITE]);
        let mut pixels = vec![0; 12];
        let mut drawn = Pixmap::new(2, 2).unwrap();
        drawn.fill(resvg::tiny_skia::Color::WHITE);
        palette.put(&drawn, &mut pixels, (4 + 1, 4));
        assert_eq!(pixels, [0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0]);
    }
}
