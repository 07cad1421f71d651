//! Reads the XML of 207 answers (RFC 4918 §13): listings, free space, and failures inside a success.
//!
//! In: a body. Out: its entries.
//! Names of elements are compared without their prefix, which every server chooses by itself.

use roxmltree::{Document, Node};

use super::address::{decoded, is_name};
use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// A namespace that every element of the protocol has.
const DAV: &str = "DAV:";

/// The properties that are asked for.
pub const QUESTION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><D:propfind xmlns:D=\"DAV:\"><D:prop>\
    <D:resourcetype/><D:getcontentlength/><D:quota-available-bytes/></D:prop></D:propfind>";

/// One file or folder, or a failure at it.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Decoded; that of a folder without its last separator.
    path: String,
    pub is_folder: bool,
    pub size: Option<u64>,
    pub free_bytes: Option<u64>,
    /// Of the entry as a whole.
    status: Option<u16>,
}

/// # Errors
/// `Refused` if the body is not XML of this kind.
pub fn parse(body: &[u8]) -> Result<Vec<Entry>, RemoteError> {
    let refused = |detail: String| RemoteError::new(RemoteErrorKind::Refused, detail);
    let text = std::str::from_utf8(body).map_err(|error| refused(format!("PROPFIND: {error}")))?;
    let document = Document::parse(text).map_err(|error| refused(format!("PROPFIND: {error}")))?;
    let root = document.root_element();
    if !root.has_tag_name((DAV, "multistatus")) {
        return Err(refused("PROPFIND: no multistatus".to_owned()));
    }
    Ok(children(root, "response").filter_map(entry).collect())
}

/// The first failure that a 207 reports, if there is one.
///
/// # Errors
/// `Refused` if the body is not XML of this kind.
pub fn failure(body: &[u8]) -> Result<Option<u16>, RemoteError> {
    let entries = parse(body)?;
    Ok(entries
        .iter()
        .filter_map(|entry| entry.status)
        .find(|status| *status >= 300))
}

/// What a listing of a folder says of what is in it: names and entries.
///
/// A gateway may show other paths than those that were asked for, so the folder itself is found as the entry
/// whose path all others begin with.
pub fn inside(entries: &[Entry]) -> impl Iterator<Item = (&str, &Entry)> {
    let folder = entries
        .iter()
        .min_by_key(|entry| entry.path.len())
        .filter(|entry| entry.is_folder);
    let prefix = folder.map(|entry| format!("{}/", entry.path));
    entries.iter().filter_map(move |entry| {
        let name = entry.path.strip_prefix(prefix.as_deref()?)?.len();
        let name = &entry.path[entry.path.len() - name..];
        is_name(name).then_some((name, entry))
    })
}

fn entry(response: Node<'_, '_>) -> Option<Entry> {
    let path = decoded(children(response, "href").next()?.text()?.trim())?;
    let mut entry = Entry {
        path: path.trim_end_matches('/').to_owned(),
        is_folder: false,
        size: None,
        free_bytes: None,
        status: children(response, "status").next().and_then(status),
    };
    let found = children(response, "propstat").filter(|propstat| {
        let status = children(*propstat, "status").next().and_then(status);
        status.is_none_or(|status| status == 200)
    });
    let properties = found
        .flat_map(|propstat| children(propstat, "prop"))
        .flat_map(|prop| prop.children());
    for property in properties {
        let number = || property.text().and_then(|text| text.trim().parse().ok());
        match property.tag_name().name() {
            "resourcetype" => entry.is_folder = children(property, "collection").next().is_some(),
            "getcontentlength" => entry.size = number(),
            "quota-available-bytes" => entry.free_bytes = number(),
            _ => {}
        }
    }
    Some(entry)
}

fn children<'d, 'i>(node: Node<'d, 'i>, name: &'static str) -> impl Iterator<Item = Node<'d, 'i>> {
    node.children()
        .filter(move |child| child.has_tag_name((DAV, name)))
}

/// `HTTP/1.1 404 Not Found`
fn status(node: Node<'_, '_>) -> Option<u16> {
    node.text()?.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_through_a_gateway_is_read() {
        let body = br#"<?xml version="1.0"?><a:multistatus xmlns:a="DAV:">
            <a:response><a:href>http://inner/srv/x/</a:href><a:propstat><a:prop><a:resourcetype>
            <a:collection/></a:resourcetype></a:prop><a:status>HTTP/1.1 200 OK</a:status></a:propstat>
            </a:response>
            <a:response><a:href>/srv/x/a%20b</a:href><a:propstat><a:prop><a:resourcetype/>
            <a:getcontentlength>3</a:getcontentlength></a:prop><a:status>HTTP/1.1 200 OK</a:status>
            </a:propstat><a:propstat><a:prop><a:quota-available-bytes/></a:prop>
            <a:status>HTTP/1.1 404 Not Found</a:status></a:propstat></a:response>
            <a:response><a:href>/srv/x/..</a:href></a:response>
            <a:response><a:href>/srv/x/deep/er</a:href></a:response></a:multistatus>"#;
        let entries = parse(body).unwrap();
        let found: Vec<_> = inside(&entries)
            .map(|(name, entry)| (name, entry.size))
            .collect();
        assert_eq!(found, [("a b", Some(3))]);
    }

    #[test]
    fn a_failure_inside_is_found() {
        let body = br#"<D:multistatus xmlns:D="DAV:"><D:response><D:href>/a</D:href>
            <D:status>HTTP/1.1 423 Locked</D:status></D:response></D:multistatus>"#;
        assert_eq!(failure(body).unwrap(), Some(423));
    }
}
