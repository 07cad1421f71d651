//! The pictures in the site's texts, in the widths from which browsers choose.
//!
//! In: the site's `Versions`. Out: an order for each file that has to be encoded, and its bytes. Originals
//! that are published unchanged have no order here: the plan cleans and copies them. A picture is decoded
//! again only if its bytes or its widths have changed.

use std::sync::Arc;

use crate::{
    diagnostics::{Diagnostic, code},
    fingerprint::Fingerprint,
    page::{Prepared, RenderContext},
    paths::SourcePath,
    picture::{Damage, DecodeCache},
    site::{Encoding, Site, Versions},
    span::Span,
    theme::Problem,
};

/// Every version that has to be encoded, as an index into its list.
pub fn drawn(site: &Site) -> impl Iterator<Item = (&Arc<Versions>, usize)> {
    site.pictures.values().flat_map(|versions| {
        let list = versions.list.iter().enumerate();
        let drawn = list.filter(|(_, it)| !it.is_original);
        drawn.map(move |(version, _)| (versions, version))
    })
}

pub fn prepare<'a>(
    versions: &Arc<Versions>,
    version: usize,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let versions = Arc::clone(versions);
    let size = versions.list[version].size;
    // The picture is scaled to its widest version once; the other versions are scaled from that.
    let widest = versions.widest().size;
    let inputs = vec![
        ("picture", versions.fingerprint),
        (
            "version",
            Fingerprint::of_value(&(
                size,
                widest,
                versions.encoding as u8,
                versions.photo.orientation,
            )),
        ),
    ];
    let context = *context;
    Prepared::new(inputs, move || draw(&versions, size, &context))
}

fn draw(
    versions: &Versions,
    size: (u32, u32),
    context: &RenderContext<'_>,
) -> Result<Vec<u8>, Problem> {
    let (source, fingerprint) = (&versions.source, versions.fingerprint);
    let place = versions.place;
    let widest = versions.widest().size;
    let broken = |it| Problem::Template(Box::new(broken(place, source, it)));
    let bytes = || context.sources.bytes(source, fingerprint);
    let cache = context.state.get::<DecodeCache>();
    let pixels = cache.pixels((fingerprint, widest), &versions.photo, bytes)?;
    let pixels = pixels.as_ref().as_ref().map_err(|it| broken(*it))?;
    let drawn = match versions.encoding {
        Encoding::Jpeg => pixels.jpeg(size),
        Encoding::SharpJpeg => pixels.sharp_jpeg(size),
        Encoding::Png => pixels.png(size),
    };
    drawn.map_err(broken)
}

fn broken(at: Span, source: &SourcePath, damage: Damage) -> Diagnostic {
    let name = source.file_name();
    match damage {
        Damage::CutOff => Diagnostic::error(
            code::IMAGE_BROKEN,
            format!("图片“{name}”不完整，后面缺了一截"),
        ),
        Damage::Unreadable => {
            Diagnostic::error(code::IMAGE_BROKEN, format!("图片“{name}”坏了，打不开"))
        }
    }
    .label(at, "这里要用它")
    .help("从手机或相机里再复制一次，等复制完再运行；原图也打不开，就换一张")
}
