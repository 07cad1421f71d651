//! Slogans for programs that fetch them: players, signage systems, calendars.
//!
//! `feeds/slogans.*`: all that hold on the day; the same below `feeds/audiences/<term>/` and
//! `feeds/scam-types/<term>/` for those that name the term. UTF-8 without a byte-order mark, as JSON readers
//! and players want it (`docs/signage.md#feeds-for-programs`). An expired slogan is never in them.

mod anthias;
mod calendar;
mod feed;
mod json;
mod table;

use std::sync::Arc;

use super::{Addressee, Delivery, Form, Order, Prepared, Recipe, RenderContext};
use crate::{
    content::Channel,
    paths::OutputPath,
    site::{AUDIENCES, SCAM_TYPES, Site, SiteSlogan, TermRef},
};

/// Slogans that are fetched together.
#[derive(Clone, Debug)]
pub struct List {
    /// Below the output folder, with a slash at its end.
    folder: String,
    /// Those whom they are chosen for; none for all.
    term: Option<TermRef>,
    /// In `Site::slogans`; never empty.
    slogans: Arc<[usize]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Csv,
    Rss,
    JsonFeed,
    Calendar,
    Xibo,
    Anthias,
}

impl Format {
    const ALL: [Self; 8] = [
        Self::Text,
        Self::Json,
        Self::Csv,
        Self::Rss,
        Self::JsonFeed,
        Self::Calendar,
        Self::Xibo,
        Self::Anthias,
    ];

    fn file_name(self) -> &'static str {
        match self {
            Self::Text => "slogans.txt",
            Self::Json => "slogans.json",
            Self::Csv => "slogans.csv",
            Self::Rss => "slogans.rss.xml",
            Self::JsonFeed => "slogans.feed.json",
            Self::Calendar => "schedule.ics",
            Self::Xibo => "xibo-dataset.json",
            Self::Anthias => "anthias-assets.json",
        }
    }

    fn form(self) -> Form {
        match self {
            Self::Calendar => Form::Utf8CrLf,
            _ => Form::Utf8,
        }
    }
}

pub fn orders(site: &Site) -> Vec<Order> {
    lists(site)
        .into_iter()
        .flat_map(|list| {
            let list = Arc::new(list);
            Format::ALL.map(|it| order(&list, it, site))
        })
        .flatten()
        .collect()
}

/// None for a file that would say nothing.
fn order(list: &Arc<List>, format: Format, site: &Site) -> Option<Order> {
    let is_empty = match format {
        Format::Calendar => calendar::events(list, site).is_empty(),
        Format::Anthias => anthias::assets(list, site).is_empty(),
        _ => false,
    };
    (!is_empty).then(|| Order {
        output: OutputPath::new(&format!("{}{}", list.folder, format.file_name()))
            .expect("names of terms are made safe"),
        recipe: Recipe::Slogans(Arc::clone(list), format),
        origin: None,
        delivery: Some(Delivery {
            channel: Channel::Web,
            form: format.form(),
            addressee: list.term.map_or(Addressee::Everyone, Addressee::Term),
            slogans: Arc::clone(&list.slogans),
        }),
    })
}

/// All, and those of each audience and scam type that any slogan names.
fn lists(site: &Site) -> Vec<List> {
    let list = |folder: String, term: Option<TermRef>| {
        let takes = |it: &SiteSlogan| term.is_none_or(|term| it.terms.contains(&term));
        let slogans = site.slogans.iter().enumerate();
        let slogans = slogans.filter(|(_, it)| !it.is_early && takes(it));
        List {
            folder,
            term,
            slogans: slogans.map(|(index, _)| index).collect(),
        }
    };
    let mut lists = vec![list("feeds/".to_owned(), None)];
    for (name, folder) in [(AUDIENCES, "audiences"), (SCAM_TYPES, "scam-types")] {
        let Some(taxonomy) = site.taxonomy(name) else {
            continue;
        };
        for (term, it) in site.taxonomies[taxonomy].terms.iter().enumerate() {
            let reference = TermRef { taxonomy, term };
            lists.push(list(
                format!("feeds/{folder}/{}/", it.slug()),
                Some(reference),
            ));
        }
    }
    lists.retain(|it| !it.slogans.is_empty());
    lists
}

pub fn prepare<'a>(list: &Arc<List>, format: Format, context: &RenderContext<'a>) -> Prepared<'a> {
    let site = context.site;
    match format {
        Format::Text => Prepared::made(table::text(list, site)),
        Format::Csv => Prepared::made(table::csv(list, site)),
        Format::Json => Prepared::made(json::slogans(list, site)),
        Format::Xibo => Prepared::made(json::xibo(list, site)),
        Format::Rss => feed::rss(list, context),
        Format::JsonFeed => Prepared::made(feed::json(list, site)),
        Format::Calendar => Prepared::made(calendar::calendar(list, site)),
        Format::Anthias => Prepared::made(anthias::file(list, site)),
    }
}

impl List {
    fn of<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = &'a SiteSlogan> {
        self.slogans.iter().map(|it| &site.slogans[*it])
    }

    /// What the list is called: the site's title, and whom it is chosen for.
    fn title(&self, site: &Site) -> String {
        let title = &site.config.title;
        match self.term {
            Some(term) => format!("{}警示语 - {title}", site.term(term).name),
            None => format!("警示语 - {title}"),
        }
    }
}
