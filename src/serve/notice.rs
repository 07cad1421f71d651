//! Pages of the preview's own: what cannot be shown, and why.
//!
//! In: texts. Out: HTML without scripts, styles or pictures from elsewhere. No text is ever taken for HTML.

/// A page that says one thing; `drawing` is shown as it is, in lines.
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

/// `text` as it stands in HTML, also within the quotes of an attribute.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
