//! The QR code of a sheet: its printed size, and a separate file for designers of other sheets.
//!
//! In: an address and the paper format. Out: a code with its size in millimetres, including the quiet zone.
//! The size depends on the distance from which a sheet is read: width ≥ distance/10; a module is at least 0.4
//! mm on handheld sheets and 1 mm on a wall. Source: `docs/print.md#qr-codes`. An address without TLS gets no
//! code, because the connection could be redirected.

use crate::{
    config::Format,
    markdown::escape,
    picture::{QUIET, Qr, qr},
};

/// A QR code and its printed size.
#[derive(Clone, Debug, PartialEq)]
pub struct Code {
    pub qr: Qr,
    /// The length of a side, including the quiet zone.
    pub size_mm: f64,
    address: String,
}

/// Why there is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCode {
    /// The address does not begin with `https://`.
    Open,
    TooLong,
}

/// The side of the code without its quiet zone, and the minimum size of a module.
fn sizes_mm(format: Format) -> (f64, f64) {
    match format {
        Format::Card => (18.0, 0.4),
        Format::A5 | Format::Trifold => (25.0, 0.4),
        Format::A4 => (30.0, 0.4),
        Format::PosterA3 => (50.0, 1.0),
        Format::Poster => (80.0, 1.0),
    }
}

pub fn code(address: &str, format: Format) -> Result<Code, NoCode> {
    if !address.starts_with("https://") {
        return Err(NoCode::Open);
    }
    let qr = qr(address).ok_or(NoCode::TooLong)?;
    let (square_mm, module_mm_min) = sizes_mm(format);
    let module_mm = square_mm / (qr.side - 2 * QUIET) as f64;
    if module_mm < module_mm_min {
        return Err(NoCode::TooLong);
    }
    Ok(Code {
        size_mm: super::setting::rounded(module_mm * qr.side as f64),
        qr,
        address: address.to_owned(),
    })
}

impl Code {
    /// The code as an SVG file, at its printed size.
    pub fn svg(&self) -> String {
        let Self {
            qr: Qr { side, path },
            size_mm,
            address,
        } = self;
        let address = escape(address);
        format!(
            r##"<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="{size_mm}mm" height="{size_mm}mm" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"><title>{address}</title><rect width="{side}" height="{side}" fill="#fff"/><path d="{path}" fill="#000"/></svg>
"##
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_read_from_afar_is_printed() {
        let short = "https://www.example.gov.cn/zt/fanzha/";
        for format in [Format::Card, Format::A4, Format::Poster] {
            let made = code(short, format).unwrap();
            let module_mm = made.size_mm / made.qr.side as f64;
            assert!(module_mm >= sizes_mm(format).1, "{format:?}");
        }
        let long = format!("{short}{}", "a".repeat(100));
        assert_eq!(code(&long, Format::Card), Err(NoCode::TooLong));
        assert!(code(&long, Format::A4).is_ok());
        assert_eq!(
            code("http://www.example.gov.cn/", Format::A4),
            Err(NoCode::Open)
        );
    }
}
