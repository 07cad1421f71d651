//! Pages as lines of a list, each made once per build and only where it is shown.

use super::{Addresses, RenderContext, row::row};
use crate::{
    site::{PageId, SiteSlogan},
    theme::{
        LateView,
        view::{Rows, SloganView},
    },
};

pub fn rows<'a>(pages: &[PageId], context: &RenderContext<'a>) -> Rows<'a> {
    let (site, shared) = (context.site, context.shared);
    pages
        .iter()
        .map(|it| {
            let page = &site.pages[*it];
            let make = move || row(page, site, Addresses::new(&site.config));
            LateView::new(shared.rows[*it], make)
        })
        .collect()
}

pub fn slogan_view(slogan: &SiteSlogan) -> SloganView {
    SloganView {
        id: slogan.id.clone(),
        text: slogan.text.value.clone(),
        short: slogan.wordings.short.as_ref().map(|it| it.value.clone()),
    }
}
