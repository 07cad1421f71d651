//! The texts that a pack has of its own: a note for whoever unpacks it, and the slogans that it is about.
//!
//! In: a selection. Out: names and bytes; UTF-8 with a byte-order mark and CR LF, for Notepad and WPS.
//! The note is the template `notes/pack.txt`: what each folder is for, until when it holds, and whom to ask; nothing else
//! of the pack explains itself.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    names::{name_in_pack, what},
    select::Selection,
};
use crate::{
    bundles::Member,
    charset::utf8_bom_lines,
    content::Channel,
    page::{Addressee, RenderContext, note, validity},
    site::{Site, SiteSlogan},
    theme::{Filling, Problem},
};

/// The name of the note in the archive.
pub const NOTE: &str = "README.txt";
pub const SLOGANS: &str = "targeted-slogans.txt";

/// The slogans that the pack lists itself; none where none was chosen for it.
pub fn slogans(selection: &Selection, site: &Site) -> Option<Vec<u8>> {
    let chosen = selection.slogans.iter();
    let chosen = chosen.map(|it| site.slogans[*it].text.value.as_str());
    (!selection.slogans.is_empty()).then(|| utf8_bom_lines(chosen))
}

/// The variable `pack` of the note.
#[derive(Clone, Debug, Serialize)]
pub struct PackNote {
    title: String,
    /// Who made it, and for which day.
    maker: String,
    date: String,
    duty: String,
    /// How many slogans are listed in `slogans_file`.
    slogans: usize,
    slogans_file: &'static str,
    contents: Vec<ContentsLine>,
    /// The last day on which all of it holds; null where none is named.
    until: Option<String>,
    contact: Option<String>,
}

/// What is in one folder, or in one file.
#[derive(Clone, Debug, Serialize)]
struct ContentsLine {
    place: String,
    /// `led`, and what its files are called.
    channel: &'static str,
    what: &'static str,
    /// Whom or what it is about.
    subject: String,
    files: usize,
}

impl PackNote {
    /// `slogans` are all whose words are in the pack.
    pub fn new(selection: &Selection, slogans: &[usize], site: &Site) -> Self {
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

/// A line for each channel and addressee, with the folder where its files lie.
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
            what: what(channel),
            subject,
            files: files.len(),
        });
    lines.collect()
}

/// Whom or what the file is about.
fn subject(file: &Member, site: &Site) -> String {
    match file.delivery.addressee {
        Addressee::Everyone => "全部".to_owned(),
        Addressee::Feed(feed) => site.feeds[feed].settings.name.clone(),
        Addressee::Sheet(sheet) => site.sheets[sheet].name(),
        Addressee::Term(term) => site.term(term).name.clone(),
        Addressee::Page(page) => site.pages[page].document.title.value.clone(),
    }
}

/// The file, or the folder that holds all of them.
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
