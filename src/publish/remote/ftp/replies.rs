//! What the replies of FTP servers mean: a code, and a text that every server words differently.
//!
//! In: code and bytes of a reply. Out: a `RemoteError`, or whether a text speaks of a missing file.
//! The text decides only where RFC 959 has one code for several meanings (§4.2: 550, 426, 451).

use std::borrow::Cow;

use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// Words for a full disk or quota: of POSIX, IIS, `ProFTPD`, `FileZilla` Server, and Windows in Chinese.
/// vsftpd 3 says no more than that it cannot write.
const FULL: &[&str] = &[
    "no space",
    "not enough space",
    "disk full",
    "disk is full",
    "quota",
    "insufficient storage",
    "failure writing to local file",
    "空间不足",
    "配额",
];

const MISSING: &[&str] = &[
    "no such",
    "not found",
    "cannot find",
    "can't find",
    "does not exist",
    "doesn't exist",
    "not exist",
    "找不到",
    "不存在",
];

const EXISTS: &[&str] = &["exists", "already exist", "已存在", "已经存在"];

const FORBIDDEN: &[&str] = &[
    "denied",
    "permission",
    "permitted",
    "forbidden",
    "not allowed",
    "read-only",
    "read only",
    "unauthorized",
    "拒绝",
    "权限",
];

/// A reply, as it was sent.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) code: u32,
    bytes: Vec<u8>,
}

impl Reply {
    pub(super) fn new(code: u32, bytes: Vec<u8>) -> Self {
        Self { code, bytes }
    }

    /// In one line.
    pub(super) fn text(&self) -> String {
        readable(&self.bytes)
    }

    /// `None` for a reply that agrees, or asks for the next step.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        (self.code >= 400).then(|| Refusal {
            code: self.code,
            text: self.text(),
        })
    }

    /// The lines between the first and the last.
    pub(super) fn lines(&self) -> impl Iterator<Item = Cow<'_, str>> {
        self.bytes
            .split(|byte| *byte == b'\n')
            .skip(1)
            .map(|line| String::from_utf8_lossy(line.trim_ascii_end()))
    }

    pub(super) fn last_word(&self) -> Option<String> {
        self.text().split(' ').next_back().map(str::to_owned)
    }

    /// Of `229 Entering Extended Passive Mode (|||6446|)` (RFC 2428 §3).
    pub(super) fn extended_port(&self) -> Option<u16> {
        let text = self.text();
        let (_, rest) = text.split_once('(')?;
        let mut fields = rest.split(rest.chars().next()?);
        fields.nth(3)?.parse().ok()
    }

    /// Of `227 Entering Passive Mode (10,0,0,1,25,46).`, with or without parentheses (RFC 1123 §4.1.2.6).
    pub(super) fn plain_port(&self) -> Option<u16> {
        let text = self.text();
        let list = text
            .split(|letter: char| letter != ',' && !letter.is_ascii_digit())
            .find(|word| word.split(',').count() == 6)?;
        let mut bytes = list.split(',').skip(4).map(|word| word.parse::<u8>().ok());
        let (high, low) = (bytes.next()??, bytes.next()??);
        Some(u16::from_be_bytes([high, low]))
    }
}

/// A reply that refuses something.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) code: u32,
    /// In one line, as the server wrote it.
    pub(super) text: String,
}

impl Refusal {
    /// The server does not know the command, or not this form of it.
    pub(super) fn is_unknown_command(&self) -> bool {
        matches!(self.code, 500..=502 | 504)
    }

    pub(super) fn says_missing(&self) -> bool {
        self.code == 550 && self.says(MISSING)
    }

    pub(super) fn says_forbidden(&self) -> bool {
        self.code == 553 || self.says(FORBIDDEN)
    }

    pub(super) fn says_exists(&self) -> bool {
        self.says(EXISTS) && !self.says(MISSING)
    }

    pub(super) fn error(&self) -> RemoteError {
        RemoteError::new(self.kind(), &self.text)
    }

