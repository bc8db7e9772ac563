//! What a spec expects of a record: what it says of tokens.

use std::fmt::Display;

use hapi_proto::services::{AccountId, TokenAssociation, TokenId};

use super::{
    AssessedFee, Findings, Matcher, PendingAirdropsCondition, RecordMatcher, TokenTransfersCondition,
    record::receipt, show,
};
use crate::{
    registry::Subject,
    spec::{OpError, OpResult, Spec},
};

impl RecordMatcher {
    /// Its transfers of tokens: `.token_transfers(changing_fungible_balances().including("token", "alice", -5))`.
    pub fn token_transfers(self, condition: impl Into<TokenTransfersCondition>) -> Self {
        let condition = condition.into();
        self.with(move |record, spec, findings| condition.check(&record.token_transfer_lists, spec, findings))
    }

    /// It moves no tokens.
    pub fn no_token_transfers(self) -> Self {
        self.with(|record, spec, findings| {
            let lists = &record.token_transfer_lists;
            let shown = show::token_transfers(lists, spec);
            findings.expect("token transfers", lists.is_empty(), "no token transfers", shown);
            Ok(())
        })
    }

    /// This custom fee was paid: `.assessed_custom_fee(assessed_fee(5.of("token"), "collector"))`.
    pub fn assessed_custom_fee(self, fee: AssessedFee) -> Self {
        self.with(move |record, spec, findings| fee.check(&record.assessed_custom_fees, spec, findings))
    }

    /// How many custom fees were paid.
    pub fn assessed_custom_fee_count(self, count: usize) -> Self {
        self.with(move |record, spec, findings| {
            let all = &record.assessed_custom_fees;
            let shown = format_args!("{} [{}]", all.len(), super::assessed_fees::fees(all, spec));
            findings.expect("number of assessed custom fees", all.len() == count, count, shown);
            Ok(())
        })
    }

    /// Exactly these associations were made automatically, in this order: `.auto_associated([("alice", "token")])`.
    pub fn auto_associated<A: Into<Subject<AccountId>>, T: Into<Subject<TokenId>>>(
        self,
        pairs: impl IntoIterator<Item = (A, T)>,
    ) -> Self {
        self.associated(Pairs::new(pairs), true)
    }

    /// Exactly these associations were made automatically, in any order.
    pub fn auto_associated_in_any_order<A: Into<Subject<AccountId>>, T: Into<Subject<TokenId>>>(
        self,
        pairs: impl IntoIterator<Item = (A, T)>,
    ) -> Self {
        self.associated(Pairs::new(pairs), false)
    }

    fn associated(self, pairs: Pairs, in_order: bool) -> Self {
        self.with(move |record, spec, findings| {
            let mut expected = pairs.resolve(spec)?;
            let mut actual = record.automatic_token_associations.clone();
            if !in_order {
                for all in [&mut expected, &mut actual] {
                    all.sort_by(|a, b| order(a).cmp(&order(b)));
                }
            }
            let shown = associations(&record.automatic_token_associations, spec);
            let holds = expected == actual;
            findings.expect("automatic associations", holds, associations(&expected, spec), shown);
            Ok(())
        })
    }

    /// How many associations were made automatically.
    pub fn auto_association_count(self, count: usize) -> Self {
        self.with(move |record, spec, findings| {
            let all = &record.automatic_token_associations;
            let shown = format_args!("{} [{}]", all.len(), associations(all, spec));
            findings.expect("number of automatic associations", all.len() == count, count, shown);
            Ok(())
        })
    }

    /// These airdrops now wait for their receivers: `.pending_airdrops(including_fungible_pending_airdrop(..))`.
    pub fn pending_airdrops(self, condition: PendingAirdropsCondition) -> Self {
        self.with(move |record, spec, findings| condition.check(&record.new_pending_airdrops, spec, findings))
    }

    /// How many pending airdrops were made.
    pub fn pending_airdrops_count(self, count: usize) -> Self {
        self.equal("number of pending airdrops", count, |record| record.new_pending_airdrops.len())
    }

    /// The total supply that its receipt says the token has now.
    pub fn new_total_supply(self, supply: u64) -> Self {
        self.equal("new total supply", supply, |record| receipt(record).new_total_supply)
    }

    /// The serial numbers that its receipt says were minted.
    pub fn serial_nos(self, serials: impl IntoIterator<Item = i64>) -> Self {
        let serials: Vec<_> = serials.into_iter().collect();
        self.equal("serial numbers", list(&serials), |record| list(&receipt(record).serial_numbers))
    }

    /// The token that its receipt says was created.
    pub fn target_token(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.with(move |record, spec, findings| {
            token_of("token of the receipt", &token, receipt(record).token_id.as_ref(), spec, findings)
        })
    }
}

/// Notes `field` unless `actual` is `token`.
pub(crate) fn token_of(
    field: &str,
    token: &Subject<TokenId>,
    actual: Option<&TokenId>,
    spec: &Spec,
    findings: &mut Findings,
) -> OpResult {
    let expected = token.resolve(spec)?;
    let shown = show::token(Some(&expected), spec);
    findings.expect(field, actual == Some(&expected), shown, show::token(actual, spec));
    Ok(())
}

