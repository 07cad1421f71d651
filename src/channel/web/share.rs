//! What a program is told that shows a link to a page: Open Graph (ogp.me), and the picture that goes with it.
//!
//! In: a page's heading and where it stands. Out: a `ShareView`; none for pages that are not for sharing, or where no
//! template shows it. Every address is a full one. No picture is named that is not there: without a card it is the first
//! one of the text, and where that is too small for WeChat or missing there is none.

use super::{
    Addresses,
    card::{SHARE, are_drawn},
    card_look,
    head::{Heading, first_picture},
    linked_data::{self, Shared},
    render::Crumb,
    rows::{date_of, rfc3339},
};
use crate::{
    channel::{RenderContext, script::in_script},
    theme::view::{PropertyView, ShareView},
};

/// WeChat is reported to pass over smaller pictures. Source: `docs/wechat.md#pictures-of-shared-links`,
/// unconfirmed.
const SIDE_PX_MIN: u32 = 300;

/// A picture as others find it.
pub struct Picture {
    pub address: String,
    pub size: Option<(u32, u32)>,
}

pub fn view(
    heading: &Heading<'_>,
    crumbs: &[Crumb],
    context: &RenderContext<'_>,
) -> Option<ShareView> {
    if heading.card.is_none() || !context.theme.names_anywhere(SHARE) {
        return None;
    }
    let picture = picture(heading, context);
    let shared = Shared {
        heading,
        crumbs,
        picture: picture.as_ref(),
        site: context.site,
    };
    Some(ShareView {
        data: in_script(&linked_data::graph(&shared)),
        properties: properties(heading, picture.as_ref(), context),
    })
}

fn picture(heading: &Heading<'_>, context: &RenderContext<'_>) -> Option<Picture> {
    let site = context.site;
    let addresses = Addresses::new(&site.config);
    if are_drawn(site, context.theme, context.font.is_some()) {
        let card = heading.card?.chosen(site);
        return Some(Picture {
            address: addresses.full_file(&card.output(site)),
            size: Some(card_look::SIZE),
        });
    }
    let (output, size) = first_picture(heading.article?)?;
    let is_large = |(width, height): (u32, u32)| width.min(height) >= SIDE_PX_MIN;
    size.is_none_or(is_large).then(|| Picture {
        address: addresses.full_file(output),
        size,
    })
}

fn properties(
    heading: &Heading<'_>,
    picture: Option<&Picture>,
    context: &RenderContext<'_>,
) -> Vec<PropertyView> {
    let site = context.site;
    let title = heading.title.unwrap_or(&site.config.title);
    let date = heading.article.and_then(|it| date_of(&it.document));
    let kind = if date.is_some() { "article" } else { "website" };
    let mut properties = vec![
        property("og:type", kind),
        property("og:title", title),
        property("og:description", &heading.description),
        property("og:url", &Addresses::new(&site.config).full(heading.url)),
        property("og:site_name", &site.config.title),
        // Open Graph writes an underscore.
        property("og:locale", &site.config.language.replace('-', "_")),
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
        let time = |it| rfc3339(it, site);
        let updated = page.document.front_matter.updated.as_ref();
        properties.push(property("article:published_time", &time(date)));
        if let Some(updated) = updated {
            properties.push(property("article:modified_time", &time(updated.value)));
        }
        properties.push(property("article:section", &heading.section.title));
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
