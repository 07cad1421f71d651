//! Removes everything from a picture file that is not the picture: location, time, camera, author, previews,
//! an appended video.
//!
//! In: bytes of a JPEG, PNG or WebP file. Out: the same pixels, bit for bit, with their colour profile and
//! orientation. An allow-list: only data known to be needed is kept, so unknown future metadata is removed
//! too. Never fails: the valid parts of a damaged file are kept. Existing libraries do not suffice: img-parts
//! keeps what follows the first scan of a JPEG, where phones put videos and second pictures.

use std::io::Cursor;

use exif::{In, Tag};

const JPEG: &[u8] = b"\xff\xd8";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// PNG chunks that affect the visible picture (PNG §11.2, §11.3; APNG). Comments, times and Exif are not
/// among them.
const PNG_CHUNKS: [&[u8; 4]; 18] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB",
    b"cICP", b"mDCV", b"cLLI", b"bKGD", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// WebP chunks that affect the visible picture (RFC 9649 §2.7).
const WEBP_CHUNKS: [&[u8; 4]; 7] = [
    b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP",
];

/// Bits of a WebP's `VP8X` chunk that announce Exif and XMP.
const WEBP_METADATA: u8 = 0x08 | 0x04;
const WEBP_EXIF: u8 = 0x08;

/// Removes the metadata; bytes of any other format are returned unchanged.
pub fn clean(bytes: Vec<u8>) -> Vec<u8> {
    if bytes.starts_with(JPEG) {
        jpeg(&bytes)
    } else if bytes.starts_with(PNG) {
        png(&bytes)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(&bytes)
    } else {
        bytes
    }
}

/// Exif data with the orientation and nothing else; `None` if the picture is upright (Exif 2.32 §4.5.2).
fn orientation(file: &[u8]) -> Option<Vec<u8>> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let exif = reader.read_from_container(&mut Cursor::new(file));
    let exif = exif.or_else(|it| it.distill_partial_result(drop)).ok()?;
    let field = exif.get_field(Tag::Orientation, In::PRIMARY)?;
    let value = field.value.get_uint(0).filter(|it| (2..=8).contains(it))?;
    let value = u8::try_from(value).ok()?;
    // One directory with one entry: tag 0x0112, type SHORT, count 1.
    Some(vec![
        b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0,
        0,
    ])
}

/// A JPEG marker with its segment (ITU T.81 §B.1.1).
struct Segment<'a> {
    marker: u8,
    /// From its `FF` to the next marker.
    whole: &'a [u8],
    /// The payload, without the marker and the length.
    inside: &'a [u8],
}

const END: u8 = 0xd9;
const SCAN: u8 = 0xda;

/// The segments of a JPEG up to its end, or as far as they are valid; that of a scan includes its
/// entropy-coded data.
fn segments(file: &[u8]) -> Vec<Segment<'_>> {
    let mut segments = Vec::new();
    let mut at = JPEG.len();
    while let Some([0xff, marker]) = file.get(at..at + 2) {
        let marker = *marker;
        if marker == 0xff {
            // Fill byte.
            at += 1;
            continue;
        }
        let has_length = !matches!(marker, END | 0x01 | 0xd0..=0xd7);
        let length = match file.get(at + 2..at + 4) {
            Some([high, low]) if has_length => usize::from(u16::from_be_bytes([*high, *low])),
            _ if has_length => break,
            _ => 0,
        };
        let Some(inside) = file.get(at + 2 + length.min(2)..at + 2 + length) else {
            break;
        };
        let mut end = at + 2 + length;
        if marker == SCAN {
            end += pixels_length(&file[end..]);
        }
        segments.push(Segment {
            marker,
            whole: &file[at..end],
            inside,
        });
        if marker == END {
            break;
        }
        at = end;
    }
    segments
}

