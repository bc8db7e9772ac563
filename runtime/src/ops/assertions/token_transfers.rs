//! What a spec expects of the token transfers in a record.

use hapi_proto::services::{AccountAmount, AccountId, NftTransfer, TokenId, TokenTransferList};

use super::{Findings, Matcher, show};
use crate::{
    ops::crypto::{Movement, lists::lists},
    registry::Subject,
    spec::{OpError, OpResult, Spec},
};

/// What a spec expects of the token transfers of a record: see [`changing_fungible_balances`].
#[derive(Clone, Debug, Default)]
pub struct TokenTransfersCondition(Vec<Condition>);

#[derive(Clone, Debug)]
enum Condition {
    Units { token: Subject<TokenId>, account: Subject<AccountId>, units: i64 },
    Nft { token: Subject<TokenId>, from: Subject<AccountId>, to: Subject<AccountId>, serial: i64 },
    Movement(Movement),
    NoUnits,
    NoNfts,
}

/// Changes of the balances of fungible tokens:
/// `changing_fungible_balances().including("token", "alice", -5).including("token", "bob", 5)`. Each balance that is
/// mentioned changes by exactly so much; others may change, too.
pub fn changing_fungible_balances() -> ChangingFungibleBalances {
    ChangingFungibleBalances::default()
}

/// Changes of the owners of NFTs: `changing_nft_owners().including("nft", "alice", "bob", 1)`. Others may change, too.
/// What is minted comes from `0.0.0`, and what is burned or wiped goes there.
pub fn changing_nft_owners() -> ChangingNftOwners {
    ChangingNftOwners::default()
}

/// No balance of a fungible token changes.
pub fn changing_no_fungible_balances() -> TokenTransfersCondition {
    Condition::NoUnits.into()
}

/// No NFT changes its owner.
pub fn changing_no_nft_owners() -> TokenTransfersCondition {
    Condition::NoNfts.into()
}

/// No tokens are transferred.
pub fn empty_token_transfers() -> TokenTransfersCondition {
    changing_no_fungible_balances().and(changing_no_nft_owners())
}

/// This movement of units changes balances by exactly what it says: `including_fungible_movement(moving(5,
/// "token").between("alice", "bob"))`. Other balances may change, too.
pub fn including_fungible_movement(movement: Movement) -> TokenTransfersCondition {
    Condition::Movement(movement).into()
}

/// This movement of NFTs is among the transfers: `including_non_fungible_movement(moving_unique("nft",
/// [1]).between("alice", "bob"))`.
pub fn including_non_fungible_movement(movement: Movement) -> TokenTransfersCondition {
    Condition::Movement(movement).into()
}

/// See [`changing_fungible_balances`].
#[derive(Clone, Debug, Default)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct ChangingFungibleBalances(TokenTransfersCondition);

impl ChangingFungibleBalances {
    /// The balance of `account` changes by exactly `units`: a credit is positive.
    pub fn including(
        mut self,
        token: impl Into<Subject<TokenId>>,
        account: impl Into<Subject<AccountId>>,
        units: i64,
    ) -> Self {
        self.0.0.push(Condition::Units { token: token.into(), account: account.into(), units });
        self
    }
}

/// See [`changing_nft_owners`].
#[derive(Clone, Debug, Default)]
#[must_use = "a matcher does nothing until it is given to an assertion"]
pub struct ChangingNftOwners(TokenTransfersCondition);

impl ChangingNftOwners {
    /// The NFT with this serial number goes from one account to another.
    pub fn including(
        mut self,
        token: impl Into<Subject<TokenId>>,
        from: impl Into<Subject<AccountId>>,
        to: impl Into<Subject<AccountId>>,
        serial: i64,
    ) -> Self {
        let (token, from, to) = (token.into(), from.into(), to.into());
        self.0.0.push(Condition::Nft { token, from, to, serial });
        self
    }
}

impl ChangingFungibleBalances {
    /// Both these changes and another condition.
    pub fn and(self, other: impl Into<TokenTransfersCondition>) -> TokenTransfersCondition {
        self.0.and(other)
    }
}

impl From<ChangingFungibleBalances> for TokenTransfersCondition {
    fn from(changes: ChangingFungibleBalances) -> Self {
        changes.0
    }
}

