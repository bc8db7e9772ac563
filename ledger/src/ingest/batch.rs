//! The checks that only read, of many transactions at once.

use alloc::vec::Vec;

use bytes::Bytes;
use hapi_proto::services::Timestamp;

use super::{Prechecked, Rejection, Unverified, begin};
use crate::{
    Ledger,
    crypto::{Seed, Verifier},
    envelope::Verdict,
    state::EntityNum,
};

/// Has exactly the results of [`precheck`](super::precheck) on each of these, in their order, but verifies all of their
/// signatures at once, in about half the time. A signature that is not valid takes that away from those it came with: they are
/// verified one by one then.
pub fn precheck_all(
    ledger: &Ledger,
    verifier: &mut Verifier,
    node_account: EntityNum,
    transactions: &[Bytes],
    now: Timestamp,
    seed: Seed,
) -> Vec<Result<Prechecked, Rejection>> {
    let begun: Vec<_> = transactions.iter().map(|bytes| begin(ledger, node_account, bytes, now)).collect();
    let verdicts = verify(ledger, verifier, &begun, seed);
    let finish = |(begun, known): (Result<Unverified, Rejection>, Vec<Verdict>)| {
        begun.map(|begun| begun.finish(ledger, verifier, &known, now))
    };
    begun.into_iter().zip(verdicts).map(finish).collect()
}

/// The verdicts on the signatures of each.
fn verify(
    ledger: &Ledger,
    verifier: &mut Verifier,
    begun: &[Result<Unverified, Rejection>],
    seed: Seed,
) -> Vec<Vec<Verdict>> {
    let (mut claims, mut counts) = (Vec::new(), Vec::with_capacity(begun.len()));
    for begun in begun {
        let before = claims.len();
        claims.extend(begun.iter().flat_map(|begun| begun.claims(ledger)));
        counts.push(claims.len() - before);
    }
    let valid = verifier.verify_all(&claims, seed);
    let mut verdicts = claims.iter().zip(valid).map(|(claim, valid)| Verdict { key: claim.key, valid });
    counts.into_iter().map(|count| verdicts.by_ref().take(count).collect()).collect()
}
