//! Renders SVG drawings as PNG.
//!
//! In: SVG whose text is set in one Chinese font, and the size in pixels. Out: the file. External pictures,
//! styles and fonts are never loaded.

use std::sync::{Arc, OnceLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

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

/// Renders the drawing at one pixel per unit; fully transparent if the font is gone.
pub fn png(svg: &str, size: (u32, u32), font: &Font) -> Vec<u8> {
    let pixels = pixels(svg, size, font);
    pixels.encode_png().expect("encoding to memory cannot fail")
}

pub(super) fn pixels(svg: &str, (width, height): (u32, u32), font: &Font) -> Pixmap {
    let mut pixels =
        Pixmap::new(width.max(1), height.max(1)).expect("the size is small and not zero");
    let Some(typeface) = font.typeface() else {
        return pixels;
    };
    let options = Options {
        font_family: typeface.family.clone(),
        fontdb: Arc::clone(&typeface.database),
        ..Options::default()
    };
    if let Ok(tree) = Tree::from_str(svg, &options) {
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    }
    pixels
}
