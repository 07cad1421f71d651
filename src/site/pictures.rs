//! In which widths and files each picture of the site's texts is shown.
//!
//! In: what the texts show and link to, and what the pictures' files say of themselves. Out: `Versions` for
//! each picture that is worth making smaller. Nothing is decoded.
//!
//! A photo becomes JPEG, which every browser and WeChat can show. A drawing or a screenshot of few colours
//! stays PNG, which is smaller and sharper for it; which of both a PNG is, is seen in how many bytes it
//! spends on a pixel.

use std::{collections::BTreeMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Asset, Encoding, Pictures, Versions,
    index::Index,
    versions::{STEPS_PX, TOP_PX, Version},
};
use crate::{
    content::Document,
    diagnostics::{Diagnostic, Diagnostics, code},
    paths::{OutputPath, SourcePath, UrlPath},
    source::PhotoFormat,
    span::Span,
};

/// More than any phone takes by itself; a decoder needs three bytes for each, or six.
const PIXELS_MAX: u64 = 64 * 1024 * 1024;

/// A picture of so few bytes gains nothing by further versions.
const LIGHT_BYTES: u64 = 24 * 1024;

/// Bytes for a hundred pixels, above which a JPEG is made anew even if it is narrow: cameras spend 30 to 50,
/// the web 15.
const JPEG_DENSE: u64 = 35;
/// Above which a PNG is a photo. Measured: chat screenshots 4 to 20, drawings 1 to 10, photos 120 to 200.
const PNG_DENSE: u64 = 35;

/// What one text does with pictures: each with its place if it is shown, without if it is linked to.
type Uses<'a> = Vec<(&'a Asset, Option<Span>)>;

/// Finds out what the texts show, and tells of what cannot be shown.
pub fn pictures<'a>(
    index: &Index<'_>,
    texts: &[(&'a Document, &'a UrlPath)],
    diagnostics: &mut Diagnostics,
) -> Pictures {
    let found: Vec<Uses<'_>> = texts.par_iter().map(|it| uses(index, *it)).collect();
    let mut pictures: BTreeMap<&SourcePath, (&Asset, Option<Span>, bool)> = BTreeMap::new();
    for (asset, place) in found.into_iter().flatten() {
        let (_, first, is_linked) = pictures
            .entry(&asset.source)
            .or_insert((asset, None, false));
        *first = first.or(place);
        *is_linked |= place.is_none();
    }
    let mut all = Pictures::new();
    for (source, (asset, place, is_linked)) in pictures {
        let Some(place) = place else { continue };
        match problem(asset, place) {
            Some(problem) => diagnostics.push(problem),
            None => {
                let versions = versions(asset, place, is_linked);
                all.extend(versions.map(|it| (source.clone(), Arc::new(it))));
            }
        }
    }
    all
}

fn uses<'a>(index: &Index<'a>, (document, url): (&Document, &UrlPath)) -> Uses<'a> {
    let outline = &document.outline;
    let images = outline.images.iter();
    let images = images.filter_map(|it| {
        let asset = index.asset(document, url, &it.destination)?;
        Some((asset, Some(it.span)))
    });
    let links = outline.links.iter().filter_map(|it| {
        let path = it.destination.split('#').next().unwrap_or_default();
        let may_be_one = path.contains('.') && !path.ends_with(".md");
        let asset = may_be_one.then(|| index.asset(document, url, path))?;
        Some((asset?, None))
    });
    images.chain(links).collect()
}