/// `1, 2, 3`.
pub(crate) fn list<T: Display>(items: &[T]) -> String {
    if items.is_empty() {
        return show::NONE.into();
    }
    items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Accounts and tokens.
pub(crate) struct Pairs(Vec<(Subject<AccountId>, Subject<TokenId>)>);

impl Pairs {
    pub(crate) fn new<A: Into<Subject<AccountId>>, T: Into<Subject<TokenId>>>(
        pairs: impl IntoIterator<Item = (A, T)>,
    ) -> Self {
        Self(pairs.into_iter().map(|(account, token)| (account.into(), token.into())).collect())
    }

    pub(crate) fn resolve(&self, spec: &Spec) -> Result<Vec<TokenAssociation>, OpError> {
        let resolved = self.0.iter().map(|(account, token)| {
            Ok(TokenAssociation {
                account_id: Some(account.resolve(spec)?),
                token_id: Some(token.resolve(spec)?),
            })
        });
        resolved.collect()
    }
}

fn order(each: &TokenAssociation) -> (Option<&AccountId>, Option<i64>) {
    (each.account_id.as_ref(), each.token_id.as_ref().map(TokenId::num))
}

/// `0.0.1001 (alice) with 0.0.2001 (gold)`.
pub(crate) fn associations(all: &[TokenAssociation], spec: &Spec) -> String {
    let shown = all.iter().map(|each| {
        let account = show::account(each.account_id.as_ref(), spec);
        format!("{account} with {}", show::token(each.token_id.as_ref(), spec))
    });
    list(&shown.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use hapi_proto::services::{
        AccountAmount, AssessedCustomFee, TokenTransferList, TransactionReceipt, TransactionRecord,
    };

    use super::*;
    use crate::ops::{
        assertions::{
            assessed_fee, changing_fungible_balances, including_fungible_pending_airdrop, record, testing,
        },
        crypto::moving,
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

    fn sample(spec: &Spec) -> TransactionRecord {
        let received = AccountAmount {
            account_id: Some(AccountId::from_num(1001)),
            amount: 5,
            ..AccountAmount::default()
        };
        TransactionRecord {
            receipt: Some(TransactionReceipt {
                token_id: Some(TokenId::from_num(2001)),
                new_total_supply: 12,
                serial_numbers: vec![3, 4],
                ..TransactionReceipt::default()
            }),
            token_transfer_lists: vec![TokenTransferList {
                token: Some(TokenId::from_num(2001)),
                transfers: vec![received],
                ..TokenTransferList::default()
            }],
            assessed_custom_fees: vec![AssessedCustomFee {
                amount: 7,
                fee_collector_account_id: Some(AccountId::from_num(1002)),
                ..AssessedCustomFee::default()
            }],
            automatic_token_associations: Pairs::new([("bob", "gold"), ("alice", "art")])
                .resolve(spec)
                .unwrap(),
            ..TransactionRecord::default()
        }
    }

    fn found(matcher: &RecordMatcher) -> Vec<String> {
        let spec = spec();
        testing::found(matcher, &sample(&spec), &spec)
    }

    #[test]
    fn a_record_as_expected_has_no_findings() {
        let matcher = record()
            .token_transfers(changing_fungible_balances().including("gold", "alice", 5))
            .assessed_custom_fee(assessed_fee(7, "bob"))
            .assessed_custom_fee_count(1)
            .auto_associated([("bob", "gold"), ("alice", "art")])
            .auto_associated_in_any_order([("alice", "art"), ("bob", "gold")])
            .auto_association_count(2)
            .pending_airdrops_count(0)
            .new_total_supply(12)
            .serial_nos([3, 4])
            .target_token("gold");
        assert_eq!(found(&matcher), [""; 0]);
    }

    #[test]
    fn every_difference_is_shown_with_names() {
        let matcher = record()
            .no_token_transfers()
            .assessed_custom_fee_count(0)
            .auto_associated([("alice", "art"), ("bob", "gold")])
            .auto_associated_in_any_order([("alice", "art")])
            .auto_association_count(1)
            .pending_airdrops(including_fungible_pending_airdrop(moving(1, "gold").between("alice", "bob")))
            .pending_airdrops_count(1)
            .new_total_supply(13)
            .serial_nos([3])
            .target_token("art");
        let both = "0.0.1002 (bob) with 0.0.2001 (gold), 0.0.1001 (alice) with 0.0.2002 (art)";
        let expected = [
            "token transfers: no token transfers != 0.0.2001 (gold): 0.0.1001 (alice) +5".to_owned(),
            "number of assessed custom fees: 0 != 1 [7 tinybars to 0.0.1002 (bob)]".to_owned(),
            format!(
                "automatic associations: 0.0.1001 (alice) with 0.0.2002 (art), 0.0.1002 (bob) with 0.0.2001 (gold) \
                 != {both}"
            ),
            format!("automatic associations: 0.0.1001 (alice) with 0.0.2002 (art) != {both}"),
            format!("number of automatic associations: 1 != 2 [{both}]"),
            "pending airdrops: 1 of 0.0.2001 (gold): 0.0.1001 (alice) -> 0.0.1002 (bob) != none".to_owned(),
            "number of pending airdrops: 1 != 0".to_owned(),
            "new total supply: 13 != 12".to_owned(),
            "serial numbers: 3 != 3, 4".to_owned(),
            "token of the receipt: 0.0.2002 (art) != 0.0.2001 (gold)".to_owned(),
        ];
        assert_eq!(found(&matcher), expected);
    }
}
