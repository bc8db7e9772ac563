//! What is publicly known of an NFT.

use bytes::Bytes;
use futures::future::BoxFuture;
use hapi_proto::services::{
    AccountId, NftId, Timestamp, TokenGetNftInfoQuery, TokenId, TokenNftInfo, TransactionId, query, response,
};

use super::{Query, QueryOp, get_txn_record};
use crate::{
    ops::assertions::{Findings, show, token_of},
    registry::{Kind, LastMint, Subject},
    spec::{OpError, OpResult, Spec},
};

/// See [`get_token_nft_info`].
#[derive(Clone, Debug)]
pub struct GetTokenNftInfo {
    token: Subject<TokenId>,
    serial: i64,
    created: Creation,
}

/// When the NFT is expected to have been created.
#[derive(Clone, Debug)]
enum Creation {
    Whenever,
    /// By the last mint of the token that the spec made.
    LastMint,
    /// By this transaction.
    By(Subject<TransactionId>),
    /// At this consensus time, which is that of the transaction.
    At(Timestamp),
}

/// Asks for what is publicly known of the NFT of `token` with this serial number.
#[track_caller]
pub fn get_token_nft_info(token: impl Into<Subject<TokenId>>, serial: i64) -> Query<GetTokenNftInfo> {
    Query::new(GetTokenNftInfo { token: token.into(), serial, created: Creation::Whenever })
}

impl Kind for TokenNftInfo {
    const NOUN: &'static str = "NFT info";
}

impl QueryOp for GetTokenNftInfo {
    type Answer = TokenNftInfo;

    fn verb(&self) -> &'static str {
        "get_token_nft_info"
    }

    fn subject(&self) -> String {
        format!("{} #{}", self.token, self.serial)
    }

    fn query(&self, spec: &Spec) -> Result<query::Query, OpError> {
        let nft_id = Some(NftId::new(self.token.resolve(spec)?, self.serial));
        Ok(query::Query::TokenGetNftInfo(TokenGetNftInfoQuery { header: None, nft_id }))
    }

    fn look_up<'a>(&'a mut self, spec: &'a Spec) -> Option<BoxFuture<'a, OpResult>> {
        (!matches!(self.created, Creation::Whenever))
            .then(|| Box::pin(self.find_creation(spec)) as BoxFuture<'a, _>)
    }

    fn check(&self, answer: &TokenNftInfo, findings: &mut Findings) {
        if let Creation::At(time) = &self.created {
            let actual = answer.creation_time.as_ref();
            findings.expect("creation time", actual == Some(time), time, show::optional(actual));
        }
    }

    fn read(response: response::Response) -> Option<Self::Answer> {
        match response {
            response::Response::TokenGetNftInfo(answer) => answer.nft,
            _ => None,
        }
    }
}

impl GetTokenNftInfo {
    /// Asks for the record of the transaction that is to have created it.
    async fn find_creation(&mut self, spec: &Spec) -> OpResult {
        let transaction = match &self.created {
            Creation::Whenever | Creation::At(_) => return Ok(()),
            Creation::By(transaction) => transaction.clone(),
            Creation::LastMint => {
                let name = self.token.name(spec);
                let mint = name.and_then(|name| spec.registry().find::<LastMint>(&name));
                let LastMint(id) = mint.ok_or_else(|| {
                    let token = &self.token;
                    OpError::new(format!(
                        "the spec has not minted {token}; say `.has_creation_time_of(transaction)`"
                    ))
                })?;
                id.into()
            }
        };
        let records = spec.run(get_txn_record(transaction).no_logging()).await?;
        self.created = Creation::At(records.record.consensus_timestamp.unwrap_or_default());
        Ok(())
    }
}

impl Query<GetTokenNftInfo> {
    /// Expects the answer to be about this token.
    pub fn has_token_id(self, token: impl Into<Subject<TokenId>>) -> Self {
        let token = token.into();
        self.with_check(move |answer, spec, findings| {
            let actual = answer.nft_id.as_ref().and_then(|nft| nft.token_id.as_ref());
            token_of("token id", &token, actual, spec, findings)
        })
    }

    /// Expects the answer to be about this serial number.
    pub fn has_serial_num(self, serial: i64) -> Self {
        self.with_check(move |answer, _, findings| {
            let actual = answer.nft_id.as_ref().map(|nft| nft.serial_number);
            findings.expect("serial number", actual == Some(serial), serial, show::optional(actual.as_ref()));
            Ok(())
        })
    }