/// The versions of a picture; none if it is shown as it is.
fn versions(asset: &Asset, place: Span, is_linked: bool) -> Option<Versions> {
    let photo = asset.photo.filter(|it| !it.is_animated)?;
    let (width, height) = photo.size.filter(|it| it.0 > 0 && it.1 > 0)?;
    let per_hundred = asset.bytes * 100 / (u64::from(width) * u64::from(height));
    let encoding = match photo.format {
        PhotoFormat::Jpeg => Encoding::Jpeg,
        PhotoFormat::WebP if !photo.has_alpha => Encoding::Jpeg,
        PhotoFormat::Png | PhotoFormat::WebP if per_hundred > PNG_DENSE => Encoding::SharpJpeg,
        PhotoFormat::Png | PhotoFormat::WebP => Encoding::Png,
        PhotoFormat::Plain | PhotoFormat::Foreign(_) | PhotoFormat::Print => return None,
    };
    let is_fit = match photo.format {
        PhotoFormat::Jpeg => per_hundred <= JPEG_DENSE && width <= TOP_PX,
        PhotoFormat::Png => encoding == Encoding::Png && width <= TOP_PX * 2,
        _ => false,
    };
    let is_upright = photo.orientation == 1;
    let is_fit = is_fit && is_upright;
    if is_upright && width <= TOP_PX && asset.bytes <= LIGHT_BYTES {
        return None;
    }
    let top_px = if is_fit { width } else { width.min(TOP_PX) };
    let scaled = |width_px: u32| {
        let height_px = u64::from(height) * u64::from(width_px) / u64::from(width);
        (
            width_px,
            u32::try_from(height_px).unwrap_or(u32::MAX).max(1),
        )
    };
    let named = |width_px: u32| {
        let path = format!("{}.w{width_px}.{}", asset.output, encoding.extension());
        OutputPath::new(&path).expect("a longer name is as safe as the name")
    };
    let mut list: Vec<Version> = STEPS_PX
        .into_iter()
        .filter(|it| encoding.is_worth(*it, top_px))
        .map(|it| Version {
            size: scaled(it),
            output: named(it),
            is_original: false,
        })
        .collect();
    let is_in_place = is_fit || !is_linked && encoding.is_meant_by(&asset.output);
    list.push(Version {
        size: scaled(top_px),
        output: match is_in_place {
            true => asset.output.clone(),
            false => named(top_px),
        },
        is_original: is_fit,
    });
    let is_as_it_is = list.len() == 1 && is_fit;
    (!is_as_it_is).then(|| Versions {
        source: asset.source.clone(),
        fingerprint: asset.fingerprint,
        photo,
        encoding,
        place,
        list,
    })
}

impl Encoding {
    fn extension(self) -> &'static str {
        match self {
            Self::Jpeg | Self::SharpJpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// Whether a file of this name is expected to hold it.
    fn is_meant_by(self, output: &OutputPath) -> bool {
        let name = output.file_name().to_ascii_lowercase();
        match self {
            Self::Jpeg | Self::SharpJpeg => name.ends_with(".jpg") || name.ends_with(".jpeg"),
            Self::Png => name.ends_with(".png"),
        }
    }

    /// Whether a version this wide is enough smaller than the widest. A smaller PNG has edges of many shades
    /// where the larger one had two colours: it must be half as wide to be smaller at all.
    fn is_worth(self, width_px: u32, top_px: u32) -> bool {
        match self {
            Self::Jpeg | Self::SharpJpeg => width_px * 5 <= top_px * 4,
            Self::Png => width_px * 2 <= top_px,
        }
    }
}

/// Why a picture that a text shows cannot be shown.
fn problem(asset: &Asset, place: Span) -> Option<Diagnostic> {
    let photo = asset.photo?;
    if photo.format == PhotoFormat::Print {
        return Some(print_only(place));
    }
    let (width, height) = photo.size?;
    let is_large = u64::from(width) * u64::from(height) > PIXELS_MAX;
    let is_copied = matches!(photo.format, PhotoFormat::Plain) || photo.is_animated;
    (is_large && !is_copied).then(|| too_large(place, width, height))
}

fn print_only(at: Span) -> Diagnostic {
    Diagnostic::error(code::IMAGE_FORMAT, "浏览器打不开 TIFF 图片")
        .label(at, "TIFF 是印刷用的格式")
        .help("用画图软件打开，另存为 jpg（照片）或 png（截图、图表），再改这里的文件名")
}

fn too_large(at: Span, width: u32, height: u32) -> Diagnostic {
    Diagnostic::error(
        code::IMAGE_TOO_LARGE,
        format!("图片有 {width}×{height} 点，太大了"),
    )
    .label(at, "最多 6700 万点")
    .help("用画图软件把图片改小：网页上最宽只用 1440 点")
}
