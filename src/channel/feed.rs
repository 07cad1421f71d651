//! Web feeds of the newest pages: RSS 2.0, Atom 1.0 and JSON Feed 1.1, for the site and for each section.
//!
//! All addresses are full. Times come from the content, so a feed changes only when its content does.
//! Sources: rssboard.org/rss-specification, RFC 4287, jsonfeed.org/version/1.1.

use tera::Context;

use super::{
    Order, Recipe, RenderContext,
    web::{Addresses, PageTargets, body_html, date_of, summary_of},
};
use crate::{
    content::Detail,
    diagnostics::Diagnostic,
    site::{Page, Site},
    theme::view::{FeedItemView, FeedView},
    yaml::Moment,
};

/// How many entries a feed has.
const ITEMS_MAX: usize = 20;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Rss,
    Atom,
    Json,
}

impl Format {
    const ALL: [Self; 3] = [Self::Rss, Self::Atom, Self::Json];

    fn file_name(self) -> &'static str {
        match self {
            Self::Rss => "feed.xml",
            Self::Atom => "atom.xml",
            Self::Json => "feed.json",
        }
    }
}

pub fn orders(site: &Site) -> Vec<Order> {
    let mut orders = Vec::new();
    for (section, it) in site.sections.iter().enumerate() {
        for format in Format::ALL {
            orders.push(Order {
                output: it.url.file(format.file_name()).output(),
                recipe: Recipe::Feed { section, format },
                origin: None,
            });
        }
    }
    orders
}

pub fn render(
    section: usize,
    format: Format,
    context: &RenderContext<'_>,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let view = feed_view(section, format, context);
    let template = match format {
        Format::Rss => "rss.xml",
        Format::Atom => "atom.xml",
        Format::Json => return Ok(json_feed(&view)),
    };
    let mut variables = Context::new();
    variables.insert("feed", &view);
    variables.insert_value("site", context.shared.site.clone());
    Ok(context.theme.render(template, &variables)?.into_bytes())
}

fn feed_view(section: usize, format: Format, context: &RenderContext<'_>) -> FeedView {
    let site = context.site;
    let addresses = Addresses::absolute(&site.config);
    let it = &site.sections[section];
    let pages = newest(section, site);
    let updated = pages
        .iter()
        .filter_map(|it| changed(&site.pages[*it]))
        .max();
    // A feed must say when it changed; an empty one has not changed since the beginning of time.
    let updated =
        updated.unwrap_or_else(|| Moment::new(jiff::civil::date(1970, 1, 1).at(8, 0, 0, 0)));
    let own = it.document.as_ref().map(summary_of);
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
            .map(|it| item_view(&site.pages[*it], context, addresses))
            .collect(),
    }
}

/// The newest dated pages of a section; the home section's feed is that of the whole site.
fn newest(section: usize, site: &Site) -> Vec<usize> {
    let mut pages: Vec<usize> = match section {
        0 => (0..site.pages.len()).collect(),
        section => site.sections[section].listed.clone(),
    };
    pages.retain(|it| date_of(&site.pages[*it].document).is_some());
    pages.sort_by_key(|it| (std::cmp::Reverse(date_of(&site.pages[*it].document)), *it));
    pages.truncate(ITEMS_MAX);
    pages
}

fn item_view(page: &Page, context: &RenderContext<'_>, addresses: Addresses<'_>) -> FeedItemView {
    let site = context.site;
    let document = &page.document;
    let published = date_of(document).expect("`newest` keeps dated pages only");
    let address = addresses.full(&page.url);
    let targets = PageTargets {
        links: &page.links,
        addresses,
        root: site.config.base_url.as_str(),
        here: &address,
    };
    FeedItemView {
        id: address.clone(),
        title: document.title.value.clone(),
        published: rfc3339(published, site),
        published_rfc2822: rfc2822(published, site),
        updated: rfc3339(changed(page).unwrap_or(published), site),
        summary: summary_of(document),
        html: match document.detail {
            // The list holds the wordings of single channels too; readers of a feed get the summary.
            Detail::Slogans(_) => String::new(),
            _ => body_html(document, context.sources, &targets),
        },
        address,
    }
}

fn changed(page: &Page) -> Option<Moment> {
    let updated = page.document.front_matter.updated.as_ref();
    updated
        .map(|it| it.value)
        .or_else(|| date_of(&page.document))
}

fn rfc3339(moment: Moment, site: &Site) -> String {
    let zoned = moment.zoned(&site.config.time_zone);
    zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn rfc2822(moment: Moment, site: &Site) -> String {
    let zoned = moment.zoned(&site.config.time_zone);
    zoned.strftime("%a, %d %b %Y %H:%M:%S %z").to_string()
}

fn json_feed(view: &FeedView) -> Vec<u8> {
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
    let mut text = serde_json::to_vec_pretty(&feed).expect("a JSON value can always be written");
    text.push(b'\n');
    text
}
