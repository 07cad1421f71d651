//! `fanzha new`: a new piece of content, filled in so that it builds as it is, each field explained.
//!
//! It begins as a draft, so that the words to be replaced never reach the site or a screen.
//! Never overwrites a file.

use std::path::{Path, PathBuf};

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};
use serde::Serialize;
use serde_yaml::FlowSeq;

use super::{
    arguments::NewArguments,
    end::CommandEnd,
    kind::template,
    site_arguments::SiteFolder,
    terminal::Terminal,
    usage::{Complaint, site_option},
};
use crate::{
    config::Terms,
    content::{Detail, Document},
    output,
    paths::shown,
    pipeline::{self, Survey},
    site,
    vocabulary::Kind,
    yaml,
};

/// Longer than any headline; what is longer was probably pasted by mistake.
const TITLE_CHARS_MAX: usize = 100;

pub(super) fn run(arguments: &NewArguments, terminal: &Terminal) -> Result<CommandEnd, Complaint> {
    let NewArguments {
        kind,
        title,
        folder: SiteFolder { site },
    } = arguments;
    let title = checked_title(title)?;
    let survey = pipeline::survey(site).ok_or_else(|| no_site(site))?;
    let Section { folder, index } = section(*kind, &survey)?;
    let today = today();

    let path = free_path(*kind, title, &folder, &survey)?;
    let stem = path
        .rsplit('/')
        .next()
        .unwrap_or(&path)
        .trim_end_matches(".md");
    let values = Values::gather(&Subject { title, stem, today }, &folder, &survey);
    let text = fill(&template(*kind), &values);
    let index_path = site.join(&folder).join("_index.md");
    let index = index.as_ref().map(|it| (index_path, it.as_bytes()));
    let article = (site.join(&path), text.as_bytes());
    let files: Vec<(PathBuf, &[u8])> = index.into_iter().chain([article]).collect();
    output::create_new(&files)?;

    terminal.data(&format!("{}\n", shown(&site.join(&path)).display()))?;
    terminal.message(&format!(
        "{}的草稿建好了。下一步：用记事本打开上面这个文件，按里面的说明改好各项，\
         把“草稿: 是”改成“草稿: 否”，再运行 fanzha build{}",
        kind.chinese(),
        site_option(site)
    ));
    Ok(CommandEnd::Done)
}

fn checked_title(title: &str) -> Result<&str, Complaint> {
    let title = title.trim();
    if title.is_empty() {
        return Err(Complaint::new(
            "标题是空的",
            "写上标题，例如：fanzha new 典型案例 网购退款被骗",
        ));
    }
    if title.starts_with("--") {
        return Err(Complaint::new(
            format!("没有“{title}”这个选项"),
            "fanzha new 的选项只有 --site；标题不要以 -- 开头",
        ));
    }
    if title.chars().any(is_invisible) {
        return Err(Complaint::new(
            "标题里有换行或看不见的字符",
            "把标题重新输入一遍，写成一行",
        ));
    }
    let char_count = title.chars().count();
    if char_count > TITLE_CHARS_MAX {
        return Err(Complaint::new(
            format!("标题有 {char_count} 个字，超过 {TITLE_CHARS_MAX} 个字"),
            "把标题写短一些，细节放到正文里",
        ));
    }
    Ok(title)
}

/// Control characters, and what turns the direction of the text or takes no room: pasted along unseen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{feff}')
        || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
}

/// Where an article goes.
struct Section {
    folder: String,
    /// The section's own file, if it is yet to be made.
    index: Option<String>,
}

/// The front matter of a section that is yet to be made.
#[derive(Serialize)]
struct SectionFrontMatter<'a> {
    #[serde(rename = "标题")]
    title: &'a str,
    #[serde(rename = "内容类型")]
    kind: &'a str,
    #[serde(rename = "摘要")]
    summary: &'a str,
    #[serde(rename = "关键词")]
    keywords: FlowSeq<[&'a str; 2]>,
}

/// The folder for this kind; with a section to make if the site has none yet.
fn section(kind: Kind, survey: &Survey) -> Result<Section, Complaint> {
    let there_is = |folder: &str| Section {
        folder: folder.to_owned(),
        index: None,
    };
    if kind.folder().is_empty() {
        return Ok(there_is("content"));
    }
    if let Some(folder) = section_of(kind, survey) {
        return Ok(there_is(folder));
    }
    let folder = format!("content/{}", kind.folder());
    if survey
        .documents
        .iter()
        .any(|it| it.is_section() && it.path.folder() == folder)
    {
        return Err(section_of_other_kind(kind, &folder));
    }
    let name = kind.chinese();
    let front_matter = yaml::block(&SectionFrontMatter {
        title: name,
        kind: name,
        summary: kind.section_summary(),
        keywords: FlowSeq(["反诈", name]),
    });
    let index = Some(format!("---\n{front_matter}---\n"));
    Ok(Section { folder, index })
}

/// A name that is not taken. A file of the same title is the same article, and then there is nothing to make.
fn free_path(kind: Kind, title: &str, folder: &str, survey: &Survey) -> Result<String, Complaint> {
    let mut stem = site::slug(title);
    if matches!(stem.as_str(), "index" | "_index") {
        // That would be the folder's own page.
        stem = format!("{stem}-{}", kind.name());
    }
    let mut path = format!("{folder}/{stem}.md");
    for number in 2.. {
        let taken = survey.documents.iter().find(|it| it.path.as_str() == path);
        match taken {
            None => break,
            Some(other) if other.title.value == title => return Err(already_there(&path)),
            Some(_) => path = format!("{folder}/{stem}-{number}.md"),
        }
    }
    Ok(path)
}

