//! What a spec expects of the airdrops that wait for their receivers (HIP-904).

use hapi_proto::services::{
    AccountId, NftId, PendingAirdropId, PendingAirdropRecord, PendingAirdropValue, TokenId,
    TokenTransferList, pending_airdrop_id::TokenReference,
};

use super::{Findings, Matcher, show};
use crate::{
    ops::crypto::{IntoMovements, Movement, lists::lists},
    spec::{OpError, OpResult, Spec},
};

/// What a spec expects of the new pending airdrops of a record: see [`including_fungible_pending_airdrop`].
#[derive(Clone, Debug)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct PendingAirdropsCondition(Vec<Movement>);

/// These movements of units now wait for their receivers: `including_fungible_pending_airdrop(moving(5,
/// "token").between("alice", "bob"))`. The amount is all that waits from that sender for that receiver, earlier airdrops
/// included.
pub fn including_fungible_pending_airdrop(movements: impl IntoMovements) -> PendingAirdropsCondition {
    PendingAirdropsCondition(movements.into_movements())
}

/// These movements of NFTs now wait for their receivers: `including_nft_pending_airdrop(moving_unique("nft",
/// [1]).between("alice", "bob"))`.
pub fn including_nft_pending_airdrop(movements: impl IntoMovements) -> PendingAirdropsCondition {
    PendingAirdropsCondition(movements.into_movements())
}

impl PendingAirdropsCondition {
    /// Both conditions.
    pub fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl Matcher<[PendingAirdropRecord]> for PendingAirdropsCondition {
    fn check(&self, actual: &[PendingAirdropRecord], spec: &Spec, findings: &mut Findings) -> OpResult {
        for movement in &self.0 {
            let lists = lists([movement], true, spec)?;
            let expected: Vec<_> = lists.token_transfers.iter().flat_map(pending).collect();
            if expected.is_empty() {
                return Err(OpError::new(format!("`{movement}` moves no tokens to anybody")));
            }
            for each in expected {
                let holds = actual.contains(&each);
                findings.expect("pending airdrops", holds, airdrop(&each, spec), airdrops(actual, spec));
            }
        }
        Ok(())
    }
}

/// The airdrops that wait when none of these transfers can be made.
fn pending(list: &TokenTransferList) -> Vec<PendingAirdropRecord> {
    let new = |sender: Option<AccountId>, receiver: Option<AccountId>, reference, amount: Option<u64>| {
        PendingAirdropRecord {
            pending_airdrop_id: Some(PendingAirdropId {
                sender_id: sender,
                receiver_id: receiver,
                token_reference: Some(reference),
            }),
            pending_airdrop_value: amount.map(|amount| PendingAirdropValue { amount }),
        }
    };
    let token = list.token.unwrap_or_default();
    let sender = list.transfers.iter().find(|each| each.amount < 0).and_then(|each| each.account_id.clone());
    let received = list.transfers.iter().filter(|each| each.amount > 0);
    let units = received.map(|each| {
        let reference = TokenReference::FungibleTokenType(token);
        new(sender.clone(), each.account_id.clone(), reference, Some(each.amount.unsigned_abs()))
    });
    let nfts = list.nft_transfers.iter().map(|each| {
        let id = NftId::new(token, each.serial_number);
        let reference = TokenReference::NonFungibleToken(id);
        new(each.sender_account_id.clone(), each.receiver_account_id.clone(), reference, None)
    });
    units.chain(nfts).collect()
}

/// `5 of 0.0.2001 (gold): 0.0.1001 (alice) -> 0.0.1002 (bob)`, or `0.0.2002 (art) #1: ..`.
fn airdrop(each: &PendingAirdropRecord, spec: &Spec) -> String {
    let id = each.pending_airdrop_id.clone().unwrap_or_default();
    let token = |token: Option<&TokenId>| show::token(token, spec);
    let what = match &id.token_reference {
        None => show::NONE.into(),
        Some(TokenReference::FungibleTokenType(id)) => {
            let amount = each.pending_airdrop_value.as_ref().map(|value| value.amount);
            format!("{} of {}", show::optional(amount.as_ref()), token(Some(id)))
        }
        Some(TokenReference::NonFungibleToken(nft)) => {
            format!("{} #{}", token(nft.token_id.as_ref()), nft.serial_number)
        }
    };
    let [from, to] = [&id.sender_id, &id.receiver_id].map(|id| show::account(id.as_ref(), spec));
    format!("{what}: {from} -> {to}")
}

fn airdrops(all: &[PendingAirdropRecord], spec: &Spec) -> String {
    let shown: Vec<_> = all.iter().map(|each| airdrop(each, spec)).collect();
    if shown.is_empty() { show::NONE.into() } else { shown.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::{
        assertions::testing,
        crypto::{moving, moving_hbar, moving_unique},
    };

    fn spec() -> Spec {
        let spec = testing::spec();
        for (name, num) in [("alice", 1001), ("bob", 1002), ("carol", 1003)] {
            spec.registry().put(name, AccountId::from_num(num));
        }
        spec.registry().put("gold", TokenId::from_num(2001));
        spec.registry().put("art", TokenId::from_num(2002));
        spec
    }

    fn actual(spec: &Spec) -> Vec<PendingAirdropRecord> {
        let moved = [
            moving(10, "gold").distributing("alice", ["bob", "carol"]),
            moving_unique("art", [3]).between("alice", "bob"),
        ];
        lists(&moved, true, spec).unwrap().token_transfers.iter().flat_map(pending).collect()
    }

    #[test]
    fn airdrops_are_found_by_sender_receiver_and_what() {
        let spec = spec();
        let gold = including_fungible_pending_airdrop([
            moving(5, "gold").between("alice", "bob"),
            moving(5, "gold").between("alice", "carol"),
        ]);
        let art = including_nft_pending_airdrop(moving_unique("art", [3]).between("alice", "bob"));
        assert_eq!(testing::found(&gold.and(art), &actual(&spec)[..], &spec), [""; 0]);
    }

    #[test]
    fn any_difference_shows_all_that_wait() {
        let spec = spec();
        let all = "5 of 0.0.2001 (gold): 0.0.1001 (alice) -> 0.0.1002 (bob), 5 of 0.0.2001 (gold): 0.0.1001 (alice) -> \
                   0.0.1003 (carol), 0.0.2002 (art) #3: 0.0.1001 (alice) -> 0.0.1002 (bob)";
        let more = including_fungible_pending_airdrop(moving(6, "gold").between("alice", "bob"));
        let other = including_nft_pending_airdrop(moving_unique("art", [4]).between("alice", "bob"));
        let expected = [
            format!("pending airdrops: 6 of 0.0.2001 (gold): 0.0.1001 (alice) -> 0.0.1002 (bob) != {all}"),
            format!("pending airdrops: 0.0.2002 (art) #4: 0.0.1001 (alice) -> 0.0.1002 (bob) != {all}"),
        ];
        assert_eq!(testing::found(&more.and(other), &actual(&spec)[..], &spec), expected);
    }

    #[test]
    fn hbar_is_not_dropped() {
        let hbar = including_fungible_pending_airdrop(moving_hbar(5).between("alice", "bob"));
        let error = hbar.check(&[][..], &spec(), &mut Findings::default()).unwrap_err();
        assert!(error.message().contains("moves no tokens"), "{error}");
    }
}
