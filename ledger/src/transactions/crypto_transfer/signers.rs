//! Who signs a transfer.

use hapi_proto::services::{AccountAmount, AccountId, TokenTransferList, account_id};

use super::require;
use crate::{ResponseCode, config::Config, keys::RequiredKeys};

/// Whether who asks to sign what it receives has to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) enum Receivers {
    /// As in transfers.
    Sign,
    /// As in airdrops: what is not signed for waits.
    MaySign,
}

/// Who is debited signs, unless by allowance; who is credited signs when it wants to. The two accounts that pay rewards
/// are never debited.
pub(super) fn of_hbar(keys: &mut RequiredKeys<'_>, amount: &AccountAmount) -> Result<(), ResponseCode> {
    let debit = amount.amount < 0;
    let credit = amount.amount > 0;

    let Some(account) = keys.find_aliased(amount.account_id.as_ref()) else {
        // Sent to by alias, it will be created.
        return require(credit && is_alias(amount.account_id.as_ref()), ResponseCode::InvalidAccountId);
    };
    require(!(debit && pays_rewards(keys.config, account.num)), ResponseCode::InvalidAccountId)?;
    if debit && !amount.is_approval {
        keys.owner(account, ResponseCode::InvalidAccountId)
    } else if credit && account.receiver_sig_required {
        keys.owner(account, ResponseCode::InvalidTransferAccountId)
    } else {
        Ok(())
    }
}

/// The same for lists of tokens. The accounts that pay rewards have no tokens at all. Who gets an NFT for nothing, and is
/// to pay a fallback fee for it, signs too.
///
/// # Errors
/// `InvalidTokenId` of an unknown token, `InvalidAccountId` and others of who cannot sign.
pub(in crate::transactions) fn of_tokens(
    keys: &mut RequiredKeys<'_>,
    lists: &[TokenTransferList],
    hbar: &[AccountAmount],
    receivers: Receivers,
) -> Result<(), ResponseCode> {
    let _ = (keys, hbar, receivers);
    require(lists.is_empty(), ResponseCode::InvalidTokenId)
}

fn is_alias(id: Option<&AccountId>) -> bool {
    matches!(id, Some(AccountId { account: Some(account_id::Account::Alias(_)), .. }))
}

fn pays_rewards(config: &Config, num: u64) -> bool {
    num == config.accounts.staking_reward || num == config.accounts.node_reward
}
