//! `TokenDissociate`: an account no longer holds tokens.

use alloc::vec::Vec;

use hapi_proto::services::{TokenDissociateTransactionBody, TokenId};

use super::{
    PureChecks, TransactionType,
    checks::require,
    token_associate::named,
    tokens::{balances, relations},
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, Token, TokenKind},
};

impl TransactionType for TokenDissociateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        named(self.account.as_ref(), &self.tokens)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        keys.account(self.account.as_ref(), ResponseCode::InvalidAccountId)
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let account = cx.usable_account(self.account.as_ref(), ResponseCode::InvalidAccountId)?.num;
        let tokens: Vec<EntityNum> =
            self.tokens.iter().map(|id| associated(id, account, cx)).collect::<Result<_, _>>()?;
        tokens.iter().try_for_each(|token| may_go(*token, account, cx))?;
        tokens.iter().try_for_each(|token| part(*token, account, cx))
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        Usage::BASE
    }
}

/// The token, which the account is associated with and which is not paused. It may be deleted.
fn associated(id: &TokenId, account: EntityNum, cx: &Handle<'_, '_>) -> Result<EntityNum, ResponseCode> {
    let token = cx.store.named_token(cx.config, id).ok_or(ResponseCode::TokenNotAssociatedToAccount)?;
    relations::existing(cx, account, token.num)?;
    require(!token.paused, ResponseCode::TokenIsPaused)?;
    Ok(token.num)
}

/// Whether the account may part with the token: it has nothing left of it, unless the token was deleted.
fn may_go(token: EntityNum, account: EntityNum, cx: &Handle<'_, '_>) -> Result<(), ResponseCode> {
    let Some(token) = cx.store.token(&token).filter(|token| !token.deleted) else { return Ok(()) };
    let relation = relations::existing(cx, account, token.num)?;
    require(token.treasury != account, ResponseCode::AccountIsTreasury)?;
    require(!relation.frozen, ResponseCode::AccountFrozenForToken)?;
    let remaining = match token.kind {
        TokenKind::Fungible => ResponseCode::TransactionRequiresZeroTokenBalances,
        TokenKind::NonFungible => ResponseCode::AccountStillOwnsNfts,
    };
    require(relation.balance <= 0, remaining)
}

/// Ends the relation. What is left of a deleted token is lost with it; its NFTs stay known, but no longer count as owned.
fn part(token: EntityNum, account: EntityNum, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
    let lost = relations::existing(cx, account, token)?.balance;
    let unique = cx.store.token(&token).is_some_and(Token::is_non_fungible);
    relations::dissociate(cx, account, token)?;
    if unique {
        let holdings = balances::holdings(cx, account)?;
        holdings.owned_nfts = holdings.owned_nfts.saturating_sub(lost.cast_unsigned());
    }
    Ok(())
}

#[cfg(test)]
mod tests;
