//! Metadata of a picture file, read without decoding the picture.
//!
//! In: the file, of which little more than the header is read. Out: its format according to its bytes, its
//! upright size, its orientation. The file name is not used: phones and web pages save one format under the
//! extension of another.

use std::io::{BufRead, Read as _, Seek, SeekFrom};

use exif::{In, Tag};
use imagesize::{Compression, ImageType};

/// How much of the file is searched: a camera may put a preview and colour tables before the size, and a file
/// with more of them is not treated as a picture.
const HEAD_BYTES: u64 = 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhotoFormat {
    Jpeg,
    Png,
    WebP,
    /// GIF, BMP: shown unchanged.
    Plain,
    /// HEIC, AVIF: written by phones, with the location where it was taken; many browsers cannot show it.
    Foreign(&'static str),
    /// TIFF: for printers, not for browsers.
    Print,
}

/// The metadata of a picture file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photo {
    pub format: PhotoFormat,
    /// Width and height in pixels after applying the orientation; `None` if the file does not contain them.
    pub size: Option<(u32, u32)>,
    /// 1 to 8: how the stored picture must be turned (Exif 2.32, tag 0x0112).
    pub orientation: u8,
    /// Animated: more than one frame.
    pub is_animated: bool,
    /// Parts of it may be transparent.
    pub has_alpha: bool,
    /// The metadata contains the location where it was taken.
    pub has_location: bool,
}

/// `None` if the file does not start like any known picture format.
pub fn photo(file: &mut (impl BufRead + Seek)) -> Option<Photo> {
    let mut head = Vec::new();
    file.take(HEAD_BYTES).read_to_end(&mut head).ok()?;
    let format = format(&head)?;
    file.seek(SeekFrom::Start(0)).ok()?;
    let exif = match format {
        PhotoFormat::Plain | PhotoFormat::Foreign(_) => None,
        _ => exif_of(file),
    };
    let orientation = exif.as_ref().map_or(1, orientation);
    let size = imagesize::blob_size(&head).ok();
    let size = size.and_then(|it| Some((it.width.try_into().ok()?, it.height.try_into().ok()?)));
    let is_webp_with = |flag: u8| {
        let is_extended = head.get(12..16) == Some(b"VP8X");
        is_extended && head.get(20).is_some_and(|it| it & flag != 0)
    };
    let (is_animated, has_alpha) = match format {
        PhotoFormat::Png => (is_animated_png(&head), has_png_alpha(&head)),
        PhotoFormat::WebP => (
            is_webp_with(0x02),
            is_webp_with(0x10) || head.get(12..16) == Some(b"VP8L"),
        ),
        _ => (false, false),
    };
    Some(Photo {
        format,
        size: match orientation {
            5.. => size.map(|(width, height)| (height, width)),
            _ => size,
        },
        orientation,
        is_animated,
        has_alpha,
        has_location: exif.is_some_and(|it| {
            let fields = [Tag::GPSLatitude, Tag::GPSLongitude];
            fields
                .iter()
                .any(|tag| it.get_field(*tag, In::PRIMARY).is_some())
        }),
    })
}

fn format(head: &[u8]) -> Option<PhotoFormat> {
    match imagesize::image_type(head).ok()? {
        ImageType::Jpeg => Some(PhotoFormat::Jpeg),
        ImageType::Png => Some(PhotoFormat::Png),
        ImageType::Webp => Some(PhotoFormat::WebP),
        ImageType::Gif | ImageType::Bmp => Some(PhotoFormat::Plain),
        ImageType::Heif(Compression::Av1) => Some(PhotoFormat::Foreign("AVIF")),
        ImageType::Heif(_) => Some(PhotoFormat::Foreign("HEIC")),
        ImageType::Tiff => Some(PhotoFormat::Print),
        _ => None,
    }
}

/// The readable part of the Exif data, if some of it is damaged.
fn exif_of(file: &mut (impl BufRead + Seek)) -> Option<exif::Exif> {
    let mut reader = exif::Reader::new();
    reader.continue_on_error(true);
    let found = reader.read_from_container(file);
    found.or_else(|it| it.distill_partial_result(drop)).ok()
}

fn orientation(exif: &exif::Exif) -> u8 {
    let field = exif.get_field(Tag::Orientation, In::PRIMARY);
    let value = field.and_then(|it| it.value.get_uint(0));
    let value = value.and_then(|it| u8::try_from(it).ok());
    value.filter(|it| (1..=8).contains(it)).unwrap_or(1)
}

/// The colour type with alpha, or a transparent colour (PNG §11.2.1, §11.3.1).
fn has_png_alpha(head: &[u8]) -> bool {
    matches!(head.get(25), Some(4 | 6)) || before_pixels(head, b"tRNS")
}

fn is_animated_png(head: &[u8]) -> bool {
    before_pixels(head, b"acTL")
}

fn before_pixels(head: &[u8], chunk: &[u8; 4]) -> bool {
    let find = |it: &[u8; 4]| memchr::memmem::find(head, it);
    find(chunk).is_some_and(|at| find(b"IDAT").is_none_or(|pixels| at < pixels))
}
