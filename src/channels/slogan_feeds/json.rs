//! Slogans as JSON: `slogans.json` with all their fields, and the data set for Xibo.
//!
//! Dates are written as `2026-05-01`; a missing date is null in `slogans.json` and empty in the data set.

use serde::Serialize;

use super::list::SloganList;
use crate::{
    content::Words,
    page::written,
    site::{Site, SiteSlogan},
    vocabulary::Channel,
};

pub fn slogans(list: &SloganList, site: &Site) -> Vec<u8> {
    written::json(&SloganFile {
        version: 1,
        date: site.at.date().to_string(),
        slogans: list.of(site).map(|it| entry(it, site)).collect(),
    })
}

/// The body for a remote data set: an array of objects under `data`, in playing order.
pub fn xibo(list: &SloganList, site: &Site) -> Vec<u8> {
    let rows = list.of(site).enumerate();
    let rows: Vec<XiboRow<'_>> = rows.map(|(order, it)| xibo_row(order, it)).collect();
    written::json(&serde_json::json!({ "data": rows }))
}

#[derive(Serialize)]
struct XiboRow<'a> {
    id: &'a str,
    text: &'a str,
    short: &'a str,
    /// Names of channels, separated by commas; empty for all channels.
    channel: String,
    valid_from: String,
    valid_to: String,
    order: usize,
}

fn xibo_row(order: usize, slogan: &SiteSlogan) -> XiboRow<'_> {
    let channels: Vec<&str> = slogan.channels.iter().map(|it| it.name()).collect();
    let day = |it: Option<jiff::civil::Date>| it.map_or_else(String::new, |it| it.to_string());
    let short = slogan.wordings.short.as_ref();
    XiboRow {
        id: &slogan.id,
        text: &slogan.wording(Channel::Signage).value,
        short: short.map_or(&slogan.text.value, |it| &it.value),
        channel: channels.join(","),
        valid_from: day(slogan.valid_from),
        valid_to: day(slogan.valid_until),
        order: order + 1,
    }
}

#[derive(Serialize)]
struct SloganFile<'a> {
    version: u32,
    /// The day on which all these slogans are valid.
    date: String,
    slogans: Vec<SloganEntry<'a>>,
}

#[derive(Serialize)]
struct SloganEntry<'a> {
    id: &'a str,
    text: &'a str,
    led: Option<&'a str>,
    cinema: Option<&'a str>,
    wechat: Option<&'a str>,
    signage: Option<&'a str>,
    print: Option<&'a str>,
    voice: Option<&'a str>,
    short: Option<&'a str>,
    channels: Vec<&'static str>,
    class: Option<&'static str>,
    source: Option<&'a str>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    group: &'a str,
    /// The names of the slogan's terms, by taxonomy.
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
        led: words(wordings.of(Channel::Led)),
        cinema: words(wordings.of(Channel::Cinema)),
        wechat: words(wordings.of(Channel::Wechat)),
        signage: words(wordings.of(Channel::Signage)),
        print: words(wordings.of(Channel::Print)),
        voice: words(wordings.of(Channel::Voice)),
        short: words(wordings.short.as_ref()),
        channels: slogan.channels.iter().copied().map(Channel::name).collect(),
        class: slogan.class.map(|it| it.name()),
        source: slogan.source.as_deref(),
        valid_from: slogan.valid_from.map(|it| it.to_string()),
        valid_until: slogan.valid_until.map(|it| it.to_string()),
        group: &site.pages[slogan.page].document.title.value,
        terms,
    }
}

fn words(wording: Option<&Words>) -> Option<&str> {
    wording.map(|it| it.value.as_str())
}
