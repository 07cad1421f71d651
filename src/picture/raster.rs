//! Renders SVG drawings as PNG.
//!
//! In: SVG whose text is set in one Chinese font, and the size in pixels. Out: the file. External pictures,
//! styles and fonts are never loaded, whatever the SVG names.

use std::{
    borrow::Cow,
    io::Cursor,
    sync::{Arc, OnceLock},
};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{ImageHrefResolver, Options, Tree, fontdb::Database},
};

use super::Colour;
use crate::{fingerprint::Fingerprint, source::FontFile};

/// A font that is loaded when the first picture is drawn.
pub struct Font {
    file: FontFile,
    typeface: OnceLock<Option<Typeface>>,
}

/// A loaded font.
struct Typeface {
    database: Arc<Database>,
    family: String,
}

/// The face of a collection that has the glyph forms of mainland China.
const SIMPLIFIED: &str = "SC";

impl Font {
    pub fn new(file: FontFile) -> Self {
        Self {
            file,
            typeface: OnceLock::new(),
        }
    }

    pub fn fingerprint(&self) -> Fingerprint {
        self.file.fingerprint()
    }

    /// Whether the file can be read and contains glyphs.
    pub fn is_usable(&self) -> bool {
        self.typeface().is_some()
    }

    fn typeface(&self) -> Option<&Typeface> {
        let load = || Typeface::load(&self.file);
        self.typeface.get_or_init(load).as_ref()
    }
}

impl Typeface {
    /// `None` if the file is gone or is not a font with Chinese glyphs.
    fn load(file: &FontFile) -> Option<Self> {
        let mut database = Database::new();
        database.load_font_data(file.read()?);
        let is_simplified = |family: &str| family.split(' ').any(|it| it == SIMPLIFIED);
        let mut faces: Vec<(String, bool)> = database
            .faces()
            .filter_map(|it| Some(it.families.first()?.0.clone()))
            .map(|family| {
                let fits = is_simplified(&family);
                (family, fits)
            })
            .collect();
        faces.sort_by_key(|it| !it.1);
        let family = faces.into_iter().next()?.0;
        Some(Self {
            database: Arc::new(database),
            family,
        })
    }
}

/// A text that is no SVG, and the parser's reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoDrawing(pub String);

/// Renders the drawing at one pixel per unit; fully transparent if the font is gone.
///
/// # Errors
/// `svg` is no SVG.
pub fn png(svg: &str, size: (u32, u32), font: &Font) -> Result<Vec<u8>, NoDrawing> {
    let pixels = pixels(svg, size, font)?;
    Ok(pixels.encode_png().expect("encoding to memory cannot fail"))
}

/// The colour of the upper left pixel of one of our pictures; none if the file is damaged.
pub fn corner(png: &[u8]) -> Option<Colour> {
    let mut reader = png::Decoder::new(Cursor::new(png)).read_info().ok()?;
    let row = reader.next_row().ok()??;
    Some(*row.data().first_chunk()?)
}

pub(super) fn pixels(
    svg: &str,
    (width, height): (u32, u32),
    font: &Font,
) -> Result<Pixmap, NoDrawing> {
    let mut pixels =
        Pixmap::new(width.max(1), height.max(1)).expect("the size is small and not zero");
    let Some(typeface) = font.typeface() else {
        return Ok(pixels);
    };
    let options = Options {
        font_family: typeface.family.clone(),
        fontdb: Arc::clone(&typeface.database),
        image_href_resolver: ImageHrefResolver {
            resolve_string: Box::new(|_, _| None),
            ..ImageHrefResolver::default()
        },
        ..Options::default()
    };
    let tree = Tree::from_str(&writable(svg), &options).map_err(|it| NoDrawing(it.to_string()))?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    Ok(pixels)
}

/// Without the characters that XML has no way to write (XML 1.0 §2.2); a title may hold one.
fn writable(svg: &str) -> Cow<'_, str> {
    let is_control = |it: char| matches!(it, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f');
    let is_unwritable = |it: char| is_control(it) || matches!(it, '\u{fffe}' | '\u{ffff}');
    match svg.contains(is_unwritable) {
        true => svg.replace(is_unwritable, "").into(),
        false => svg.into(),
    }
}
