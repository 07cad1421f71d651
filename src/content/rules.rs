//! The settings that affect how files are parsed.

use jiff::tz::TimeZone;

use serde::{Serialize, Serializer};

use crate::markdown::HtmlPolicy;

/// Everything besides its own bytes that affects how a file is parsed.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    #[serde(serialize_with = "zone_name")]
    pub time_zone: TimeZone,
    /// The name and Chinese title of each taxonomy, in the order of `site.yaml`. Both are front-matter keys.
    pub taxonomies: Vec<(String, String)>,
    pub raw_html: HtmlPolicy,
}

/// Serialises a time zone as its name in `site.yaml`.
fn zone_name<S: Serializer>(zone: &TimeZone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.iana_name().unwrap_or_default())
}
