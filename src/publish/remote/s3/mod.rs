//! Publishes to an object store: S3 and its relatives OSS, OBS, COS and MinIO.
//!
//! In: the settings of a target. Out: a connection.
//! Never sends chunked bodies or trailing checksums: relatives refuse them. Never trusts an `ETag`.

mod answers;
mod connection;
mod settings;
mod signature;

use jiff::SignedDuration;
use ureq::http::Uri;

use self::connection::Connection;
pub use self::settings::{Addressing, CreateOnly, S3Settings};
use crate::publish::{
    remote::http::{Client, Redirects},
    remote::{Connect, Remote, RemoteError, RemoteErrorKind},
};

/// Stores take hundreds; more than these fill no line.
const CONNECTIONS: usize = 8;

impl Connect for S3Settings {
    fn connect(&self) -> Result<Box<dyn Remote>, RemoteError> {
        let mut prefix = self.prefix.trim_matches('/').to_owned();
        if !prefix.is_empty() {
            prefix.push('/');
        }
        let (origin, folder) = origin(&self.endpoint, &self.bucket, self.addressing)?;
        let mut connection = Connection {
            client: Client::new(&self.certificates, self.timeout, Redirects::None),
            origin,
            folder,
            prefix,
            settings: self.clone(),
            offset: SignedDuration::from_secs(self.clock_offset_s),
            server: String::new(),
        };
        connection.greet()?;
        Ok(Box::new(connection))
    }

    fn connections(&self) -> usize {
        CONNECTIONS
    }
}

/// The scheme, host and port to which requests go, and the path before the key.
fn origin(
    endpoint: &str,
    bucket: &str,
    addressing: Addressing,
) -> Result<(String, String), RemoteError> {
    let refused = |detail: &str| RemoteError::new(RemoteErrorKind::Refused, detail);
    let endpoint: Uri = endpoint
        .parse()
        .map_err(|_| refused("the endpoint is not an address"))?;
    let (Some(scheme), Some(host)) = (endpoint.scheme_str(), endpoint.host()) else {
        return Err(refused("the endpoint has no scheme or no host"));
    };
    // The port of the scheme itself is not part of the signed host.
    let port = match (scheme, endpoint.port_u16()) {
        (_, None) | ("http", Some(80)) | ("https", Some(443)) => String::new(),
        (_, Some(port)) => format!(":{port}"),
    };
    Ok(match addressing {
        Addressing::Virtual => (format!("{scheme}://{bucket}.{host}{port}"), "/".to_owned()),
        Addressing::Path => (format!("{scheme}://{host}{port}"), format!("/{bucket}/")),
        Addressing::Cname => (format!("{scheme}://{host}{port}"), "/".to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bucket_stands_where_the_settings_say() {
        let cases = [
            (
                Addressing::Virtual,
                "https://oss.example.cn:443",
                "https://b.oss.example.cn",
                "/",
            ),
            (
                Addressing::Path,
                "http://127.0.0.1:9000",
                "http://127.0.0.1:9000",
                "/b/",
            ),
            (
                Addressing::Cname,
                "https://www.example.cn/",
                "https://www.example.cn",
                "/",
            ),
        ];
        for (addressing, endpoint, expected, folder) in cases {
            let found = origin(endpoint, "b", addressing).unwrap();
            assert_eq!(found, (expected.to_owned(), folder.to_owned()));
        }
        assert!(origin("oss.example.cn", "b", Addressing::Path).is_err());
    }
}
