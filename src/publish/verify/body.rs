//! Compares the bytes of one answer with the file.
//!
//! In: a file of the release and an answer with status 200. Out: what was changed on the way, the most
//! specific reason that explains it. Equal bytes have no finding, except an SSI directive that nobody has
//! followed.

use encoding_rs::GBK;

use super::{
    Fetched, Finding, VerifyOptions,
    fetch::gunzip,
    headers, markup,
    snippet::{directive, snippet},
};
use crate::page::written::sum as sha256;
use crate::publish::release::ReleaseFile;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

pub(super) struct Compared<'a> {
    pub file: &'a ReleaseFile,
    /// The hash of this file in the release before.
    pub previous: Option<&'a str>,
    pub options: &'a VerifyOptions<'a>,
}

type Found = (Finding, String);

impl Compared<'_> {
    pub fn findings(&self, fetched: Fetched) -> Vec<Found> {
        let mut findings = Vec::new();
        let coding = fetched.header("content-encoding").unwrap_or_default();
        let coding = coding.trim().to_ascii_lowercase();
        if !matches!(coding.as_str(), "" | "identity" | "gzip" | "x-gzip") {
            return vec![(Finding::UnaskedCoding(coding), String::new())];
        }
        let body = self.unpacked(fetched, &mut findings);
        let sum = sha256(&body);
        if sum == self.file.sha256.0 {
            findings.extend(self.not_included(&body));
            return findings;
        }
        if self.previous == Some(sum.as_str()) {
            findings.push((Finding::Stale, String::new()));
            return findings;
        }
        match (self.options.open)(self.file) {
            Ok(ours) => findings.extend(self.changes(&ours, body)),
            Err(error) => findings.push((Finding::Changed, format!("本机的文件打不开：{error}"))),
        }
        findings
    }

    /// Removes the content coding that the answer declares, and one more that a portal put around it.
    fn unpacked(&self, fetched: Fetched, findings: &mut Vec<Found>) -> Vec<u8> {
        let is_declared = fetched
            .header("content-encoding")
            .is_some_and(|it| it.eq_ignore_ascii_case("gzip"));
        let mut body = fetched.body;
        if is_declared && let Some(unpacked) = gunzip(&body) {
            body = unpacked;
        }
        if sha256(&body) == self.file.sha256.0 || self.file.path.ends_with(".gz") {
            return body;
        }
        match gunzip(&body) {
            Some(unpacked) => {
                findings.push((Finding::CompressedTwice, String::new()));
                unpacked
            }
            None => body,
        }
    }

    /// Equal bytes, but the portal's head was meant to be put in.
    fn not_included(&self, body: &[u8]) -> Option<Found> {
        let text = std::str::from_utf8(body).ok()?;
        let mut paths = self.options.included.iter();
        let path = paths
            .find(|path| headers::is_page(&self.file.path) && text.contains(&directive(path)))?;
        Some((Finding::NotIncluded, path.clone()))
    }

    fn changes(&self, ours: &[u8], mut theirs: Vec<u8>) -> Vec<Found> {
        let mut found = Vec::new();
        if theirs.starts_with(BYTE_ORDER_MARK) && !ours.starts_with(BYTE_ORDER_MARK) {
            theirs.drain(..BYTE_ORDER_MARK.len());
            found.push((Finding::ByteOrderMark, String::new()));
        }
        if ours == theirs {
            return found;
        }
        if ours.starts_with(&theirs) {
            let detail = format!("{} 字节，应为 {} 字节", theirs.len(), ours.len());
            found.push((Finding::Truncated, detail));
            return found;
        }
        let ours_text = std::str::from_utf8(ours).ok();
        match ours_text.filter(|_| headers::is_text(&self.file.path)) {
            Some(ours) => self.text_changes(ours, &theirs, &mut found),
            None => found.push(changed(ours, &theirs)),
        }
        found
    }

    fn text_changes(&self, ours: &str, theirs: &[u8], found: &mut Vec<Found>) {
        let decoded;
        let theirs = match std::str::from_utf8(theirs) {
            Ok(text) => text,
            Err(_) => {
                let (text, has_errors) = GBK.decode_without_bom_handling(theirs);
                if has_errors {
                    found.push(changed(ours.as_bytes(), theirs));
                    return;
                }
                found.push((Finding::Recoded, String::new()));
                decoded = text.into_owned();
                decoded.as_str()
            }
        };
        // Whoever changes the encoding changes the page's own declaration of it too.
        let is_same = |theirs: &str| {
            let declared = theirs.replace("gb2312", "utf-8").replace("gbk", "utf-8");
            ours == theirs || ours.eq_ignore_ascii_case(&declared)
        };
        if is_same(theirs) {
            return;
        }
        if let Some(paths) = markup::included(ours, theirs, self.options.included) {
            found.extend(paths.map(|path| (Finding::Included, path)));
            return;
        }
        let before = found.len();
        let rest = markup::inserted_elements(ours, theirs, found);
        if found.len() > before && squeezed(ours) == squeezed(&rest) {
            return;
        }
        found.push(self.rest_change(ours, &rest));
    }

    fn rest_change(&self, ours: &str, theirs: &str) -> Found {
        if squeezed(ours) == squeezed(theirs) {
            return (Finding::Whitespace, place(ours, theirs));
        }
        match markup::inserted(ours, theirs) {
            Some((at, text)) => {
                let line = ours[..at].matches('\n').count() + 1;
                (
                    Finding::InsertedMarkup,
                    format!("第 {line} 行：{}", snippet(text)),
                )
            }
            None => (Finding::Changed, place(ours, theirs)),
        }
    }
}

fn changed(ours: &[u8], theirs: &[u8]) -> Found {
    let at = common(ours, theirs);
    let (ours, theirs) = (ours.len(), theirs.len());
    let detail = format!(
        "从第 {} 个字节起不同（{theirs} 字节，应为 {ours} 字节）",
        at + 1
    );
    (Finding::Changed, detail)
}

/// The first difference, with what is there now.
fn place(ours: &str, theirs: &str) -> String {
    let mut at = common(ours.as_bytes(), theirs.as_bytes());
    while !(ours.is_char_boundary(at) && theirs.is_char_boundary(at)) {
        at -= 1;
    }
    let line = ours[..at].matches('\n').count() + 1;
    let now = snippet(&theirs[at..]);
    format!("第 {line} 行（第 {} 个字节）起：{now}", at + 1)
}

fn common(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Without white space, comments and optional quotes: what a minifier may take away.
fn squeezed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("<!--") {
        kept.push_str(&rest[..start]);
        let end = rest[start..]
            .find("-->")
            .map_or(rest.len(), |it| start + it + 3);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    kept.retain(|it| !it.is_whitespace() && it != '"');
    kept
}
