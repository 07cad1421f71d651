//! Signs requests to object stores: AWS Signature Version 4, with the hash of the body.
//!
//! In: a request and keys. Out: the `Authorization` header.
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html>; its examples are
//! the tests. Knows no clock: the time is an argument.

use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha2::{Digest, Sha256, digest::Output};

use crate::publish::remote::{Secret, http::hex};

const SERVICE: &str = "s3";

/// SHA-256 of no bytes.
pub const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

const QUERY: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const PATH: &AsciiSet = &QUERY.remove(b'/');

/// Who signs.
pub struct Signer<'a> {
    pub access_key: &'a str,
    pub secret_key: &'a Secret,
    pub region: &'a str,
    /// UTC: `20130524T000000Z`.
    pub time: &'a str,
}

/// What is signed.
pub struct Signed<'a> {
    pub method: &'a str,
    /// As `encoded_path` makes it.
    pub path: &'a str,
    /// As `encoded_query` makes it.
    pub query: &'a str,
    /// Names in lower case, in order; with `host`, `x-amz-content-sha256` and `x-amz-date`.
    pub headers: &'a [(&'a str, &'a str)],
    pub payload_sha256: &'a str,
}

/// A path as it is sent and signed. Stores sign it encoded once.
pub fn encoded_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// Parameters in the order in which they are signed.
pub fn encoded_query(parameters: &[(&str, &str)]) -> String {
    let mut pairs: Vec<String> = parameters
        .iter()
        .map(|(name, value)| {
            let (name, value) = (
                utf8_percent_encode(name, QUERY),
                utf8_percent_encode(value, QUERY),
            );
            format!("{name}={value}")
        })
        .collect();
    pairs.sort_unstable();
    pairs.join("&")
}

/// The value of the `Authorization` header.
pub fn authorization(signer: &Signer<'_>, request: &Signed<'_>) -> String {
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let mut canonical = format!("{}\n{}\n{}\n", request.method, request.path, request.query);
    for (name, value) in request.headers {
        let words: Vec<&str> = value.split_whitespace().collect();
        canonical.push_str(&format!("{name}:{}\n", words.join(" ")));
    }
    canonical.push_str(&format!("\n{names}\n{}", request.payload_sha256));

    let date = &signer.time[..8];
    let scope = format!("{date}/{}/{SERVICE}/aws4_request", signer.region);
    let hash = hex(&Sha256::digest(&canonical));
    let text = format!("AWS4-HMAC-SHA256\n{}\n{scope}\n{hash}", signer.time);

    let secret = format!("AWS4{}", signer.secret_key.reveal());
    let mut key = mac(secret.as_bytes(), date);
    for part in [signer.region, SERVICE, "aws4_request"] {
        key = mac(&key, part);
    }
    let signature = hex(&mac(&key, &text));
    let credential = format!("{}/{scope}", signer.access_key);
    format!("AWS4-HMAC-SHA256 Credential={credential},SignedHeaders={names},Signature={signature}")
}

fn mac(key: &[u8], text: &str) -> Output<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes keys of every length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOST: (&str, &str) = ("host", "examplebucket.s3.amazonaws.com");
    const DATE: (&str, &str) = ("x-amz-date", "20130524T000000Z");
    const EMPTY: (&str, &str) = ("x-amz-content-sha256", EMPTY_SHA256);

    fn check(request: &Signed<'_>, signature: &str) {
        let secret_key = Secret::new("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned());
        let signer = Signer {
            access_key: "AKIAIOSFODNN7EXAMPLE",
            secret_key: &secret_key,
            region: "us-east-1",
            time: "20130524T000000Z",
        };
        let header = authorization(&signer, request);
        assert!(
            header.ends_with(&format!("Signature={signature}")),
            "{header}"
        );
    }

    #[test]
    fn get_of_an_object() {
        let headers = [HOST, ("range", "bytes=0-9"), EMPTY, DATE];
        let request = Signed {
            method: "GET",
            path: &encoded_path("/test.txt"),
            query: "",
            headers: &headers,
            payload_sha256: EMPTY_SHA256,
        };
        check(
            &request,
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        );
    }

    #[test]
    fn put_of_an_object() {
        let sha256 = hex(&Sha256::digest("Welcome to Amazon S3."));
        let headers = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            HOST,
            ("x-amz-content-sha256", &sha256),
            DATE,
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ];
        let request = Signed {
            method: "PUT",
            path: &encoded_path("/test$file.text"),
            query: "",
            headers: &headers,
            payload_sha256: &sha256,
        };
        check(
            &request,
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        );
    }

    #[test]
    fn get_with_a_query() {
        let queries = [
            (
                encoded_query(&[("lifecycle", "")]),
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            ),
            (
                encoded_query(&[("prefix", "J"), ("max-keys", "2")]),
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            ),
        ];
        for (query, signature) in queries {
            let request = Signed {
                method: "GET",
                path: "/",
                query: &query,
                headers: &[HOST, EMPTY, DATE],
                payload_sha256: EMPTY_SHA256,
            };
            check(&request, signature);
        }
    }
}
