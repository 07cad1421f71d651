//! The result of comparing a live site: equal findings as one, with a count and three examples.
//!
//! In: findings, from several threads in any order. Out: groups, errors first. Memory grows with the kinds of
//! findings, not with their number.

use std::{collections::BTreeMap, fmt};

use super::{Finding, Severity};
use crate::publish::release::Release;

const EXAMPLES: usize = 3;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub release: String,
    /// Files that were compared; 0 if the site could not be reached.
    pub checked: usize,
    /// Files of the release.
    pub file_count: usize,
    /// Errors first.
    pub groups: Vec<Group>,
}

/// Equal findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub finding: Finding,
    pub count: usize,
    pub examples: Vec<Example>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Example {
    /// Below the site's address.
    pub path: String,
    /// Where, and what is there; may be empty.
    pub detail: String,
}

impl Report {
    pub fn has_errors(&self) -> bool {
        let mut groups = self.groups.iter();
        groups.any(|group| group.finding.severity() == Severity::Error)
    }
}

/// Findings so far.
#[derive(Default)]
pub(super) struct Tally(BTreeMap<Finding, Counted>);

#[derive(Default)]
struct Counted {
    count: usize,
    /// Of the files that come first, whenever their answers came.
    examples: Vec<(usize, Example)>,
}

impl Tally {
    pub fn add(&mut self, index: usize, finding: Finding, path: &str, detail: String) {
        let counted = self.0.entry(finding).or_default();
        counted.count += 1;
        let path = path.to_owned();
        counted.examples.push((index, Example { path, detail }));
        counted.examples.sort();
        counted.examples.truncate(EXAMPLES);
    }

    pub fn into_report(self, checked: usize, release: &Release) -> Report {
        let groups = self.0.into_iter().map(|(finding, counted)| Group {
            finding,
            count: counted.count,
            examples: counted.examples.into_iter().map(|(_, it)| it).collect(),
        });
        let mut groups: Vec<Group> = groups.collect();
        groups.sort_by_key(|group| group.finding.severity());
        Report {
            release: release.id.clone(),
            checked,
            file_count: release.files.len(),
            groups,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.finding.severity() {
            Severity::Error => "错误",
            Severity::Warning => "警告",
            Severity::Note => "提示",
        };
        writeln!(formatter, "{word}：{}（{} 处）", self.finding, self.count)?;
        for example in &self.examples {
            write!(formatter, "  /{}", example.path.trim_start_matches('/'))?;
            match example.detail.as_str() {
                "" => writeln!(formatter)?,
                detail => writeln!(formatter, "  {detail}")?,
            }
        }
        if self.count > self.examples.len() {
            writeln!(
                formatter,
                "  ……还有 {} 处",
                self.count - self.examples.len()
            )?;
        }
        write!(formatter, "  怎么办：{}", self.finding.advice())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in &self.groups {
            writeln!(formatter, "{group}")?;
        }
        let all = self.file_count;
        match (self.checked, self.has_errors()) {
            (0, _) => write!(formatter, "没有核对（版本 {}）", self.release),
            (checked, true) => write!(
                formatter,
                "核对了 {checked} 个文件（共 {all} 个），网站和版本 {} 不一致",
                self.release
            ),
            (checked, false) => write!(
                formatter,
                "核对了 {checked} 个文件（共 {all} 个），网站和版本 {} 一致",
                self.release
            ),
        }
    }
}
