//! What a transfer must look like, whoever it names: checks of the body, and again once everyone in it is known by
//! number.

use hapi_proto::services::{
    AccountAmount, AccountId, CryptoTransferTransactionBody, NftTransfer, TokenId, TokenTransferList,
};

use super::{
    checks, hbar,
    movement::{Change, Movements, NftChange},
    require,
};
use crate::{ResponseCode, config::Config, handle::Handle, state::EntityNum};

/// Whether somebody may spend for others by their allowance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) enum Approvals {
    /// As transfers may.
    Allowed,
    /// As airdrops may not: `NotSupported`.
    Refused,
}

/// The list of hbar adds up to nothing and names everybody once.
pub(super) fn hbar_list(amounts: &[AccountAmount]) -> Result<(), ResponseCode> {
    require(sums_to_zero(amounts), ResponseCode::InvalidAccountAmounts)?;
    for amount in amounts {
        let id = amount.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
        checks::account_id_form(id)?;
        require(!approved_by_hook(amount), ResponseCode::CannotSetHooksAndApproval)?;
    }
    let ids = amounts.iter().map(|amount| &amount.account_id);
    require(checks::distinct(ids), ResponseCode::AccountRepeatedInAccountAmounts)
}

/// So does each list of a token.
///
/// # Errors
/// The code of the first list that does not.
pub(in crate::transactions) fn token_lists(
    lists: &[TokenTransferList],
    approvals: Approvals,
) -> Result<(), ResponseCode> {
    for list in lists {
        let named = list.token.is_some_and(|token| token != TokenId::default());
        require(named, ResponseCode::InvalidTokenId)?;
        fungible(&list.transfers, approvals)?;
        non_fungible(&list.nft_transfers, approvals)?;
        let empty = list.transfers.is_empty() && list.nft_transfers.is_empty();
        require(!empty, ResponseCode::EmptyTokenTransferAccountAmounts)?;
    }
    let tokens = lists.iter().map(|list| list.token);
    require(checks::distinct(tokens), ResponseCode::TokenIdRepeatedInTokenList)
}

fn fungible(amounts: &[AccountAmount], approvals: Approvals) -> Result<(), ResponseCode> {
    require(sums_to_zero(amounts), ResponseCode::TransfersNotZeroSumForToken)?;
    for amount in amounts {
        let refused = amount.is_approval && approvals == Approvals::Refused;
        require(!refused, ResponseCode::NotSupported)?;
        require(amount.account_id.is_some(), ResponseCode::InvalidTransferAccountId)?;
        require(!approved_by_hook(amount), ResponseCode::CannotSetHooksAndApproval)?;
    }
    let ids = amounts.iter().map(|amount| &amount.account_id);
    require(checks::distinct(ids), ResponseCode::AccountRepeatedInAccountAmounts)
}

fn non_fungible(transfers: &[NftTransfer], approvals: Approvals) -> Result<(), ResponseCode> {
    for (index, nft) in transfers.iter().enumerate() {
        let ends = (&nft.sender_account_id, &nft.receiver_account_id);
        let repeated = transfers[..index].iter().any(|other| other.serial_number == nft.serial_number);
        let approved_by_hook = nft.is_approval && nft.sender_allowance_hook_call.is_some();
        let refused = nft.is_approval && approvals == Approvals::Refused;
        require(!refused, ResponseCode::NotSupported)?;
        require(nft.serial_number > 0, ResponseCode::InvalidTokenNftSerialNumber)?;
        require(ends.0.is_some() && ends.1.is_some(), ResponseCode::InvalidTransferAccountId)?;
        require(!repeated, ResponseCode::InvalidAccountAmounts)?;
        require(ends.0 != ends.1, ResponseCode::AccountRepeatedInAccountAmounts)?;
        require(!approved_by_hook, ResponseCode::CannotSetHooksAndApproval)?;
    }
    Ok(())
}

/// Whether what some lose is what others win.
fn sums_to_zero(amounts: &[AccountAmount]) -> bool {
    amounts.iter().map(|amount| i128::from(amount.amount)).sum::<i128>() == 0
}

/// A debit is allowed by an allowance or by a hook, not by both.
fn approved_by_hook(amount: &AccountAmount) -> bool {
    amount.is_approval && amount.hook_call.is_some()
}

/// Whether any adjustment calls a hook.
pub(super) fn use_hooks(lists: &[TokenTransferList]) -> bool {
    let fungible = |amount: &AccountAmount| amount.hook_call.is_some();
    let nft = |nft: &NftTransfer| {
        nft.sender_allowance_hook_call.is_some() || nft.receiver_allowance_hook_call.is_some()
    };
    lists.iter().any(|list| list.transfers.iter().any(fungible) || list.nft_transfers.iter().any(nft))
}

/// A transfer has at most so many adjustments, unless the network itself distributes rewards or fees; and no tokens go to
/// the fee collection account.
pub(super) fn within_limits(
    op: &CryptoTransferTransactionBody,
    cx: &Handle<'_, '_>,
) -> Result<(), ResponseCode> {
    let accounts = &cx.config.accounts;
    let distributes = |amount: &AccountAmount| {
        let from = amount.account_id.as_ref().and_then(|id| cx.store.resolve_account(cx.config, id));
        amount.amount < 0 && (from == Some(accounts.node_reward) || from == Some(accounts.fee_collection))
    };
    let short = hbar(op).len() <= cx.config.ledger.transfers_max_len;
    let by_network = cx.payer == accounts.system_admin && hbar(op).iter().any(distributes);
    require(short || by_network, ResponseCode::TransferListSizeLimitExceeded)?;
    tokens_within_limits(&op.token_transfers, cx.config, cx.account_id(accounts.fee_collection))
}

fn tokens_within_limits(
    lists: &[TokenTransferList],
    config: &Config,
    collector: AccountId,
) -> Result<(), ResponseCode> {
    let (mut fungible, mut nfts) = (0, 0);
    let collector = Some(collector);
    for list in lists {
        fungible += list.transfers.len();
        nfts += list.nft_transfers.len();
        let to_collector =
            list.transfers.iter().any(|amount| amount.amount > 0 && amount.account_id == collector)
                || list.nft_transfers.iter().any(|nft| nft.receiver_account_id == collector);
        let limits = &config.ledger;
        require(
            fungible <= limits.token_transfers_max_len,
            ResponseCode::TokenTransferListSizeLimitExceeded,
        )?;
        require(nfts <= limits.nft_transfers_max_len, ResponseCode::BatchSizeLimitExceeded)?;
        require(!to_collector, ResponseCode::TransferToFeeCollectionAccountNotAllowed)?;
    }
    Ok(())
}

/// Who was named twice, by alias and by number, shows only when everybody is known by number.
pub(super) fn nobody_repeated(movements: &Movements) -> Result<(), ResponseCode> {
    let once = |changes: &[Change]| checks::distinct(changes.iter().map(|change| change.account));
    let all_once = once(&movements.hbar)
        && movements
            .tokens
            .iter()
            .all(|token| once(&token.changes) && token.nfts.iter().all(|nft: &NftChange| nft.from != nft.to));
    require(all_once, ResponseCode::AccountRepeatedInAccountAmounts)
}

/// The number that the id of a token names; `None` in another shard or realm.
pub(in crate::transactions) fn token_num(config: &Config, id: &TokenId) -> Option<EntityNum> {
    let here = (id.shard_num, id.realm_num) == (config.ledger.shard, config.ledger.realm);
    EntityNum::try_from(id.token_num).ok().filter(|num| here && *num > 0)
}
