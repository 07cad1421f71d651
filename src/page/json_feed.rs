//! JSON Feed 1.1, for feeds of pages and of slogans.
//!
//! Source: jsonfeed.org/version/1.1.

use super::written;
use crate::theme::view::FeedView;

/// The feed in UTF-8; an item without HTML gives its summary as plain text.
pub fn json_feed(view: &FeedView) -> Vec<u8> {
    let items: Vec<_> = view
        .items
        .iter()
        .map(|it| {
            // An item must have a content of one kind or the other.
            let (content, text) = match it.html.is_empty() {
                true => ("content_text", &it.summary),
                false => ("content_html", &it.html),
            };
            serde_json::json!({
                "id": it.id,
                "url": it.address,
                "title": it.title,
                "summary": it.summary,
                content: text,
                "date_published": it.published,
                "date_modified": it.updated,
            })
        })
        .collect();
    let feed = serde_json::json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.title,
        "description": view.description,
        "home_page_url": view.address,
        "feed_url": view.self_address,
        "language": view.language,
        "items": items,
    });
    written::json(&feed)
}
