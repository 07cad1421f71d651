//! Lines of a listing: MLSD (RFC 3659 §7), and what servers without it send for LIST, which no standard
//! defines.
//!
//! In: one line. Out: an `Entry`, or nothing for a line that is none.
//! Dates are not read: publishing never compares times. A line that cannot be read is left out, never
//! guessed.

/// A line of the listing of one folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: EntryKind,
    pub(super) size: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Folder,
    /// Symbolic links: what they lead to is listed where it is, so none is followed.
    Other,
}

/// A line of MLSD or MLST: `type=file;size=12;modify=20261127232400; index.html`.
pub(super) fn machine_line(line: &str) -> Option<Entry> {
    let (facts, name) = line.trim_start().split_once(' ')?;
    let mut kind = None;
    let mut size = None;
    for fact in facts.split(';') {
        let Some((key, value)) = fact.split_once('=') else {
            continue;
        };
        match key.to_ascii_lowercase().as_str() {
            "type" => kind = Some(machine_kind(value)?),
            "size" => size = value.parse().ok(),
            _ => {}
        }
    }
    entry(name, kind?, size)
}

/// `None` for the folder itself and its parent.
fn machine_kind(value: &str) -> Option<EntryKind> {
    match value.to_ascii_lowercase().as_str() {
        "file" => Some(EntryKind::File),
        "dir" => Some(EntryKind::Folder),
        "cdir" | "pdir" => None,
        _ => Some(EntryKind::Other),
    }
}

/// A line of LIST, as `ls -l` writes it, or as IIS does by default.
pub(super) fn list_line(line: &str) -> Option<Entry> {
    unix_line(line).or_else(|| dos_line(line))
}

/// `-rw-r--r-- 1 owner group 1234 Nov 27 23:24 index.html`; the group may be missing, the date may be one
/// word or two.
fn unix_line(line: &str) -> Option<Entry> {
    let kind = match line.as_bytes().first()? {
        b'-' => EntryKind::File,
        b'd' => EntryKind::Folder,
        b'l' | b'b' | b'c' | b'p' | b's' => EntryKind::Other,
        _ => return None,
    };
    let words: Vec<(usize, &str)> = words(line).collect();
    // The size is the number before the date; the owner may be a number as well.
    let date = (3..words.len()).find(|&index| {
        is_date(words[index].1) && words[index - 1].1.bytes().all(|byte| byte.is_ascii_digit())
    })?;
    let size = words[date - 1].1.parse().ok()?;
    let date_word_count = if words[date].1.contains('-') { 2 } else { 3 };
    let (time_start, time) = words.get(date + date_word_count - 1)?;
    // One space only: further ones belong to the name.
    let name = line.get(time_start + time.len() + 1..)?;
    let name = match kind {
        EntryKind::Other => name.split(" -> ").next()?,
        EntryKind::File | EntryKind::Folder => name,
    };
    let size = (kind == EntryKind::File).then_some(size);
    entry(name, kind, size)
}

/// `11-27-26  11:24PM       <DIR>          cases`, or `2026-11-27  23:24  1234 index.html`.
fn dos_line(line: &str) -> Option<Entry> {
    let words: Vec<(usize, &str)> = words(line).collect();
    let [(_, date), (_, time), (_, size), (name_start, _), ..] = words[..] else {
        return None;
    };
    let is_dos = date.split('-').count() == 3
        && date
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_digit())
        && time.contains(':');
    if !is_dos {
        return None;
    }
    let name = &line[name_start..];
    if size.eq_ignore_ascii_case("<DIR>") {
        return entry(name, EntryKind::Folder, None);
    }
    if size.starts_with('<') {
        return entry(name, EntryKind::Other, None);
    }
    entry(
        name,
        EntryKind::File,
        Some(size.replace(',', "").parse().ok()?),
    )
}

fn entry(name: &str, kind: EntryKind, size: Option<u64>) -> Option<Entry> {
    // Some servers answer with whole paths.
    let name = name.trim_end_matches(['\r', '\n']).trim_end_matches('/');
    let name = name.rsplit('/').next().unwrap_or(name);
    let is_itself = matches!(name, "" | "." | "..");
    (!is_itself).then(|| Entry {
        name: name.to_owned(),
        kind,
        size,
    })
}

fn is_date(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let lower = word.to_ascii_lowercase();
    MONTHS.contains(&lower.as_str())
        || word.ends_with('月')
        || (word.len() == 10 && word.split('-').count() == 3)
}

/// The words of a line, each with its place.
fn words(line: &str) -> impl Iterator<Item = (usize, &str)> {
    line.split_ascii_whitespace()
        .map(|word| (word.as_ptr() as usize - line.as_ptr() as usize, word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, size: u64) -> Option<Entry> {
        entry(name, EntryKind::File, Some(size))
    }

    #[test]
    fn lines_of_mlsd() {
        let line = "modify=20261127232400;perm=adfrw;size=12;type=file;unique=1g2;unix.mode=0644; index.html";
        assert_eq!(machine_line(line), file("index.html", 12));
        assert_eq!(
            machine_line(" Type=file;Size=7; a b.txt"),
            file("a b.txt", 7)
        );
        let folder = machine_line("type=dir;modify=20261127232400; cases").unwrap();
        assert_eq!((folder.kind, folder.size), (EntryKind::Folder, None));
        for none in [
            "type=cdir; .",
            "type=pdir; ..",
            "type=cdir; /site",
            "500 what",
            "",
            "size=1; x",
        ] {
            assert_eq!(machine_line(none), None, "{none}");
        }
    }

    #[test]
    fn lines_of_list() {
        for line in [
            "-rw-r--r--    1 0        0            1234 Nov 27 23:24 index.html",
            "-rw-r--r-- 1 owner 1234 Nov 27  2025 index.html",
            "-rw-r--r-- 1 owner group 1234 2026-11-27 23:24 index.html",
            "-rw-r--r-- 1 owner group 1234 11月 27 23:24 index.html",
            "11-27-26  11:24PM                 1234 index.html",
            "2026-11-27  23:24                 1,234 index.html\r",
        ] {
            assert_eq!(list_line(line), file("index.html", 1234), "{line}");
        }
        for line in [
            "drwxr-xr-x 2 1000 1000 4096 Jan 01 00:00 cases",
            "11-27-26  11:24PM       <DIR>          cases",
        ] {
            let folder = list_line(line).unwrap();
            assert_eq!(
                (folder.name.as_str(), folder.kind),
                ("cases", EntryKind::Folder)
            );
        }
        let link = list_line("lrwxrwxrwx 1 0 0 7 Nov 27 23:24 current -> site-1").unwrap();
        assert_eq!(
            (link.name.as_str(), link.kind),
            ("current", EntryKind::Other)
        );
        for none in [
            "total 8",
            "drwxr-xr-x 2 0 0 4096 Jan 01 00:00 .",
            "",
            "-",
            "d",
        ] {
            assert_eq!(list_line(none), None, "{none}");
        }
    }
}
