//! The contents of a page's `<head>`: title, description, and the government page tags.
//!
//! The tags and on which page each belongs: 《政府网站发展指引》(国办发〔2017〕47号) 网页标签, see
//! `docs/government-pages.md#page-tags`. A tag without a value is omitted, never guessed; `PubDate` comes
//! from the content, never from the clock.

use super::{
    Addresses, date_of,
    surroundings::{Article, FrameSettings, SectionPath},
};
use crate::{
    paths::UrlPath,
    theme::view::{FeedLinkView, HeadView, MetaView},
    yaml::Moment,
};

/// The inputs of a head that differ between pages.
pub struct PageHeading<'a> {
    /// The page's own title; none on the home page.
    pub title: Option<&'a str>,
    pub description: &'a str,
    pub url: &'a UrlPath,
    pub sections: &'a SectionPath<'a>,
    /// The text of the page, where it is an article.
    pub article: Option<Article<'a>>,
    /// The address of the page whose card is shown where this one is shared; none for a page that is not for
    /// sharing.
    pub card: Option<&'a UrlPath>,
}

pub fn head(
    heading: &PageHeading<'_>,
    settings: &FrameSettings<'_>,
    addresses: Addresses<'_>,
) -> HeadView {
    let canonical = addresses.full(heading.url);
    let mut meta = site_tags(settings);
    meta.extend(column_tags(heading.sections, settings));
    if let Some(page) = heading.article {
        meta.extend(article_tags(
            page,
            heading.description,
            &canonical,
            addresses,
        ));
    }
    meta.retain(|it| !it.content.is_empty());
    HeadView {
        title: match heading.title {
            Some(title) => format!("{title} - {}", settings.title),
            None => settings.title.to_owned(),
        },
        description: heading.description.to_owned(),
        report_address: settings
            .identity
            .id_code
            .as_deref()
            .map(|it| report_address(it, &canonical)),
        canonical,
        href: addresses.href(heading.url),
        section: section_mark(heading),
        meta,
        feeds: feed_links(heading.sections, settings, addresses),
        prev: None,
        next: None,
    }
}

/// The section that the menu marks as current. A page directly below the home page, such as a help page,
/// marks none.
fn section_mark(heading: &PageHeading<'_>) -> Option<String> {
    let is_home = heading.title.is_none();
    let sections = heading.sections;
    (is_home || !sections.is_home()).then(|| sections.own().name.to_owned())
}

fn site_tags(settings: &FrameSettings<'_>) -> Vec<MetaView> {
    let identity = settings.identity;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let name = identity.site_name.clone();
    vec![
        tag(
            "SiteName",
            name.unwrap_or_else(|| settings.title.to_owned()),
        ),
        tag("SiteDomain", text(&identity.domain)),
        tag("SiteIDCode", text(&identity.id_code)),
    ]
}

fn column_tags(sections: &SectionPath<'_>, settings: &FrameSettings<'_>) -> Vec<MetaView> {
    let section = sections.own();
    let name = match sections.is_home() {
        true => "首页",
        false => section.title,
    };
    let keywords = match section.keywords {
        [] => section.title.to_owned(),
        keywords => keywords.join(","),
    };
    let own_type = section.column_type;
    vec![
        tag("ColumnName", name.to_owned()),
        tag(
            "ColumnDescription",
            section.description(settings).to_owned(),
        ),
        tag("ColumnKeywords", keywords),
        tag(
            "ColumnType",
            own_type.unwrap_or_else(|| column_type(sections)).to_owned(),
        ),
    ]
}

/// 栏目类别; the nearest one for kinds that the vocabulary of the annex does not have.
fn column_type(sections: &SectionPath<'_>) -> &'static str {
    match sections.is_home() {
        true => "首页",
        false => sections.own().kind.column_type(),
    }
}

fn article_tags(
    page: Article<'_>,
    description: &str,
    canonical: &str,
    addresses: Addresses<'_>,
) -> Vec<MetaView> {
    let front_matter = &page.document.front_matter;
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let date = date_of(page.document).map(Moment::minutes);
    let image = page.picture.map(|it| addresses.full_file(it.0));
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

fn tag(name: &'static str, content: String) -> MetaView {
    MetaView { name, content }
}

/// 我为政府网站找错. Source: `docs/government-pages.md#footer`.
fn report_address(id_code: &str, page_address: &str) -> String {
    let address =
        percent_encoding::utf8_percent_encode(page_address, percent_encoding::NON_ALPHANUMERIC);
    format!("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={id_code}&url={address}")
}

fn feed_links(
    sections: &SectionPath<'_>,
    settings: &FrameSettings<'_>,
    addresses: Addresses<'_>,
) -> Vec<FeedLinkView> {
    let mut links = Vec::new();
    let mut add = |url: &UrlPath, title: String| {
        for (name, media_type) in [
            ("feed.xml", "application/rss+xml"),
            ("atom.xml", "application/atom+xml"),
            ("feed.json", "application/feed+json"),
        ] {
            links.push(FeedLinkView {
                title: title.clone(),
                media_type,
                href: addresses.href(&url.file(name)),
            });
        }
    };
    add(&UrlPath::default(), settings.title.to_owned());
    if !sections.is_home() {
        let own = sections.own();
        add(own.url, format!("{} - {}", own.title, settings.title));
    }
    links
}
