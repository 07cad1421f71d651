//! Reads the XML of object stores: errors, and pages of a listing.
//!
//! In: an answer. Out: a `RemoteError`, or keys with their sizes.
//! Passes on only the code and the message of an error: other elements hold what was signed.

use roxmltree::{Document, Node};

use crate::publish::{
    remote::http::{Answer, kind_of_status, refused},
    remote::{RemoteError, RemoteErrorKind},
};

/// As much of a store's message is passed on.
const MESSAGE_CHARS: usize = 200;

/// A page of a listing.
pub struct Page {
    /// Keys and sizes.
    pub objects: Vec<(String, Option<u64>)>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<String>,
}

/// The code of an error: `NoSuchKey`. `None` if the answer has none, as those to `HEAD`.
pub fn error_code(answer: &Answer) -> Option<String> {
    with_error(answer, |error| Some(child_text(error, "Code")?.to_owned()))
}

/// The error for an answer that refuses; `copy` may be refused by a 200.
pub fn failure(answer: &Answer) -> RemoteError {
    let Some(code) = error_code(answer) else {
        return refused(answer);
    };
    let message = with_error(answer, |error| {
        Some(child_text(error, "Message")?.to_owned())
    });
    let message = message.unwrap_or_default();
    let message: String = message.chars().take(MESSAGE_CHARS).collect();
    // OSS tells more in a code of its own: 0048-00000401.
    let number = with_error(answer, |error| Some(child_text(error, "EC")?.to_owned()));
    let number = number
        .map(|number| format!(" ({number})"))
        .unwrap_or_default();
    let detail = format!("{} {code}{number}: {message}", answer.status);
    RemoteError::new(kind_of_code(&code, answer.status), detail)
}

fn kind_of_code(code: &str, status: u16) -> RemoteErrorKind {
    match code {
        "SignatureDoesNotMatch"
        | "InvalidAccessKeyId"
        | "InvalidToken"
        | "ExpiredToken"
        | "InvalidSecurityToken"
        | "SecurityTokenExpired" => RemoteErrorKind::Denied,
        "AccessDenied" | "AllAccessDisabled" | "UserDisable" | "AccountProblem" => {
            RemoteErrorKind::Forbidden
        }
        "NoSuchBucket" | "NoSuchKey" => RemoteErrorKind::NotFound,
        "PreconditionFailed" | "FileAlreadyExists" | "ObjectAlreadyExists" => {
            RemoteErrorKind::Exists
        }
        "NotImplemented" | "MethodNotAllowed" => RemoteErrorKind::Unsupported,
        "SlowDown" | "ServiceUnavailable" | "InternalError" | "RequestTimeout"
        | "OperationAborted" | "ServerBusy" | "TooManyRequests" => RemoteErrorKind::Cut,
        // AWS, MinIO and OBS name their quotas differently; all names end like this.
        _ if code.ends_with("QuotaExceeded") || code.ends_with("StorageFull") => {
            RemoteErrorKind::Full
        }
        _ if matches!(status, 401 | 403 | 408 | 429 | 502..=504 | 507) => kind_of_status(status),
        _ => RemoteErrorKind::Refused,
    }
}

fn with_error<T>(answer: &Answer, read: impl Fn(Node<'_, '_>) -> Option<T>) -> Option<T> {
    let text = std::str::from_utf8(&answer.body).ok()?;
    let document = Document::parse(text.trim_start_matches('\u{feff}')).ok()?;
    let error = document.root_element();
    (error.tag_name().name() == "Error").then(|| read(error))?
}

/// # Errors
/// `Refused` if the body is no listing, or is cut off without telling where it goes on.
pub fn page(answer: &Answer) -> Result<Page, RemoteError> {
    let broken = |detail: &str| {
        RemoteError::new(RemoteErrorKind::Refused, format!("ListObjectsV2: {detail}"))
    };
    let text = std::str::from_utf8(&answer.body).map_err(|error| broken(&error.to_string()))?;
    let document = Document::parse(text).map_err(|error| broken(&error.to_string()))?;
    let root = document.root_element();
    if root.tag_name().name() != "ListBucketResult" {
        return Err(broken("no ListBucketResult"));
    }
    let objects = root
        .children()
        .filter(|child| child.tag_name().name() == "Contents")
        .filter_map(|object| {
            let key = child_text(object, "Key")?.to_owned();
            let size = child_text(object, "Size").and_then(|size| size.trim().parse().ok());
            Some((key, size))
        })
        .collect();
    let next = child_text(root, "NextContinuationToken").map(str::to_owned);
    let is_cut_off = child_text(root, "IsTruncated").is_some_and(|text| text.trim() == "true");
    if is_cut_off && next.is_none() {
        return Err(broken("no continuation token"));
    }
    Ok(Page {
        objects,
        next: next.filter(|_| is_cut_off),
    })
}

fn child_text<'d>(node: Node<'d, '_>, name: &str) -> Option<&'d str> {
    node.children()
        .find(|child| child.tag_name().name() == name)?
        .text()
}
