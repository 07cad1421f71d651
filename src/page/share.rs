//! Open Graph properties (ogp.me) of a page, and the picture for shared links.
//!
//! In: a page's heading and breadcrumbs. Out: a `ShareView`; none for pages that are not for sharing, or if
//! no template shows it. Every address is absolute. The picture always exists: without a card it is the first
//! picture of the text, and none where that one is missing or too small for WeChat.

use super::{
    Crumb,
    card::{CARD_SIZE, card_path},
    date_of,
    head::PageHeading,
    in_script,
    linked_data::{self, LinkedDataInputs, Picture},
    surroundings::FrameSettings,
};
use crate::theme::view::{PropertyView, ShareView};

/// WeChat ignores pictures with a shorter side. Source:
/// `docs/wechat.md#pictures-of-shared-links`, unconfirmed.
const SIDE_PX_MIN: u32 = 300;

pub fn view(
    heading: &PageHeading<'_>,
    crumbs: &[Crumb<'_>],
    settings: &FrameSettings<'_>,
) -> Option<ShareView> {
    if heading.card.is_none() || !settings.is_shared {
        return None;
    }
    let picture = picture(heading, settings);
    let shared = LinkedDataInputs {
        heading,
        crumbs,
        picture: picture.as_ref(),
        settings,
    };
    Some(ShareView {
        data: in_script(&linked_data::graph(&shared)),
        properties: properties(heading, picture.as_ref(), settings),
    })
}

fn picture(heading: &PageHeading<'_>, settings: &FrameSettings<'_>) -> Option<Picture> {
    let addresses = settings.addresses;
    if settings.has_cards {
        let card = settings.card_of(heading.card?);
        return Some(Picture {
            address: addresses.full_file(&card_path(&card)),
            size: Some(CARD_SIZE),
        });
    }
    let (output, size) = heading.article?.picture?;
    let is_large = |(width, height): (u32, u32)| width.min(height) >= SIDE_PX_MIN;
    size.is_none_or(is_large).then(|| Picture {
        address: addresses.full_file(output),
        size,
    })
}

fn properties(
    heading: &PageHeading<'_>,
    picture: Option<&Picture>,
    settings: &FrameSettings<'_>,
) -> Vec<PropertyView> {
    let title = heading.title.unwrap_or(settings.title);
    let date = heading.article.and_then(|it| date_of(it.document));
    let kind = if date.is_some() { "article" } else { "website" };
    let mut properties = vec![
        property("og:type", kind),
        property("og:title", title),
        property("og:description", heading.description),
        property("og:url", &settings.addresses.full(heading.url)),
        property("og:site_name", settings.title),
        // Open Graph separates language and region by an underscore.
        property("og:locale", &settings.language.replace('-', "_")),
    ];
    if let Some(picture) = picture {
        properties.push(property("og:image", &picture.address));
        if let Some((width, height)) = picture.size {
            properties.push(property("og:image:width", &width.to_string()));
            properties.push(property("og:image:height", &height.to_string()));
        }
        properties.push(property("og:image:alt", title));
    }
    if let (Some(page), Some(date)) = (heading.article, date) {
        let time = |it| settings.rfc3339(it);
        let updated = page.document.front_matter.updated.as_ref();
        properties.push(property("article:published_time", &time(date)));
        if let Some(updated) = updated {
            properties.push(property("article:modified_time", &time(updated.value)));
        }
        properties.push(property("article:section", heading.sections.own().title));
    }
    properties.retain(|it| !it.content.is_empty());
    properties
}

fn property(property: &'static str, content: &str) -> PropertyView {
    PropertyView {
        property,
        content: content.to_owned(),
    }
}
