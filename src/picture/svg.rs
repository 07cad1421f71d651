//! The few shapes of SVG that our pictures are made of.
//!
//! In: words and places, in pixels. Out: elements. Words are never taken for markup.

use super::Qr;
use crate::markdown::escape;

/// How words stand at their place.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture on one ground.
pub fn picture((width, height): (u32, u32), ground: &str, content: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{ground}"/>{content}</svg>"#
    )
}

/// A line of bold words in letters of so many pixels.
pub fn words(words: &str, at: (u32, u32), (size, colour): (u32, &str), anchor: Anchor) -> String {
    let (x, y) = at;
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    format!(
        r#"<text x="{x}" y="{y}" font-size="{size}" font-weight="700" fill="{colour}" text-anchor="{anchor}">{}</text>"#,
        escape(words)
    )
}

/// A code in black on white, `size` pixels wide with its quiet zone.
pub fn code(Qr { side, path }: &Qr, (x, y): (u32, u32), size: u32) -> String {
    format!(
        r##"<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 {side} {side}"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    )
}
