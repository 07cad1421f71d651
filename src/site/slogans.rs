//! The slogans of all groups, with what their group says of them.
//!
//! Only those that hold on the day of the build; an expired slogan is nowhere after this.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use super::{Page, PageId, SloganId, TermId};
use crate::{
    content::{Detail, SpotClass, Standing, TaxonomyId, Wordings, Words},
    diagnostics::{Diagnostic, Diagnostics, code},
    span::Span,
    table::Table,
    vocabulary::Channel,
    yaml::Moment,
};

#[derive(Clone)]
pub struct SiteSlogan {
    pub id: String,
    pub text: Words,
    pub wordings: Wordings,
    /// The page of its group.
    pub page: PageId,
    /// Shown on the website of `--drafts` or of a preview, and nowhere else: a draft, which nobody has
    /// approved for a street, or one whose time has not come.
    pub is_early: bool,
    /// Empty means every channel.
    pub channels: Vec<Channel>,
    pub class: Option<SpotClass>,
    pub source: Option<String>,
    pub valid_from: Option<Date>,
    pub valid_until: Option<Date>,
    pub terms: Vec<TermId>,
}

impl SiteSlogan {
    /// What `channel` shows: its own words, or the slogan itself. Whether the short ones are needed is the
    /// channel's business.
    pub fn wording(&self, channel: Channel) -> &Words {
        self.wordings.of(channel).unwrap_or(&self.text)
    }

    pub fn is_for(&self, channel: Channel) -> bool {
        !self.is_early && (self.channels.is_empty() || self.channels.contains(&channel))
    }

    /// Whether the slogan is meant for any of `wanted`, all terms of `taxonomy`.
    ///
    /// A slogan that names no term of the taxonomy is meant for all; so is a feed that asks for none.
    pub fn suits(&self, taxonomy: TaxonomyId, wanted: &[TermId]) -> bool {
        let mut named = self
            .terms
            .iter()
            .filter(|it| it.taxonomy == taxonomy)
            .peekable();
        wanted.is_empty() || named.peek().is_none() || named.any(|it| wanted.contains(it))
    }
}

/// Gathers the slogans of the pages that are out: by the weight (排序) of their group, then by source path.
pub fn gather(
    pages: &Table<PageId, Arc<Page>>,
    at: Moment,
    diagnostics: &mut Diagnostics,
) -> Table<SloganId, SiteSlogan> {
    let mut slogans = Vec::new();
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    let is_group = |it: &PageId| matches!(pages[*it].document.detail, Detail::Slogans(_));
    let mut order: Vec<PageId> = pages.ids().filter(is_group).collect();
    order.sort_by_key(|it| pages[*it].document.front_matter.weight);
    for id in order {
        let page = &pages[id];
        let Detail::Slogans(group) = &page.document.detail else {
            continue;
        };
        let standing = page.document.front_matter.schedule.standing(at);
        let is_early = standing != Standing::Out || !group.validity.holds_on(at.date());
        for slogan in &group.slogans {
            if let Some(first) = ids.get(&slogan.id) {
                diagnostics.push(duplicate(slogan.text.span, *first));
                continue;
            }
            ids.insert(slogan.id.clone(), slogan.text.span);
            slogans.push(SiteSlogan {
                id: slogan.id.clone(),
                text: slogan.text.clone(),
                wordings: slogan.wordings.clone(),
                page: id,
                is_early,
                channels: group.channels.clone(),
                class: group.class,
                source: page.document.front_matter.source.clone(),
                valid_from: group.validity.from.as_ref().map(|it| it.value),
                valid_until: group.validity.until.as_ref().map(|it| it.value),
                terms: page.terms.clone(),
            });
        }
    }
    slogans.into()
}

fn duplicate(second: Span, first: Span) -> Diagnostic {
    Diagnostic::error(code::SLOGAN_DUPLICATE, "同一条警示语（或编号）出现了两次")
        .label(second, "第二次")
        .label(first, "第一次")
        .help("删去其中一条；如果是编号重复，改一个 {#编号}")
}
