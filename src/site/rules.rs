//! The part of the settings that affects how documents are parsed.

use crate::{
    config::{Config, RawHtml},
    content::Rules,
    markdown,
};

pub fn rules(config: &Config) -> Rules {
    Rules {
        time_zone: config.time_zone.clone(),
        taxonomies: config
            .taxonomies
            .iter()
            .map(|it| (it.name.clone(), it.title.clone()))
            .collect(),
        raw_html: match config.raw_html {
            RawHtml::Forbid => markdown::HtmlPolicy::Forbid,
            RawHtml::Sanitize => markdown::HtmlPolicy::Sanitize,
        },
    }
}
