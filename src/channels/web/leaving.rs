//! The notices before links to other sites: the target of the link, and that this site is not responsible for
//! it.
//!
//! In: the addresses in texts and menu. Out: a page for each address whose host is not trusted. A notice
//! links only to the address for which it was generated and takes no address from the request, so it is not
//! an open redirect.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    page::{Frame, FrameBase, PageHeading, RenderContext, SectionPath, notice},
    paths::UrlPath,
    site::{MenuTarget, SectionId, Site, Target},
    theme::{Filling, view::LeavingView},
};

/// The URL of the notice and the address, once for each address that needs a notice.
pub fn notices(site: &Site) -> Vec<(UrlPath, Arc<str>)> {
    let links = site.pages.iter().map(|it| &it.links);
    let links = links.chain(&site.section_links);
    let targets = links.flat_map(|it| it.written().filter_map(|written| it.get(written)));
    let in_texts = targets.filter_map(|it| match it {
        Target::External(address) => Some(address.as_str()),
        _ => None,
    });
    let in_menu = site.menu.iter().filter_map(|it| match &it.target {
        MenuTarget::External(address) => Some(address.as_str()),
        MenuTarget::Internal(_) => None,
    });
    let addresses: BTreeSet<&str> = in_texts.chain(in_menu).collect();
    addresses
        .into_iter()
        .filter_map(|address| {
            let url = notice(address, &site.config)?;
            Some((url, Arc::from(address)))
        })
        .collect()
}

pub fn page<'a>(address: &str, context: &RenderContext<'a>) -> Filling<'a> {
    let config = &context.site.config;
    let url = notice(address, config).unwrap_or_default();
    let parsed = url::Url::parse(address).ok();
    let host = parsed.as_ref().and_then(url::Url::host_str);
    let view = LeavingView {
        address: address.to_owned(),
        host: host.unwrap_or(address).to_owned(),
    };
    let description = format!("这个链接指向 {}，不是本网站的内容", view.host);
    let sections = SectionPath::of(SectionId::HOME, context.site);
    let heading = PageHeading {
        title: Some("您将离开本网站"),
        description: &description,
        url: &url,
        sections: &sections,
        article: None,
        card: None,
    };
    let mut frame = Frame::new(FrameBase::new(context), &heading, Vec::new());
    frame.filling.insert("leaving", view);
    frame.fill("leaving.html")
}
