//! QR codes as SVG shapes.
//!
//! In: a text such as an address. Out: the number of modules per side, and a path in units of one module,
//! with the quiet zone of four modules on all sides that ISO/IEC 18004 requires. Level Q: the code stays
//! readable with a quarter of it damaged.

use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// The width of the quiet zone in modules.
pub const QUIET: usize = 4;

/// A code, as templates see it; the path contains the dark modules only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// Modules per side, including the quiet zone.
    pub side: usize,
    /// SVG path data; the first dark module is at (4, 4).
    pub path: String,
}

/// `None` if the text is too long for a code.
pub fn qr(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::Q).ok()?;
    let width = code.width();
    let mut path = String::new();
    for y in 0..width {
        let mut x = 0;
        while x < width {
            let is_dark = |it: usize| it < width && code[(it, y)] == Color::Dark;
            let run = (x..width).take_while(|it| is_dark(*it)).count();
            if run > 0 {
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET));
            }
            x += run.max(1);
        }
    }
    Some(Qr {
        side: width + 2 * QUIET,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_quiet_zone_is_part_of_the_code() {
        let code = qr("https://www.example.gov.cn/zt/fanzha/").unwrap();
        let width = code.side - 2 * QUIET;
        assert!((21..=45).contains(&width));
        assert!(code.path.starts_with("M4 4h7v1h-7z"), "{}", code.path);
        assert_eq!(qr(&"长".repeat(3000)), None);
    }
}
