//! Slogans for programs that fetch them: players, signage systems, calendars.
//!
//! `feeds/slogans.*`: all that hold on the day; the same below `feeds/audiences/<term>/` and `feeds/scam-types/<term>/` for
//! those that name the term. UTF-8 without a byte-order mark, as JSON readers and players want it
//! (`docs/signage.md#feeds-for-programs`). An expired slogan is never in them.

mod anthias;
mod calendar;
mod feed;
mod json;
mod list;
mod table;

use std::sync::Arc;

use self::list::{Format, List, lists};
use crate::{
    content::Channel,
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Order, Output, Prepared, RenderContext, Wanted},
    paths::OutputPath,
    site::Site,
};

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
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
        recipe: Arc::new(ListFile {
            list: Arc::clone(list),
            format,
        }),
        origin: None,
        delivery: Some(Delivery {
            channel: Channel::Web,
            form: format.form(),
            addressee: list.term.map_or(Addressee::Everyone, Addressee::Term),
            slogans: Arc::clone(&list.slogans),
        }),
    })
}

/// One file of a list.
#[derive(Debug)]
struct ListFile {
    list: Arc<List>,
    format: Format,
}

impl Output for ListFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let (list, site) = (&self.list, context.site);
        match self.format {
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
}
