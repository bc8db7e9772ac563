//! NFTs change hands.

use super::{
    allowances,
    associate::usable_token,
    movement::{NftChange, TokenMovement},
    require,
};
use crate::{
    ResponseCode,
    handle::Handle,
    state::EntityNum,
    transactions::tokens::{balances, relations},
};

/// Gives each NFT to who gets it.
///
/// # Errors
/// Of a token `InvalidTokenId`, `TokenWasDeleted`, `TokenIsPaused`; of both accounts `InvalidAccountId`, `AccountDeleted`,
/// `TokenNotAssociatedToAccount`, `AccountFrozenForToken`, `AccountKycNotGrantedForToken`; of the NFT `InvalidNftId`,
/// `SpenderDoesNotHaveAllowance`, `SenderDoesNotOwnNftSerialNo`.
pub(super) fn give(cx: &mut Handle<'_, '_>, tokens: &[TokenMovement]) -> Result<(), ResponseCode> {
    for movement in tokens {
        usable_token(cx, movement.token)?;
        for nft in &movement.nfts {
            check(cx, movement.token, nft)?;
            balances::give_nft(cx, (movement.token, nft.serial), nft.from, nft.to)?;
        }
    }
    Ok(())
}

fn check(cx: &Handle<'_, '_>, num: EntityNum, nft: &NftChange) -> Result<(), ResponseCode> {
    let token = usable_token(cx, num)?;
    let ends = [nft.from, nft.to];
    for account in ends {
        cx.usable_account_numbered(account, ResponseCode::InvalidAccountId)?;
    }
    for account in ends {
        relations::unfrozen(cx, account, num)?;
    }
    for account in ends {
        relations::usable(cx, account, num)?;
    }
    cx.usable_account_numbered(token.treasury, ResponseCode::InvalidAccountId)?;
    let known = cx.store.nft(&(num, nft.serial)).ok_or(ResponseCode::InvalidNftId)?;
    if nft.by_allowance {
        allowances::allows_nft(cx, num, nft)?;
    }
    let owned = balances::owner(token, known) == nft.from;
    require(owned, ResponseCode::SenderDoesNotOwnNftSerialNo)
}
