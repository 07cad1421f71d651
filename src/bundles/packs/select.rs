//! The selection of files for each pack.
//!
//! In: the site and every distributed file. Out: one selection for each pack, in a fixed order. A unit gets
//! the files that are addressed to it, and those that its carriers (载体) need for its audiences. A pack is
//! never empty.

use std::collections::BTreeMap;

use crate::{
    bundles::Member,
    content::Detail,
    page::Addressee,
    site::{AUDIENCES, Page, SCAM_TYPES, Site, SloganId, TaxonomyId, TermId, UNITS, slug},
    vocabulary::Channel,
};

/// The kind of recipient of a pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackAim {
    /// One member unit.
    Unit,
    /// All residents.
    Mass,
    /// One audience of one scam type.
    Targeted,
}

/// The contents of a pack.
pub struct PackSelection {
    pub aim: PackAim,
    /// The name of its file, without `.zip`.
    pub name: String,
    pub title: String,
    pub duty: String,
    pub files: Vec<Member>,
    /// The slogans of the pack's own list, as indices into `Site::slogans`; empty unless the pack is
    /// targeted.
    pub slogans: Vec<SloganId>,
}

pub fn selections(site: &Site, members: &[Member]) -> Vec<PackSelection> {
    let mut selections = units(site, members);
    selections.push(mass(site, members));
    selections.extend(targeted(site, members));
    selections.retain(|it| !it.files.is_empty() || !it.slogans.is_empty());
    selections
}

/// The properties of a member unit by which files are selected.
struct PackUnit<'a> {
    term: TermId,
    carriers: &'a [String],
    audiences: Vec<TermId>,
}

fn units(site: &Site, members: &[Member]) -> Vec<PackSelection> {
    let Some(taxonomy) = site.taxonomy(UNITS) else {
        return Vec::new();
    };
    let audiences = site.taxonomy(AUDIENCES);
    let terms = site.taxonomies[taxonomy].terms_with_ids();
    let pages = terms.filter_map(|(term, it)| Some((term, &site.pages[it.page?])));
    let mut units: Vec<(i64, PackSelection)> = pages
        .filter_map(|(term, page)| {
            let Detail::Unit(detail) = &page.document.detail else {
                return None;
            };
            let unit = PackUnit {
                term,
                carriers: &detail.carriers,
                audiences: terms_of(page, audiences),
            };
            let wanted = members.iter().filter(|it| unit.wants(it, site));
            let selection = PackSelection {
                aim: PackAim::Unit,
                name: detail.id.as_ref().map(|it| slug(&it.value))?,
                title: page.document.title.value.clone(),
                duty: detail.duty.clone(),
                files: wanted.cloned().collect(),
                slogans: Vec::new(),
            };
            Some((detail.number, selection))
        })
        .collect();
    // In the order of the policy's list of units.
    units.sort_by_key(|it| it.0);
    units.into_iter().map(|it| it.1).collect()
}

impl PackUnit<'_> {
    fn wants(&self, file: &Member, site: &Site) -> bool {
        let path = file.output.as_str();
        match file.delivery.addressee {
            Addressee::Feed(feed) => site.feeds[feed].unit == Some(self.term),
            // QR codes as separate files are needed only for designing other sheets.
            Addressee::Sheet(sheet) => {
                let units = &site.sheets[sheet].units;
                let is_own = units.contains(&self.term);
                let is_free = units.is_empty() && self.has_carrier("印刷品");
                path.ends_with(".html") && (is_own || is_free)
            }
            // Lists for people; programs fetch theirs from the website.
            Addressee::Everyone => path == "feeds/slogans.txt" || path == "feeds/slogans.csv",
            Addressee::Term(term) => {
                let is_audience = site.taxonomy(AUDIENCES) == Some(term.taxonomy);
                is_audience && self.audiences.contains(&term) && path.ends_with(".txt")
            }
            Addressee::Page(page) => {
                file.delivery.channel == Channel::Wechat
                    && self.has_carrier("微信")
                    && path.starts_with("wechat/group/")
                    && path.ends_with(".txt")
                    && self.suits(&site.pages[page], site)
            }
        }
    }

    fn has_carrier(&self, carrier: &str) -> bool {
        self.carriers.iter().any(|it| it == carrier)
    }

    /// Whether the page and the unit share an audience; one that names no audience matches any.
    fn suits(&self, page: &Page, site: &Site) -> bool {
        let named = terms_of(page, site.taxonomy(AUDIENCES));
        let is_for = |it: &TermId| self.audiences.contains(it);
        named.is_empty() || self.audiences.is_empty() || named.iter().any(is_for)
    }
}

