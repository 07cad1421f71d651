//! Which authorities may have signed a server's certificate, for every target that speaks TLS.
//!
//! In: the text of a CA file, or nothing. Out: a configuration for rustls, and errors of rustls as
//! `RemoteError`.
//! The check of a certificate is never turned off; aws-lc-rs and OpenSSL are not used.

use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{AlertDescription, ClientConfig, RootCertStore, SupportedProtocolVersion};
use rustls_platform_verifier::Verifier;

use crate::publish::remote::{RemoteError, RemoteErrorKind};

/// The authorities that are trusted.
#[derive(Clone, Debug)]
pub enum Certificates {
    /// Those of the operating system, checked by Windows itself on Windows. So whatever an office's browser
    /// accepts is accepted: authorities of the office's own, and those that Windows fetches when they are
    /// first needed, which are in no list that could be read beforehand.
    System,
    /// These and no others. A server whose certificate is its own authority is trusted by naming it here.
    Only(Vec<CertificateDer<'static>>),
}

impl Certificates {
    /// The certificates of a CA file (PEM, any number).
    ///
    /// # Errors
    /// `Certificate` if there is none in it, or if one is damaged.
    pub fn from_pem(pem: &[u8]) -> Result<Self, RemoteError> {
        let certificates = CertificateDer::pem_slice_iter(pem)
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| unusable(&error.to_string()))?;
        if certificates.is_empty() {
            return Err(unusable("no certificate in PEM form"));
        }
        root_store(&certificates)?;
        Ok(Self::Only(certificates))
    }

    /// A configuration that offers `versions`, without client certificates.
    ///
    /// # Errors
    /// `Certificate` if the system's authorities cannot be read.
    pub fn client_config(
        &self,
        versions: &[&'static SupportedProtocolVersion],
    ) -> Result<ClientConfig, RemoteError> {
        let provider = crypto_provider();
        let verifier = self.verifier(&provider)?;
        let config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(|error| tls_error(&error))?
            // rustls calls every verifier that it did not choose itself dangerous; both are complete ones.
            .dangerous()
            .with_custom_certificate_verifier(verifier)
            .with_no_client_auth();
        Ok(config)
    }

    fn verifier(
        &self,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Arc<dyn ServerCertVerifier>, RemoteError> {
        match self {
            Self::System => {
                let verifier =
                    Verifier::new(Arc::clone(provider)).map_err(|error| tls_error(&error))?;
                Ok(Arc::new(verifier))
            }
            Self::Only(certificates) => {
                let roots = Arc::new(root_store(certificates)?);
                let verifier =
                    WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(provider))
                        .build()
                        .map_err(|error| unusable(&error.to_string()))?;
                Ok(verifier)
            }
        }
    }
}

/// The one implementation of cryptography in the program.
pub fn crypto_provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// What an error of TLS means for a target.
pub fn tls_error(error: &rustls::Error) -> RemoteError {
    let kind = match error {
        rustls::Error::InvalidCertificate(_) | rustls::Error::NoCertificatesPresented => {
            RemoteErrorKind::Certificate
        }
        rustls::Error::PeerIncompatible(_) => RemoteErrorKind::Algorithms,
        rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure
            | AlertDescription::ProtocolVersion
            | AlertDescription::InsufficientSecurity,
        ) => RemoteErrorKind::Algorithms,
        // The bytes are no TLS at all.
        rustls::Error::InvalidMessage(_) => RemoteErrorKind::WrongProtocol(String::new()),
        _ => RemoteErrorKind::Refused,
    };
    RemoteError::new(kind, error)
}

fn root_store(certificates: &[CertificateDer<'static>]) -> Result<RootCertStore, RemoteError> {
    let mut roots = RootCertStore::empty();
    for certificate in certificates {
        roots
            .add(certificate.clone())
            .map_err(|error| unusable(&error.to_string()))?;
    }
    Ok(roots)
}

fn unusable(reason: &str) -> RemoteError {
    RemoteError::new(RemoteErrorKind::Certificate, format!("CA file: {reason}"))
}
