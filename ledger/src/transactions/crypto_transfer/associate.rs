//! Who is sent a token without being associated with it is associated now, if slots for that are left (HIP-23, HIP-904).

use super::{
    allowances,
    movement::{Change, NftChange, TokenMovement},
    require,
};
use crate::{
    ResponseCode,
    handle::Handle,
    state::{EntityNum, Token},
    transactions::tokens::relations,
};

/// Associates everybody in these movements that is not; senders too, who then turn out to have nothing. The payer is
/// charged for each association, and the record tells of them.
///
/// # Errors
/// `InvalidTokenId`, `TokenWasDeleted`, `TokenIsPaused`; `InvalidAccountId`, `AccountDeleted`; `NoRemainingAutomaticAssociations`,
/// `AccountKycNotGrantedForToken`, `AccountFrozenForToken`, `InsufficientPayerBalance`; `TokenNotAssociatedToAccount` of who has no
/// slots, or the code of the allowance that it gave the payer all the same; `InvalidNftId`.
pub(super) fn everybody(cx: &mut Handle<'_, '_>, tokens: &[TokenMovement]) -> Result<(), ResponseCode> {
    for movement in tokens {
        let token = movement.token;
        usable_token(cx, token)?;
        for change in &movement.changes {
            associate(cx, token, change.account).map_err(|code| unless_allowed(cx, token, change, code))?;
        }
        for nft in &movement.nfts {
            sender(cx, token, nft)?;
            associate(cx, token, nft.to)?;
        }
    }
    Ok(())
}

/// A token that can be moved.
pub(super) fn usable_token<'a>(cx: &'a Handle<'_, '_>, token: EntityNum) -> Result<&'a Token, ResponseCode> {
    let token = cx.store.token(&token).ok_or(ResponseCode::InvalidTokenId)?;
    require(!token.deleted, ResponseCode::TokenWasDeleted)?;
    require(!token.paused, ResponseCode::TokenIsPaused)?;
    Ok(token)
}

fn associate(cx: &mut Handle<'_, '_>, token: EntityNum, account: EntityNum) -> Result<(), ResponseCode> {
    let holder = cx.usable_account_numbered(account, ResponseCode::InvalidAccountId)?;
    if let Some(relation) = cx.store.relation(&(account, token)) {
        return require(!relation.frozen, ResponseCode::AccountFrozenForToken);
    }
    require(holder.max_auto_associations != 0, ResponseCode::TokenNotAssociatedToAccount)?;
    let slot = relations::has_slot(cx, holder);
    require(slot, ResponseCode::NoRemainingAutomaticAssociations)?;
    let of = usable_token(cx, token)?;
    require(of.keys.kyc.is_none(), ResponseCode::AccountKycNotGrantedForToken)?;
    require(!of.freeze_default, ResponseCode::AccountFrozenForToken)?;
    if cx.config.entities.unlimited_auto_associations {
        let fee = cx.association_fee();
        cx.charge(fee)?;
    }
    relations::associate(cx, account, token, true)?;
    relations::report(cx, account, token);
    Ok(())
}

/// Who sends an NFT is associated already, and there is the NFT.
fn sender(cx: &Handle<'_, '_>, token: EntityNum, nft: &NftChange) -> Result<(), ResponseCode> {
    let known = cx.store.nft(&(token, nft.serial));
    if cx.store.relation(&(nft.from, token)).is_none() {
        let missing = Err(ResponseCode::TokenNotAssociatedToAccount);
        return match known {
            Some(_) if nft.by_allowance => allowances::allows_nft(cx, token, nft).and(missing),
            _ => missing,
        };
    }
    require(known.is_some(), ResponseCode::InvalidNftId)
}

/// Of a debit by allowance, that there is no allowance counts more than that there is no association.
fn unless_allowed(
    cx: &Handle<'_, '_>,
    token: EntityNum,
    change: &Change,
    code: ResponseCode,
) -> ResponseCode {
    let about_association = code == ResponseCode::TokenNotAssociatedToAccount;
    if about_association && change.by_allowance && change.amount < 0 {
        return allowances::of_token(cx, token, change).err().unwrap_or(code);
    }
    code
}
