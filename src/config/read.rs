//! Reads `site.yaml`.
//!
//! In: its text. Out: a `Config`. Only the two entries `title` and `base_url` are required.

use jiff::tz::TimeZone;

use super::{
    BaseUrl, BrokenLinks, Config, Hotline, Identity, LinkStyle, MenuItem, PictureFont, Portal,
    RawHtml, Search, ShareCards, TaxonomySettings, WechatSettings, feed::read_feeds,
    identity::read_identity, portal::read_portal, publish::read_targets, screen::read_screens,
    serving::read_serving, sheet::read_sheets, taxonomy::read_taxonomies, wechat::read_wechat,
};
use crate::{
    diagnostics::{Diagnostic, Diagnostics, code},
    span::{Span, Spanned},
    yaml::{self, Excerpt, Fields, Key, Node, UnknownKeys},
};

const TITLE: Key<'_> = Key::new("title", "标题");
const BASE_URL: Key<'_> = Key::new("base_url", "网址");
const DESCRIPTION: Key<'_> = Key::new("description", "简介");
const LANGUAGE: Key<'_> = Key::new("language", "语言");
const TIME_ZONE: Key<'_> = Key::new("time_zone", "时区");
const THEME: Key<'_> = Key::new("theme", "主题");
const LINKS: Key<'_> = Key::new("links", "链接方式");
const PAGINATE_BY: Key<'_> = Key::new("paginate_by", "每页条数");
const IDENTITY: Key<'_> = Key::new("identity", "网站标识");
const PORTAL: Key<'_> = Key::new("portal", "门户");
const HOTLINES: Key<'_> = Key::new("hotlines", "热线");
const TAXONOMIES: Key<'_> = Key::new("taxonomies", "分类法");
const MENU: Key<'_> = Key::new("menu", "菜单");
const SCREENS: Key<'_> = Key::new("screens", "屏幕");
const FEEDS: Key<'_> = Key::new("feeds", "播放单");
const WECHAT: Key<'_> = Key::new("wechat", "微信");
const SHEETS: Key<'_> = Key::new("sheets", "印刷品");
const PICTURE_FONT: Key<'_> = Key::new("picture_font", "图片字体");
const SHARE_CARDS: Key<'_> = Key::new("share_cards", "分享图");
const BROKEN_LINKS: Key<'_> = Key::new("broken_links", "失效链接");
const RAW_HTML: Key<'_> = Key::new("raw_html", "网页代码");
const SEARCH: Key<'_> = Key::new("search", "搜索");
const PUBLISH: Key<'_> = Key::new("publish", "发布");

const TIME_ZONE_DEFAULT: &str = "Asia/Shanghai";
const PAGINATE_BY_DEFAULT: u32 = 20;

/// Reads the settings. Invalid values are reported and replaced by their defaults. Returns `None` if the file
/// is not valid YAML.
pub fn read(excerpt: Excerpt<'_>, diagnostics: &mut Diagnostics) -> Option<Config> {
    let root = yaml::parse(excerpt, diagnostics)?;
    let mut fields = Fields::new(root, diagnostics);
    let title = fields.required_text(TITLE, "雨山区反诈宣传");
    let base_url = read_base_url(&mut fields);
    let time_zone = read_time_zone(&mut fields);
    let theme = fields
        .text(THEME)
        .unwrap_or_else(|| Spanned::new("default".to_owned(), excerpt.whole()));
    let links = fields.choice(LINKS, LINK_STYLES);
    let broken_links = fields.choice(BROKEN_LINKS, BROKEN_LINK_RULES);
    let raw_html = fields.choice(RAW_HTML, RAW_HTML_RULES);
    let search = fields.choice(SEARCH, SEARCH_RULES);
    let share_cards = fields.choice(SHARE_CARDS, SHARE_CARD_RULES);
    let description = fields.text(DESCRIPTION);
    let language = fields.text(LANGUAGE);
    let paginate_by = fields.count(PAGINATE_BY);
    let identity = fields.node(IDENTITY);
    let portal = fields.node(PORTAL);
    let hotlines = fields.maps(HOTLINES);
    let taxonomies = fields.maps(TAXONOMIES);
    let menu = fields.maps(MENU);
    let screens = fields.maps(SCREENS);
    let feeds = fields.maps(FEEDS);
    let wechat = fields.node(WECHAT);
    let sheets = fields.maps(SHEETS);
    let targets = fields.maps(PUBLISH);
    let picture_font = match fields.text(PICTURE_FONT) {
        None => PictureFont::OfMachine,
        Some(name) if matches!(name.value.as_str(), "none" | "不用") => PictureFont::None,
        Some(name) => PictureFont::File(name),
    };
    let serving = read_serving(&mut fields);
    fields.finish(UnknownKeys::Refuse);
    let screens = read_screens(screens, diagnostics);
    Some(Config {
        title: title.map_or_else(String::new, |it| it.value),
        base_url,
        description: description.map_or_else(String::new, |it| it.value),
        language: language.map_or_else(|| "zh-CN".to_owned(), |it| it.value),
        time_zone,
        theme,
        links: links.map_or(LinkStyle::Relative, |it| it.value),
        paginate_by: paginate_by.map_or(PAGINATE_BY_DEFAULT, |it| it.value) as usize,
        identity: identity.map_or_else(Identity::default, |it| read_identity(it, diagnostics)),
        portal: portal.map_or_else(Portal::default, |it| read_portal(it, diagnostics)),
        hotlines: read_hotlines(hotlines, diagnostics),
        taxonomies: if taxonomies.is_empty() {
            TaxonomySettings::defaults()
        } else {
            read_taxonomies(taxonomies, diagnostics)
        },
        menu: read_menu(menu, diagnostics),
        feeds: read_feeds(feeds, &screens, diagnostics),
        wechat: wechat.map_or_else(WechatSettings::default, |it| read_wechat(it, diagnostics)),
        sheets: read_sheets(sheets, diagnostics),
        picture_font,
        share_cards: share_cards.map(|it| it.value),
        broken_links: broken_links.map_or(BrokenLinks::Refuse, |it| it.value),
        raw_html: raw_html.map_or(RawHtml::Forbid, |it| it.value),
        search: search.map_or(Search::On, |it| it.value),
        targets: read_targets(targets, diagnostics),
        serving,
    })
}

