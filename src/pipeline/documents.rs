//! Markdown files to documents, on all cores, a shard of the cache at a time.
//!
//! In: the files of `content/` as listed. Out: a document for each that is a text, and diagnostics. A file is
//! read only if its stamp does not vouch for it, and parsed only if nothing is remembered of its bytes; its
//! text is never kept.

use std::{collections::BTreeMap, sync::Arc};

use jiff::Timestamp;
use rayon::prelude::*;

use super::roles::Roles;
use crate::{
    cache::{Cache, Parsed, SHARDS, Shard, Stamps, parse_key, shard_of},
    config::Config,
    content::{self, Document, Role, Rules},
    diagnostics::{Diagnostic, Diagnostics},
    fingerprint::Fingerprint,
    paths::SourcePath,
    site::{self, Kinds},
    source::{self, RawFile, SourceEntry, Sources},
};

pub struct Content {
    /// In the order of source paths.
    pub documents: Vec<Arc<Document>>,
    pub kinds: Kinds,
}

/// What reading needs besides the files.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    pub site: &'a std::path::Path,
    pub cache: &'a Cache,
    pub stamps: &'a Stamps,
    /// When the build began.
    pub start: Timestamp,
}

/// Reads and parses every Markdown file.
pub fn content(
    entries: &[SourceEntry],
    config: &Config,
    reader: Reader<'_>,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Content {
    let roles = Roles::new(entries.iter().map(|it| &it.path));
    let sections = sections(entries, &roles, reader);
    let kinds = section_kinds(&sections);
    let rules = site::rules(config);
    let parser = Parser {
        reader,
        sections: &sections,
        rules: &rules,
        rules_fingerprint: Fingerprint::of_value(&rules),
    };
    let mut shards: Vec<Vec<(&SourceEntry, Role)>> = vec![Vec::new(); SHARDS];
    for entry in entries {
        shards[shard_of(&entry.path)].push((entry, roles.of(&entry.path, &kinds)));
    }
    let read: Vec<Vec<Read>> = shards
        .into_par_iter()
        .enumerate()
        .map(|(number, files)| parser.shard(number, &files))
        .collect();
    let mut read: Vec<Read> = read.into_iter().flatten().collect();
    read.sort_by(|left, right| left.path.cmp(&right.path));
    let mut documents = Vec::with_capacity(read.len());
    for file in read {
        if let Some(fingerprint) = file.fingerprint {
            sources.note(&file.path, fingerprint);
        }
        documents.extend(file.parsed.document);
        diagnostics.append(file.parsed.diagnostics);
    }
    Content { documents, kinds }
}

/// The sections' own files, read once: the kind that one gives to its pages and what it says come from the
/// same bytes, even while someone saves it.
type Sections = BTreeMap<SourcePath, Result<RawFile, Box<Diagnostic>>>;

fn sections(entries: &[SourceEntry], roles: &Roles, reader: Reader<'_>) -> Sections {
    let start_ns = reader.start.as_nanosecond();
    let sections = entries.par_iter().filter(|it| roles.is_section(&it.path));
    sections
        .map(|it| (it.path.clone(), source::read(reader.site, it, start_ns)))
        .collect()
}

/// The kind that each section's own text gives to its pages.
fn section_kinds(sections: &Sections) -> Kinds {
    let kinds = sections.iter().filter_map(|(path, raw)| {
        // What is wrong with the file is told when it is parsed.
        let file = raw.as_ref().ok()?.text(&mut Diagnostics::default())?;
        let kind = content::section_kind(&file)?;
        Some((path.folder().to_owned(), kind))
    });
    kinds.collect()
}

/// One file as it came out.
struct Read {
    path: SourcePath,
    /// None if it could not be read.
    fingerprint: Option<Fingerprint>,
    parsed: Parsed,
}

struct Parser<'a> {
    reader: Reader<'a>,
    sections: &'a Sections,
    rules: &'a Rules,
    rules_fingerprint: Fingerprint,
}

impl Parser<'_> {
    fn shard(&self, number: usize, files: &[(&SourceEntry, Role)]) -> Vec<Read> {
        let cache = self.reader.cache;
        let mut shard = cache.shard(number);
        let found: Vec<_> = files
            .iter()
            .map(|(entry, role)| (*entry, self.file(entry, *role, &mut shard)))
            .collect();
        cache.save_shard(number, &shard);
        let mut parsed = shard.into_parsed();
        found
            .into_iter()
            .map(|(entry, found)| {
                let path = entry.path.clone();
                match found {
                    Ok((fingerprint, key)) => Read {
                        path,
                        fingerprint: Some(fingerprint),
                        parsed: parsed.remove(&key).expect("it was found or added just now"),
                    },
                    Err(problem) => Read {
                        path,
                        fingerprint: None,
                        parsed: unreadable(*problem),
                    },
                }
            })
            .collect()
    }

    /// Makes sure that the file's document is in the shard; its bytes' fingerprint, and its key there.
    fn file(
        &self,
        entry: &SourceEntry,
        role: Role,
        shard: &mut Shard,
    ) -> Result<(Fingerprint, Fingerprint), Box<Diagnostic>> {
        let key = |bytes| parse_key(&entry.path, bytes, role, self.rules_fingerprint);
        let stamps = self.reader.stamps;
        let start_ns = self.reader.start.as_nanosecond();
        let section = self.sections.get(&entry.path);
        if section.is_none()
            && let Some(fingerprint) = stamps.fingerprint(entry)
            && shard.find(key(fingerprint)).is_some()
        {
            stamps.note(entry, fingerprint, start_ns);
            return Ok((fingerprint, key(fingerprint)));
        }
        let just_read;
        let raw = match section {
            Some(read) => read.as_ref().map_err(Clone::clone)?,
            None => {
                just_read = source::read(self.reader.site, entry, start_ns)?;
                &just_read
            }
        };
        let fingerprint = raw.fingerprint();
        let key = key(fingerprint);
        if shard.find(key).is_none() {
            shard.add(key, self.parse(raw, role));
        }
        stamps.note(entry, fingerprint, start_ns);
        Ok((fingerprint, key))
    }

    fn parse(&self, raw: &RawFile, role: Role) -> Parsed {
        let mut diagnostics = Diagnostics::default();
        let file = raw.text(&mut diagnostics);
        let document = file.map(|it| {
            let document = content::parse(&it, role, self.rules, &mut diagnostics);
            Arc::new(document)
        });
        Parsed {
            document,
            diagnostics,
        }
    }
}

fn unreadable(problem: Diagnostic) -> Parsed {
    let mut diagnostics = Diagnostics::default();
    diagnostics.push(problem);
    Parsed {
        document: None,
        diagnostics,
    }
}