    fn kind(&self) -> RemoteErrorKind {
        match self.code {
            _ if self.says(FULL) => RemoteErrorKind::Full,
            452 | 552 => RemoteErrorKind::Full,
            421 | 425 | 426 => RemoteErrorKind::Cut,
            332 | 430 | 530 | 532 => RemoteErrorKind::Denied,
            _ if self.is_unknown_command() => RemoteErrorKind::Unsupported,
            553 => RemoteErrorKind::Forbidden,
            521 => RemoteErrorKind::Exists,
            550 if self.says_missing() => RemoteErrorKind::NotFound,
            550 if self.says_forbidden() => RemoteErrorKind::Forbidden,
            550 if self.says_exists() => RemoteErrorKind::Exists,
            _ => RemoteErrorKind::Refused,
        }
    }

    fn says(&self, words: &[&str]) -> bool {
        let text = self.text.to_lowercase();
        words.iter().any(|word| text.contains(word))
    }
}

/// A reply as one line. Servers in Chinese offices, IIS above all, write GBK unless they were told otherwise.
pub(super) fn readable(reply: &[u8]) -> String {
    let text = match str::from_utf8(reply) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GBK
            .decode_without_bom_handling(reply)
            .0
            .into_owned(),
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(code: u32, text: &str) -> RemoteErrorKind {
        let reply = Reply::new(code, format!("{code} {text}\r\n").into_bytes());
        reply.refusal().unwrap().error().kind
    }

    #[test]
    fn one_code_has_several_meanings() {
        for (code, text, expected) in [
            (550, "No such file or directory.", RemoteErrorKind::NotFound),
            (
                550,
                "The system cannot find the file specified.",
                RemoteErrorKind::NotFound,
            ),
            (550, "系统找不到指定的文件。", RemoteErrorKind::NotFound),
            (550, "Permission denied.", RemoteErrorKind::Forbidden),
            (550, "Access is denied.", RemoteErrorKind::Forbidden),
            (550, "拒绝访问。", RemoteErrorKind::Forbidden),
            (550, "File exists.", RemoteErrorKind::Exists),
            (550, "Failed to open file.", RemoteErrorKind::Refused),
            (553, "Could not create file.", RemoteErrorKind::Forbidden),
            (
                426,
                "No space left on device; transfer aborted.",
                RemoteErrorKind::Full,
            ),
            (426, "Failure reading network stream.", RemoteErrorKind::Cut),
            (451, "Failure writing to local file.", RemoteErrorKind::Full),
            (552, "Exceeded storage allocation.", RemoteErrorKind::Full),
            (530, "Login incorrect.", RemoteErrorKind::Denied),
            (421, "Timeout.", RemoteErrorKind::Cut),
            (
                502,
                "Command not implemented.",
                RemoteErrorKind::Unsupported,
            ),
        ] {
            assert_eq!(kind(code, text), expected, "{code} {text}");
        }
    }

    #[test]
    fn a_reply_in_gbk_is_readable() {
        let reply = encoding_rs::GBK
            .encode("550 当文件已存在时，无法创建该文件。\r\n")
            .0;
        let refusal = Reply::new(550, reply.into_owned()).refusal().unwrap();
        assert_eq!(refusal.text, "550 当文件已存在时，无法创建该文件。");
        assert_eq!(refusal.error().kind, RemoteErrorKind::Exists);
    }

    #[test]
    fn ports_of_data_connections() {
        let port = |text: &str| {
            let reply = Reply::new(227, text.as_bytes().to_vec());
            reply.extended_port().or(reply.plain_port())
        };
        assert_eq!(
            port("229 Entering Extended Passive Mode (|||6446|)\r\n"),
            Some(6446)
        );
        assert_eq!(port("229 Extended (!!!6446!)"), Some(6446));
        assert_eq!(
            port("227 Entering Passive Mode (10,0,0,1,25,46).\r\n"),
            Some(25 * 256 + 46)
        );
        assert_eq!(port("227 Passive 10,0,0,1,25,46\r\n"), Some(25 * 256 + 46));
        for none in [
            "227 Entering (10,0,0,1,25,460)",
            "227 ok",
            "229 (||6446|)",
            "229 (",
            "",
        ] {
            assert_eq!(port(none), None, "{none}");
        }
    }
}
