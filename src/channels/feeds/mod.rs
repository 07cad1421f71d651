//! Web feeds of the newest pages: RSS 2.0, Atom 1.0 and JSON Feed 1.1, for the site and for each section.
//!
//! All addresses are absolute. Times come from the content, so a feed changes only when its content changes.
//! Sources: rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1.

use std::cmp::Reverse;

use tera::Value;

use crate::{
    diagnostics::Diagnostics,
    fingerprint::Fingerprint,
    page::{
        Addresses, BodyHtml, Order, Output, Place, Prepared, RenderContext, Wanted, date_of,
        json_feed, rfc2822, rfc3339, summary_of,
    },
    site::{Page, PageId, SectionId, Site},
    theme::{
        Filling, LateValue, Problem,
        view::{FeedItemView, FeedView},
    },
    yaml::Moment,
};

/// The maximum number of items in a feed.
const ITEMS_MAX: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FeedFormat {
    Rss,
    Atom,
    Json,
}

impl FeedFormat {
    const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

/// The feed of one section in one format.
#[derive(Debug)]
struct SectionFeed {
    section: SectionId,
    format: FeedFormat,
}

impl Output for SectionFeed {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        prepare(self.section, self.format, context)
    }
}

pub fn orders(wanted: &Wanted<'_>, _diagnostics: &mut Diagnostics) -> Vec<Order> {
    let mut orders = Vec::new();
    for (section, it) in wanted.site.sections.iter_with_ids() {
        for format in FeedFormat::ALL {
            let output = it.url.file(format.file_name()).output();
            orders.push(Order::of_site(
                output,
                SectionFeed { section, format },
                None,
            ));
        }
    }
    orders
}

fn prepare<'a>(
    section: SectionId,
    format: FeedFormat,
    context: &RenderContext<'a>,
) -> Prepared<'a> {
    let context = *context;
    let pages = newest(section, context.site);
    let texts = texts(&pages, &context);
    let without_texts = feed_view((section, &pages), format, context.site);
    let fingerprints: Vec<Fingerprint> = texts.iter().map(BodyHtml::fingerprint).collect();
    let fingerprint = Fingerprint::of_value(&(&without_texts, fingerprints));
    let make = move || -> Result<FeedView, Problem> {
        let mut view = without_texts;
        for (item, text) in view.items.iter_mut().zip(&texts) {
            item.html = text.html()?;
        }
        Ok(view)
    };
    let template = match format {
        FeedFormat::Rss => "rss.xml",
        FeedFormat::Atom => "atom.xml",
        FeedFormat::Json => {
            return Prepared::new(vec![("feed", fingerprint)], move || Ok(json_feed(&make()?)));
        }
    };
    let mut filling = Filling::new(context.theme, template);
    let value = LateValue {
        fingerprint,
        make: Box::new(move || Ok(Value::from_serializable(&make()?))),
    };
    filling.insert_late("feed", value);
    filling.insert_shared("site", &context.shared.site);
    filling.into()
}

/// The texts of the feed's items, in the order of the items.
fn texts<'a>(pages: &[PageId], context: &RenderContext<'a>) -> Vec<BodyHtml<'a>> {
    let site = context.site;
    pages
        .iter()
        .map(|it| {
            let page = &site.pages[*it];
            let addresses = Addresses::absolute(&site.config);
            let place = Place {
                addresses,
                root: site.config.base_url.as_str().to_owned(),
                here: addresses.full(&page.url),
            };
            BodyHtml::new(context, &page.document, &page.links, place)
        })
        .collect()
}

/// The feed; the texts of its items are still empty.
fn feed_view(
    (section, pages): (SectionId, &[PageId]),
    format: FeedFormat,
    site: &Site,
) -> FeedView {
    let addresses = Addresses::absolute(&site.config);
    let it = &site.sections[section];
    let updated = pages
        .iter()
        .filter_map(|it| changed(&site.pages[*it]))
        .max();
    // A feed must state when it was updated; an empty one gets a fixed time.
    let updated =
        updated.unwrap_or_else(|| Moment::new(jiff::civil::date(1970, 1, 1).at(8, 0, 0, 0)));
    let own = it.document.as_deref().map(summary_of);
    let title = match it.parent {
        None => site.config.title.clone(),
        Some(_) => format!("{} - {}", it.title, site.config.title),
    };
    FeedView {
        description: match own {
            Some(own) if !own.is_empty() && it.parent.is_some() => own,
            _ if site.config.description.is_empty() => title.clone(),
            _ => site.config.description.clone(),
        },
        title,
        language: site.config.language.clone(),
        address: addresses.full(&it.url),
        self_address: addresses.full(&it.url.file(format.file_name())),
        updated: rfc3339(updated, site),
        updated_rfc2822: rfc2822(updated, site),
        items: pages
            .iter()
            .map(|it| item_view(&site.pages[*it], site, addresses))
            .collect(),
    }
}

/// The newest dated pages of a section; for the home section, of the whole site.
fn newest(section: SectionId, site: &Site) -> Vec<PageId> {
    let all: Vec<PageId> = match section {
        SectionId::HOME => site.pages.ids().collect(),
        section => site.sections[section].listed.clone(),
    };
    let dated = |it: PageId| Some((Reverse(date_of(&site.pages[it].document)?), it));
    let mut dated: Vec<_> = all.into_iter().filter_map(dated).collect();
    if dated.len() > ITEMS_MAX {
        dated.select_nth_unstable(ITEMS_MAX);
        dated.truncate(ITEMS_MAX);
    }
    dated.sort_unstable();
    dated.into_iter().map(|it| it.1).collect()
}

fn item_view(page: &Page, site: &Site, addresses: Addresses<'_>) -> FeedItemView {
    let document = &page.document;
    let published = date_of(document).expect("`newest` keeps dated pages only");
    let address = addresses.full(&page.url);
    FeedItemView {
        id: address.clone(),
        title: document.title.value.clone(),
        published: rfc3339(published, site),
        published_rfc2822: rfc2822(published, site),
        updated: rfc3339(changed(page).unwrap_or(published), site),
        summary: summary_of(document),
        html: String::new(),
        address,
    }
}

fn changed(page: &Page) -> Option<Moment> {
    let updated = page.document.front_matter.updated.as_ref();
    updated
        .map(|it| it.value)
        .or_else(|| date_of(&page.document))
}
