//! What several queries say of an account.

use alloc::string::String;

use hapi_proto::services::{AccountId, StakingInfo, Timestamp, staking_info};

use super::QueryContext;
use crate::{
    ResponseCode,
    handle::account_id,
    keys::{ADDRESS_LEN, alias_address},
    state::{Account, StakedId},
};

impl QueryContext<'_> {
    /// The account that an id or alias names.
    ///
    /// # Errors
    /// `InvalidAccountId`.
    pub(super) fn account(&self, id: Option<&AccountId>) -> Result<&Account, ResponseCode> {
        id.and_then(|id| self.store.resolve_account(self.config, id))
            .and_then(|num| self.store.account(&num))
            .ok_or(ResponseCode::InvalidAccountId)
    }
}

/// The EVM address of an account as 40 hexadecimal digits: its alias, if that is an address or a key with one, else its
/// number in long-zero form.
pub(super) fn evm_address_hex(account: &Account) -> String {
    let address =
        <[u8; ADDRESS_LEN]>::try_from(&*account.alias).ok().or_else(|| alias_address(&account.alias));
    let long_zero = || {
        let mut address = [0; ADDRESS_LEN];
        address[12..].copy_from_slice(&account.num.to_be_bytes());
        address
    };
    hex::encode(address.unwrap_or_else(long_zero))
}

/// What an account stakes. Pending rewards are 0: this ledger pays no staking rewards.
pub(super) fn staking_info(cx: &QueryContext<'_>, account: &Account) -> StakingInfo {
    let period = cx.config.staking.period_minutes.saturating_mul(60);
    let to_node = matches!(account.staked_to, Some(StakedId::Node(_)));
    let start = (to_node && account.stake_period_start >= 0)
        .then(|| Timestamp::new(account.stake_period_start.saturating_mul(period), 0));
    StakingInfo {
        decline_reward: account.decline_reward,
        stake_period_start: start,
        pending_reward: 0,
        staked_to_me: account.staked_to_me,
        staked_id: account.staked_to.map(|staked_to| match staked_to {
            StakedId::Account(num) => staking_info::StakedId::StakedAccountId(account_id(cx.config, num)),
            StakedId::Node(id) => staking_info::StakedId::StakedNodeId(i64::try_from(id).unwrap_or(i64::MAX)),
        }),
    }
}
