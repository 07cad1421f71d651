//! Draws text in the dots of a display.
//!
//! In: lines, the size of the display and of the font in dots. Out: which dots are lit. The glyphs are those
//! of GNU Unifont, 16 dots high; other heights are scaled to the nearest dot, so multiples of 16 are exact
//! and others only approximate.
//! Advance widths come from the caller, never from the font: the drawing has the same line breaks and widths
//! as the typeset text.

use unifont::get_glyph;

/// The height of the font.
const FONT_PX: u32 = 16;

/// How characters are drawn.
#[derive(Clone, Copy)]
pub struct Letters {
    /// Dots of a full-width character, in both directions.
    pub font_px: u32,
    /// The advance width of a character in dots.
    pub advance_px: fn(char, u32) -> u32,
}

/// A bitmap of lit and dark dots, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    pub width: u32,
    pub height: u32,
    lit: Vec<bool>,
}

impl Bitmap {
    pub fn new(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            lit: vec![false; width as usize * height as usize],
        }
    }

    pub fn is_lit(&self, x: u32, y: u32) -> bool {
        x < self.width && y < self.height && self.lit[self.index(x, y)]
    }

    /// Lights a dot; has no effect outside the bitmap.
    fn light(&mut self, x: u32, y: u32) {
        if x < self.width && y < self.height {
            let index = self.index(x, y);
            self.lit[index] = true;
        }
    }

    fn index(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }
}

/// Draws the lines centred on a display of `size` dots.
pub fn draw(lines: &[String], size: (u32, u32), letters: Letters) -> Bitmap {
    let mut bitmap = Bitmap::new(size.0, size.1);
    let count = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let top = size.1.saturating_sub(count.saturating_mul(letters.font_px)) / 2;
    for (line, y) in lines.iter().zip((top..).step_by(letters.font_px as usize)) {
        let left = size.0.saturating_sub(letters.width(line)) / 2;
        letters.draw(line, (left, y), &mut bitmap);
    }
    bitmap
}

/// Draws a whole scrolling line for a display of this height; the bitmap is as wide as the line.
pub fn draw_strip(line: &str, height: u32, letters: Letters) -> Bitmap {
    let mut bitmap = Bitmap::new(letters.width(line), height);
    let top = height.saturating_sub(letters.font_px) / 2;
    letters.draw(line, (0, top), &mut bitmap);
    bitmap
}

impl Letters {
    fn width(self, line: &str) -> u32 {
        line.chars().map(|it| self.advance(it)).sum()
    }

    fn advance(self, character: char) -> u32 {
        (self.advance_px)(character, self.font_px)
    }

    fn draw(self, line: &str, (left, top): (u32, u32), bitmap: &mut Bitmap) {
        let mut x = left;
        for character in line.chars() {
            let advance = self.advance(character);
            self.letter(
                character,
                (x + self.bearing(character, advance), top),
                bitmap,
            );
            x += advance;
        }
    }

    /// The distance from a cell's left edge to a glyph that is narrower than its cell.
    fn bearing(self, character: char, advance: u32) -> u32 {
        let width = get_glyph(character).map_or(0, unifont::Glyph::get_width);
        let width = u32::try_from(width).unwrap_or(FONT_PX) * self.font_px / FONT_PX;
        let room = advance.saturating_sub(width);
        match character {
            '“' | '‘' | '（' | '《' | '【' => room,
            '”' | '’' | '，' | '。' | '、' | '；' | '：' | '！' | '？' => 0,
            _ => room / 2,
        }
    }

    fn letter(self, character: char, (left, top): (u32, u32), bitmap: &mut Bitmap) {
        let Some(glyph) = get_glyph(character) else {
            return;
        };
        let width = u32::try_from(glyph.get_width()).unwrap_or(FONT_PX);
        let width = width * self.font_px / FONT_PX;
        let of_font = |it: u32| (it * FONT_PX / self.font_px) as usize;
        for y in 0..self.font_px {
            for x in (0..width).filter(|x| glyph.get_pixel(of_font(*x), of_font(y))) {
                bitmap.light(left + x, top + y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LETTERS: Letters = Letters {
        font_px: 16,
        advance_px: |it, font_px| if it.is_ascii() { font_px / 2 } else { font_px },
    };

    fn rows(bitmap: &Bitmap) -> Vec<String> {
        let row = |y| (0..bitmap.width).map(move |x| if bitmap.is_lit(x, y) { '#' } else { '.' });
        (0..bitmap.height).map(|y| row(y).collect()).collect()
    }

    #[test]
    fn a_character_is_drawn_with_its_dots() {
        let bitmap = draw(&["一".to_owned()], (16, 16), LETTERS);
        let lit: Vec<String> = rows(&bitmap)
            .into_iter()
            .filter(|it| it.contains('#'))
            .collect();
        assert_eq!(lit.len(), 1, "一 is one stroke");
        assert!(lit[0].matches('#').count() > 12);
    }

    #[test]
    fn lines_are_centred() {
        let bitmap = draw(&["1".to_owned()], (64, 32), LETTERS);
        let is_outside = |x: u32, y: u32| !(28..36).contains(&x) || !(8..24).contains(&y);
        let outside = (0..64).flat_map(|x| (0..32).map(move |y| (x, y)));
        assert!(
            outside
                .filter(|it| is_outside(it.0, it.1))
                .all(|it| !bitmap.is_lit(it.0, it.1))
        );
        assert!((0..64).any(|x| (0..32).any(|y| bitmap.is_lit(x, y))));
    }

    #[test]
    fn a_character_of_three_times_the_height_is_the_same_character() {
        let small = draw(&["骗".to_owned()], (16, 16), LETTERS);
        let large = Letters {
            font_px: 48,
            ..LETTERS
        };
        let large = draw(&["骗".to_owned()], (48, 48), large);
        let same =
            (0..48).all(|x| (0..48).all(|y| large.is_lit(x, y) == small.is_lit(x / 3, y / 3)));
        assert!(same);
    }

    #[test]
    fn a_strip_is_as_wide_as_its_line() {
        let strip = draw_strip("拨打96110", 16, LETTERS);
        assert_eq!((strip.width, strip.height), (2 * 16 + 5 * 8, 16));
    }
}
