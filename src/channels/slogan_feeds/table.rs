//! One slogan per line: `slogans.txt` and `slogans.csv`.
//!
//! UTF-8 without a byte-order mark, LF. The table is RFC 4180 with a header and without line breaks inside
//! fields, because Xibo splits a file at line breaks before it parses quotes (`docs/signage.md#xibo`).

use super::list::SloganList;
use crate::{
    content::Words,
    page::written,
    site::{AUDIENCES, SCAM_TYPES, Site, SiteSlogan},
    vocabulary::Channel,
};

pub fn text(list: &SloganList, site: &Site) -> Vec<u8> {
    let lines = list.of(site).map(|it| it.text.value.as_str());
    let text: String = lines.flat_map(|it| [it, "\n"]).collect();
    text.into_bytes()
}

const HEADER: [&str; 15] = [
    "id",
    "text",
    "led",
    "cinema",
    "wechat",
    "signage",
    "print",
    "voice",
    "short",
    "class",
    "audiences",
    "scam_types",
    "valid_from",
    "valid_until",
    "source",
];

pub fn csv(list: &SloganList, site: &Site) -> Vec<u8> {
    let rows = list.of(site).map(|it| row(it, site));
    let rows = rows.map(|row| row.map(|it| it.replace(['\r', '\n'], " ")));
    written::table(HEADER, rows, written::Reader::Program)
}

fn row(slogan: &SiteSlogan, site: &Site) -> [String; 15] {
    let own = &slogan.wordings;
    let words = |it: Option<&Words>| it.map_or_else(String::new, |it| it.value.clone());
    let day = |it: Option<jiff::civil::Date>| it.map_or_else(String::new, |it| it.to_string());
    let terms = |name: (&str, &str)| {
        let taxonomy = site.taxonomy(name);
        let named = slogan
            .terms
            .iter()
            .filter(|it| Some(it.taxonomy) == taxonomy);
        let named: Vec<&str> = named.map(|it| site.term(*it).name.as_str()).collect();
        named.join("、")
    };
    [
        slogan.id.clone(),
        slogan.text.value.clone(),
        words(own.of(Channel::Led)),
        words(own.of(Channel::Cinema)),
        words(own.of(Channel::Wechat)),
        words(own.of(Channel::Signage)),
        words(own.of(Channel::Print)),
        words(own.of(Channel::Voice)),
        words(own.short.as_ref()),
        slogan.class.map_or("", |it| it.name()).to_owned(),
        terms(AUDIENCES),
        terms(SCAM_TYPES),
        day(slogan.valid_from),
        day(slogan.valid_until),
        slogan.source.clone().unwrap_or_default(),
    ]
}
