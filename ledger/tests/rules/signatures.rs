//! Which signatures are valid, and whose they are.

use hapi_ledger::{
    ResponseCode,
    crypto::{Claim, PublicKey, SecretKey, Seed, Verifier},
};
use hapi_proto::services::Key;
use proptest::prelude::*;
use prost::Message;

use crate::support::{HBAR, Network, ecdsa, ed25519, pair, public, sign, transfer, wrap};

/// Encodings of the eight points of small order, and others that decode to such points only by ZIP-215's rules: not
/// canonical, with the sign bit of zero set.
const SMALL_ORDER: [&str; 14] = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
];

fn point(at: usize) -> [u8; 32] {
    let mut bytes = [0; 32];
    hex::decode_to_slice(SMALL_ORDER[at % SMALL_ORDER.len()], &mut bytes).unwrap();
    bytes
}

#[derive(Clone, Debug)]
struct Made {
    key: PublicKey,
    message: Vec<u8>,
    signature: Vec<u8>,
}

/// Valid and invalid signatures of both kinds, and the odd ones of small order.
fn made() -> impl Strategy<Value = Made> {
    (0_u8..8, 1_u8..20, any::<(u8, usize, usize, usize)>()).prop_map(|(kind, seed, (byte, at, a, r))| {
        let message = vec![byte; usize::from(byte % 50)];
        let key: SecretKey = if kind == 1 { ecdsa(seed) } else { ed25519(seed) };
        let mut signature = key.sign(&message).to_vec();
        let mut public = key.public();
        match kind {
            2 => signature[at % 64] ^= byte | 1,
            3 => {
                public = PublicKey::Ed25519(point(a));
                signature = [point(r), [0; 32]].concat();
            }
            4 => signature[..32].copy_from_slice(&point(r)),
            5 => signature.truncate(at % 64),
            6 => signature[32..].copy_from_slice(&[0xff; 32]),
            7 => public = PublicKey::Ed25519([byte; 32]),
            _ => {}
        }
        Made { key: public, message, signature }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_has_the_verdicts_of_its_members(made in proptest::collection::vec(made(), 0..12), seed: [u8; 32]) {
        let claims: Vec<_> = made
            .iter()
            .map(|made| Claim { key: made.key, message: &made.message, signature: &made.signature })
            .collect();
        let single: Vec<_> =
            claims.iter().map(|it| Verifier::default().verify(&it.key, it.message, it.signature)).collect();
        prop_assert_eq!(Verifier::default().verify_all(&claims, Seed(seed)), single.clone());
        // What was decoded before makes no difference, nor does a small cache.
        let mut warm = Verifier::with_capacity(2);
        warm.verify_all(&claims, Seed(seed));
        prop_assert_eq!(warm.verify_all(&claims, Seed([0; 32])), single);
    }

    #[test]
    fn a_batch_of_small_order_points_has_the_verdicts_of_its_members(
        points in proptest::collection::vec((0_usize..14, 0_usize..14), 4..16),
        seed: [u8; 32],
    ) {
        let made: Vec<_> = points
            .iter()
            .map(|(a, r)| (PublicKey::Ed25519(point(*a)), [point(*r), [0; 32]].concat()))
            .collect();
        let claims: Vec<_> =
            made.iter().map(|(key, signature)| Claim { key: *key, message: b"Zcash", signature }).collect();
        // By ZIP-215 all of them are valid: the cofactor clears what is of small order.
        prop_assert_eq!(Verifier::default().verify_all(&claims, Seed(seed)), vec![true; claims.len()]);
        for claim in &claims {
            prop_assert!(Verifier::default().verify(&claim.key, claim.message, claim.signature));
        }
    }
}

#[test]
fn both_forms_of_an_ecdsa_signature_are_valid() {
    /// The order of the group.
    const ORDER: [u8; 32] = [
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe, 0xba,
        0xae, 0xdc, 0xe6, 0xaf, 0x48, 0xa0, 0x3b, 0xbf, 0xd2, 0x5e, 0x8c, 0xd0, 0x36, 0x41, 0x41,
    ];
    let key = ecdsa(5);
    let low = key.sign(b"message");
    let mut high = low;
    let mut borrow = 0;
    for at in (0..32).rev() {
        let difference = i16::from(ORDER[at]) - i16::from(low[32 + at]) - borrow;
        borrow = i16::from(difference < 0);
        high[32 + at] = u8::try_from(difference.rem_euclid(256)).unwrap();
    }
    let mut verifier = Verifier::default();
    assert!(verifier.verify(&key.public(), b"message", &low));
    assert!(verifier.verify(&key.public(), b"message", &high));
    assert!(!verifier.verify(&key.public(), b"another message", &low));
}

#[test]
fn signing_is_deterministic_and_verifies() {
    for key in [ed25519(3), ecdsa(3)] {
        assert_eq!(key.sign(b"m"), key.sign(b"m"));
        assert!(Verifier::default().verify(&key.public(), b"m", &key.sign(b"m")));
    }
    assert!(SecretKey::ecdsa([0; 32]).is_err());
    assert!(SecretKey::ecdsa([0xff; 32]).is_err());
}

#[test]
fn enough_of_a_threshold_key_is_enough() {
    let keys = [ed25519(1), ecdsa(2), ed25519(3)];
    let structure = Key::list(vec![
        Key::threshold(2, keys.iter().map(public).collect()),
        Key::threshold(1, vec![public(&ed25519(4)), public(&ed25519(5))]),
    ]);
    let mut network = Network::new();
    let alice = network.account_with(structure, 100 * HBAR);
    let (four, five) = (ed25519(4), ed25519(5));
    for (signers, code) in [
        (vec![&keys[0], &keys[1], &four], ResponseCode::Ok),
        (vec![&keys[1], &keys[2], &five], ResponseCode::Ok),
        (vec![&keys[1], &four], ResponseCode::InvalidSignature),
        (vec![&keys[0], &keys[1]], ResponseCode::InvalidSignature),
        (vec![&keys[0], &keys[1], &keys[2], &four, &five], ResponseCode::Ok),
    ] {
        let body = network.body(alice, transfer(&[(alice, -1), (3, 1)]));
        assert_eq!(network.precheck(&sign(&body, &signers)), code, "{signers:?}");
    }
}

#[test]
fn a_prefix_that_begins_the_key_is_enough_and_each_verified_signature_is_paid() {
    let mut network = Network::new();
    let (alice_key, bob_key) = (ed25519(1), ecdsa(2));
    let alice = network.account(&alice_key, 100 * HBAR);
    let bob = network.account(&bob_key, 100 * HBAR);
    let body = network.body(alice, transfer(&[(alice, 1), (bob, -1)]));
    let bytes = body.encode_to_vec();
    let unused = pair(&ed25519(9), &bytes, 3);
    let pairs = vec![pair(&alice_key, &bytes, 3), pair(&bob_key, &bytes, 5), unused];
    let tx = network.check(&wrap(bytes, pairs)).expect("it passes ingest");
    assert_eq!(tx.verdicts().len(), 2, "the unused pair is nobody's");
    let outcome = network.handle(&tx);
    assert_eq!(outcome.status(), ResponseCode::Success);
    assert_eq!(outcome.record().unwrap().transaction_fee, 2 * 83_333, "two signatures were verified");
}
