//! How addresses are written into pages.
//!
//! `root` leads from a page back to the home folder; `href` leads from there to a page; together they are a
//! link. In relative style both work from any sub-folder, from a zip and from `file://`, so a page is named
//! by its file.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::{Serialize, Serializer};

use crate::{
    config::{Config, LinkStyle},
    fingerprint::Fingerprint,
    markdown::{LinkTarget, PictureTarget, Targets},
    paths::{OutputPath, UrlPath},
    site::{Links, Target, Versions},
};

/// Characters that the path of an address must not contain (RFC 3986 §3.3).
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Serialises all that an address depends on besides the path itself.
#[derive(Clone, Copy)]
pub struct Addresses<'a> {
    config: &'a Config,
    style: LinkStyle,
    through_notices: bool,
}

impl<'a> Addresses<'a> {
    pub fn new(config: &'a Config) -> Self {
        Self {
            config,
            style: config.links,
            through_notices: true,
        }
    }

    /// Addresses that work from any folder, as feeds and the 404 page need them. Links to other sites lead
    /// straight to them.
    pub fn absolute(config: &'a Config) -> Self {
        Self::new(config).as_absolute()
    }

    /// The same, independent of the address of the page.
    pub fn as_absolute(self) -> Self {
        Self {
            style: LinkStyle::Absolute,
            through_notices: false,
            ..self
        }
    }

    /// The relative path from the page at `url` to the home folder.
    pub fn root(&self, url: &UrlPath) -> String {
        match self.style {
            LinkStyle::Relative => url.path_to_base(),
            LinkStyle::Absolute => self.config.base_url.path().to_owned(),
        }
    }

    /// The relative path from the home folder to the notice before `address`.
    pub fn notice_href(&self, address: &str) -> Option<String> {
        notice(address, self.config).map(|it| self.href(&it))
    }

    /// The relative path from the home folder to `url`.
    pub fn href(&self, url: &UrlPath) -> String {
        match self.style {
            LinkStyle::Relative => self.file(&url.output()),
            LinkStyle::Absolute => encoded(url.as_str()),
        }
    }

    pub fn file(&self, output: &OutputPath) -> String {
        encoded(output.as_str())
    }

    /// The public address of a file.
    pub fn full_file(&self, output: &OutputPath) -> String {
        format!("{}{}", self.config.base_url.as_str(), self.file(output))
    }

    /// The public address of `url`.
    pub fn full(&self, url: &UrlPath) -> String {
        format!("{}{}", self.config.base_url.as_str(), encoded(url.as_str()))
    }
}

/// The page with the notice before `address`; none for addresses of this site and of trusted hosts.
pub fn notice(address: &str, config: &Config) -> Option<UrlPath> {
    let beginning = address.get(..4)?;
    // `mailto:` and `tel:` links open no site.
    if !beginning.eq_ignore_ascii_case("http") || config.trusts(address) {
        return None;
    }
    let name = Fingerprint::of(address.as_bytes()).short();
    Some(UrlPath::folder(&["leaving", &format!("{name:016x}")]))
}

impl Serialize for Addresses<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let base_url = self.config.base_url.as_str();
        let trusted = &self.config.portal.trusted_hosts;
        (base_url, trusted, self.style, self.through_notices).serialize(serializer)
    }
}

/// A path, percent-encoded for an address.
pub fn encoded(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// The links of one text as they are written on one page.
pub struct PageTargets<'a> {
    pub links: &'a Links,
    pub addresses: Addresses<'a>,
    /// From the page to the home folder.
    pub root: &'a str,
    /// The text's own address where it is shown outside its page, as in feeds; empty on the page itself.
    pub here: &'a str,
}

impl PageTargets<'_> {
    /// The fingerprint of all addresses that these links become on the page.
    pub fn fingerprint(&self) -> Fingerprint {
        let written: Vec<(&str, LinkTarget, Option<PictureTarget>)> = self
            .links
            .written()
            .map(|it| (it, self.link(it), self.picture(it)))
            .collect();
        Fingerprint::of_value(&written)
    }

    fn asset(&self, output: &OutputPath) -> String {
        format!("{}{}", self.root, self.addresses.file(output))
    }

    fn in_versions(&self, versions: &Versions) -> PictureTarget {
        let widest = versions.widest();
        let listed = versions.list.iter();
        let listed = listed.map(|it| (self.asset(&it.output), it.size.0));
        PictureTarget {
            address: self.asset(&versions.plain().output),
            size: Some(widest.size),
            versions: match versions.list.len() {
                1 => Vec::new(),
                _ => listed.collect(),
            },
            shown_px: widest.size.0.min(COLUMN_PX),
        }
    }
}

/// The width at which the theme shows a picture on a wide screen, in pixels
/// (`themes/default/templates/css/wide.css`, 41rem).
const COLUMN_PX: u32 = 656;

impl Targets for PageTargets<'_> {
    fn link(&self, destination: &str) -> LinkTarget {
        match self.links.get(destination) {
            Some(Target::Internal { url, anchor }) => {
                let mark = if anchor.is_empty() { "" } else { "#" };
                let href = self.addresses.href(url);
                LinkTarget::Internal(format!("{}{href}{mark}{}", self.root, encoded(anchor)))
            }
            Some(Target::Here { anchor }) => {
                LinkTarget::Internal(format!("{}#{}", self.here, encoded(anchor)))
            }
            Some(Target::Asset { output, .. }) => LinkTarget::Internal(self.asset(output)),
            Some(Target::External(address)) => {
                let notice = self.addresses.notice_href(address);
                match notice.filter(|_| self.addresses.through_notices) {
                    Some(href) => LinkTarget::Notice {
                        href: format!("{}{href}", self.root),
                        address: address.clone(),
                    },
                    None => LinkTarget::External(address.clone()),
                }
            }
            Some(Target::Broken) | None => LinkTarget::Broken,
        }
    }

    fn here(&self) -> &str {
        self.here
    }

    fn picture(&self, destination: &str) -> Option<PictureTarget> {
        match self.links.get(destination) {
            Some(Target::Asset {
                output,
                size,
                versions,
                ..
            }) => Some(match versions {
                Some(versions) => self.in_versions(versions),
                None => PictureTarget {
                    address: self.asset(output),
                    size: *size,
                    versions: Vec::new(),
                    shown_px: 0,
                },
            }),
            _ => None,
        }
    }
}
