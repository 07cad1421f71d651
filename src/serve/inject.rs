//! Inserts the preview's script into a page.
//!
//! In: a page's bytes, its path and key. Out: the same bytes with one more element before `</body>`. Only
//! pages served to a browser are changed, never a file of a build.

use crate::{fingerprint::Fingerprint, markdown::escape, paths::OutputPath};

/// The page with the script that keeps it up to date; `page` is the path to check for updates, `None` if
/// there is none.
pub(super) fn inject(html: &[u8], page: Option<&OutputPath>, key: Option<Fingerprint>) -> Vec<u8> {
    let page = page.map_or(String::new(), |it| escape(it.as_str()));
    let key = key.map_or(String::new(), |it| it.to_string());
    let script = format!(
        r#"<script src="/_fanzha/preview.js" data-page="{page}" data-key="{key}" defer></script>"#
    );
    let at = end_of_body(html).unwrap_or(html.len());
    [&html[..at], script.as_bytes(), &html[at..]].concat()
}

/// The offset of the last `</body>`.
fn end_of_body(html: &[u8]) -> Option<usize> {
    const TAG: &[u8] = b"</body";
    let mut windows = html.windows(TAG.len());
    windows.rposition(|it| it.eq_ignore_ascii_case(TAG))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_is_inserted_at_the_end_of_the_body() {
        let page = OutputPath::new("a\"b/index.html").unwrap();
        let inject =
            |html: &str| String::from_utf8(inject(html.as_bytes(), Some(&page), None)).unwrap();
        let script = r#"<script src="/_fanzha/preview.js" data-page="a&quot;b/index.html" data-key="" defer></script>"#;
        let whole = inject("<body>&lt;/body&gt;</body><!-- --></BODY ></html>");
        let expected = format!("<body>&lt;/body&gt;</body><!-- -->{script}</BODY ></html>");
        assert_eq!(whole, expected);
        assert_eq!(inject("<p>"), format!("<p>{script}"));
    }
}