impl ChangingNftOwners {
    /// Both these changes and another condition.
    pub fn and(self, other: impl Into<TokenTransfersCondition>) -> TokenTransfersCondition {
        self.0.and(other)
    }
}

impl From<ChangingNftOwners> for TokenTransfersCondition {
    fn from(changes: ChangingNftOwners) -> Self {
        changes.0
    }
}

impl From<Movement> for TokenTransfersCondition {
    fn from(movement: Movement) -> Self {
        Condition::Movement(movement).into()
    }
}

impl From<Condition> for TokenTransfersCondition {
    fn from(condition: Condition) -> Self {
        Self(vec![condition])
    }
}

impl TokenTransfersCondition {
    /// Both conditions.
    #[must_use]
    pub fn and(mut self, other: impl Into<Self>) -> Self {
        self.0.extend(other.into().0);
        self
    }
}

impl Matcher<[TokenTransferList]> for TokenTransfersCondition {
    fn check(&self, actual: &[TokenTransferList], spec: &Spec, findings: &mut Findings) -> OpResult {
        for condition in &self.0 {
            for missing in condition.missing(actual, spec)? {
                findings.expect("token transfers", false, missing, show::token_transfers(actual, spec));
            }
        }
        Ok(())
    }
}

impl Condition {
    /// What it says that the transfers do not have.
    fn missing(&self, actual: &[TokenTransferList], spec: &Spec) -> Result<Vec<String>, OpError> {
        Ok(match self {
            Self::Units { token, account, units } => {
                let entry = AccountAmount {
                    account_id: Some(account.resolve(spec)?),
                    amount: *units,
                    ..AccountAmount::default()
                };
                let list = TokenTransferList {
                    token: Some(token.resolve(spec)?),
                    transfers: vec![entry],
                    ..TokenTransferList::default()
                };
                not_among(&list, actual, spec)
            }
            Self::Nft { token, from, to, serial } => {
                let entry = NftTransfer {
                    sender_account_id: Some(from.resolve(spec)?),
                    receiver_account_id: Some(to.resolve(spec)?),
                    serial_number: *serial,
                    ..NftTransfer::default()
                };
                let list = TokenTransferList {
                    token: Some(token.resolve(spec)?),
                    nft_transfers: vec![entry],
                    ..TokenTransferList::default()
                };
                not_among(&list, actual, spec)
            }
            Self::Movement(movement) => {
                let expected = lists([movement], true, spec)?;
                if expected.token_transfers.is_empty() {
                    return Err(OpError::new(format!("`{movement}` moves no tokens")));
                }
                expected.token_transfers.iter().flat_map(|list| not_among(list, actual, spec)).collect()
            }
            Self::NoUnits => {
                none(actual.iter().all(|list| list.transfers.is_empty()), "no changes of balances")
            }
            Self::NoNfts => {
                none(actual.iter().all(|list| list.nft_transfers.is_empty()), "no changes of owners")
            }
        })
    }
}

fn none(holds: bool, expected: &str) -> Vec<String> {
    if holds { Vec::new() } else { vec![expected.to_owned()] }
}

