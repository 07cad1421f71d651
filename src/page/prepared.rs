//! A file that can be made: what its bytes depend on, and how to make them.
//!
//! Equal inputs mean equal bytes; a file whose inputs have not changed is kept and never made again.

use super::RenderContext;
use crate::{
    fingerprint::Fingerprint,
    picture,
    theme::{Filling, Inputs, Problem},
};

/// The name of the input of a file that depends on nothing but the bytes at hand.
pub const BYTES: &str = "bytes";

/// The inputs of a file, and the function that makes its bytes.
pub struct Prepared<'a> {
    /// Equal inputs mean equal bytes.
    pub inputs: Inputs,
    make: Box<dyn FnOnce() -> Result<Vec<u8>, Problem> + 'a>,
}

impl<'a> Prepared<'a> {
    pub fn new(inputs: Inputs, make: impl FnOnce() -> Result<Vec<u8>, Problem> + 'a) -> Self {
        Self {
            inputs,
            make: Box::new(make),
        }
    }

    /// A picture of `size` pixels, drawn from a template that writes SVG.
    ///
    /// Pictures are ordered only where there is a font.
    pub fn drawn(filling: Filling<'a>, size: (u32, u32), context: &RenderContext<'a>) -> Self {
        let theme = context.theme;
        let font = context
            .font
            .expect("pictures are ordered only where there is a font");
        let mut inputs = filling.inputs();
        inputs.push(("font", font.fingerprint()));
        Self::new(inputs, move || {
            let template = filling.template().to_owned();
            let svg = filling.render_text()?;
            let drawn = picture::png(&svg, size, font);
            Ok(drawn.map_err(|it| theme.undrawable(&template, &it.0))?)
        })
    }

    /// A file whose bytes are as cheap to make as to find out whether they have changed.
    pub fn made(bytes: Vec<u8>) -> Self {
        Self::new(vec![(BYTES, Fingerprint::of(&bytes))], || Ok(bytes))
    }

    /// The bytes of the file.
    ///
    /// # Errors
    /// `theme/render` if a template fails, or a source has changed since it was read.
    pub fn make(self) -> Result<Vec<u8>, Problem> {
        (self.make)()
    }
}

impl<'a> From<Filling<'a>> for Prepared<'a> {
    fn from(filling: Filling<'a>) -> Self {
        Self::new(filling.inputs(), || filling.render())
    }
}
