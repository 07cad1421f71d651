//! Selects the slogans for a feed or a sheet.
//!
//! In: the terms in its settings, and the taxonomies. Out: slogans, in their order. A word that is not a term
//! is an error at its place. Settings without criteria select all slogans.

use super::{SiteSlogan, SloganId, Taxonomy, TermId};
use crate::{
    content::TaxonomyId,
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    span::Spanned,
    table::Table,
    vocabulary::Channel,
};

/// The taxonomies by which slogans are selected, each with its name and title.
pub const AUDIENCES: (&str, &str) = ("audiences", "人群");
pub const SCAM_TYPES: (&str, &str) = ("scam_types", "诈骗类型");
pub const UNITS: (&str, &str) = ("units", "单位");
/// The places where the work is done: the 五进 of the law, and what a district adds.
pub const VENUES: (&str, &str) = ("venues", "场所");

/// Finds a taxonomy by name or by title, because a site may choose the name freely.
pub fn taxonomy_named(
    (name, title): (&str, &str),
    taxonomies: &Table<TaxonomyId, Taxonomy>,
) -> Option<TaxonomyId> {
    let by_name = taxonomies.find(|it| it.name == name);
    by_name.or_else(|| taxonomies.find(|it| it.title == title))
}

/// The criteria of a feed or a sheet.
pub struct Criteria<'a> {
    /// The name of the feed or sheet in messages.
    pub what: &'static str,
    pub channel: Channel,
    pub audiences: &'a [Spanned<String>],
    pub scam_types: &'a [Spanned<String>],
    pub units: &'a [Spanned<String>],
}

/// The selected terms, by taxonomy.
pub struct Selection {
    channel: Channel,
    wanted: Vec<(TaxonomyId, Vec<TermId>)>,
    pub units: Vec<TermId>,
    pub scam_types: Vec<TermId>,
    audiences: Vec<TermId>,
    /// The taxonomy that describes the purpose best: scam types if any are selected, otherwise audiences.
    aim: Option<TaxonomyId>,
}

impl Selection {
    pub fn new(
        criteria: &Criteria<'_>,
        taxonomies: &Table<TaxonomyId, Taxonomy>,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut wanted = Vec::new();
        let mut find = |taxonomy: (&str, &str), words: &[Spanned<String>]| {
            let terms = find_terms(words, taxonomy, taxonomies, (criteria.what, diagnostics));
            if let Some(first) = terms.first() {
                wanted.push((first.taxonomy, terms.clone()));
            }
            terms
        };
        let audiences = find(AUDIENCES, criteria.audiences);
        let scam_types = find(SCAM_TYPES, criteria.scam_types);
        Self {
            units: find(UNITS, criteria.units),
            aim: scam_types
                .first()
                .or(audiences.first())
                .map(|it| it.taxonomy),
            scam_types,
            audiences,
            channel: criteria.channel,
            wanted,
        }
    }

    /// All selected terms.
    pub fn terms(&self) -> Vec<TermId> {
        let all = [&self.audiences, &self.scam_types, &self.units];
        all.into_iter().flatten().copied().collect()
    }

    /// The slogans that match the selection.
    pub fn of(&self, slogans: &Table<SloganId, SiteSlogan>) -> Vec<SloganId> {
        let all = slogans.ids();
        all.filter(|it| self.takes(&slogans[*it])).collect()
    }

    /// The slogans that match the selection; those that name a selected term come before those meant for
    /// everybody.
    pub fn nearest_first(&self, slogans: &Table<SloganId, SiteSlogan>) -> Vec<SloganId> {
        let mut chosen = self.of(slogans);
        let speaks_of = |slogan: &SiteSlogan| {
            let mut terms = slogan.terms.iter();
            terms.any(|it| Some(it.taxonomy) == self.aim)
        };
        chosen.sort_by_key(|it| !speaks_of(&slogans[*it]));
        chosen
    }

    fn takes(&self, slogan: &SiteSlogan) -> bool {
        slogan.is_for(self.channel)
            && self
                .wanted
                .iter()
                .all(|(taxonomy, terms)| slogan.suits(*taxonomy, terms))
    }
}

/// All `words` that are terms of the taxonomy with this name and title.
fn find_terms(
    words: &[Spanned<String>],
    (name, title): (&str, &str),
    taxonomies: &Table<TaxonomyId, Taxonomy>,
    (what, diagnostics): (&str, &mut Diagnostics),
) -> Vec<TermId> {
    let Some(first) = words.first() else {
        return Vec::new();
    };
    let Some(taxonomy) = taxonomy_named((name, title), taxonomies) else {
        diagnostics.push(no_taxonomy(first, what, (name, title)));
        return Vec::new();
    };
    let mut terms = Vec::new();
    for word in words {
        match taxonomies[taxonomy].find(&word.value) {
            Some(term) => terms.push(term),
            None => diagnostics.push(unknown(word, what, &taxonomies[taxonomy])),
        }
    }
    terms
}

fn unknown(word: &Spanned<String>, what: &str, taxonomy: &Taxonomy) -> Diagnostic {
    let names = taxonomy.terms.iter().map(|it| it.name.as_str());
    let problem = Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("“{}”里没有“{}”", taxonomy.title, word.value),
    )
    .label(word.span, format!("{what}选不出这一项"));
    match nearest(&word.value, names) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("检查名称，或者删去这一项"),
    }
}

/// The error for a criterion of a taxonomy that the site does not have. Ignoring the criterion would select
/// every slogan.
fn no_taxonomy(word: &Spanned<String>, what: &str, (name, title): (&str, &str)) -> Diagnostic {
    Diagnostic::error(
        code::CONFIG_REFERENCE,
        format!("分类法里没有“{title}”，{what}不能按它挑选"),
    )
    .label(word.span, format!("{what}选不出这一项"))
    .help(format!(
        "在 taxonomies 里加一行“- {{name: {name}, title: {title}}}”，或者删去这一项"
    ))
}
