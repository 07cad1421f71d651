//! Texts that messages and articles share.

use crate::{page::date_of, site::Page};

/// The date of the page as `2026年1月8日`; it never depends on the clock.
pub fn day_of(page: &Page) -> Option<String> {
    let date = date_of(&page.document)?.date();
    Some(in_words(date))
}

pub fn in_words(date: jiff::civil::Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
