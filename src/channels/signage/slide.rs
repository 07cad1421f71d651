//! A slide: one slogan as a picture, for players that support only pictures.
//!
//! In: the lines of the slogan. Out: the variables of the template `signage/slide.svg`, which draws it.

use super::board::SignageBoard;
use crate::{page::RenderContext, theme::Filling};

const TEMPLATE: &str = "signage/slide.svg";

pub fn filling<'a>(
    lines: &[String],
    board: &SignageBoard,
    context: &RenderContext<'a>,
) -> Filling<'a> {
    let (width, height) = board.size();
    let mut filling = Filling::new(context.theme, TEMPLATE);
    filling.insert("width", width);
    filling.insert("height", height);
    filling.insert("shape", board.shape_name());
    filling.insert("lines", lines.to_vec());
    filling.insert("contact_name", board.contact.0.clone());
    filling.insert("contact_number", board.contact.1.clone());
    filling.insert("organiser", board.organiser.clone());
    filling
}
