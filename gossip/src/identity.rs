//! Who a member is to its peers.

use std::fmt;

use bytes::Bytes;
use hapi_hashgraph::MemberId;
use rcgen::{CertificateParams, DistinguishedName, DnType, KeyPair, KeyUsagePurpose, SerialNumber};
use rustls::pki_types::PrivatePkcs8KeyDer;

/// What stands before the 32 bytes of a secret Ed25519 key in PKCS #8 (RFC 8410, section 7).
const PKCS8_PREFIX: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// A member's Ed25519 key and its self-signed X.509 certificate. Both follow from the seed and the member's id alone, so that whoever
/// writes a roster gets the same bytes as the member itself.
#[derive(Clone)]
pub struct Identity {
    id: MemberId,
    pkcs8: [u8; 48],
    public_key: [u8; 32],
    certificate: Bytes,
}

impl Identity {
    /// The identity of a member whose secret Ed25519 key (RFC 8032) is `seed`.
    pub fn from_seed(id: MemberId, seed: [u8; 32]) -> Self {
        let mut pkcs8 = [0; 48];
        pkcs8[..16].copy_from_slice(&PKCS8_PREFIX);
        pkcs8[16..].copy_from_slice(&seed);
        let key =
            KeyPair::try_from(&PrivatePkcs8KeyDer::from(pkcs8.as_slice())).expect("any 32 bytes are a key");
        let public_key = key.public_key_raw().try_into().expect("a public Ed25519 key has 32 bytes");
        let certificate =
            parameters(id).self_signed(&key).expect("a certificate of constant parts is well formed");
        Self { id, pkcs8, public_key, certificate: Bytes::from(certificate.der().to_vec()) }
    }

    /// The member it belongs to.
    pub fn id(&self) -> MemberId {
        self.id
    }

    /// The certificate, DER encoded: what goes into the roster.
    pub fn certificate(&self) -> &Bytes {
        &self.certificate
    }

    /// The public Ed25519 key.
    pub fn public_key(&self) -> [u8; 32] {
        self.public_key
    }

    /// The secret key, for TLS.
    pub(crate) fn secret(&self) -> PrivatePkcs8KeyDer<'static> {
        PrivatePkcs8KeyDer::from(self.pkcs8.to_vec())
    }
}

/// Nothing in it is left to the library's defaults where those could change.
fn parameters(id: MemberId) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.distinguished_name.push(DnType::CommonName, format!("member-{id}"));
    // RFC 5280 wants serial numbers above zero.
    parameters.serial_number = Some(SerialNumber::from(id.0.saturating_add(1)));
    parameters.not_before = rcgen::date_time_ymd(2000, 1, 1);
    parameters.not_after = rcgen::date_time_ymd(4096, 1, 1);
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Identity").field("id", &self.id).finish_non_exhaustive()
    }
}
