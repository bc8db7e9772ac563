//! What gossip does not start with, and what an identity is.

use bytes::Bytes;
use hapi_gossip::{Gossip, Identity, Limits, Peer, StartError};
use hapi_hashgraph::MemberId;

use crate::support::{identity, listen, nowhere, peer, seed};

fn start(peers: Vec<Peer>) -> StartError {
    let result = Gossip::start(&identity(2), listen().0, peers, Limits::default(), |_| {});
    result.expect_err("gossip does not start")
}

#[tokio::test]
async fn members_must_be_told_apart() {
    let error = start(vec![peer(1, nowhere()), peer(1, nowhere())]);
    assert!(matches!(error, StartError::Twice(MemberId(1))), "{error}");
    let error = start(vec![peer(1, nowhere()), Peer { id: MemberId(3), ..peer(1, nowhere()) }]);
    assert!(matches!(error, StartError::SharedCertificate(MemberId(1), MemberId(3))), "{error}");
    let error = start(vec![Peer { id: MemberId(3), ..peer(2, nowhere()) }]);
    assert!(matches!(error, StartError::SharedCertificate(MemberId(2), MemberId(3))), "{error}");
}

#[tokio::test]
async fn certificates_must_be_some() {
    for bytes in [Bytes::new(), Bytes::from("no certificate"), identity(1).certificate().slice(..100)] {
        let error = start(vec![Peer { certificate: bytes, ..peer(1, nowhere()) }]);
        assert!(matches!(error, StartError::Certificate(MemberId(1), _)), "{error}");
    }
}

#[tokio::test]
async fn a_member_must_be_the_one_in_the_list() {
    let error = start(vec![peer(1, nowhere()), Peer { id: MemberId(2), ..peer(3, nowhere()) }]);
    assert!(matches!(error, StartError::ForeignIdentity(MemberId(2))), "{error}");
}

#[tokio::test]
async fn a_member_may_be_alone() {
    let gossip = Gossip::start(&identity(2), listen().0, vec![peer(2, nowhere())], Limits::default(), |_| {});
    gossip.expect("gossip starts").stop().await;
}

#[test]
fn an_identity_follows_from_its_seed_and_its_member() {
    assert_eq!(identity(1).certificate(), identity(1).certificate());
    assert_ne!(identity(1).certificate(), identity(2).certificate());
    let other = Identity::from_seed(MemberId(2), seed(1));
    assert_eq!(other.public_key(), identity(1).public_key());
    assert_ne!(other.certificate(), identity(1).certificate(), "the certificate names the member");
}

/// The first test vector of RFC 8032, section 7.1. Rosters with these certificates are on disks: the bytes stay the same.
#[test]
fn the_bytes_of_a_certificate_never_change() {
    let seed = hex::decode("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").expect("hex");
    let identity = Identity::from_seed(MemberId(0), seed.try_into().expect("32 bytes"));
    assert_eq!(
        hex::encode(identity.public_key()),
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    );
    assert_eq!(hex::encode(identity.certificate()), include_str!("certificate.hex").trim());
}

#[test]
fn the_secret_is_not_shown() {
    let shown = format!("{:?}", identity(1));
    assert!(shown.contains('1') && !shown.contains("pkcs8"), "{shown}");
}
