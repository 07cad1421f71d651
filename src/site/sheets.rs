//! What each sheet of `site.yaml` prints: its slogans, the scam type that it explains, and where its code
//! leads.
//!
//! In: settings, taxonomies, pages and the slogans that hold. Out: one `Sheet` for each. A sheet that nothing
//! can be put on is an error, and so is a link to what is not out.

use std::sync::Arc;

use super::{
    Page, PageId, Section, SectionId, SheetId, SiteSlogan, SloganId, Taxonomy, TermId,
    menu::find_content,
    selection::{Criteria, Selection},
};
use crate::{
    config::SheetSettings,
    content::{Detail, Standing, TaxonomyId},
    diagnostics::{Diagnostic, Diagnostics, code, nearest},
    paths::{OutputPath, UrlPath},
    span::Spanned,
    table::Table,
    vocabulary::Channel,
    yaml::Moment,
};

/// A sheet has room for fewer by far; more are not even tried, however many a site has.
const SLOGANS_MAX: usize = 120;

#[derive(Clone)]
pub struct Sheet {
    pub settings: SheetSettings,
    /// Those that hand it out.
    pub units: Vec<TermId>,
    /// Everything that it is about or for: its audiences, scam types and units.
    pub terms: Vec<TermId>,
    /// The page of the scam type that it explains.
    pub scam_page: Option<PageId>,
    /// Those that suit it best; never empty in a build without errors.
    pub slogans: Vec<SloganId>,
    /// Where its code leads.
    pub link: UrlPath,
}

impl Sheet {
    /// Where its page lies.
    pub fn output(&self) -> OutputPath {
        let path = format!("print/{}.html", self.settings.id.value);
        OutputPath::new(&path).expect("a sheet's id is a safe name")
    }

    /// What it is called in lists: its title, without hints, or its id.
    pub fn name(&self) -> String {
        let title = self.settings.title.as_ref();
        title.map_or_else(
            || self.settings.id.value.clone(),
            |it| it.value.replace('|', ""),
        )
    }
}

/// What sheets are made of.
pub struct Material<'a> {
    pub sections: &'a Table<SectionId, Section>,
    pub pages: &'a Table<PageId, Arc<Page>>,
    pub taxonomies: &'a Table<TaxonomyId, Taxonomy>,
    pub slogans: &'a Table<SloganId, SiteSlogan>,
    pub at: Moment,
}

pub fn sheets(
    settings: &[SheetSettings],
    material: &Material<'_>,
    diagnostics: &mut Diagnostics,
) -> Table<SheetId, Sheet> {
    let sheets = settings.iter();
    sheets.map(|it| material.sheet(it, diagnostics)).collect()
}

impl Material<'_> {
    fn sheet(&self, settings: &SheetSettings, diagnostics: &mut Diagnostics) -> Sheet {
        let criteria = Criteria {
            what: "印刷品",
            channel: Channel::Print,
            audiences: &settings.audiences,
            scam_types: &settings.scam_types,
            units: &settings.units,
        };
        let selection = Selection::new(&criteria, self.taxonomies, diagnostics);
        let mut slogans = selection.nearest_first(self.slogans);
        slogans.truncate(SLOGANS_MAX);
        if slogans.is_empty() {
            diagnostics.push(empty(settings));
        }
        Sheet {
            settings: settings.clone(),
            scam_page: self.scam_page(&selection.scam_types),
            terms: selection.terms(),
            units: selection.units,
            slogans,
            link: self.link(settings, diagnostics),
        }
    }

    /// The first of the scam types that has a page; a draft is not printed.
    fn scam_page(&self, scam_types: &[TermId]) -> Option<PageId> {
        let pages = scam_types.iter();
        let mut pages = pages.filter_map(|it| self.taxonomies[it.taxonomy][*it].page);
        pages.find(|it| {
            let document = &self.pages[*it].document;
            matches!(document.detail, Detail::ScamType(_))
                && document.front_matter.schedule.standing(self.at) == Standing::Out
        })
    }

    fn link(&self, settings: &SheetSettings, diagnostics: &mut Diagnostics) -> UrlPath {
        let Some(to) = &settings.link else {
            return UrlPath::default();
        };
        match find_content(&to.value, self.sections, self.pages) {
            Some((url, _)) => url.clone(),
            None => {
                diagnostics.push(leads_nowhere(to, self.sections));
                UrlPath::default()
            }
        }
    }
}

fn leads_nowhere(to: &Spanned<String>, sections: &Table<SectionId, Section>) -> Diagnostic {
    let problem = Diagnostic::error(code::CONFIG_REFERENCE, "二维码指向的内容不存在")
        .label(to.span, "content 文件夹里没有它，或者它没有发布");
    match nearest(&to.value, sections.iter().map(Section::name)) {
        Some(near) => problem.help(format!("是不是想写“{near}”？")),
        None => problem.help("写 /（首页）、栏目的文件夹名（如 cases）或页面文件名（如 help.md）"),
    }
}

fn empty(settings: &SheetSettings) -> Diagnostic {
    Diagnostic::error(
        code::SHEET_EMPTY,
        format!("印刷品“{}”上没有一条警示语", settings.id.value),
    )
    .label(settings.id.span, "没有一条警示语符合条件")
    .help("检查警示语的渠道（要有“印刷品”）和有效日期，或放宽这份印刷品的人群、诈骗类型、单位")
}
