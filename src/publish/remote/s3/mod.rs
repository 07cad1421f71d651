//! Publishes to an object store: S3 and its relatives OSS, OBS, COS and MinIO.
//!
//! In: the settings of a target. Out: a connection.
//! Never sends chunked bodies or trailing checksums: relatives refuse them. Never trusts an `ETag`.

mod answers;
mod connection;
mod signature;

use std::time::Duration;

use jiff::SignedDuration;
use ureq::http::Uri;

use self::connection::Connection;
use crate::publish::{
    remote::http::{Client, Redirects},
    remote::{Certificates, Connect, Remote, RemoteError, RemoteErrorKind, Secret},
};

/// Stores take hundreds; more than these fill no line.
const CONNECTIONS: usize = 8;

/// Where and as whom to publish.
#[derive(Clone, Debug)]
pub struct S3Settings {
    /// Without the bucket: `https://oss-cn-beijing.aliyuncs.com`; with `Addressing::Cname`, the bucket's own
    /// domain.
    pub endpoint: String,
    pub bucket: String,
    pub region: String,
    /// The folder in the bucket; empty for the whole bucket.
    pub prefix: String,
    pub addressing: Addressing,
    pub access_key: String,
    pub secret_key: Secret,
    pub session_token: Option<Secret>,
    pub create_only: CreateOnly,
    pub certificates: Certificates,
    /// How long the store may be silent.
    pub timeout: Duration,
    /// Added to this machine's clock. Usually 0: the store's `Date` corrects it.
    pub clock_offset_s: i64,
}

/// Where the bucket's name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Addressing {
    /// Before the endpoint's host: OSS and COS know nothing else.
    Virtual,
    /// In the path: MinIO.
    Path,
    /// Nowhere: the endpoint is a domain bound to the bucket.
    Cname,
}

/// By which header a store writes an object only if there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CreateOnly {
    /// AWS and MinIO.
    IfNoneMatch,
    /// `x-oss-forbid-overwrite`; void in a bucket with versions.
    OssHeader,
    /// `x-cos-forbid-overwrite`; void in a bucket with versions.
    CosHeader,
    /// By none, as OBS.
    BestEffort,
}

impl CreateOnly {
    fn header(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::IfNoneMatch => Some(("if-none-match", "*")),
            Self::OssHeader => Some(("x-oss-forbid-overwrite", "true")),
            Self::CosHeader => Some(("x-cos-forbid-overwrite", "true")),
            Self::BestEffort => None,
        }
    }
}

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
