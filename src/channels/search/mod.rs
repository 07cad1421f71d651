//! Search: the page of results, and the index that its script reads in the reader's browser.
//!
//! In: a `Site`. Out: `search/index.html`, and beside it small files of which a search loads the few that it needs:
//! `names.js`, the names of what readers look for; `words/N.js`, on which entries a word stands; `entries/N.js`, what is
//! shown of an entry. Chinese is not parted into words: every two characters that follow each other are one (`words`), in
//! the index as in a query, so neither a dictionary here nor one in the browser decides what is found.
//! The files are scripts and not JSON, so that a site that was copied to a folder can be searched too.
//! Which files there are depends on how many entries there are, never on what they say.

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
    entries::{GROUPS, Subject},
    index::Index,
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

/// How many entries one file shows.
const PART_SIZE: usize = 32;
/// How many scam types the page offers to those who do not know what to type.
const TYPES_MAX: usize = 40;

/// One of the files of the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum File {
    Page,
    Names,
    /// What is shown of the entries from `PART_SIZE` times this number on.
    Entries(usize),
    /// Where the words are that `words::shard` counts to this number.
    Words(usize),
}

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    if site.config.search == Search::Off {
        return Vec::new();
    }
    let count = entries::count(site);
    let mut files = vec![File::Page, File::Names];
    files.extend((0..count.div_ceil(PART_SIZE)).map(File::Entries));
    files.extend((0..shards(count)).map(File::Words));
    let order = |file: File| Order::of_site(url_of(file).output(), file, None);
    files.into_iter().map(order).collect()
}

fn folder() -> UrlPath {
    UrlPath::folder(&["search"])
}

fn url_of(file: File) -> UrlPath {
    match file {
        File::Page => folder(),
        File::Names => folder().file("names.js"),
        File::Entries(number) => folder().file(&format!("entries/{number}.js")),
        File::Words(number) => folder().file(&format!("words/{number}.js")),
    }
}

impl Output for File {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        prepare(*self, context)
    }
}

fn prepare<'a>(file: File, context: &RenderContext<'a>) -> Prepared<'a> {
    let context = *context;
    let index = context.state.get::<Index>();
    match file {
        File::Page => page(&context).into(),
        File::Names => {
            let names = names::names(index.subjects(context.site), context.site);
            Prepared::made(written::names(&names))
        }
        File::Entries(number) => {
            let subjects = index.subjects(context.site);
            let part = subjects.chunks(PART_SIZE).nth(number).unwrap_or_default();
            Prepared::made(written::entries(number, part, context.site))
        }
        File::Words(number) => {
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
    let index = context.state.get::<Index>();
    let (view, context) = (view(context, &index), *context);
    let late = LateValue {
        fingerprint: Fingerprint::of_value(&(&view, index.version(&context))),
        make: Box::new(move || {
            let content = index.content(&context)?;
            // Part of every address of the index, so that no browser mixes files of two versions.
            let version = content.to_string()[..8].to_owned();
            Ok(Value::from_serializable(&SearchView { version, ..view }))
        }),
    };
    page.fill("search.html", &context, |it| it.insert_late("search", late))
}

/// All but its version, which is known when the index is made.
fn view(context: &RenderContext<'_>, index: &Index) -> SearchView {
    let site = context.site;
    let subjects = index.subjects(site);
    let addresses = Addresses::new(&site.config);
    let groups = GROUPS.iter().map(|group| SearchGroupView {
        name: group.name(),
        count: subjects
            .iter()
            .filter(|it| it.group(site) == *group)
            .count(),
    });
    let types = subjects.iter().filter_map(|it| match it {
        Subject::Page(page) => Some(&site.pages[*page]),
        _ => None,
    });
    let types = types.filter(|it| matches!(it.document.detail, Detail::ScamType(_)));
    SearchView {
        version: String::new(),
        count: subjects.len(),
        part_size: PART_SIZE,
        shards: shards(subjects.len()),
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
