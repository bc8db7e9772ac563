//! What a spec expects of an account: the part that only `get_account_info` answers.

use hapi_proto::services::{
    AccountId, StakingInfo, Timestamp, crypto_get_info_response::AccountInfo, staking_info::StakedId,
};

use super::{AccountMatcher, IntoTinybars, show};
use crate::{registry::Subject, spec::Spec};

impl AccountMatcher<AccountInfo> {
    /// The nonce of its next Ethereum transaction.
    pub fn nonce(self, nonce: i64) -> Self {
        self.with(move |actual, _, findings| {
            findings.equal("nonce", &nonce, &actual.ethereum_nonce);
            Ok(())
        })
    }

    /// The account that it stakes to.
    pub fn staked_account_id(self, account: impl Into<Subject<AccountId>>) -> Self {
        let account = account.into();
        self.with(move |actual, spec, findings| {
            let expected = StakedId::StakedAccountId(account.resolve(spec)?);
            let actual = staking(actual).staked_id;
            let holds = actual.as_ref() == Some(&expected);
            findings.expect("stake", holds, staked(Some(&expected), spec), staked(actual.as_ref(), spec));
            Ok(())
        })
    }

    /// The node that it stakes to.
    pub fn staked_node_id(self, node: i64) -> Self {
        self.with(move |actual, spec, findings| {
            let expected = StakedId::StakedNodeId(node);
            let actual = staking(actual).staked_id;
            let holds = actual.as_ref() == Some(&expected);
            findings.expect("stake", holds, staked(Some(&expected), spec), staked(actual.as_ref(), spec));
            Ok(())
        })
    }

    /// It stakes to nothing.
    pub fn not_staked(self) -> Self {
        self.with(|actual, spec, findings| {
            let actual = staking(actual).staked_id;
            findings.expect("stake", actual.is_none(), staked(None, spec), staked(actual.as_ref(), spec));
            Ok(())
        })
    }

    /// What others stake to it.
    #[track_caller]
    pub fn staked_to_me(self, amount: impl IntoTinybars) -> Self {
        let amount = amount.into_tinybars();
        self.with(move |actual, _, findings| {
            findings.equal("stake of others", &amount, &staking(actual).staked_to_me);
            Ok(())
        })
    }

    /// Whether it declines staking rewards.
    pub fn decline_reward(self, declines: bool) -> Self {
        self.with(move |actual, _, findings| {
            findings.equal("declining of rewards", &declines, &staking(actual).decline_reward);
            Ok(())
        })
    }

    /// The reward that it could collect now.
    #[track_caller]
    pub fn pending_rewards(self, reward: impl IntoTinybars) -> Self {
        let reward = reward.into_tinybars();
        self.with(move |actual, _, findings| {
            findings.equal("pending reward", &reward, &staking(actual).pending_reward);
            Ok(())
        })
    }

    /// Since when it stakes to its node, if it does.
    pub fn has_stake_period_start(self, has: bool) -> Self {
        self.with(move |actual, _, findings| {
            let start = staking(actual).stake_period_start.filter(|start| *start != Timestamp::default());
            let expected = if has { "some" } else { show::NONE };
            findings.expect(
                "start of its stake",
                start.is_some() == has,
                expected,
                show::optional(start.as_ref()),
            );
            Ok(())
        })
    }

    /// All is as in the answer that `get_account_info(..).saving_snapshot(name)` stored, but for the balance.
    pub fn no_changes_from_snapshot(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.with(move |actual, spec, findings| {
            let mut before: AccountInfo = spec.registry().get(&name)?;
            before.balance = actual.balance;
            let shown = |info: &AccountInfo| format!("{info:?}");
            findings.expect("state", *actual == before, shown(&before), shown(actual));
            Ok(())
        })
    }
}

fn staking(info: &AccountInfo) -> StakingInfo {
    info.staking_info.clone().unwrap_or_default()
}

fn staked(to: Option<&StakedId>, spec: &Spec) -> String {
    match to {
        None => show::NONE.into(),
        Some(StakedId::StakedAccountId(id)) => format!("account {}", show::account(Some(id), spec)),
        Some(StakedId::StakedNodeId(id)) => format!("node {id}"),
    }
}

#[cfg(test)]
mod tests {
    use hapi_proto::{HbarExt, services::Key};

    use super::*;
    use crate::ops::assertions::{Findings, Matcher, account_with, testing};

    fn found(matcher: &AccountMatcher<AccountInfo>, info: &AccountInfo) -> Vec<String> {
        let spec = testing::spec();
        spec.registry().put("alice", AccountId::from_num(1001));
        spec.registry().put("alice", Key::ed25519(vec![7; 32]));
        spec.registry().put("snapshot", info.clone());
        let mut findings = Findings::default();
        matcher.check(info, &spec, &mut findings).unwrap();
        let found = findings.mismatches().iter();
        found.map(|found| format!("{}: {} != {}", found.field, found.expected, found.actual)).collect()
    }

    fn hollow() -> AccountInfo {
        AccountInfo {
            account_id: Some(AccountId::from_num(1001)),
            contract_account_id: "ab".repeat(20),
            key: Some(Key::list(vec![])),
            balance: 5,
            expiration_time: Some(Timestamp::new(100, 0)),
            staking_info: Some(StakingInfo {
                staked_id: Some(StakedId::StakedNodeId(3)),
                ..StakingInfo::default()
            }),
            ..AccountInfo::default()
        }
    }

    #[test]
    fn an_account_as_expected_has_no_findings() {
        let matcher = account_with()
            .account_id("alice")
            .has_empty_key()
            .balance(5)
            .balance_less_than(6)
            .no_alias()
            .evm_address(vec![0xab; 20])
            .expiry(103, 3)
            .staked_node_id(3)
            .decline_reward(false)
            .deleted(false)
            .has_stake_period_start(false)
            .no_changes_from_snapshot("snapshot");
        assert!(found(&matcher, &hollow()).is_empty(), "{:?}", found(&matcher, &hollow()));
    }

    #[test]
    fn every_field_that_differs_is_found_at_once() {
        let matcher = account_with()
            .key("alice")
            .has_non_empty_key()
            .balance(1.hbar())
            .memo("x")
            .max_auto_associations(-1)
            .has_alias()
            .auto_renew(7)
            .receiver_sig_req(true)
            .expiry(104, 3)
            .nonce(1)
            .staked_account_id("alice")
            .not_staked();
        let key = format!("key: ed25519 {} != list []", "07".repeat(32));
        let expected = [
            key.as_str(),
            "key: a key that is not empty != list []",
            "balance: 100000000 != 5",
            "memo: x != ",
            "maximum of automatic associations: -1 != 0",
            "alias: some alias != none",
            "renewal period: 7 s != none",
            "requirement of the receiver's signature: true != false",
            "expiry: from 101 to 107 s != 100.000000000",
            "nonce: 1 != 0",
            "stake: account 0.0.1001 (alice) != node 3",
            "stake: none != node 3",
        ];
        assert_eq!(found(&matcher, &hollow()), expected);
    }
}
