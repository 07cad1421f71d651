//! The texts that a pack has of its own: a note for whoever unpacks it, and the slogans that it is about.
//!
//! In: a selection. Out: names and bytes; UTF-8 with a byte-order mark and CR LF, for Notepad and WPS.
//! The note says what each folder is for, until when it holds, and whom to ask; nothing else of the pack explains itself.

use std::collections::BTreeMap;

use super::{
    names::{name_in_pack, what},
    select::Selection,
};
use crate::{
    bundles::Member,
    charset::utf8_bom_lines,
    content::Channel,
    page::{Addressee, validity},
    site::{Site, SiteSlogan},
};

const NOTE: &str = "README.txt";
const SLOGANS: &str = "targeted-slogans.txt";

pub fn own_files(selection: &Selection, slogans: &[usize], site: &Site) -> Vec<(String, Vec<u8>)> {
    let mut files = vec![(NOTE.to_owned(), note(selection, slogans, site))];
    if !selection.slogans.is_empty() {
        let chosen = selection.slogans.iter();
        let chosen = chosen.map(|it| site.slogans[*it].text.value.as_str());
        files.push((SLOGANS.to_owned(), utf8_bom_lines(chosen)));
    }
    files
}

fn note(selection: &Selection, slogans: &[usize], site: &Site) -> Vec<u8> {
    let shown: Vec<&SiteSlogan> = slogans.iter().map(|it| &site.slogans[*it]).collect();
    let mut lines = vec![
        format!("反诈宣传材料包：{}", selection.title),
        format!("制作：{}，{}", site.config.title, site.at.date()),
        format!("用途：{}", selection.duty),
        String::new(),
        "里面有：".to_owned(),
    ];
    if !selection.slogans.is_empty() {
        let count = selection.slogans.len();
        lines.push(format!("  {SLOGANS}：{count} 条专门选出的警示语，一行一条"));
    }
    lines.extend(contents(&selection.files, site));
    lines.push(String::new());
    lines.push(match validity(&shown).1 {
        Some(day) => format!("有效期：到 {day} 为止。到期后请停用，换新的材料包。"),
        None => "有效期：没有写明。请每月换一次新的材料包。".to_owned(),
    });
    lines.push("字句由区联席办统一审定，请不要自行改动；需要改时先联系制作单位。".to_owned());
    if let Some(contact) = &site.config.identity.contact {
        lines.push(format!("联系：{contact}"));
    }
    utf8_bom_lines(lines.iter().map(String::as_str))
}

/// A line for each channel and addressee, with the folder where its files lie.
fn contents(files: &[Member], site: &Site) -> Vec<String> {
    let mut groups: BTreeMap<(Channel, String), Vec<&Member>> = BTreeMap::new();
    for file in files {
        let channel = file.delivery.channel;
        groups
            .entry((channel, subject(file, site)))
            .or_default()
            .push(file);
    }
    let line = |((channel, subject), files): (&(Channel, String), &Vec<&Member>)| {
        let place = common_folder(files);
        format!(
            "  {place}：{}“{subject}”，{}",
            what(*channel),
            usage(*channel, files.len())
        )
    };
    groups.iter().map(line).collect()
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

fn usage(channel: Channel, count: usize) -> String {
    let usage = match channel {
        Channel::Led => "拷到 U 盘，先看里面的 README",
        Channel::Cinema => "先看脚本，画面和字幕按影院的要求选用",
        Channel::Wechat => "复制文字，原样发到群里",
        Channel::Signage => "用浏览器全屏打开，或导入信发系统",
        Channel::Print => "用浏览器打开后打印，比例选 100%",
        Channel::Voice => "照着念，念两遍",
        Channel::Web => "一行一条",
    };
    format!("{count} 个文件，{usage}")
}