    /// Expects this owner.
    pub fn has_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.account("owner", account.into(), |answer| answer.account_id.as_ref())
    }

    /// Expects this account to be allowed to transfer it.
    pub fn has_spender_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.account("spender", account.into(), |answer| answer.spender_id.as_ref())
    }

    /// Expects nobody but the owner to be allowed to transfer it. (Who may transfer all NFTs of the owner is not named
    /// here.)
    pub fn has_no_spender(self) -> Self {
        self.with_check(|answer, spec, findings| {
            // Nodes write nobody as the account with the number 0, too.
            let actual = answer.spender_id.as_ref().filter(|spender| spender.num() != Some(0));
            findings.expect("spender", actual.is_none(), show::NONE, show::account(actual, spec));
            Ok(())
        })
    }

    /// Expects this metadata.
    pub fn has_metadata(self, metadata: impl Into<Bytes>) -> Self {
        let expected = metadata.into();
        self.with_check(move |answer, _, findings| {
            findings.equal("metadata", &show::bytes(&expected), &show::bytes(&answer.metadata));
            Ok(())
        })
    }

    /// Expects it to be created at the consensus time of the last mint of its token that the spec made.
    pub fn has_valid_creation_time(self) -> Self {
        self.with_op(|op| op.created = Creation::LastMint)
    }

    /// Expects it to be created at the consensus time of this transaction, whose record it asks for.
    pub fn has_creation_time_of(self, transaction: impl Into<Subject<TransactionId>>) -> Self {
        self.with_op(|op| op.created = Creation::By(transaction.into()))
    }

    /// Expects the answer to carry this ledger id.
    pub fn has_encoded_ledger_id(self, ledger_id: impl Into<Bytes>) -> Self {
        let expected = ledger_id.into();
        self.with_check(move |answer, _, findings| {
            findings.equal("ledger id", &show::bytes(&expected), &show::bytes(&answer.ledger_id));
            Ok(())
        })
    }

    fn account(
        self,
        field: &'static str,
        account: Subject<AccountId>,
        get: impl Fn(&TokenNftInfo) -> Option<&AccountId> + Send + Sync + 'static,
    ) -> Self {
        self.with_check(move |answer, spec, findings| {
            let expected = account.resolve(spec)?;
            let actual = get(answer);
            let shown = show::account(Some(&expected), spec);
            findings.expect(field, actual == Some(&expected), shown, show::account(actual, spec));
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::assertions::testing;

    fn found(query: &Query<GetTokenNftInfo>, spender: Option<u64>) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("alice", AccountId::from_num(1001));
        spec.registry().put("bob", AccountId::from_num(1002));
        spec.registry().put("art", TokenId::from_num(2002));
        let answer = TokenNftInfo {
            nft_id: Some(NftId::new(TokenId::from_num(2002), 3)),
            account_id: Some(AccountId::from_num(1001)),
            creation_time: Some(Timestamp::new(5, 6)),
            metadata: vec![7].into(),
            spender_id: spender.map(AccountId::from_num),
            ..TokenNftInfo::default()
        };
        let mut findings = testing::found(&query.checks, &answer, &spec);
        let mut more = Findings::default();
        query.op.check(&answer, &mut more);
        findings.extend(
            more.mismatches()
                .iter()
                .map(|found| format!("{}: {} != {}", found.field, found.expected, found.actual)),
        );
        findings
    }

    #[test]
    fn an_nft_as_expected_has_no_findings() {
        let query = || {
            let query =
                get_token_nft_info("art", 3).has_token_id("art").has_serial_num(3).has_metadata(vec![7]);
            query.has_account_id("alice").with_op(|op| op.created = Creation::At(Timestamp::new(5, 6)))
        };
        assert_eq!(found(&query().has_no_spender(), None), [""; 0]);
        assert_eq!(found(&query().has_no_spender(), Some(0)), [""; 0]);
        assert_eq!(found(&query().has_spender_id("bob"), Some(1002)), [""; 0]);
    }

    #[test]
    fn every_difference_is_found_at_once() {
        let query = get_token_nft_info("art", 3)
            .has_token_id("0.0.7")
            .has_serial_num(4)
            .has_account_id("bob")
            .has_spender_id("alice")
            .has_no_spender()
            .has_metadata(vec![])
            .with_op(|op| op.created = Creation::At(Timestamp::new(5, 7)));
        let expected = [
            "token id: 0.0.7 != 0.0.2002 (art)",
            "serial number: 4 != 3",
            "owner: 0.0.1002 (bob) != 0.0.1001 (alice)",
            "spender: 0.0.1001 (alice) != 0.0.1002 (bob)",
            "spender: none != 0.0.1002 (bob)",
            "metadata: none != 07",
            "creation time: 5.000000007 != 5.000000006",
        ];
        assert_eq!(found(&query, Some(1002)), expected);
    }
}