/// The entries of `expected` that no list of the same token has. Whether by an allowance, records do not say.
fn not_among(expected: &TokenTransferList, actual: &[TokenTransferList], spec: &Spec) -> Vec<String> {
    let of_token = || actual.iter().filter(|list| list.token == expected.token);
    let changed = |entry: &AccountAmount| {
        let entries = of_token().flat_map(|list| &list.transfers);
        let mut amounts = entries.filter(|each| each.account_id == entry.account_id).peekable();
        let is_listed = amounts.peek().is_some();
        is_listed && amounts.map(|each| i128::from(each.amount)).sum::<i128>() == i128::from(entry.amount)
    };
    let moved = |entry: &NftTransfer| {
        of_token().flat_map(|list| &list.nft_transfers).any(|each| {
            each.sender_account_id == entry.sender_account_id
                && each.receiver_account_id == entry.receiver_account_id
                && each.serial_number == entry.serial_number
        })
    };
    let token = show::token(expected.token.as_ref(), spec);
    let units = expected.transfers.iter().filter(|entry| !changed(entry));
    let units =
        units.map(|entry| format!("{token}: {}", show::adjustments(std::slice::from_ref(entry), spec)));
    let nfts = expected.nft_transfers.iter().filter(|entry| !moved(entry));
    let nfts = nfts.map(|entry| format!("{token}: {}", show::nft_transfer(entry, spec)));
    units.chain(nfts).collect()
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
        for (name, num) in [("alice", 1001), ("bob", 1002)] {
            spec.registry().put(name, AccountId::from_num(num));
        }
        spec.registry().put("gold", TokenId::from_num(2001));
        spec.registry().put("art", TokenId::from_num(2002));
        spec
    }

    fn actual() -> Vec<TokenTransferList> {
        let units = |num, amount| AccountAmount {
            account_id: Some(AccountId::from_num(num)),
            amount,
            ..AccountAmount::default()
        };
        let nft = NftTransfer {
            sender_account_id: Some(AccountId::from_num(0)),
            receiver_account_id: Some(AccountId::from_num(1001)),
            serial_number: 7,
            ..NftTransfer::default()
        };
        vec![
            TokenTransferList {
                token: Some(TokenId::from_num(2001)),
                transfers: vec![units(1001, -5), units(1002, 5)],
                ..TokenTransferList::default()
            },
            TokenTransferList {
                token: Some(TokenId::from_num(2002)),
                nft_transfers: vec![nft],
                ..TokenTransferList::default()
            },
        ]
    }

    const ALL: &str = "0.0.2001 (gold): 0.0.1001 (alice) -5, 0.0.1002 (bob) +5; 0.0.2002 (art): 0.0.0 -> 0.0.1001 (alice) #7";

    fn found(condition: impl Into<TokenTransfersCondition>) -> Vec<String> {
        testing::found(&condition.into(), &actual()[..], &spec())
    }

    #[test]
    fn what_is_there_is_found_in_every_form() {
        assert_eq!(found(changing_fungible_balances().including("gold", "alice", -5)), [""; 0]);
        assert_eq!(found(changing_nft_owners().including("art", "0.0.0", "alice", 7)), [""; 0]);
        assert_eq!(found(including_fungible_movement(moving(5, "gold").between("alice", "bob"))), [""; 0]);
        let mint = including_non_fungible_movement(moving_unique("art", [7]).between("0.0.0", "alice"));
        assert_eq!(found(mint), [""; 0]);
        let nothing = testing::found(&empty_token_transfers(), &[][..], &spec());
        assert_eq!(nothing, [""; 0]);
    }

    #[test]
    fn what_is_not_there_is_shown_beside_all() {
        let two = changing_fungible_balances().including("gold", "alice", -6).including("art", "bob", 1);
        let line = |expected: &str| format!("token transfers: {expected} != {ALL}");
        let expected =
            [line("0.0.2001 (gold): 0.0.1001 (alice) -6"), line("0.0.2002 (art): 0.0.1002 (bob) +1")];
        assert_eq!(found(two), expected);
        let sale = moving_unique("art", [7, 8]).between("bob", "alice");
        let sold = |serial| line(&format!("0.0.2002 (art): 0.0.1002 (bob) -> 0.0.1001 (alice) #{serial}"));
        assert_eq!(found(including_non_fungible_movement(sale)), [sold(7), sold(8)]);
    }

    #[test]
    fn of_a_movement_each_end_counts() {
        let half = including_fungible_movement(moving(5, "gold").between("alice", "0.0.99"));
        assert_eq!(found(half), [format!("token transfers: 0.0.2001 (gold): 0.0.99 +5 != {ALL}")]);
        let mut findings = Findings::default();
        let hbar = including_fungible_movement(moving_hbar(5).between("alice", "bob"));
        let error = hbar.check(&actual()[..], &spec(), &mut findings).unwrap_err();
        assert!(error.message().contains("moves no tokens"), "{error}");
    }

    #[test]
    fn nothing_is_told_from_something() {
        let expected = [
            format!("token transfers: no changes of balances != {ALL}"),
            format!("token transfers: no changes of owners != {ALL}"),
        ];
        assert_eq!(found(empty_token_transfers()), expected);
        // A balance that is not listed does not change by nothing.
        assert_eq!(found(changing_fungible_balances().including("gold", "0.0.99", 0)).len(), 1);
    }
}