/// 大水漫灌: the files for everyone.
fn mass(site: &Site, members: &[Member]) -> PackSelection {
    let audiences = site.taxonomy(AUDIENCES);
    let is_for_all = |file: &&Member| match file.delivery.addressee {
        Addressee::Everyone => true,
        Addressee::Page(page) => terms_of(&site.pages[page], audiences).is_empty(),
        Addressee::Sheet(sheet) => {
            let sheet = &site.sheets[sheet];
            let is_for_all = sheet.settings.audiences.is_empty() && sheet.units.is_empty();
            is_for_all && file.output.as_str().ends_with(".html")
        }
        Addressee::Feed(_) | Addressee::Term(_) => false,
    };
    PackSelection {
        aim: PackAim::Mass,
        name: "mass".to_owned(),
        title: "全区通用".to_owned(),
        duty: "面向全体居民的普遍宣传，各单位都可以使用".to_owned(),
        files: members.iter().filter(is_for_all).cloned().collect(),
        slogans: Vec::new(),
    }
}

/// 精准滴灌: for each pair of scam type and audience that a page names, the files and slogans of such pages.
fn targeted(site: &Site, members: &[Member]) -> Vec<PackSelection> {
    let (Some(types), Some(audiences)) = (site.taxonomy(SCAM_TYPES), site.taxonomy(AUDIENCES))
    else {
        return Vec::new();
    };
    let mut by_aim: BTreeMap<(TermId, TermId), PackSelection> = BTreeMap::new();
    let aims = |page: &Page| {
        let (types, people) = (terms_of(page, Some(types)), terms_of(page, Some(audiences)));
        let pairs = types.into_iter();
        let pairs = pairs.flat_map(|it| {
            people
                .iter()
                .map(move |audience| (it, *audience))
                .collect::<Vec<_>>()
        });
        pairs.collect::<Vec<_>>()
    };
    let of = |aim: (TermId, TermId)| {
        let scam = site.term(aim.0);
        let people = site.term(aim.1);
        let name = format!("{}-{}", scam.slug(), people.slug());
        let (scam, people) = (&scam.name, &people.name);
        PackSelection {
            aim: PackAim::Targeted,
            name,
            title: format!("{scam} × {people}"),
            duty: format!("讲给{people}听的“{scam}”防范材料"),
            files: Vec::new(),
            slogans: Vec::new(),
        }
    };
    for (id, slogan) in site.slogans.iter_with_ids().filter(|(_, it)| !it.is_early) {
        for aim in aims(&site.pages[slogan.page]) {
            by_aim
                .entry(aim)
                .or_insert_with(|| of(aim))
                .slogans
                .push(id);
        }
    }
    for member in members {
        let Addressee::Page(page) = member.delivery.addressee else {
            continue;
        };
        for aim in aims(&site.pages[page]) {
            let selection = by_aim.entry(aim).or_insert_with(|| of(aim));
            selection.files.push(member.clone());
        }
    }
    by_aim.into_values().collect()
}

/// The terms of `taxonomy` that the page names.
fn terms_of(page: &Page, taxonomy: Option<TaxonomyId>) -> Vec<TermId> {
    let named = page.terms.iter();
    let named = named.filter(|it| Some(it.taxonomy) == taxonomy);
    named.copied().collect()
}
