//! Pages of the preview itself: what cannot be shown, and why.
//!
//! In: text. Out: HTML without scripts, styles or external pictures. All text is escaped.

use crate::markdown::escape;

/// A page with one message; `drawing` is preformatted text.
pub(super) fn page(title: &str, text: &str, drawing: Option<&str>) -> String {
    let drawing = drawing.map_or(String::new(), |it| format!("<pre>{}</pre>\n", escape(it)));
    format!(
        "<!doctype html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/_fanzha/desk.css\">\n</head>\n<body>\n\
         <main class=\"notice\">\n<h1>{title}</h1>\n<p>{text}</p>\n{drawing}</main>\n</body>\n</html>\n",
        title = escape(title),
        text = escape(text),
    )
}
