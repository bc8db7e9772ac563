//! What lists of tokens move when nobody is to be created for it yet.

use alloc::vec::Vec;

use hapi_proto::services::{AccountAmount, AccountId, NftTransfer, TokenTransferList};

use super::movement::{Change, Movements, NftChange, TokenMovement};
use crate::{ResponseCode, handle::Handle, state::EntityNum};

/// Reads the lists. Who is named by an alias that is not in use gets a number that nothing has.
///
/// # Errors
/// `InvalidTokenId`, `InvalidAccountId`.
pub(super) fn movements(cx: &Handle<'_, '_>, lists: &[TokenTransferList]) -> Result<Movements, ResponseCode> {
    let mut unknown = Unknown(Vec::new());
    let mut movements = Movements::default();
    for list in lists {
        let token = list.token.as_ref().and_then(|id| cx.store.named_token(cx.config, id));
        let token = token.ok_or(ResponseCode::InvalidTokenId)?.num;
        let changes = list.transfers.iter().map(|amount| unknown.change(cx, amount));
        let changes = changes.collect::<Result<_, _>>()?;
        let nfts = list.nft_transfers.iter().map(|nft| unknown.nft(cx, nft)).collect::<Result<_, _>>()?;
        movements.tokens.push(TokenMovement { token, decimals: list.expected_decimals, changes, nfts });
    }
    Ok(movements)
}

/// Who is named, but not known.
struct Unknown<'a>(Vec<&'a AccountId>);

impl<'a> Unknown<'a> {
    fn change(&mut self, cx: &Handle<'_, '_>, amount: &'a AccountAmount) -> Result<Change, ResponseCode> {
        let account = self.number(cx, amount.account_id.as_ref())?;
        Ok(Change { account, amount: amount.amount, by_allowance: amount.is_approval })
    }

    fn nft(&mut self, cx: &Handle<'_, '_>, nft: &'a NftTransfer) -> Result<NftChange, ResponseCode> {
        Ok(NftChange {
            serial: u64::try_from(nft.serial_number)
                .map_err(|_| ResponseCode::InvalidTokenNftSerialNumber)?,
            from: self.number(cx, nft.sender_account_id.as_ref())?,
            to: self.number(cx, nft.receiver_account_id.as_ref())?,
            by_allowance: nft.is_approval,
        })
    }

    fn number(&mut self, cx: &Handle<'_, '_>, id: Option<&'a AccountId>) -> Result<EntityNum, ResponseCode> {
        let id = id.ok_or(ResponseCode::InvalidAccountId)?;
        if let Some(num) = cx.store.resolve_account(cx.config, id) {
            return Ok(num);
        }
        let at = self.0.iter().position(|unknown| *unknown == id).unwrap_or_else(|| {
            self.0.push(id);
            self.0.len() - 1
        });
        // Entities are numbered from the other end.
        Ok(EntityNum::MAX - at as EntityNum)
    }
}
