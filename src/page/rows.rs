//! Pages as lines of a list: known by their fingerprints, made only where they are shown.

use serde::{Serialize, Serializer};

use super::{Addresses, RenderContext, row::row};
use crate::{
    fingerprint::Fingerprint,
    site::{Page, PageId, Site, SiteSlogan},
    theme::view::{RowView, SloganView},
};

/// One page as a line of a list. It serialises as the fingerprint of its view.
#[derive(Clone, Copy)]
pub struct RowRef<'a> {
    fingerprint: Fingerprint,
    page: &'a Page,
    site: &'a Site,
}

impl RowRef<'_> {
    pub fn view(&self) -> RowView {
        row(self.page, self.site, Addresses::new(&self.site.config))
    }
}

impl Serialize for RowRef<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fingerprint.serialize(serializer)
    }
}

pub fn rows<'a>(pages: &[PageId], context: &RenderContext<'a>) -> Vec<RowRef<'a>> {
    let (site, shared) = (context.site, context.shared);
    let row = |page: &PageId| RowRef {
        fingerprint: shared.rows[*page],
        page: &site.pages[*page],
        site,
    };
    pages.iter().map(row).collect()
}

pub fn row_views(rows: &[RowRef<'_>]) -> Vec<RowView> {
    rows.iter().map(RowRef::view).collect()
}

pub fn slogan_view(slogan: &SiteSlogan) -> SloganView {
    SloganView {
        id: slogan.id.clone(),
        text: slogan.text.value.clone(),
        short: slogan.wordings.short.as_ref().map(|it| it.value.clone()),
    }
}
