//! Configuration files for web servers: media types, the page for unknown addresses, headers, caching, and
//! redirects from former addresses.
//!
//! In: the settings and the site. Out: a file for each server that the settings name. A server that does not
//! read its file still shows the whole site: former addresses are pages that redirect, too.
//! Source: docs/web-servers.md

use std::collections::BTreeSet;

use crate::{
    config::{Config, Server},
    page::{RenderContext, encoded},
    paths::UrlPath,
    site::Site,
    theme::{
        Filling,
        view::{MediaTypeView, RedirectView, ServerView},
    },
    vocabulary::{MEDIA_TYPES, is_utf8},
};

/// Folders of which the file for IIS has settings of its own; IIS refuses two for one folder.
const OWN_FOLDERS: [&str; 4] = ["assets", "print", "signage", "wechat"];

fn template(server: Server) -> &'static str {
    match server {
        Server::Nginx => "servers/nginx.conf",
        Server::Apache | Server::Htaccess => "servers/apache.conf",
        Server::Iis => "servers/web.config",
    }
}

/// The addresses of the files that the settings ask for.
pub fn files(config: &Config) -> impl Iterator<Item = (Server, UrlPath)> {
    let servers = config.serving.servers.iter();
    servers.map(|server| {
        let name = match server {
            Server::Nginx => "nginx.conf",
            Server::Apache => "apache.conf",
            Server::Htaccess => ".htaccess",
            Server::Iis => "web.config",
        };
        (*server, UrlPath::default().file(name))
    })
}

pub fn render<'a>(server: Server, context: &RenderContext<'a>) -> Filling<'a> {
    let config = &context.site.config;
    let base = config.base_url.path();
    let compresses = |extension| {
        let mut formats = config.serving.precompress.iter();
        formats.any(|it| it.extension() == extension)
    };
    let hashed = context.shared.asset_names.hashed();
    let view = ServerView {
        base: base.to_owned(),
        types: types(),
        hashed: hashed.map(str::to_owned).collect(),
        redirects: redirects(context.site, base),
        gzip: compresses("gz"),
        brotli: compresses("br"),
    };
    let mut filling = Filling::new(context.theme, template(server));
    filling.insert("server", view);
    filling
}

/// The media types, each with its extensions.
fn types() -> Vec<MediaTypeView> {
    let mut types: Vec<MediaTypeView> = Vec::new();
    for (extension, name) in MEDIA_TYPES {
        let known = types.iter_mut().find(|it| it.name == *name);
        match known {
            Some(known) => known.extensions.push((*extension).to_owned()),
            None => types.push(MediaTypeView {
                name: (*name).to_owned(),
                extensions: vec![(*extension).to_owned()],
                utf8: is_utf8(name),
            }),
        }
    }
    types
}

/// The redirects from former addresses, in the order of these.
fn redirects(site: &Site, base: &str) -> Vec<RedirectView> {
    let taken = addresses(site);
    let mut redirects = Vec::new();
    for page in site.pages.iter() {
        let aliases = page.aliases.iter().map(UrlPath::as_str);
        redirects.extend(aliases.filter(|it| is_plain(it)).map(|alias| RedirectView {
            pattern: pattern(base, alias),
            target: format!("{base}{}", encoded(page.url.as_str())),
            folder: folder(alias, &taken).map(str::to_owned),
        }));
    }
    redirects.sort_by(|left, right| left.pattern.cmp(&right.pattern));
    redirects
}

/// All addresses of the site that may be below a former address.
fn addresses(site: &Site) -> BTreeSet<&str> {
    let pages = site.pages.iter();
    let pages = pages.flat_map(|it| it.aliases.iter().chain([&it.url]));
    let sections = site.sections.iter().map(|it| &it.url);
    let taxonomies = site.taxonomies.iter();
    let terms = taxonomies.flat_map(|it| {
        let terms = it.terms.iter().filter_map(|it| it.url.as_ref());
        terms.chain([&it.url])
    });
    let urls = pages.chain(sections).chain(terms).map(UrlPath::as_str);
    let assets = site.assets.iter().map(|it| it.output.as_str());
    urls.chain(assets).collect()
}

/// Whether an address means the same in all configuration files without quoting.
fn is_plain(address: &str) -> bool {
    let is_plain = |it: char| it.is_alphanumeric() || "/-_.~".contains(it);
    !address.is_empty() && address.chars().all(is_plain)
}

/// A former address with and without its final slash and `index.html`.
fn pattern(base: &str, alias: &str) -> String {
    let path = format!("{base}{alias}").replace('.', "\\.");
    match path.strip_suffix('/') {
        Some(folder) => format!("^{folder}(?:/(?:index\\.html)?)?$"),
        None => format!("^{path}$"),
    }
}

/// The folder of a former address, if nothing else is in it.
fn folder<'a>(alias: &'a str, taken: &BTreeSet<&str>) -> Option<&'a str> {
    let folder = alias.strip_suffix('/')?;
    let first = folder.split('/').next().unwrap_or_default();
    let mut after = taken.range(alias..).filter(|it| **it != alias);
    let has_more = after.next().is_some_and(|it| it.starts_with(alias));
    let is_own = OWN_FOLDERS.contains(&first);
    (!has_more && !is_own).then_some(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_matches_with_and_without_its_page() {
        let pattern = pattern("/zt/", "old/a.b/");
        assert_eq!(pattern, "^/zt/old/a\\.b(?:/(?:index\\.html)?)?$");
    }

    #[test]
    fn a_folder_with_another_page_in_it_is_not_redirected_as_a_whole() {
        let taken = BTreeSet::from(["old/", "old/b/", "older/", "print/"]);
        assert_eq!(folder("old/", &taken), None);
        assert_eq!(folder("old/b/", &taken), Some("old/b"));
        assert_eq!(folder("older/", &taken), Some("older"));
        assert_eq!(folder("print/", &taken), None);
        assert_eq!(folder("a.html", &taken), None);
    }

    #[test]
    fn every_type_has_all_its_extensions() {
        let types = types();
        let count: usize = types.iter().map(|it| it.extensions.len()).sum();
        assert_eq!(count, MEDIA_TYPES.len());
    }
}
