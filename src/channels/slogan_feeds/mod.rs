//! Slogans for programs that fetch them: players, signage systems, calendars.
//!
//! `feeds/slogans.*` contains all slogans that are valid on the day of the build; `feeds/audiences/<term>/`
//! and `feeds/scam-types/<term>/` contain those that name the term. UTF-8 without a byte-order mark, as JSON
//! parsers and players require (`docs/signage.md#feeds-for-programs`). Expired slogans are never included.

mod anthias;
mod calendar;
mod feed;
mod json;
mod list;
mod table;

use std::sync::Arc;

use self::list::{SloganFormat, SloganList, lists};
use crate::{
    diagnostics::Diagnostics,
    page::{Addressee, Delivery, Order, Output, Prepared, RenderContext, Wanted},
    paths::OutputPath,
    site::Site,
    vocabulary::Channel,
};

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let site = wanted.site;
    lists(site)
        .into_iter()
        .flat_map(|list| {
            let list = Arc::new(list);
            SloganFormat::ALL.map(|it| order(&list, it, site))
        })
        .flatten()
        .collect()
}

/// The order for one file of a list; `None` if the file would be empty.
fn order(list: &Arc<SloganList>, format: SloganFormat, site: &Site) -> Option<Order> {
    let is_empty = match format {
        SloganFormat::Calendar => calendar::events(list, site).is_empty(),
        SloganFormat::Anthias => anthias::assets(list, site).is_empty(),
        _ => false,
    };
    (!is_empty).then(|| Order {
        output: OutputPath::new(&format!("{}{}", list.folder, format.file_name()))
            .expect("names of terms are made safe"),
        recipe: Arc::new(SloganListFile {
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

/// A list in one format.
#[derive(Debug)]
struct SloganListFile {
    list: Arc<SloganList>,
    format: SloganFormat,
}

impl Output for SloganListFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        let (list, site) = (&self.list, context.site);
        match self.format {
            SloganFormat::Text => Prepared::made(table::text(list, site)),
            SloganFormat::Csv => Prepared::made(table::csv(list, site)),
            SloganFormat::Json => Prepared::made(json::slogans(list, site)),
            SloganFormat::Xibo => Prepared::made(json::xibo(list, site)),
            SloganFormat::Rss => feed::rss(list, context),
            SloganFormat::JsonFeed => Prepared::made(feed::json(list, site)),
            SloganFormat::Calendar => Prepared::made(calendar::calendar(list, site)),
            SloganFormat::Anthias => Prepared::made(anthias::file(list, site)),
        }
    }
}
