//! `CryptoTransfer`: moves hbar and tokens between accounts, and creates accounts that are sent to by alias.
//!
//! One step, one file; `engine.rs` has their order, which airdrops, claims and rejections follow too.

mod aliases;
mod allowances;
mod associate;
mod custom_fees;
mod engine;
mod form;
mod fungible;
mod hbar;
mod movement;
mod nfts;
mod price;
mod signers;
mod unresolved;

use hapi_proto::services::{AccountAmount, CryptoTransferTransactionBody};

pub(super) use self::{
    engine::{CustomFees, charge_custom_fees, execute, move_tokens},
    form::{Approvals, token_lists as check_token_lists, token_num},
    movement::{Change, NftChange, TokenMovement},
    price::usage,
    signers::{Receivers, of_tokens as require_token_signers},
};
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
        form::hbar_list(hbar(self))?;
        form::token_lists(&self.token_transfers, Approvals::Allowed)?;
        let hooks = hbar(self).iter().any(|amount| amount.hook_call.is_some())
            || form::use_hooks(&self.token_transfers);
        require(!hooks, checks::hooks_refused(cx.config))
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        signers::of_tokens(keys, &self.token_transfers, hbar(self), Receivers::Sign)?;
        hbar(self).iter().try_for_each(|amount| signers::of_hbar(keys, amount))
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        form::within_limits(self, cx)?;
        engine::execute(cx, self, CustomFees::Charged)
    }

    fn fees(&self, cx: &FeeContext<'_>) -> Usage {
        price::usage(cx, hbar(self), &self.token_transfers)
    }

    fn implicit_creations(&self, store: &Store<'_>, config: &Config) -> u64 {
        let credited = hbar(self).iter().filter(|amount| amount.amount > 0).map(|amount| &amount.account_id);
        let receivers = credited.chain(price::receivers(&self.token_transfers));
        receivers.flatten().filter(|id| aliases::would_create(store, config, id)).count() as u64
    }
}

fn hbar(op: &CryptoTransferTransactionBody) -> &[AccountAmount] {
    op.transfers.as_ref().map_or(&[], |list| &list.account_amounts)
}

#[cfg(test)]
mod tests;
