//! TLS between members: version 1.3 alone, and certificates that the roster names instead of authorities.

use std::{collections::BTreeSet, fmt, sync::Arc};

use bytes::Bytes;
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, DistinguishedName, Error, ServerConfig,
    SignatureScheme,
    client::{
        Resumption,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, ring},
    pki_types::{CertificateDer, ServerName, UnixTime},
    server::{
        NoServerSessionStorage, ParsedCertificate,
        danger::{ClientCertVerified, ClientCertVerifier},
    },
    version::TLS13,
};

use crate::Identity;

/// The protocol inside of TLS, agreed on by both sides (ALPN, RFC 7301).
pub(crate) const PROTOCOL: &[u8] = b"hapi-gossip/1";

/// Whether these bytes are a certificate that TLS can work with.
pub(crate) fn check(certificate: &Bytes) -> Result<(), Error> {
    ParsedCertificate::try_from(&CertificateDer::from(certificate.as_ref())).map(|_| ())
}

/// How a member dials the one that has this certificate.
pub(crate) fn dialler(own: &Identity, peer: &Bytes) -> Result<Arc<ClientConfig>, Error> {
    let pinned = Arc::new(Pinned { certificates: BTreeSet::from([peer.clone()]), algorithms: algorithms() });
    let mut config = ClientConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(pinned)
        .with_client_auth_cert(vec![own_certificate(own)], own.secret().into())?;
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    config.enable_sni = false;
    // A resumed session would not show its certificate again.
    config.resumption = Resumption::disabled();
    Ok(Arc::new(config))
}

/// How a member is dialled by those that have these certificates.
pub(crate) fn acceptor<'a>(
    own: &Identity,
    peers: impl Iterator<Item = &'a Bytes>,
) -> Result<Arc<ServerConfig>, Error> {
    let pinned = Arc::new(Pinned { certificates: peers.cloned().collect(), algorithms: algorithms() });
    let mut config = ServerConfig::builder_with_provider(provider())
        .with_protocol_versions(&[&TLS13])?
        .with_client_cert_verifier(pinned)
        .with_single_cert(vec![own_certificate(own)], own.secret().into())?;
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(Arc::new(config))
}

/// One cipher and one key exchange: both sides are of one kind.
fn provider() -> Arc<CryptoProvider> {
    Arc::new(CryptoProvider {
        cipher_suites: vec![ring::cipher_suite::TLS13_AES_128_GCM_SHA256],
        kx_groups: vec![ring::kx_group::X25519],
        ..ring::default_provider()
    })
}

fn algorithms() -> WebPkiSupportedAlgorithms {
    ring::default_provider().signature_verification_algorithms
}

fn own_certificate(own: &Identity) -> CertificateDer<'static> {
    CertificateDer::from(own.certificate().to_vec())
}

/// Lets those in that show one of these certificates, the very bytes, and hold its key. Dates, names and issuers say nothing: the
/// roster does.
struct Pinned {
    certificates: BTreeSet<Bytes>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl Pinned {
    fn check(&self, certificate: &CertificateDer<'_>) -> Result<(), Error> {
        if self.certificates.contains(certificate.as_ref()) {
            return Ok(());
        }
        Err(Error::InvalidCertificate(CertificateError::ApplicationVerificationFailure))
    }
}

impl fmt::Debug for Pinned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pinned").field("certificates", &self.certificates.len()).finish_non_exhaustive()
    }
}

/// How a handshake's signature is checked: the same for both sides, which `rustls` has two traits for.
macro_rules! check_signatures {
    () => {
        fn verify_tls12_signature(
            &self,
            _message: &[u8],
            _certificate: &CertificateDer<'_>,
            _signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            // It is never negotiated.
            Err(Error::General("TLS 1.2 is not spoken here".to_owned()))
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            rustls::crypto::verify_tls13_signature(message, certificate, signature, &self.algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.algorithms.supported_schemes()
        }
    };
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.check(end_entity).map(|()| ServerCertVerified::assertion())
    }

    check_signatures!();
}

impl ClientCertVerifier for Pinned {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.check(end_entity).map(|()| ClientCertVerified::assertion())
    }

    check_signatures!();
}