fn today() -> Date {
    let zone = TimeZone::get("Asia/Shanghai").expect("the zone database is bundled");
    zone.to_datetime(Timestamp::now()).date()
}

/// What is to be made.
struct Subject<'a> {
    title: &'a str,
    /// Of its file; ASCII.
    stem: &'a str,
    today: Date,
}

/// The words that take the places of the names in a template.
struct Values(Vec<(&'static str, String)>);

impl Values {
    fn gather(subject: &Subject<'_>, folder: &str, survey: &Survey) -> Self {
        let today = subject.today;
        let last_month = today.saturating_sub(1.month());
        let types =
            section_of(Kind::ScamType, survey).map_or_else(Vec::new, |it| titles(it, survey));
        let audiences = listed_terms("audiences", survey);
        let number = next_number(folder, survey);
        Self(vec![
            ("TITLE", yaml::scalar(subject.title)),
            ("DATE", today.to_string()),
            ("YEAR", today.year().to_string()),
            ("MONTH", today.strftime("%Y-%m").to_string()),
            ("LAST_MONTH", last_month.strftime("%Y-%m").to_string()),
            ("ID", subject.stem.to_owned()),
            ("NUMBER", number.to_string()),
            (
                "SCAM_TYPE",
                yaml::scalar(types.first().map_or("其他诈骗", |it| it)),
            ),
            (
                "SCAM_TYPES",
                choices(&types, "写 content/types 里各篇的标题"),
            ),
            (
                "AUDIENCE",
                yaml::scalar(audiences.first().map_or("居民", |it| it)),
            ),
            ("AUDIENCES", choices(&audiences, "例如 居民、老年人、学生")),
        ])
    }

    fn get(&self, name: &str) -> Option<&str> {
        let value = self.0.iter().find(|it| it.0 == name);
        value.map(|it| it.1.as_str())
    }
}

/// The first folder that gives this kind to its pages, such as `content/cases`.
fn section_of(kind: Kind, survey: &Survey) -> Option<&str> {
    let named = survey.kinds.iter().find(|it| *it.1 == kind);
    named.map(|it| it.0.as_str())
}

fn pages<'a>(folder: &'a str, survey: &'a Survey) -> impl Iterator<Item = &'a Document> {
    let documents = survey.documents.iter().map(|it| &**it);
    documents.filter(move |it| it.section_folder() == folder && !it.is_section())
}

fn titles(folder: &str, survey: &Survey) -> Vec<String> {
    pages(folder, survey)
        .map(|it| it.title.value.clone())
        .collect()
}

/// One more than the largest number of the units in `folder`.
fn next_number(folder: &str, survey: &Survey) -> i64 {
    let numbers = pages(folder, survey).filter_map(|it| match &it.detail {
        Detail::Unit(unit) => Some(unit.number),
        _ => None,
    });
    numbers.max().unwrap_or(0).saturating_add(1)
}

/// The terms of a taxonomy that lists them in the settings.
fn listed_terms(name: &str, survey: &Survey) -> Vec<String> {
    let taxonomy = survey.config.taxonomies.iter().find(|it| it.name == name);
    match taxonomy.map(|it| &it.terms) {
        Some(Terms::List(terms)) => terms.iter().map(|it| it.name.clone()).collect(),
        _ => Vec::new(),
    }
}

fn choices(words: &[String], otherwise: &str) -> String {
    match words {
        [] => otherwise.to_owned(),
        // It stands in a remark, which ends with its line.
        words => format!("可以写 {}", words.join("、").replace(char::is_control, " ")),
    }
}

/// Puts the values into the places `{NAME}`, in one pass: a title with braces stays as it is.
fn fill(template: &str, values: &Values) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let named = after
            .split_once('}')
            .and_then(|(name, tail)| Some((values.get(name)?, tail)));
        match named {
            Some((value, tail)) => {
                text.push_str(value);
                rest = tail;
            }
            None => {
                text.push('{');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    text
}

fn no_site(site: &Path) -> Complaint {
    if site.join("site.yaml").exists() {
        return Complaint::new(
            "site.yaml 有错误，读不出网站的设置",
            format!("先运行 fanzha build{}，照它的提示改好", site_option(site)),
        );
    }
    let folder = match site.to_str() {
        Some(".") => "当前文件夹".to_owned(),
        _ => format!("文件夹 {} ", shown(site).display()),
    };
    Complaint::new(
        format!("{folder}不是网站：里面没有 site.yaml"),
        "先进入网站文件夹，或者用 --site 指明它；还没有网站就先运行 fanzha init 文件夹",
    )
}

fn section_of_other_kind(kind: Kind, folder: &str) -> Complaint {
    let name = kind.chinese();
    Complaint::new(
        format!("没有存放“{name}”的栏目，{folder} 又已经用作别的栏目"),
        format!("在要存放它的栏目的 _index.md 里写上一行“内容类型: {name}”，再运行一次"),
    )
}

fn already_there(path: &str) -> Complaint {
    Complaint::new(
        format!("已经有同样标题的内容：{path}"),
        "直接修改这个文件，或者换一个标题",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_in_one_pass() {
        let values = Values(vec![
            ("TITLE", "{DATE} 甲 {".to_owned()),
            ("DATE", "今天".to_owned()),
        ]);
        assert_eq!(
            fill("{TITLE}|{DATE}|{OTHER}|{", &values),
            "{DATE} 甲 {|今天|{OTHER}|{"
        );
    }
}
