//! How to reach a bucket of an object store.
//!
//! Plain data.

use std::time::Duration;

use crate::publish::remote::{Certificates, Secret};

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
    pub fn header(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::IfNoneMatch => Some(("if-none-match", "*")),
            Self::OssHeader => Some(("x-oss-forbid-overwrite", "true")),
            Self::CosHeader => Some(("x-cos-forbid-overwrite", "true")),
            Self::BestEffort => None,
        }
    }
}
