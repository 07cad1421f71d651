//! Search: the results page, and the index that its script reads in the browser.
//!
//! In: a `Site`. Out: `search/index.html` and small files beside it, of which a query loads only those that
//! it needs: `names.js`, the names of entries; `words/N.js`, the entries that contain each word;
//! `entries/N.js`, the title, address, summary and date of each entry. Chinese text is not segmented: every
//! pair of adjacent characters is a word (`words`), in the index as in queries, so results depend on no
//! dictionary, neither here nor in the browser. The files are scripts and not JSON, so that search also works
//! in a copy of the site that is opened from a folder. The set of files depends only on the number of
//! entries, never on their contents.

mod entries;
mod guides;
mod index;
mod names;
mod shards;
mod slice;
mod words;
mod written;

use tera::Value;

use self::{
    entries::{SEARCH_GROUPS, SearchEntry},
    index::SearchIndex,
    shards::shards,
};
use crate::{
    config::Search,
    content::Detail,
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    page::{Addresses, Order, Output, Prepared, RenderContext, StaffPage, Wanted},
    paths::UrlPath,
    theme::{
        Filling, LateValue,
        view::{LinkView, SearchGroupView, SearchView},
    },
};

/// The number of entries in one `entries/N.js`.
const PART_SIZE: usize = 32;
/// How many scam types the page suggests at most.
const TYPES_MAX: usize = 40;

/// One file of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SearchFile {
    Page,
    Names,
    /// Titles and summaries of `PART_SIZE` entries; the first is number `PART_SIZE` times this number.
    Entries(usize),
    /// The postings of the words that `words::shard` assigns to this number.
    Words(usize),
}

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    if site.config.search == Search::Off {
        return Vec::new();
    }
    let count = entries::count(site);
    let mut files = vec![SearchFile::Page, SearchFile::Names];
    files.extend((0..count.div_ceil(PART_SIZE)).map(SearchFile::Entries));
    files.extend((0..shards(count)).map(SearchFile::Words));
    let order = |file: SearchFile| Order::of_site(url_of(file).output(), file, None);
    files.into_iter().map(order).collect()
}

fn folder() -> UrlPath {
    UrlPath::folder(&["search"])
}

fn url_of(file: SearchFile) -> UrlPath {
    match file {
        SearchFile::Page => folder(),
        SearchFile::Names => folder().file("names.js"),
        SearchFile::Entries(number) => folder().file(&format!("entries/{number}.js")),
        SearchFile::Words(number) => folder().file(&format!("words/{number}.js")),
    }
}

impl Output for SearchFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        prepare(*self, context)
    }
}

fn prepare<'a>(file: SearchFile, context: &RenderContext<'a>) -> Prepared<'a> {
    let context = *context;
    let index = context.state.get::<SearchIndex>();
    match file {
        SearchFile::Page => page(&context).into(),
        SearchFile::Names => {
            let names = names::names(index.entries(context.site), context.site);
            Prepared::made(written::names(&names))
        }
        SearchFile::Entries(number) => {
            let entries = index.entries(context.site);
            let part = entries.chunks(PART_SIZE).nth(number).unwrap_or_default();
            Prepared::made(written::entries(number, part, context.site))
        }
        SearchFile::Words(number) => {
            let inputs = vec![("words", index.version(&context))];
            Prepared::new(inputs, move || index.words(number, &context))
        }
    }
}

fn page<'a>(context: &RenderContext<'a>) -> Filling<'a> {
    let url = folder();
    let page = StaffPage {
        title: "站内搜索",
        description: "在本站搜索诈骗手法、案例、警示语和政策文件",
        url,
        above: None,
    };
    let index = context.state.get::<SearchIndex>();
    let (view, context) = (view(context, &index), *context);
    let late = LateValue {
        fingerprint: Fingerprint::of_value(&(&view, index.version(&context))),
        make: Box::new(move || {
            let content = index.content(&context)?;
            // Part of the address of every index file, so that a browser never mixes cached files of two
            // versions.
            let version = content.to_string()[..8].to_owned();
            Ok(Value::from_serializable(&SearchView { version, ..view }))
        }),
    };
    page.fill("search.html", &context, |it| it.insert_late("search", late))
}

/// The view without its version, which is known only after the index has been computed.
fn view(context: &RenderContext<'_>, index: &SearchIndex) -> SearchView {
    let site = context.site;
    let entries = index.entries(site);
    let addresses = Addresses::new(&site.config);
    let groups = SEARCH_GROUPS.iter().map(|group| SearchGroupView {
        name: group.name(),
        count: entries.iter().filter(|it| it.group(site) == *group).count(),
    });
    let types = entries.iter().filter_map(|it| match it {
        SearchEntry::Page(page) => Some(&site.pages[*page]),
        _ => None,
    });
    let types = types.filter(|it| matches!(it.document.detail, Detail::ScamType(_)));
    SearchView {
        version: String::new(),
        count: entries.len(),
        part_size: PART_SIZE,
        shards: shards(entries.len()),
        groups: groups.collect(),
        types: types
            .take(TYPES_MAX)
            .map(|it| LinkView {
                title: it.document.title.value.clone(),
                href: addresses.href(&it.url),
            })
            .collect(),
    }
}
