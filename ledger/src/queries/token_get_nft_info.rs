//! `TokenGetNftInfo`: what is known of an NFT.

use hapi_proto::services::{
    QueryHeader, ResponseHeader, TokenGetNftInfoQuery, TokenGetNftInfoResponse, TokenNftInfo,
    response::Response,
};

use super::{QueryContext, QueryType};
use crate::{
    ResponseCode,
    handle::account_id,
    state::{Nft, Token},
};

impl QueryType for TokenGetNftInfoQuery {
    fn header(&self) -> Option<&QueryHeader> {
        self.header.as_ref()
    }

    fn check(&self, cx: &QueryContext<'_>) -> Result<(), ResponseCode> {
        find(self, cx).map(drop)
    }

    fn answer(&self, cx: &QueryContext<'_>, header: ResponseHeader) -> Result<Response, ResponseCode> {
        let (token, nft) = find(self, cx)?;
        Ok(Response::TokenGetNftInfo(TokenGetNftInfoResponse {
            header: Some(header),
            nft: Some(TokenNftInfo {
                nft_id: self.nft_id,
                account_id: Some(account_id(cx.config, nft.owner.unwrap_or(token.treasury))),
                creation_time: Some(nft.minted),
                metadata: nft.metadata.clone(),
                ledger_id: cx.config.ledger.id.clone().into(),
                spender_id: nft.spender.map(|spender| account_id(cx.config, spender)),
            }),
        }))
    }

    fn empty(&self, header: ResponseHeader) -> Response {
        Response::TokenGetNftInfo(TokenGetNftInfoResponse { header: Some(header), nft: None })
    }
}

/// The NFT that is asked for, and its token. Without an id the reference stumbles.
fn find<'a>(
    query: &TokenGetNftInfoQuery,
    cx: &'a QueryContext<'_>,
) -> Result<(&'a Token, &'a Nft), ResponseCode> {
    let id = query.nft_id.as_ref().ok_or(ResponseCode::FailInvalid)?;
    let token = id.token_id.as_ref().ok_or(ResponseCode::InvalidTokenId)?;
    let serial = u64::try_from(id.serial_number).ok().filter(|serial| *serial > 0);
    let serial = serial.ok_or(ResponseCode::InvalidTokenNftSerialNumber)?;
    let token = cx.token(Some(token)).map_err(|_| ResponseCode::InvalidNftId)?;
    let nft = cx.store.nft(&(token.num, serial)).ok_or(ResponseCode::InvalidNftId)?;
    Ok((token, nft))
}
