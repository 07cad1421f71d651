//! `feeds/manifest.json`: a description and the checksum of each distributed file.
//!
//! UTF-8 without a byte-order mark. Paths are relative to the output folder; `sha256` is what `sha256sum`
//! prints. A file is valid from `valid_from` to `valid_until`, both inclusive; they are null if none of its
//! slogans sets them. Packs are listed; the manifest itself is not.

use std::sync::Arc;

use serde::Serialize;

use super::Member;
use crate::{
    fingerprint::Fingerprint,
    page::{Form, Order, Output, Prepared, RenderContext, Wave, validity, written},
    paths::OutputPath,
    site::{Site, SiteSlogan},
    theme::Problem,
};

/// The order for the manifest of all other files; none if no file is distributed.
pub fn order(members: Vec<Member>) -> Option<Order> {
    let output = OutputPath::new("feeds/manifest.json").expect("the name is fixed and safe");
    let file = ManifestFile(members.into());
    (!file.0.is_empty()).then(|| Order::of_site(output, file, None))
}

#[derive(Debug)]
struct ManifestFile(Arc<[Member]>);

impl Output for ManifestFile {
    fn prepare<'a>(&self, context: &RenderContext<'a>) -> Prepared<'a> {
        prepare(&self.0, context)
    }

    fn wave(&self) -> Wave {
        Wave::Manifest
    }
}

fn prepare<'a>(members: &Arc<[Member]>, context: &RenderContext<'a>) -> Prepared<'a> {
    let (members, context) = (Arc::clone(members), *context);
    let inputs: Vec<Fingerprint> = members.iter().map(|it| it.fingerprint(&context)).collect();
    let entries: Vec<_> = members.iter().map(|it| facts(it, context.site)).collect();
    let day = context.site.at.date().to_string();
    let address = context.site.config.base_url.as_str();
    let fingerprint = Fingerprint::of_value(&(&day, address, &entries, inputs));
    Prepared::new(vec![("files", fingerprint)], move || {
        let files = members.iter().zip(entries);
        let files = files.map(|(member, facts)| entry(member, facts, &context));
        let mut files: Vec<DeliveryEntry<'_>> = files.collect::<Result<_, _>>()?;
        files.sort_unstable_by(|left, right| left.path.cmp(right.path));
        let list = DeliveryManifest {
            version: 1,
            date: &day,
            site: address,
            files,
        };
        Ok(written::json(&list))
    })
}

#[derive(Serialize)]
struct DeliveryManifest<'a> {
    version: u32,
    /// The day for which the files were generated.
    date: &'a str,
    site: &'a str,
    files: Vec<DeliveryEntry<'a>>,
}

#[derive(Serialize)]
struct DeliveryEntry<'a> {
    path: &'a str,
    #[serde(flatten)]
    facts: Facts<'a>,
    bytes: usize,
    sha256: String,
}

/// The fields that are known before a file is rendered.
#[derive(Serialize)]
struct Facts<'a> {
    channel: &'static str,
    /// Null for pictures and archives, as is `line_ending`.
    encoding: Option<&'static str>,
    line_ending: Option<&'static str>,
    valid_from: Option<String>,
    valid_until: Option<String>,
    slogans: Vec<&'a str>,
}

fn facts<'a>(member: &Member, site: &'a Site) -> Facts<'a> {
    let delivery = &member.delivery;
    let (encoding, line_ending) = match delivery.form {
        Form::Ascii => (Some("us-ascii"), Some("crlf")),
        Form::Cp936 => (Some("gbk"), Some("crlf")),
        Form::Utf8Bom => (Some("utf-8-bom"), Some("crlf")),
        Form::Utf8CrLf => (Some("utf-8"), Some("crlf")),
        Form::Utf8 => (Some("utf-8"), Some("lf")),
        Form::Binary => (None, None),
    };
    let slogans: Vec<&SiteSlogan> = delivery
        .slogans
        .iter()
        .map(|it| &site.slogans[*it])
        .collect();
    let (from, until) = validity(&slogans);
    Facts {
        channel: delivery.channel.name(),
        encoding,
        line_ending,
        valid_from: from.map(|it| it.to_string()),
        valid_until: until.map(|it| it.to_string()),
        slogans: slogans.iter().map(|it| it.id.as_str()).collect(),
    }
}

fn entry<'a>(
    member: &'a Member,
    facts: Facts<'a>,
    context: &RenderContext<'_>,
) -> Result<DeliveryEntry<'a>, Problem> {
    let bytes = member.bytes(context)?;
    Ok(DeliveryEntry {
        path: member.output.as_str(),
        facts,
        bytes: bytes.len(),
        sha256: written::sum(&bytes),
    })
}