/// The length of a scan's data: up to the next marker that is neither a restart marker nor a stuffed byte
/// (ITU T.81 §B.1.1.5).
fn pixels_length(file: &[u8]) -> usize {
    let mut from = 0;
    while let Some(at) = memchr::memchr(0xff, &file[from..]) {
        let at = from + at;
        match file.get(at + 1) {
            Some(0x00 | 0xd0..=0xd7) => from = at + 2,
            Some(0xff) => from = at + 1,
            Some(_) => return at,
            None => break,
        }
    }
    file.len()
}

/// Whether a JPEG has an end marker.
pub fn is_whole_jpeg(file: &[u8]) -> bool {
    segments(file).last().is_some_and(|it| it.marker == END)
}

fn jpeg(file: &[u8]) -> Vec<u8> {
    let mut cleaned = JPEG.to_vec();
    let mut orientation = orientation(file);
    for segment in segments(file) {
        let is_kept = match segment.marker {
            // JFIF, without its preview.
            0xe0 => segment.inside.starts_with(b"JFIF\0"),
            0xe2 => segment.inside.starts_with(b"ICC_PROFILE\0"),
            // The colour space.
            0xee => segment.inside.starts_with(b"Adobe"),
            0xe1 | 0xe3..=0xed | 0xef | 0xfe => false,
            _ => true,
        };
        if segment.marker != 0xe0
            && let Some(exif) = orientation.take()
        {
            let length = u16::try_from(exif.len() + 8).unwrap_or_default();
            cleaned.extend([0xff, 0xe1]);
            cleaned.extend(length.to_be_bytes());
            cleaned.extend(b"Exif\0\0");
            cleaned.extend(exif);
        }
        if is_kept {
            cleaned.extend(segment.whole);
        }
    }
    cleaned
}

fn png(file: &[u8]) -> Vec<u8> {
    let mut cleaned = PNG.to_vec();
    let mut orientation = orientation(file);
    let mut at = PNG.len();
    while let Some(head) = file.get(at..at + 8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let kind = &head[4..];
        let end = at.saturating_add(usize::try_from(length).unwrap_or(usize::MAX));
        let end = end.saturating_add(12).min(file.len());
        if PNG_CHUNKS.iter().any(|it| *it == kind) {
            if kind == b"IDAT"
                && let Some(exif) = orientation.take()
            {
                cleaned.extend(png_chunk(b"eXIf", &exif));
            }
            cleaned.extend(&file[at..end]);
        }
        if kind == b"IEND" {
            break;
        }
        at = end;
    }
    cleaned
}

fn png_chunk(kind: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(inside.len())
        .unwrap_or_default()
        .to_be_bytes()
        .to_vec();
    chunk.extend(kind);
    chunk.extend(inside);
    let sum = crc32fast::hash(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

fn webp(file: &[u8]) -> Vec<u8> {
    let orientation = orientation(file);
    let announced = if orientation.is_some() { WEBP_EXIF } else { 0 };
    let mut cleaned = file[..12].to_vec();
    let mut at = 12;
    let mut is_extended = false;
    while let Some(head) = file.get(at..at + 8) {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let padded = u64::from(length) + u64::from(length % 2) + 8;
        let end = at.saturating_add(usize::try_from(padded).unwrap_or(usize::MAX));
        let chunk = &file[at..end.min(file.len())];
        let kind = &head[..4];
        if WEBP_CHUNKS.iter().any(|it| *it == kind) {
            let start = cleaned.len();
            cleaned.extend(chunk);
            if kind == b"VP8X" && chunk.len() > 8 {
                is_extended = true;
                cleaned[start + 8] = chunk[8] & !WEBP_METADATA | announced;
            }
        }
        if end >= file.len() {
            break;
        }
        at = end;
    }
    if is_extended && let Some(exif) = orientation {
        cleaned.extend(b"EXIF");
        cleaned.extend(u32::try_from(exif.len()).unwrap_or_default().to_le_bytes());
        cleaned.extend(exif);
    }
    let length = u32::try_from(cleaned.len() - 8).unwrap_or(u32::MAX);
    cleaned[4..8].copy_from_slice(&length.to_le_bytes());
    cleaned
}
