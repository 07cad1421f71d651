//! What a server can do, as it says itself: FEAT (RFC 2389), SYST, and its greeting.
//!
//! In: a session that has logged in. Out: `Features`.
//! A server that does not answer FEAT gets no command that is newer than RFC 959, except EPSV and SIZE.

use super::session::Session;
use crate::publish::remote::RemoteError;

pub(super) struct Features {
    pub(super) mlsd: bool,
    pub(super) avbl: bool,
    pub(super) utf8: bool,
    /// With the option without which the server leaves out names that start with a dot.
    pub(super) list_command: &'static str,
    /// For the record.
    pub(super) description: String,
}

impl Features {
    pub(super) fn ask(session: &mut Session) -> Result<Self, RemoteError> {
        let reply = session.command("FEAT")?;
        let names: Vec<String> = match reply.refusal() {
            Some(_) => Vec::new(),
            None => reply
                .lines()
                .filter(|line| line.starts_with(' '))
                .filter_map(|line| line.split_whitespace().next().map(str::to_ascii_uppercase))
                .collect(),
        };
        let has = |name: &str| names.iter().any(|found| found == name);
        let system = session.command("SYST")?;
        // Only vsftpd is asked with `-a`: others may take it for a name (rclone.org/ftp,
        // `--ftp-force-list-hidden`).
        let list_command = match session.greeting().to_ascii_lowercase().contains("vsftpd") {
            true => "LIST -a",
            false => "LIST",
        };
        Ok(Self {
            // RFC 3659 §7.8: a server with MLST has MLSD.
            mlsd: has("MLST") || has("MLSD"),
            avbl: has("AVBL"),
            utf8: has("UTF8"),
            list_command,
            description: format!("{}; {}", system.text(), names.join(", ")),
        })
    }
}
