//! The pixels of a photo: decoded, resized, turned upright, converted to sRGB; and encoded as JPEG or PNG.
//!
//! In: bytes of a JPEG, PNG or WebP file, and its metadata. Out: pixels, then bytes of a file that contains
//! nothing else.
//! A file that cannot be decoded to its end is an error, never a partial picture.

use std::io::Cursor;

use fast_image_resize::{
    FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image as Plane,
};
use image::{
    DynamicImage, ImageBuffer, ImageDecoder as _, ImageEncoder as _, ImageFormat, ImageReader,
    Limits,
    codecs::{
        jpeg::JpegEncoder,
        png::{CompressionType, FilterType as PngFilter, PngEncoder},
    },
    metadata::Orientation,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::clean::is_whole_jpeg;
use crate::source::{Photo, PhotoFormat};

/// SSIMULACRA2 of about 70 on photos: no visible difference at arm's length.
const JPEG_QUALITY: u8 = 70;
/// Text shows more artefacts.
const SHARP_QUALITY: u8 = 80;

/// The memory limit of a decoder: a photo of 64 megapixels plus the buffers of a progressive file.
const DECODER_BYTES_MAX: u64 = 768 * 1024 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The file ends before the picture does.
    CutOff,
    Unreadable,
}

/// Row by row from the top left: three bytes per pixel, or four with transparency.
pub struct Pixels {
    size: (u32, u32),
    bytes: Vec<u8>,
    has_alpha: bool,
}

/// Decodes a photo and resizes it to `size`, upright.
pub fn open(bytes: Vec<u8>, photo: &Photo, size: (u32, u32)) -> Result<Pixels, Damage> {
    let format = match photo.format {
        PhotoFormat::Jpeg => ImageFormat::Jpeg,
        PhotoFormat::Png => ImageFormat::Png,
        PhotoFormat::WebP => ImageFormat::WebP,
        PhotoFormat::Plain | PhotoFormat::Foreign(_) | PhotoFormat::Print => {
            unreachable!("only these three formats are resized")
        }
    };
    if format == ImageFormat::Jpeg && !is_whole_jpeg(&bytes) {
        // The decoder would fill the rest with grey.
        return Err(Damage::CutOff);
    }
    let (pixels, profile) = decode(bytes, format)?;
    let held = match photo.orientation {
        5.. => (size.1, size.0),
        _ => size,
    };
    let pixels = pixels.resized(held)?.turned(photo.orientation);
    Ok(match profile {
        Some(profile) => pixels.in_srgb(&profile),
        None => pixels,
    })
}

/// The pixels as stored, and the file's colour profile.
fn decode(bytes: Vec<u8>, format: ImageFormat) -> Result<(Pixels, Option<Vec<u8>>), Damage> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODER_BYTES_MAX);
    reader.limits(limits);
    let damage = |it: image::ImageError| match it {
        image::ImageError::IoError(it) if it.kind() == std::io::ErrorKind::UnexpectedEof => {
            Damage::CutOff
        }
        _ => Damage::Unreadable,
    };
    let mut decoder = reader.into_decoder().map_err(damage)?;
    let profile = decoder.icc_profile().ok().flatten();
    let image = DynamicImage::from_decoder(decoder).map_err(damage)?;
    let has_alpha = image.color().has_alpha();
    let size = (image.width(), image.height());
    let bytes = match has_alpha {
        true => image.into_rgba8().into_raw(),
        false => image.into_rgb8().into_raw(),
    };
    let pixels = Pixels {
        size,
        bytes,
        has_alpha,
    };
    Ok((pixels, profile))
}

impl Pixels {
    /// # Errors
    /// None is known for complete pixels.
    pub fn jpeg(&self, size: (u32, u32)) -> Result<Vec<u8>, Damage> {
        self.in_jpeg(size, JPEG_QUALITY)
    }

    /// Same for screenshots, whose text needs a higher quality.
    ///
    /// # Errors
    /// None is known for complete pixels.
    pub fn sharp_jpeg(&self, size: (u32, u32)) -> Result<Vec<u8>, Damage> {
        self.in_jpeg(size, SHARP_QUALITY)
    }

