//! File names: which are ignored, and which would not survive a copy to another computer.
//!
//! The site is edited on Windows and built on Linux, so a name must be valid on both.
//! Looks at names only, never at the disk.

/// Whether a file or folder of this name is not content: hidden, or left behind by an editor or by Windows.
///
/// Vim probes with a file `4913` whether it may write to a folder; Emacs saves unfinished text as `#a.md#`,
/// `JetBrains` editors as `a.md___jb_tmp___`.
pub fn is_ignored(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || lower.ends_with(".tmp")
        || lower.ends_with(".bak")
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || (name.len() > 2 && name.starts_with('#') && name.ends_with('#'))
        || matches!(lower.as_str(), "thumbs.db" | "desktop.ini" | "4913")
}

/// Whether this is a Windows shortcut, which is a small binary file on other systems.
pub fn is_shortcut(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(".lnk")
}

/// Why this name cannot be used, as a Chinese phrase; `None` if it can.
///
/// Source: <https://learn.microsoft.com/windows/win32/fileio/naming-a-file>, “Naming conventions”.
pub fn problem(name: &str) -> Option<String> {
    if name.chars().any(char::is_control) {
        return Some("里面有看不见的控制字符".to_owned());
    }
    if let Some(refused) = name.chars().find(|it| r#"<>:"/\|?*"#.contains(*it)) {
        return Some(format!("Windows 不允许文件名里有“{refused}”"));
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Some("开头有空格，或者末尾有空格、句点".to_owned());
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    if is_device(&stem.to_ascii_uppercase()) {
        return Some(format!("“{stem}”是 Windows 保留的设备名"));
    }
    None
}

fn is_device(stem: &str) -> bool {
    let numbered = |device: &str| {
        stem.strip_prefix(device)
            .is_some_and(|it| it.len() == 1 && matches!(it.as_bytes()[0], b'1'..=b'9'))
    };
    matches!(stem, "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_names_are_accepted() {
        for name in [
            "a.md",
            "关于《反诈法》 的 通知.md",
            "console.md",
            "com10.md",
            "“引号”.png",
        ] {
            assert_eq!(problem(name), None, "{name}");
            assert!(!is_ignored(name), "{name}");
        }
        assert_eq!(problem(&"诈".repeat(66)), None);
    }

    #[test]
    fn names_that_are_not_portable_are_rejected() {
        for name in [
            "a:b.md",
            "a?.md",
            "问\u{7}.md",
            "nul.txt",
            "Com1",
            "a.",
            "a ",
            " a",
            r"a\b",
        ] {
            assert!(problem(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn leftovers_of_editors_are_ignored() {
        for name in [
            ".git",
            ".DS_Store",
            "~$a.docx",
            "Thumbs.db",
            "Desktop.ini",
            "a.TMP",
            "a.bak",
            "a.md~",
            "4913",
            "#a.md#",
            "a.md___jb_tmp___",
        ] {
            assert!(is_ignored(name), "{name}");
        }
    }
}
