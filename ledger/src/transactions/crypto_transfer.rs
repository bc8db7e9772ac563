//! `CryptoTransfer`: moves hbar and tokens between accounts, and creates accounts that are sent to by alias.
//!
//! There are no tokens yet: every token id is unknown, and a transfer of tokens is answered as one of unknown tokens.
//! `tokens.rs` is where the token service comes in.

mod aliases;
mod allowances;
mod tokens;

use hapi_proto::{
    fees::Extra,
    services::{AccountAmount, AccountId, CryptoTransferTransactionBody, account_id},
};
use smallvec::SmallVec;

use self::aliases::Change;
use super::{
    PureChecks, TransactionType,
    checks::{self, require},
};
use crate::{
    ResponseCode,
    config::Config,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::Store,
};

impl TransactionType for CryptoTransferTransactionBody {
    fn pure_checks(&self, cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let amounts = hbar(self);
        require(sums_to_zero(amounts), ResponseCode::InvalidAccountAmounts)?;
        for amount in amounts {
            let id = amount.account_id.as_ref().ok_or(ResponseCode::InvalidAccountId)?;
            checks::account_id_form(id)?;
            require(!approved_by_hook(amount), ResponseCode::CannotSetHooksAndApproval)?;
        }
        let ids = amounts.iter().map(|amount| &amount.account_id);
        require(checks::distinct(ids), ResponseCode::AccountRepeatedInAccountAmounts)?;
        tokens::pure_checks(&self.token_transfers)?;
        let hooks = amounts.iter().any(|amount| amount.hook_call.is_some())
            || tokens::use_hooks(&self.token_transfers);
        require(!hooks, checks::hooks_refused(cx.config))
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        tokens::required_keys(&self.token_transfers)?;
        hbar(self).iter().try_for_each(|amount| signer(keys, amount))
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        within_limits(self, cx)?;
        allowances::suffice(cx, hbar(self))?;
        let changes = aliases::resolve(cx, self)?;
        tokens::transfer(&self.token_transfers)?;

        move_hbar(cx, &changes)?;
        allowances::spend(cx, &changes)
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        let named = hbar(self).iter().map(|amount| &amount.account_id);
        let mut accounts: SmallVec<[_; 8]> = named.chain(tokens::accounts(&self.token_transfers)).collect();
        accounts.sort_unstable();
        accounts.dedup();
        tokens::usage(&self.token_transfers).with(Extra::Accounts, accounts.len() as u64)
    }

    fn implicit_creations(&self, store: &Store<'_>, config: &Config) -> u64 {
        let credited = hbar(self).iter().filter(|amount| amount.amount > 0).map(|amount| &amount.account_id);
        let receivers = credited.chain(tokens::receivers(&self.token_transfers));
        receivers.flatten().filter(|id| aliases::would_create(store, config, id)).count() as u64
    }
}

fn hbar(op: &CryptoTransferTransactionBody) -> &[AccountAmount] {
    op.transfers.as_ref().map_or(&[], |list| &list.account_amounts)
}

/// Whether what some lose is what others win.
fn sums_to_zero(amounts: &[AccountAmount]) -> bool {
    amounts.iter().map(|amount| i128::from(amount.amount)).sum::<i128>() == 0
}

/// A debit is allowed by an allowance or by a hook, not by both.
fn approved_by_hook(amount: &AccountAmount) -> bool {
    amount.is_approval && amount.hook_call.is_some()
}

/// Who is debited signs, unless by allowance; who is credited signs when it wants to. The two accounts that pay rewards
/// are never debited.
fn signer(keys: &mut RequiredKeys<'_>, amount: &AccountAmount) -> Result<(), ResponseCode> {
    let debit = amount.amount < 0;
    let credit = amount.amount > 0;
    let by_alias =
        matches!(&amount.account_id, Some(AccountId { account: Some(account_id::Account::Alias(_)), .. }));

    let Some(account) = keys.find_aliased(amount.account_id.as_ref()) else {
        // Sent to by alias, it will be created.
        return require(credit && by_alias, ResponseCode::InvalidAccountId);
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

fn pays_rewards(config: &Config, num: u64) -> bool {
    num == config.accounts.staking_reward || num == config.accounts.node_reward
}

/// A transfer has at most so many adjustments, unless the network itself distributes rewards or fees.
fn within_limits(op: &CryptoTransferTransactionBody, cx: &Handle<'_, '_>) -> Result<(), ResponseCode> {
    let accounts = &cx.config.accounts;
    let distributes = |amount: &AccountAmount| {
        let from = amount.account_id.as_ref().and_then(|id| cx.store.resolve_account(cx.config, id));
        amount.amount < 0 && (from == Some(accounts.node_reward) || from == Some(accounts.fee_collection))
    };
    let short = hbar(op).len() <= cx.config.ledger.transfers_max_len;
    let by_network = cx.payer == accounts.system_admin && hbar(op).iter().any(distributes);
    require(short || by_network, ResponseCode::TransferListSizeLimitExceeded)?;
    tokens::within_limits(&op.token_transfers, cx)
}

fn move_hbar(cx: &mut Handle<'_, '_>, changes: &[Change]) -> Result<(), ResponseCode> {
    let collector = cx.config.accounts.fee_collection;
    let to_collector = changes.iter().any(|change| change.amount > 0 && change.account == collector);
    require(!to_collector, ResponseCode::TransferToFeeCollectionAccountNotAllowed)?;
    for change in changes {
        let account = cx.store.account_mut(&change.account).ok_or(ResponseCode::InvalidAccountId)?;
        require(!account.deleted, ResponseCode::AccountDeleted)?;
        let balance = account.balance.checked_add(change.amount).filter(|balance| *balance >= 0);
        account.balance = balance.ok_or(ResponseCode::InsufficientAccountBalance)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
