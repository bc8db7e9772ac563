//! `TokenAccountWipe`: takes away what an account other than the treasury has of a token, and with it from the supply.

use hapi_proto::services::TokenWipeAccountTransactionBody;

use super::{
    PureChecks, TransactionType,
    checks::require,
    token_supply as supply,
    tokens::{balances, relations},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, Token, TokenKind},
};

impl TransactionType for TokenWipeAccountTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let invalid = ResponseCode::InvalidWipingAmount;
        supply::amounts(self.token.as_ref(), self.amount, &self.serial_numbers, invalid)?;
        require(self.account.is_some(), ResponseCode::InvalidAccountId)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        // A token that has no such key is turned down later.
        let token = keys.token(self.token.as_ref())?;
        keys.role(token.keys.wipe.as_ref());
        Ok(())
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let amount = i64::try_from(self.amount).map_err(|_| ResponseCode::InvalidWipingAmount)?;
        let account = holder(self, cx)?;
        let serials = supply::serials(&self.serial_numbers, cx.config.nfts.max_batch_wipe)?;
        let token = cx.usable_token(self.token.as_ref())?.clone();
        require(token.keys.wipe.is_some(), ResponseCode::TokenHasNoWipeKey)?;
        supply::usable_relation(cx, account, &token)?;
        require(account != token.treasury, ResponseCode::CannotWipeTokenTreasuryAccount)?;

        match token.kind {
            TokenKind::Fungible => take(cx, &token, account, amount),
            TokenKind::NonFungible => wipe_nfts(cx, &token, account, &serials),
        }
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

/// Whose tokens these are: unlike most types, this one takes aliases.
fn holder(op: &TokenWipeAccountTransactionBody, cx: &Handle<'_, '_>) -> Result<EntityNum, ResponseCode> {
    let num = op.account.as_ref().and_then(|id| cx.store.resolve_account(cx.config, id));
    let account = num.and_then(|num| cx.store.account(&num)).ok_or(ResponseCode::InvalidAccountId)?;
    require(!account.deleted, ResponseCode::AccountDeleted)?;
    Ok(account.num)
}

/// Takes so much from the account and from the supply.
fn take(cx: &mut Handle<'_, '_>, token: &Token, account: EntityNum, amount: i64) -> Result<(), ResponseCode> {
    let relation = relations::existing(cx, account, token.num)?;
    let left = token.total_supply.checked_sub(amount).filter(|left| *left >= 0);
    let left = left.filter(|_| relation.balance >= amount).ok_or(ResponseCode::InvalidWipingAmount)?;
    balances::adjust(cx, account, token.num, -amount)?;
    cx.store.token_mut(&token.num).ok_or(ResponseCode::FailInvalid)?.total_supply = left;
    supply::report(cx, left);
    Ok(())
}

fn wipe_nfts(
    cx: &mut Handle<'_, '_>,
    token: &Token,
    account: EntityNum,
    serials: &[u64],
) -> Result<(), ResponseCode> {
    require(!serials.is_empty(), ResponseCode::InvalidWipingAmount)?;
    for serial in serials {
        let nft = supply::nft(cx, token, *serial)?;
        require(nft.owner == Some(account), ResponseCode::AccountDoesNotOwnWipedNft)?;
    }
    take(cx, token, account, (serials.len() as u64).cast_signed())?;
    supply::remove_nfts(cx, token, account, serials)
}

#[cfg(test)]
mod tests;
