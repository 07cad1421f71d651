//! The member units grouped by the media that they use (载体), for the list of units.
//!
//! In: a section. Out: each medium with its units, in the order of the list; empty for sections of any other
//! kind.

use crate::{
    content::Detail,
    page::{Addresses, link},
    site::{Section, Site},
    theme::kind_view::CarrierView,
    vocabulary::Kind,
};

pub fn carriers(section: &Section, site: &Site) -> Vec<CarrierView> {
    let mut carriers: Vec<CarrierView> = Vec::new();
    if section.kind != Kind::Unit {
        return carriers;
    }
    for page in section.listed.iter().map(|it| &site.pages[*it]) {
        let Detail::Unit(unit) = &page.document.detail else {
            continue;
        };
        for name in &unit.carriers {
            let view = link(
                &page.document.title.value,
                &page.url,
                Addresses::new(&site.config),
            );
            match carriers.iter_mut().find(|it| it.name == *name) {
                Some(carrier) => carrier.units.push(view),
                None => carriers.push(CarrierView {
                    name: name.clone(),
                    units: vec![view],
                }),
            }
        }
    }
    carriers
}