    fn in_jpeg(&self, size: (u32, u32), quality: u8) -> Result<Vec<u8>, Damage> {
        let pixels = self.resized(size)?.on_white();
        let (width, height) = pixels.size;
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, quality)
            .write_image(&pixels.bytes, width, height, image::ExtendedColorType::Rgb8)
            .map_err(|_| Damage::Unreadable)?;
        Ok(bytes)
    }

    /// # Errors
    /// None is known for complete pixels.
    pub fn png(&self, size: (u32, u32)) -> Result<Vec<u8>, Damage> {
        let pixels = self.resized(size)?;
        let pixels = match pixels.is_opaque() {
            true => pixels.on_white(),
            false => pixels,
        };
        let (width, height) = pixels.size;
        let color = match pixels.has_alpha {
            true => image::ExtendedColorType::Rgba8,
            false => image::ExtendedColorType::Rgb8,
        };
        let mut bytes = Vec::new();
        PngEncoder::new_with_quality(&mut bytes, CompressionType::Best, PngFilter::Adaptive)
            .write_image(&pixels.bytes, width, height, color)
            .map_err(|_| Damage::Unreadable)?;
        Ok(bytes)
    }

    fn resized(&self, (width, height): (u32, u32)) -> Result<Self, Damage> {
        let pixel_type = match self.has_alpha {
            true => PixelType::U8x4,
            false => PixelType::U8x3,
        };
        if self.size == (width, height) {
            return Ok(Self {
                bytes: self.bytes.clone(),
                ..*self
            });
        }
        let source = fast_image_resize::images::ImageRef::new(
            self.size.0,
            self.size.1,
            &self.bytes,
            pixel_type,
        );
        let source = source.map_err(|_| Damage::Unreadable)?;
        let mut target = Plane::new(width, height, pixel_type);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new()
            .resize(&source, &mut target, &options)
            .map_err(|_| Damage::Unreadable)?;
        Ok(Self {
            size: (width, height),
            bytes: target.into_vec(),
            has_alpha: self.has_alpha,
        })
    }

    /// Turns the pixels upright; `orientation` is that of Exif.
    fn turned(self, orientation: u8) -> Self {
        let Some(orientation) = Orientation::from_exif(orientation) else {
            return self;
        };
        if orientation == Orientation::NoTransforms {
            return self;
        }
        let ((width, height), has_alpha) = (self.size, self.has_alpha);
        let whole = "there are as many bytes as the size says";
        let mut image = match has_alpha {
            true => DynamicImage::ImageRgba8(
                ImageBuffer::from_raw(width, height, self.bytes).expect(whole),
            ),
            false => DynamicImage::ImageRgb8(
                ImageBuffer::from_raw(width, height, self.bytes).expect(whole),
            ),
        };
        image.apply_orientation(orientation);
        Self {
            size: (image.width(), image.height()),
            bytes: image.into_bytes(),
            has_alpha,
        }
    }

    /// Converts the colours from their profile to sRGB; unchanged if the profile cannot be used.
    fn in_srgb(self, profile: &[u8]) -> Self {
        let layout = match self.has_alpha {
            true => Layout::Rgba,
            false => Layout::Rgb,
        };
        let srgb = ColorProfile::new_srgb();
        let profile = ColorProfile::new_from_slice(profile).ok();
        let profile = profile.filter(|it| it.color_space == DataColorSpace::Rgb);
        let transform = profile.and_then(|it| {
            let options = TransformOptions::default();
            it.create_transform_8bit(layout, &srgb, layout, options)
                .ok()
        });
        let mut bytes = vec![0; self.bytes.len()];
        let converted = transform.and_then(|it| it.transform(&self.bytes, &mut bytes).ok());
        match converted {
            Some(()) => Self { bytes, ..self },
            None => self,
        }
    }

    fn is_opaque(&self) -> bool {
        let mut pixels = self.bytes.chunks_exact(4);
        !self.has_alpha || pixels.all(|it| it[3] == u8::MAX)
    }

    /// Composites transparent pixels onto white.
    fn on_white(self) -> Self {
        if !self.has_alpha {
            return self;
        }
        let over = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u32::from(colour), u32::from(alpha));
            let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        let pixels = self.bytes.chunks_exact(4);
        let bytes = pixels.flat_map(|it| [0, 1, 2].map(|channel| over(it[channel], it[3])));
        Self {
            size: self.size,
            bytes: bytes.collect(),
            has_alpha: false,
        }
    }
}
