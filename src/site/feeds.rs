//! Selects the slogans for each feed of `site.yaml`.
//!
//! In: feed settings, taxonomies and the valid slogans. Out: for each feed its slogans in display order. A
//! feed without slogans is an error: a control card that gets an empty text shows garbage or nothing.

use super::{
    FeedId, SiteSlogan, SloganId, Taxonomy, TermId,
    selection::{Criteria, Selection},
};
use crate::{
    config::FeedSettings,
    content::TaxonomyId,
    diagnostics::{Diagnostic, Diagnostics, code},
    table::Table,
    vocabulary::Channel,
};

#[derive(Clone)]
pub struct Feed {
    pub settings: FeedSettings,
    /// The unit that shows the feed.
    pub unit: Option<TermId>,
    /// The number of slogans that the feed would take without its limit.
    pub suited: usize,
    /// The slogans in display order; never empty in a build without errors.
    pub slogans: Vec<SloganId>,
}

impl Feed {
    /// The channel whose wordings the feed shows.
    pub fn channel(&self) -> Channel {
        self.settings.kind.channel()
    }
}

pub fn feeds(
    settings: &[FeedSettings],
    taxonomies: &Table<TaxonomyId, Taxonomy>,
    slogans: &Table<SloganId, SiteSlogan>,
    diagnostics: &mut Diagnostics,
) -> Table<FeedId, Feed> {
    settings
        .iter()
        .map(|settings| {
            let criteria = Criteria {
                what: "播放单",
                channel: settings.kind.channel(),
                audiences: &settings.audiences,
                scam_types: &settings.scam_types,
                units: settings.unit.as_slice(),
            };
            let selection = Selection::new(&criteria, taxonomies, diagnostics);
            let mut chosen = selection.of(slogans);
            let suited = chosen.len();
            chosen.truncate(settings.limit);
            if chosen.is_empty() {
                diagnostics.push(empty(settings));
            }
            Feed {
                settings: settings.clone(),
                unit: selection.units.first().copied(),
                suited,
                slogans: chosen,
            }
        })
        .collect()
}

fn empty(settings: &FeedSettings) -> Diagnostic {
    Diagnostic::error(code::FEED_EMPTY, format!("播放单“{}”是空的", settings.name))
        .label(settings.id.span, "没有一条警示语符合条件")
        .help("检查警示语的渠道和有效日期，或放宽这个播放单的人群、诈骗类型、单位")
}
