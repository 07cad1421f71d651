//! Which slogans each feed of `site.yaml` takes.
//!
//! In: feed settings, taxonomies and the slogans that hold. Out: for each feed its slogans in showing order.
//! A feed that takes none is an error: a card that gets an empty text shows garbage or nothing.

use super::{SiteSlogan, Taxonomy, TermRef};
use crate::{
    config::{FeedKind, FeedSettings},
    content::Channel,
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    span::Spanned,
};

#[derive(Clone)]
pub struct Feed {
    pub settings: FeedSettings,
    /// The unit that shows it.
    pub unit: Option<TermRef>,
    /// How many slogans it would take without its limit.
    pub suited: usize,
    /// Indexes in `Site::slogans`; never empty in a build without errors.
    pub slogans: Vec<usize>,
}

impl Feed {
    /// Whose words it shows.
    pub fn channel(&self) -> Channel {
        channel_of(&self.settings.kind)
    }
}

fn channel_of(kind: &FeedKind) -> Channel {
    match kind {
        FeedKind::Led { .. } => Channel::Led,
        FeedKind::Cinema { .. } => Channel::Cinema,
        FeedKind::Signage { .. } => Channel::Signage,
        FeedKind::Voice { .. } => Channel::Voice,
    }
}

pub fn feeds(
    settings: &[FeedSettings],
    taxonomies: &[Taxonomy],
    slogans: &[SiteSlogan],
    diagnostics: &mut Diagnostics,
) -> Vec<Feed> {
    settings
        .iter()
        .map(|settings| {
            let selection = Selection::new(settings, taxonomies, diagnostics);
            let mut chosen: Vec<usize> = (0..slogans.len())
                .filter(|it| selection.takes(&slogans[*it]))
                .collect();
            let suited = chosen.len();
            chosen.truncate(settings.limit);
            if chosen.is_empty() {
                diagnostics.push(empty(settings));
            }
            Feed {
                settings: settings.clone(),
                unit: selection.unit,
                suited,
                slogans: chosen,
            }
        })
        .collect()
}

/// The taxonomies that slogans are selected by: name and title.
pub const AUDIENCES: (&str, &str) = ("audiences", "人群");
pub const SCAM_TYPES: (&str, &str) = ("scam_types", "诈骗类型");
pub const UNITS: (&str, &str) = ("units", "单位");

/// A site may call its taxonomy as it likes; the title then says what it is.
pub fn taxonomy_named((name, title): (&str, &str), taxonomies: &[Taxonomy]) -> Option<usize> {
    let by_name = taxonomies.iter().position(|it| it.name == name);
    by_name.or_else(|| taxonomies.iter().position(|it| it.title == title))
}

/// The terms that a feed asks for, by taxonomy.
struct Selection {
    channel: Channel,
    wanted: Vec<(usize, Vec<usize>)>,
    unit: Option<TermRef>,
}

impl Selection {
    fn new(
        settings: &FeedSettings,
        taxonomies: &[Taxonomy],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let unit: Vec<Spanned<String>> = settings.unit.iter().cloned().collect();
        let asked = [
            (AUDIENCES, &settings.audiences),
            (SCAM_TYPES, &settings.scam_types),
            (UNITS, &unit),
        ];
        let mut wanted = Vec::new();
        let mut named_unit = None;
        for ((name, title), words) in asked {
            let Some(first) = words.first() else {
                continue;
            };
            match taxonomy_named((name, title), taxonomies) {
                Some(taxonomy) => {
                    let terms = find_terms(words, &taxonomies[taxonomy], diagnostics);
                    if name == UNITS.0 {
                        named_unit = terms.first().map(|term| TermRef {
                            taxonomy,
                            term: *term,
                        });
                    }
                    wanted.push((taxonomy, terms));
                }
                None => diagnostics.push(no_taxonomy(first, name, title)),
            }
        }
        Self {
            channel: channel_of(&settings.kind),
            wanted,
            unit: named_unit,
        }
    }

    fn takes(&self, slogan: &SiteSlogan) -> bool {
        slogan.is_for(self.channel)
            && self
                .wanted
                .iter()
                .all(|(taxonomy, terms)| slogan.suits(*taxonomy, terms))
    }
}

fn find_terms(
    words: &[Spanned<String>],
    taxonomy: &Taxonomy,
    diagnostics: &mut Diagnostics,
) -> Vec<usize> {
    let mut terms = Vec::new();
    for word in words {
        match taxonomy.find(&word.value) {
            Some(term) => terms.push(term),
            None => diagnostics.push(unknown(word, taxonomy)),
        }
    }
    terms
}

fn unknown(word: &Spanned<String>, taxonomy: &Taxonomy) -> Diagnostic {
    let names = taxonomy.terms.iter().map(|it| it.name.as_str());
    let problem = Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("“{}”里没有“{}”", taxonomy.title, word.value),
    )
    .label(word.span, "播放单选不出这一项");
    match nearest(&word.value, names) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("检查名称，或者删去这一项"),
    }
}

/// Taking every slogan would be the opposite of what was asked.
fn no_taxonomy(word: &Spanned<String>, name: &str, title: &str) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("分类法里没有“{title}”，播放单不能按它挑选"),
    )
    .label(word.span, "播放单选不出这一项")
    .help(format!(
        "在 taxonomies 里加一行“- {{name: {name}, title: {title}}}”，或者删去这一项"
    ))
}

fn empty(settings: &FeedSettings) -> Diagnostic {
    Diagnostic::error(code::FEED_EMPTY, format!("播放单“{}”是空的", settings.name))
        .label(settings.id.span, "没有一条警示语符合条件")
        .help("检查警示语的渠道和有效日期，或放宽这个播放单的人群、诈骗类型、单位")
}
