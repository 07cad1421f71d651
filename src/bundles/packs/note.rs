//! The files that only a pack has: a note for its recipient, and its list of slogans.
//!
//! In: a selection. Out: names and bytes; UTF-8 with a byte-order mark and CR LF, for Notepad and WPS. The
//! note is rendered from the template `notes/pack.txt`: the purpose of each folder, the end of validity, and
//! a contact. The pack has no other documentation.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{names::name_in_pack, select::PackSelection};
use crate::{
    bundles::Member,
    charset::utf8_bom_lines,
    page::{Addressee, RenderContext, note, validity},
    site::{Site, SiteSlogan, SloganId},
    theme::{Filling, Problem},
    vocabulary::Channel,
};

/// The name of the note in the archive.
pub const NOTE: &str = "README.txt";
pub const SLOGANS: &str = "targeted-slogans.txt";

/// The list of slogans of a targeted pack; `None` for any other pack.
pub fn slogans(selection: &PackSelection, site: &Site) -> Option<Vec<u8>> {
    let chosen = selection.slogans.iter();
    let chosen = chosen.map(|it| site.slogans[*it].text.value.as_str());
    (!selection.slogans.is_empty()).then(|| utf8_bom_lines(chosen))
}

/// The variable `pack` of the note.
#[derive(Clone, Debug, Serialize)]
pub struct PackNote {
    title: String,
    /// The title of the site that generated the pack; `date` is the day for which it was generated.
    maker: String,
    date: String,
    duty: String,
    /// The number of slogans in `slogans_file`.
    slogans: usize,
    slogans_file: &'static str,
    contents: Vec<ContentsLine>,
    /// The last day on which all slogans are valid; null if none is set.
    until: Option<String>,
    contact: Option<String>,
}

/// The contents of one folder, or one file.
#[derive(Clone, Debug, Serialize)]
struct ContentsLine {
    place: String,
    /// The name of the channel, such as `led`; `what` is the Chinese name of its files.
    channel: &'static str,
    what: &'static str,
    /// The name of the addressee.
    subject: String,
    files: usize,
}

impl PackNote {
    /// The note of a pack; `slogans` are all slogans in any of its files.
    pub fn new(selection: &PackSelection, slogans: &[SloganId], site: &Site) -> Self {
        let shown: Vec<&SiteSlogan> = slogans.iter().map(|it| &site.slogans[*it]).collect();
        Self {
            title: selection.title.clone(),
            maker: site.config.title.clone(),
            date: site.at.date().to_string(),
            duty: selection.duty.clone(),
            slogans: selection.slogans.len(),
            slogans_file: SLOGANS,
            contents: contents(&selection.files, site),
            until: validity(&shown).1.map(|it| it.to_string()),
            contact: site.config.identity.contact.clone(),
        }
    }

    pub fn filling<'a>(&self, context: &RenderContext<'a>) -> Filling<'a> {
        let mut filling = Filling::new(context.theme, "notes/pack.txt");
        filling.insert("pack", self.clone());
        filling
    }
}

/// # Errors
/// The template of the note is missing or fails.
pub fn bytes(filling: Filling<'_>) -> Result<Vec<u8>, Problem> {
    let lines = note::lines(filling)?;
    Ok(utf8_bom_lines(lines.iter().map(String::as_str)))
}

/// One line for each channel and addressee, with the folder of its files.
fn contents(files: &[Member], site: &Site) -> Vec<ContentsLine> {
    let mut groups: BTreeMap<(Channel, String), Vec<&Member>> = BTreeMap::new();
    for file in files {
        let channel = file.delivery.channel;
        groups
            .entry((channel, subject(file, site)))
            .or_default()
            .push(file);
    }
    let lines = groups
        .into_iter()
        .map(|((channel, subject), files)| ContentsLine {
            place: common_folder(&files),
            channel: channel.name(),
            what: channel.label(),
            subject,
            files: files.len(),
        });
    lines.collect()
}

/// The name of the file's addressee.
fn subject(file: &Member, site: &Site) -> String {
    match file.delivery.addressee {
        Addressee::Everyone => "全部".to_owned(),
        Addressee::Feed(feed) => site.feeds[feed].settings.name.clone(),
        Addressee::Sheet(sheet) => site.sheets[sheet].name(),
        Addressee::Term(term) => site.term(term).name.clone(),
        Addressee::Page(page) => site.pages[page].document.title.value.clone(),
    }
}

/// The name of a single file, or the deepest folder that contains all files.
fn common_folder(files: &[&Member]) -> String {
    let names: Vec<&str> = files.iter().map(|it| name_in_pack(&it.output)).collect();
    if let [name] = names[..] {
        return name.to_owned();
    }
    let first = names.first().copied().unwrap_or_default();
    let folders = first.match_indices('/').map(|(at, _)| &first[..=at]);
    let common = folders
        .rev()
        .find(|it| names.iter().all(|name| name.starts_with(it)));
    common.unwrap_or_default().to_owned()
}
