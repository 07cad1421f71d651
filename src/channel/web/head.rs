//! What stands in a page's `<head>`: title, description, and the government page tags.
//!
//! The tags and on which page each belongs: 《政府网站发展指引》(国办发〔2017〕47号) 网页标签, see
//! `docs/government-pages.md#page-tags`. A tag without a value is left out, never filled with a guess;
//! `PubDate` comes from the content, never from the clock.

use super::{Addresses, CardOf, rows};
use crate::{
    content::Kind,
    paths::{OutputPath, UrlPath},
    site::{Page, Section, Site},
    theme::view::{FeedLinkView, HeadView, MetaView},
    yaml::Moment,
};

/// The parts of a head that differ from page to page.
pub struct Heading<'a> {
    /// The page's own title; none on the home page.
    pub title: Option<&'a str>,
    pub description: String,
    pub url: &'a UrlPath,
    pub section: &'a Section,
    /// The page itself, where it is an article.
    pub article: Option<&'a Page>,
    /// What stands for the page where it is shared; none for a page that is not for that.
    pub card: Option<CardOf>,
}

pub fn head(heading: &Heading<'_>, site: &Site, addresses: Addresses<'_>) -> HeadView {
    let config = &site.config;
    let canonical = addresses.full(heading.url);
    let mut meta = site_tags(site);
    meta.extend(column_tags(heading.section, site));
    if let Some(page) = heading.article {
        meta.extend(article_tags(
            page,
            &heading.description,
            &canonical,
            addresses,
        ));
    }
    meta.retain(|it| !it.content.is_empty());
    HeadView {
        title: match heading.title {
            Some(title) => format!("{title} - {}", config.title),
            None => config.title.clone(),
        },
        description: heading.description.clone(),
        report_address: config
            .identity
            .id_code
            .as_deref()
            .map(|it| report_address(it, &canonical)),
        canonical,
        href: addresses.href(heading.url),
        section: section_mark(heading),
        meta,
        feeds: feed_links(heading.section, site, addresses),
        prev: None,
        next: None,
    }
}

/// What stands directly below the home page is not "in" it: nobody reading a help page is on the front page.
fn section_mark(heading: &Heading<'_>) -> Option<String> {
    let is_home = heading.title.is_none();
    (is_home || heading.section.parent.is_some()).then(|| heading.section.name().to_owned())
}

fn site_tags(site: &Site) -> Vec<MetaView> {
    let identity = &site.config.identity;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let name = identity.site_name.clone();
    vec![
        tag(
            "SiteName",
            name.unwrap_or_else(|| site.config.title.clone()),
        ),
        tag("SiteDomain", text(&identity.domain)),
        tag("SiteIDCode", text(&identity.id_code)),
    ]
}

fn column_tags(section: &Section, site: &Site) -> Vec<MetaView> {
    let document = section.document.as_ref();
    let name = match section.parent {
        Some(_) => section.title.clone(),
        None => "首页".to_owned(),
    };
    let description = section_description(section, site);
    let keywords = document.map_or_else(Vec::new, |it| it.front_matter.keywords.clone());
    let keywords = if keywords.is_empty() {
        vec![section.title.clone()]
    } else {
        keywords
    };
    let own_type = document
        .and_then(|it| it.front_matter.section.as_ref())
        .and_then(|it| it.column_type.clone());
    vec![
        tag("ColumnName", name),
        tag("ColumnDescription", description),
        tag("ColumnKeywords", keywords.join(",")),
        tag(
            "ColumnType",
            own_type.unwrap_or_else(|| column_type(section).to_owned()),
        ),
    ]
}

pub fn section_description(section: &Section, site: &Site) -> String {
    let own = section.document.as_deref().map(rows::summary_of);
    match own {
        Some(own) if !own.is_empty() => own,
        _ => site.config.description.clone(),
    }
}

/// 栏目类别 from the vocabulary of the annex; the nearest one where it has none of our kinds.
fn column_type(section: &Section) -> &'static str {
    match section.kind {
        _ if section.parent.is_none() => "首页",
        Kind::Case | Kind::Slogans | Kind::Outreach | Kind::Board => "工作动态",
        Kind::ScamType | Kind::Quiz => "回应关切",
        Kind::Bulletin => "数据发布",
        Kind::Policy => "政策文件",
        Kind::Unit => "机构职能",
        Kind::Page => "概况信息",
    }
}

fn article_tags(
    page: &Page,
    description: &str,
    canonical: &str,
    addresses: Addresses<'_>,
) -> Vec<MetaView> {
    let front_matter = &page.document.front_matter;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let date = rows::date_of(&page.document).map(Moment::minutes);
    let image = first_picture(page).map(|it| addresses.full_file(it.0));
    vec![
        tag("ArticleTitle", page.document.title.value.clone()),
        tag("PubDate", date.unwrap_or_default()),
        tag("ContentSource", text(&front_matter.source)),
        tag("Keywords", front_matter.keywords.join(",")),
        tag("Author", text(&front_matter.author)),
        tag("Description", description.to_owned()),
        tag("Image", image.unwrap_or_default()),
        tag("Url", canonical.to_owned()),
    ]
}

/// The first picture of a page's text, and its width and height in pixels.
pub fn first_picture(page: &Page) -> Option<(&OutputPath, Option<(u32, u32)>)> {
    let image = page.document.outline.images.first()?;
    page.links.get(&image.destination)?.picture()
}

fn tag(name: &'static str, content: String) -> MetaView {
    MetaView { name, content }
}

/// 我为政府网站找错. Source: `docs/government-pages.md#footer`.
fn report_address(id_code: &str, page_address: &str) -> String {
    let address =
        percent_encoding::utf8_percent_encode(page_address, percent_encoding::NON_ALPHANUMERIC);
    format!("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={id_code}&url={address}")
}

fn feed_links(section: &Section, site: &Site, addresses: Addresses<'_>) -> Vec<FeedLinkView> {
    let mut links = Vec::new();
    let home = &site.sections[0];
    let mut add = |it: &Section, title: &str| {
        for (name, media_type) in [
            ("feed.xml", "application/rss+xml"),
            ("atom.xml", "application/atom+xml"),
            ("feed.json", "application/feed+json"),
        ] {
            links.push(FeedLinkView {
                title: title.to_owned(),
                media_type,
                href: addresses.href(&it.url.file(name)),
            });
        }
    };
    add(home, &site.config.title);
    if section.parent.is_some() {
        add(
            section,
            &format!("{} - {}", section.title, site.config.title),
        );
    }
    links
}
