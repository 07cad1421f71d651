//! `packs/index.html`: the list of all packs, for the publicity department that distributes them.
//!
//! In: the selections of packs. Out: one page of the site, outside menu and sitemap. The page does not depend
//! on the bytes of the archives.

use std::collections::BTreeSet;

use serde::Serialize;

use super::select::{PackAim, PackSelection};
use crate::{
    page::{Addresses, Order, Output, Prepared, RenderContext, StaffPage, validity},
    paths::{OutputPath, UrlPath},
    site::{Site, SiteSlogan, SloganId},
    theme::{Filling, view::PackView},
    vocabulary::Channel,
};

/// One row of the list.
#[derive(Clone, Debug)]
pub struct PackRow {
    aim: PackAim,
    output: OutputPath,
    title: String,
    duty: String,
    file_count: usize,
    slogan_count: usize,
    /// The names of the channels of its files: 警示语, LED 屏, …
    contents: Vec<&'static str>,
    valid_until: Option<String>,
}

impl PackRow {
    pub fn new(
        selection: &PackSelection,
        slogans: &[SloganId],
        output: &OutputPath,
        site: &Site,
    ) -> Self {
        let shown: Vec<&SiteSlogan> = slogans.iter().map(|it| &site.slogans[*it]).collect();
        let channels: BTreeSet<_> = selection
            .files
            .iter()
            .map(|it| it.delivery.channel)
            .collect();
        Self {
            aim: selection.aim,
            output: output.clone(),
            title: selection.title.clone(),
            duty: selection.duty.clone(),
            file_count: selection.files.len(),
            slogan_count: slogans.len(),
            contents: channels.into_iter().map(Channel::label).collect(),
            valid_until: validity(&shown).1.map(|it| it.to_string()),
        }
    }
}

fn url() -> UrlPath {
    UrlPath::folder(&["packs"])
}

/// The order for the page; `None` if there are no packs.
pub fn order(rows: Vec<PackRow>) -> Option<Order> {
    (!rows.is_empty()).then(|| Order::of_site(url().output(), PacksPage(rows), None))
}

#[derive(Debug)]
struct PacksPage(Vec<PackRow>);

impl Output for PacksPage {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        page(&self.0, context).into()
    }
}

/// The variable `packs` of the template.
#[derive(Serialize)]
struct PacksView {
    units: Vec<PackView>,
    mass: Vec<PackView>,
    targeted: Vec<PackView>,
}

fn page<'a>(rows: &[PackRow], context: &RenderContext<'a>) -> Filling<'a> {
    let addresses = Addresses::new(&context.site.config);
    let of = |aim: PackAim| {
        let rows = rows.iter().filter(|it| it.aim == aim);
        rows.map(|it| view(it, addresses)).collect()
    };
    let view = PacksView {
        units: of(PackAim::Unit),
        mass: of(PackAim::Mass),
        targeted: of(PackAim::Targeted),
    };
    let page = StaffPage {
        title: "材料包",
        description: "供宣传部门分发给成员单位的材料包",
        url: url(),
        above: None,
    };
    page.fill("packs.html", context, |it| it.insert("packs", view))
}

fn view(row: &PackRow, addresses: Addresses<'_>) -> PackView {
    PackView {
        title: row.title.clone(),
        href: addresses.file(&row.output),
        duty: row.duty.clone(),
        files: row.file_count,
        slogans: row.slogan_count,
        contents: row.contents.clone(),
        until: row.valid_until.clone(),
    }
}
