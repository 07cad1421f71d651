//! The SVG shapes of which pictures are composed.
//!
//! In: text and positions, in pixels. Out: elements. Text is always escaped.

use super::Qr;
use crate::markdown::escape;

/// How text is aligned at its position.
#[derive(Clone, Copy, Debug)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture with a plain background.
pub fn picture((width, height): (u32, u32), ground: &str, content: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}"><rect width="{width}" height="{height}" fill="{ground}"/>{content}</svg>"#
    )
}

/// A line of bold text with a font size in pixels.
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

/// A QR code in black on white, `size` pixels wide including its quiet zone.
pub fn code(Qr { side, path }: &Qr, (x, y): (u32, u32), size: u32) -> String {
    format!(
        r##"<svg x="{x}" y="{y}" width="{size}" height="{size}" viewBox="0 0 {side} {side}"><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>"##
    )
}
