//! How pages write months and the names of terms.

use jiff::civil::Date;

use crate::{page::Addresses, site::Site, theme::kind_view::NamedView};

/// The name of the term that `word` refers to, with a link to the term's page; `word` itself if there is no
/// such term.
pub fn named(
    word: &str,
    taxonomy: (&str, &str),
    site: &Site,
    addresses: Addresses<'_>,
) -> NamedView {
    let term = site.taxonomy(taxonomy).and_then(|it| {
        let taxonomy = &site.taxonomies[it];
        taxonomy.find(word).map(|it| &taxonomy[it])
    });
    NamedView {
        name: term.map_or_else(|| word.to_owned(), |it| it.name.clone()),
        href: term
            .and_then(|it| it.url.as_ref())
            .map(|it| addresses.href(it)),
    }
}

pub fn month_in_words(month: Option<Date>) -> String {
    month.map_or_else(String::new, |it| format!("{}年{}月", it.year(), it.month()))
}
