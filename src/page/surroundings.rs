//! What the frame of every page shows of the site: a few settings, and the sections that the page lies in.
//!
//! Plain values that serialise: their fingerprint is part of a page's key, and the frame can read nothing
//! else.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use serde::{Serialize, Serializer};

use super::{Addresses, row::summary_of};
use crate::{
    config::{Config, Identity, ShareCards},
    content::Document,
    paths::{OutputPath, UrlPath},
    site::{Section, SectionId, Site},
    vocabulary::Kind,
    yaml::Moment,
};

/// The settings that the frame of a page shows.
#[derive(Clone, Copy, Serialize)]
pub struct FrameSettings<'a> {
    pub addresses: Addresses<'a>,
    pub base_url: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub language: &'a str,
    pub identity: &'a Identity,
    #[serde(serialize_with = "name_of_zone")]
    time_zone: &'a TimeZone,
    share_cards: ShareCards,
    /// Whether share cards are drawn at all.
    pub has_cards: bool,
    /// Whether any template shows what a shared link says.
    pub is_shared: bool,
}

impl<'a> FrameSettings<'a> {
    /// `has_cards` and `is_shared` depend on the theme (`Shared`).
    pub fn new(config: &'a Config, has_cards: bool, is_shared: bool) -> Self {
        Self {
            addresses: Addresses::new(config),
            base_url: config.base_url.as_str(),
            title: &config.title,
            description: &config.description,
            language: &config.language,
            identity: &config.identity,
            time_zone: &config.time_zone,
            share_cards: config.share_cards(),
            has_cards,
            is_shared,
        }
    }

    /// The address of the card that the settings give to the page at `url`.
    pub fn card_of(&self, url: &'a UrlPath) -> Cow<'a, UrlPath> {
        match self.share_cards {
            ShareCards::EveryPage => Cow::Borrowed(url),
            ShareCards::OneForSite | ShareCards::None => Cow::Owned(UrlPath::default()),
        }
    }

    /// RFC 3339, in the site's time zone.
    pub fn rfc3339(&self, moment: Moment) -> String {
        super::dates::rfc3339_in(moment, self.time_zone)
    }
}

/// Every time zone of the settings has a name of the IANA database.
fn name_of_zone<S: Serializer>(zone: &&TimeZone, serializer: S) -> Result<S::Ok, S::Error> {
    zone.iana_name().serialize(serializer)
}

/// What a page shows of one of the sections that it lies in.
#[derive(Clone, Serialize)]
pub struct EnclosingSection<'a> {
    /// As authors write it: `cases`; empty for the home section.
    pub name: &'a str,
    pub title: &'a str,
    pub url: &'a UrlPath,
    pub kind: Kind,
    /// The section's own summary; empty where it has none.
    pub summary: String,
    pub keywords: &'a [String],
    /// 栏目类别, where its author names one.
    pub column_type: Option<&'a str>,
    /// `2026年7月31日`, where the section is archived.
    archived_on: Option<String>,
}

/// The section of a page first, then the sections above it; the home section is last.
#[derive(Clone, Serialize)]
pub struct SectionPath<'a>(Vec<EnclosingSection<'a>>);

impl<'a> SectionPath<'a> {
    /// From `section` up to the home section.
    pub fn of(section: SectionId, site: &'a Site) -> Self {
        let mut sections = Vec::new();
        let mut next = Some(section);
        while let Some(id) = next {
            let section = &site.sections[id];
            sections.push(EnclosingSection::of(section));
            next = section.parent;
        }
        Self(sections)
    }

    /// The page's own section.
    pub fn own(&self) -> &EnclosingSection<'a> {
        &self.0[0]
    }

    /// Whether the page lies in the home section.
    pub fn is_home(&self) -> bool {
        self.0.len() == 1
    }

    /// The sections between the home section and the page's own one, the highest first.
    pub fn between(&self) -> impl Iterator<Item = &EnclosingSection<'a>> {
        let between = match self.0.len() {
            0 | 1 => &[],
            length => &self.0[1..length - 1],
        };
        between.iter().rev()
    }

    /// The day on which the section, or one above it, was archived.
    pub fn archived_on(&self) -> Option<&str> {
        self.0.iter().find_map(|it| it.archived_on.as_deref())
    }
}

impl<'a> EnclosingSection<'a> {
    fn of(section: &'a Section) -> Self {
        let document = section.document.as_deref();
        let settings = document.and_then(|it| it.front_matter.section.as_deref());
        let day = section.archived_on();
        Self {
            name: section.name(),
            title: &section.title,
            url: &section.url,
            kind: section.kind,
            summary: document.map_or_else(String::new, summary_of),
            keywords: document.map_or(&[], |it| it.front_matter.keywords.as_slice()),
            column_type: settings.and_then(|it| it.column_type.as_deref()),
            archived_on: day.map(|it| it.strftime("%Y年%-m月%-d日").to_string()),
        }
    }

    /// The section's own summary, or else that of the site.
    pub fn description<'t>(&'t self, settings: &FrameSettings<'t>) -> &'t str {
        match self.summary.as_str() {
            "" => settings.description,
            own => own,
        }
    }
}

/// A page whose text is shown, as its frame describes it.
#[derive(Clone, Copy)]
pub struct Article<'a> {
    pub document: &'a Document,
    /// The first picture of its text, and its width and height in pixels.
    pub picture: Option<(&'a OutputPath, Option<(u32, u32)>)>,
}
