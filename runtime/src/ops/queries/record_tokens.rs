//! What is expected of a record: what it says of tokens.

use hapi_proto::services::{AccountId, TokenId};

use super::{GetTxnRecord, Query};
use crate::{
    ops::{
        assertions::{
            AssessedFee, Pairs, TokenTransfersCondition, associations, changing_fungible_balances, record,
        },
        crypto::{AccountRef, Sendable, send},
    },
    registry::Subject,
};

/// What is expected of the transaction's own record.
impl Query<GetTxnRecord> {
    /// Expects the balance of `account` to change by exactly so many units of `token`: a credit is positive.
    pub fn has_token_amount(
        self,
        token: impl Into<Subject<TokenId>>,
        account: impl Into<Subject<AccountId>>,
        units: i64,
    ) -> Self {
        let change = changing_fungible_balances().including(token, account, units);
        self.has_priority(record().token_transfers(change))
    }

    /// Expects these NFTs to go from one account to another: `.has_nft_transfer("nft".serial(1), "alice", "bob")`.
    pub fn has_nft_transfer(
        self,
        nfts: impl Sendable,
        from: impl Into<AccountRef>,
        to: impl Into<AccountRef>,
    ) -> Self {
        let movement = send(nfts).from(from).to(to);
        self.has_priority(record().token_transfers(TokenTransfersCondition::from(movement)))
    }

    /// Expects this custom fee to be paid: `.has_assessed_custom_fee(assessed_fee(5.of("token"), "collector"))`.
    pub fn has_assessed_custom_fee(self, fee: AssessedFee) -> Self {
        self.has_priority(record().assessed_custom_fee(fee))
    }

    /// Expects so many custom fees to be paid.
    pub fn has_assessed_custom_fees_size(self, count: usize) -> Self {
        self.has_priority(record().assessed_custom_fee_count(count))
    }

    /// Expects `account` to be associated with `token` automatically.
    pub fn has_new_token_association(
        self,
        token: impl Into<Subject<TokenId>>,
        account: impl Into<Subject<AccountId>>,
    ) -> Self {
        let expected = Pairs::new([(account, token)]);
        self.with_check(move |answer, spec, findings| {
            let expected = expected.resolve(spec)?;
            let actual = &answer.record.automatic_token_associations;
            let holds = expected.iter().all(|each| actual.contains(each));
            let shown = associations(&expected, spec);
            findings.expect("automatic associations", holds, shown, associations(actual, spec));
            Ok(())
        })
    }

    /// Expects no association to be made automatically.
    pub fn has_no_new_token_associations(self) -> Self {
        self.has_priority(record().auto_association_count(0))
    }
}
