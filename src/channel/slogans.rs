//! All slogans that hold on the day, for programs that fetch them: `feeds/slogans.txt` and `feeds/slogans.json`.
//!
//! UTF-8 without a byte-order mark and with LF, as JSON readers and players want it (`shared/domain/channels.md` §5).
//! An expired slogan is never in them.

use std::sync::Arc;

use serde::Serialize;

use super::{Addressee, Delivery, Form, Order, Recipe};
use crate::{
    content::Channel,
    paths::OutputPath,
    site::{Site, SiteSlogan},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
}

pub fn orders(site: &Site) -> Vec<Order> {
    let shown = approved(site).map(|(index, _)| index);
    let shown: Arc<[usize]> = shown.collect();
    if shown.is_empty() {
        return Vec::new();
    }
    [("txt", Format::Text), ("json", Format::Json)]
        .into_iter()
        .map(|(extension, format)| Order {
            output: OutputPath::new(&format!("feeds/slogans.{extension}"))
                .expect("the name is fixed and safe"),
            recipe: Recipe::Slogans(format),
            origin: None,
            delivery: Some(Delivery {
                channel: Channel::Web,
                form: Form::Utf8,
                addressee: Addressee::Everyone,
                slogans: Arc::clone(&shown),
            }),
        })
        .collect()
}

pub fn render(format: Format, site: &Site) -> Vec<u8> {
    match format {
        Format::Text => {
            let lines = approved(site).map(|(_, it)| it.text.value.as_str());
            lines
                .flat_map(|it| [it, "\n"])
                .collect::<String>()
                .into_bytes()
        }
        Format::Json => {
            let list = SloganList {
                version: 1,
                date: site.at.date().to_string(),
                slogans: approved(site).map(|(_, it)| entry(it, site)).collect(),
            };
            let mut text = serde_json::to_vec_pretty(&list).expect("plain data can be written");
            text.push(b'\n');
            text
        }
    }
}

/// All but drafts and those whose time has not come.
fn approved(site: &Site) -> impl Iterator<Item = (usize, &SiteSlogan)> {
    let slogans = site.slogans.iter().enumerate();
    slogans.filter(|(_, it)| !it.is_early)
}

#[derive(Serialize)]
struct SloganList<'a> {
    version: u32,
    /// The day on which all of these hold.
    date: String,
    slogans: Vec<SloganEntry<'a>>,
}

#[derive(Serialize)]
struct SloganEntry<'a> {
    id: &'a str,
    text: &'a str,
    led: Option<&'a str>,
    cinema: Option<&'a str>,
    voice: Option<&'a str>,
    short: Option<&'a str>,
    channels: Vec<&'static str>,
    class: Option<&'static str>,
    source: Option<&'a str>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    group: &'a str,
    /// Names of the terms, by taxonomy.
    terms: serde_json::Map<String, serde_json::Value>,
}

fn entry<'a>(slogan: &'a SiteSlogan, site: &'a Site) -> SloganEntry<'a> {
    let wordings = &slogan.wordings;
    let mut terms = serde_json::Map::new();
    for term in &slogan.terms {
        let taxonomy = &site.taxonomies[term.taxonomy].name;
        let names = terms
            .entry(taxonomy.clone())
            .or_insert_with(|| serde_json::Value::Array(Vec::new()));
        if let serde_json::Value::Array(names) = names {
            names.push(site.term(*term).name.clone().into());
        }
    }
    SloganEntry {
        id: &slogan.id,
        text: &slogan.text.value,
        led: wordings.led.as_ref().map(|it| it.value.as_str()),
        cinema: wordings.cinema.as_ref().map(|it| it.value.as_str()),
        voice: wordings.voice.as_ref().map(|it| it.value.as_str()),
        short: wordings.short.as_ref().map(|it| it.value.as_str()),
        channels: slogan.channels.iter().copied().map(Channel::name).collect(),
        class: slogan.class.map(|it| it.name()),
        source: slogan.source.as_deref(),
        valid_from: slogan.valid_from.map(|it| it.to_string()),
        valid_until: slogan.valid_until.map(|it| it.to_string()),
        group: &site.pages[slogan.page].document.title.value,
        terms,
    }
}
