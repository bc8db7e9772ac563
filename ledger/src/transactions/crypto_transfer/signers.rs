//! Who signs a transfer.

use hapi_proto::services::{AccountAmount, AccountId, NftTransfer, TokenTransferList, account_id};

use super::{checks, require};
use crate::{
    ResponseCode,
    config::Config,
    keys::RequiredKeys,
    state::{Account, EntityNum, Fee, Token},
};

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
    let Some(account) = keys.find_aliased(amount.account_id.as_ref()) else {
        // Sent to by alias, it will be created.
        let created = amount.amount > 0 && is_alias(amount.account_id.as_ref());
        return require(created, ResponseCode::InvalidAccountId);
    };
    let debited = amount.amount < 0 && pays_rewards(keys.config, account.num);
    require(!debited, ResponseCode::InvalidAccountId)?;
    of_amount(keys, account, amount, Receivers::Sign)
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
    let whole = Whole { lists, hbar, receivers };
    for list in lists {
        let token = keys.token(list.token.as_ref())?;
        for amount in &list.transfers {
            whole.fungible(keys, amount)?;
        }
        for nft in &list.nft_transfers {
            nft_sender(keys, nft)?;
            whole.nft_receiver(keys, token, nft)?;
        }
    }
    Ok(())
}

/// Everything that a transfer moves.
#[derive(Clone, Copy)]
struct Whole<'a> {
    lists: &'a [TokenTransferList],
    hbar: &'a [AccountAmount],
    receivers: Receivers,
}

impl Whole<'_> {
    fn fungible(self, keys: &mut RequiredKeys<'_>, amount: &AccountAmount) -> Result<(), ResponseCode> {
        let id = amount.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
        checks::account_id_form(id)?;
        let Some(account) = keys.find_aliased(Some(id)) else {
            return require(amount.amount >= 0, ResponseCode::InvalidAccountId);
        };
        let moved = amount.amount != 0 && pays_rewards(keys.config, account.num);
        require(!moved, ResponseCode::InvalidAccountId)?;
        of_amount(keys, account, amount, self.receivers)
    }

    fn nft_receiver(
        self,
        keys: &mut RequiredKeys<'_>,
        token: &Token,
        nft: &NftTransfer,
    ) -> Result<(), ResponseCode> {
        let id = nft.receiver_account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
        checks::account_id_form(id)?;
        let Some(account) = keys.find_aliased(Some(id)) else {
            return require(is_alias(Some(id)), ResponseCode::InvalidAccountId);
        };
        require(!pays_rewards(keys.config, account.num), ResponseCode::InvalidAccountId)?;
        if account.receiver_sig_required {
            return receives(keys, account, self.receivers);
        }
        let sender = keys.find_aliased(nft.sender_account_id.as_ref()).map(|sender| sender.num);
        let from_or_to_treasury = sender == Some(token.treasury) || account.num == token.treasury;
        if has_fallback(token) && !from_or_to_treasury && !self.gets_value(keys, sender) {
            // To ask who is named by alias to pay is too much, in the reference too.
            return keys.account(Some(id), ResponseCode::InvalidTreasuryAccountForToken);
        }
        Ok(())
    }

    /// Whether somebody gets hbar or fungible tokens.
    fn gets_value(self, keys: &RequiredKeys<'_>, account: Option<EntityNum>) -> bool {
        let tokens = self.lists.iter().flat_map(|list| &list.transfers);
        let mut credits = self.hbar.iter().chain(tokens).filter(|amount| amount.amount > 0);
        credits.any(|amount| {
            let credited = keys.find_aliased(amount.account_id.as_ref());
            credited.is_some_and(|credited| Some(credited.num) == account)
        })
    }
}

/// Who is debited signs, unless by allowance; who is credited signs when it wants to.
fn of_amount(
    keys: &mut RequiredKeys<'_>,
    account: &Account,
    amount: &AccountAmount,
    receivers: Receivers,
) -> Result<(), ResponseCode> {
    if amount.amount < 0 && !amount.is_approval {
        keys.owner(account, ResponseCode::InvalidAccountId)
    } else if amount.amount > 0 && account.receiver_sig_required {
        receives(keys, account, receivers)
    } else {
        Ok(())
    }
}

/// Who wants to sign what it gets does.
fn receives(
    keys: &mut RequiredKeys<'_>,
    account: &Account,
    receivers: Receivers,
) -> Result<(), ResponseCode> {
    match receivers {
        Receivers::Sign => keys.owner(account, ResponseCode::InvalidTransferAccountId),
        Receivers::MaySign => {
            keys.optional_receiver(account);
            Ok(())
        }
    }
}

/// Who gives an NFT signs, unless by allowance; a hollow account does even so.
fn nft_sender(keys: &mut RequiredKeys<'_>, nft: &NftTransfer) -> Result<(), ResponseCode> {
    let id = nft.sender_account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
    checks::account_id_form(id)?;
    let sender = keys.find_aliased(Some(id)).ok_or(ResponseCode::InvalidAccountId)?;
    if nft.is_approval && !sender.key.is_empty_list() {
        return Ok(());
    }
    keys.owner(sender, ResponseCode::InvalidAccountId)
}

/// Whether who gets an NFT of this token for nothing may have to pay for it.
fn has_fallback(token: &Token) -> bool {
    token.custom_fees.iter().any(|fee| matches!(fee.fee, Fee::Royalty { fallback: Some(_), .. }))
}

fn is_alias(id: Option<&AccountId>) -> bool {
    matches!(id, Some(AccountId { account: Some(account_id::Account::Alias(_)), .. }))
}

fn pays_rewards(config: &Config, num: EntityNum) -> bool {
    num == config.accounts.staking_reward || num == config.accounts.node_reward
}