const LINK_STYLES: &[(&[&str], LinkStyle)] = &[
    (&["relative", "相对"], LinkStyle::Relative),
    (&["absolute", "绝对"], LinkStyle::Absolute),
];

const BROKEN_LINK_RULES: &[(&[&str], BrokenLinks)] = &[
    (&["error", "错误"], BrokenLinks::Refuse),
    (&["warn", "警告"], BrokenLinks::Warn),
];

const RAW_HTML_RULES: &[(&[&str], RawHtml)] = &[
    (&["forbid", "禁止"], RawHtml::Forbid),
    (&["sanitize", "净化"], RawHtml::Sanitize),
];

const SEARCH_RULES: &[(&[&str], Search)] =
    &[(&["on", "开"], Search::On), (&["off", "关"], Search::Off)];

const SHARE_CARD_RULES: &[(&[&str], ShareCards)] = &[
    (&["page", "每页"], ShareCards::EveryPage),
    (&["site", "全站一张"], ShareCards::OneForSite),
    (&["none", "不用"], ShareCards::None),
];

fn read_base_url(fields: &mut Fields<'_>) -> BaseUrl {
    let text = fields.required_text(BASE_URL, "https://www.example.gov.cn/zt/fanzha/");
    text.and_then(|text| {
        let url = BaseUrl::parse(&text.value);
        if url.is_none() {
            fields.diagnostics().push(bad_base_url(text.span));
        }
        url
    })
    .unwrap_or_else(|| BaseUrl::parse("https://localhost/").expect("this is an address"))
}

fn read_time_zone(fields: &mut Fields<'_>) -> TimeZone {
    if let Some(name) = fields.text(TIME_ZONE) {
        match TimeZone::get(&name.value) {
            Ok(zone) => return zone,
            Err(_) => fields.diagnostics().push(bad_time_zone(name.span)),
        }
    }
    TimeZone::get(TIME_ZONE_DEFAULT).expect("the zone database is part of the program")
}

fn read_hotlines(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<Hotline> {
    let mut hotlines = Vec::new();
    for node in nodes {
        let mut fields = Fields::new(node, diagnostics);
        let number = fields.required_text(Key::new("number", "号码"), "\"96110\"");
        let name = fields.required_text(Key::new("name", "名称"), "反诈预警劝阻专线");
        let source = fields.text(Key::new("source", "来源"));
        fields.finish(UnknownKeys::Refuse);
        if let (Some(number), Some(name)) = (number, name) {
            hotlines.push(Hotline {
                number: number.value,
                name: name.value,
                source: source.map(|it| it.value),
            });
        }
    }
    hotlines
}

fn read_menu(nodes: Vec<Node>, diagnostics: &mut Diagnostics) -> Vec<MenuItem> {
    let mut menu = Vec::new();
    for node in nodes {
        let mut fields = Fields::new(node, diagnostics);
        let title = fields.required_text(TITLE, "典型案例");
        let to = fields.required_text(Key::new("to", "指向"), "cases");
        fields.finish(UnknownKeys::Refuse);
        if let (Some(title), Some(to)) = (title, to) {
            menu.push(MenuItem {
                title: title.value,
                to,
            });
        }
    }
    menu
}

fn bad_base_url(at: Span) -> Diagnostic {
    Diagnostic::error(code::CONFIG_BASE_URL, "网址写得不对")
        .label(at, "读不出网址")
        .help("写完整的网址，例如 https://www.example.gov.cn/zt/fanzha/")
}

fn bad_time_zone(at: Span) -> Diagnostic {
    Diagnostic::error(code::CONFIG_TIME_ZONE, "没有这个时区")
        .label(at, "不认识的时区")
        .help("国内一律写 Asia/Shanghai，也可以删去这一行")
}
