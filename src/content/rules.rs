//! What the meaning of a file depends on besides its own bytes: the settings that parsing looks at.

use jiff::tz::TimeZone;

use serde::{Serialize, Serializer};

use crate::markdown::HtmlPolicy;

/// What a file's meaning depends on besides its own bytes.
#[derive(Clone, Debug, Serialize)]
pub struct Rules {
    #[serde(serialize_with = "zone_name")]
    pub time_zone: TimeZone,
    /// Name and Chinese title of each taxonomy, in the order of `site.yaml`: these are front-matter keys too.
    pub taxonomies: Vec<(String, String)>,
    pub raw_html: HtmlPolicy,
}

/// A zone is known by its name in `site.yaml`.
fn zone_name<S: Serializer>(zone: &TimeZone, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(zone.iana_name().unwrap_or_default())
}
