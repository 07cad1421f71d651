//! What the site contains for web servers beyond pages: configuration files, and compressed copies.
//!
//! In: `servers` and `precompress` of `site.yaml`. Out: `Serving`. Without these entries there is neither.

use serde::Serialize;

use crate::yaml::{Fields, Key};

#[derive(Clone, Debug, Default)]
pub struct Serving {
    /// The configuration files, each once.
    pub servers: Vec<Server>,
    /// The formats in which a copy of each text is kept, each once.
    pub precompress: Vec<Compression>,
}

/// A configuration file for a web server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Server {
    Nginx,
    /// To be included in a `<Directory>` of the server's configuration.
    Apache,
    /// The same directives where only the folder of the site can be written.
    Htaccess,
    Iis,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Compression {
    Gzip,
    Brotli,
}

impl Compression {
    /// The extension that is added to the name of the file.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Brotli => "br",
        }
    }
}

const SERVERS: Key<'_> = Key::new("servers", "服务器");
const PRECOMPRESS: Key<'_> = Key::new("precompress", "预压缩");

const SERVER_NAMES: &[(&[&str], Server)] = &[
    (&["nginx"], Server::Nginx),
    (&["apache"], Server::Apache),
    (&["htaccess", ".htaccess"], Server::Htaccess),
    (&["iis"], Server::Iis),
];

const COMPRESSION_NAMES: &[(&[&str], Compression)] = &[
    (&["gz", "gzip"], Compression::Gzip),
    (&["br", "brotli"], Compression::Brotli),
];

pub fn read_serving(fields: &mut Fields<'_>) -> Serving {
    let mut servers = fields.choices(SERVERS, SERVER_NAMES).unwrap_or_default();
    let formats = fields.choices(PRECOMPRESS, COMPRESSION_NAMES);
    let mut precompress = formats.unwrap_or_default();
    servers.sort_unstable();
    servers.dedup();
    precompress.sort_unstable();
    precompress.dedup();
    Serving {
        servers,
        precompress,
    }
}
