//! Pictures: their alternative text and their position on the page.
//!
//! In: the pieces of a picture. Out: `<img>`, wrapped in a `<figure>` where it is alone in its paragraph.
//! No picture is written without an `alt`.

use pulldown_cmark::{Event, Tag, TagEnd};

use serde::{Deserialize, Serialize};

use crate::{
    diagnostics::{Diagnostic, code},
    span::Span,
};

use super::{
    escape,
    links::{self, PictureTarget, Targets},
    piece::{Piece, end_of},
    plain,
};

/// A picture in the source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    pub destination: String,
    pub alt: String,
    pub span: Span,
}

/// Whether the paragraph at `start` contains one picture and nothing else.
pub(super) fn stands_alone(pieces: &[Piece<'_>], start: usize) -> bool {
    let is_image = |it: &Piece<'_>| matches!(it.event, Event::Start(Tag::Image { .. }));
    pieces.get(start + 1).is_some_and(is_image)
        && pieces[end_of(pieces, start + 1) + 1].event == Event::End(TagEnd::Paragraph)
}

/// Writes the picture at `start`; returns the index of the next piece.
pub(super) fn write(
    output: &mut String,
    pieces: &[Piece<'_>],
    start: usize,
    targets: &dyn Targets,
) -> usize {
    let end = end_of(pieces, start);
    let alt = plain::inline(&pieces[start + 1..end]);
    if let Event::Start(Tag::Image {
        dest_url, title, ..
    }) = &pieces[start].event
    {
        match find(dest_url, targets) {
            Some(picture) => tag(output, &picture, &alt, title),
            None => escape::text(output, &alt),
        }
    }
    end + 1
}

/// `None` if the destination is not allowed or there is no such picture.
fn find(destination: &str, targets: &dyn Targets) -> Option<PictureTarget> {
    match links::forbidden_prefix(destination) {
        Some(_) => None,
        None => targets.picture(destination),
    }
}

fn tag(output: &mut String, picture: &PictureTarget, alt: &str, title: &str) {
    output.push_str("<img");
    escape::address(output, "src", &picture.address);
    escape::attribute(output, "alt", alt);
    if !title.is_empty() {
        escape::attribute(output, "title", title);
    }
    choice(output, picture);
    if let Some((width_px, height_px)) = picture.size {
        output.push_str(&format!(" width=\"{width_px}\" height=\"{height_px}\""));
    }
    output.push_str(" loading=\"lazy\" decoding=\"async\">");
}

/// Writes `srcset` and `sizes`, from which a browser chooses a file by display width; nothing if there is
/// only one file.
fn choice(output: &mut String, picture: &PictureTarget) {
    if picture.versions.is_empty() {
        return;
    }
    let mut srcset = String::new();
    for (address, width_px) in &picture.versions {
        if !srcset.is_empty() {
            srcset.push_str(", ");
        }
        // A space ends an address here, and a comma may (WHATWG HTML §4.8.4.2.1).
        let address = address.replace(' ', "%20").replace(',', "%2C");
        srcset.push_str(&format!("{address} {width_px}w"));
    }
    escape::attribute(output, "srcset", &srcset);
    let shown_px = picture.shown_px;
    output.push_str(&format!(
        " sizes=\"(max-width: {shown_px}px) 100vw, {shown_px}px\""
    ));
}

/// Writes the paragraph at `start`, for which `stands_alone` holds, as a figure; the title becomes the
/// caption.
pub(super) fn write_figure(
    output: &mut String,
    pieces: &[Piece<'_>],
    start: usize,
    targets: &dyn Targets,
) -> usize {
    let Event::Start(Tag::Image {
        dest_url, title, ..
    }) = &pieces[start + 1].event
    else {
        unreachable!("a paragraph with a picture alone begins with the picture");
    };
    let Some(picture) = find(dest_url, targets) else {
        output.push_str("<p>");
        let end = write(output, pieces, start + 1, targets);
        output.push_str("</p>\n");
        return end + 1;
    };
    let end = end_of(pieces, start + 1);
    let alt = plain::inline(&pieces[start + 2..end]);
    output.push_str("<figure>");
    tag(output, &picture, &alt, "");
    if !title.is_empty() {
        output.push_str("<figcaption>");
        escape::text(output, title);
        output.push_str("</figcaption>");
    }
    output.push_str("</figure>\n");
    end + 2
}

pub(super) fn no_alt(at: Span) -> Diagnostic {
    Diagnostic::warning(code::MARKDOWN_IMAGE_ALT, "图片没有文字说明")
        .label(at, "看不见图的人不知道这里是什么")
        .help("在方括号里写出图片内容，例如 ![冒充客服的短信截图](a.png)")
}
