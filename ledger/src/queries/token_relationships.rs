//! What accounts hold of tokens, as queries say it: the tokens that an account was associated with last come first.

use alloc::vec::Vec;

use hapi_proto::services::{TokenBalance, TokenFreezeStatus, TokenId, TokenKycStatus, TokenRelationship};

use super::QueryContext;
use crate::{
    ResponseCode,
    handle::{balance, token_id},
    state::{EntityNum, Relation, Token},
};

impl QueryContext<'_> {
    /// The token that an id names, be it deleted.
    ///
    /// # Errors
    /// `InvalidTokenId`.
    pub(super) fn token(&self, id: Option<&TokenId>) -> Result<&Token, ResponseCode> {
        id.and_then(|id| self.store.named_token(self.config, id)).ok_or(ResponseCode::InvalidTokenId)
    }

    /// What an account is to the tokens that it was associated with last, as information about it tells.
    pub(super) fn token_relationships(&self, account: EntityNum) -> Vec<TokenRelationship> {
        let told = |(token, relation): (&Token, &Relation)| TokenRelationship {
            token_id: Some(token_id(self.config, token.num)),
            symbol: (&*token.symbol).into(),
            balance: balance(relation.balance),
            kyc_status: kyc_status(token, relation).into(),
            freeze_status: freeze_status(token, relation).into(),
            decimals: token.decimals,
            automatic_association: relation.automatic,
        };
        self.relations(account).map(told).collect()
    }

    /// What an account holds of the tokens that it was associated with last, as its balance tells.
    pub(super) fn token_balances(&self, account: EntityNum) -> Vec<TokenBalance> {
        let told = |(token, relation): (&Token, &Relation)| TokenBalance {
            token_id: Some(token_id(self.config, token.num)),
            balance: balance(relation.balance),
            decimals: token.decimals,
        };
        self.relations(account).map(told).collect()
    }

    fn relations(&self, account: EntityNum) -> impl Iterator<Item = (&Token, &Relation)> {
        let limit = self.config.tokens.max_relations_shown;
        let latest = self.store.relations_of(account).into_iter().take(limit);
        latest.filter_map(|(token, relation)| Some((self.store.token(&token)?, relation)))
    }
}

fn kyc_status(token: &Token, relation: &Relation) -> TokenKycStatus {
    match token.keys.kyc {
        None => TokenKycStatus::KycNotApplicable,
        Some(_) if relation.kyc_granted => TokenKycStatus::Granted,
        Some(_) => TokenKycStatus::Revoked,
    }
}

fn freeze_status(token: &Token, relation: &Relation) -> TokenFreezeStatus {
    match token.keys.freeze {
        None => TokenFreezeStatus::FreezeNotApplicable,
        Some(_) if relation.frozen => TokenFreezeStatus::Frozen,
        Some(_) => TokenFreezeStatus::Unfrozen,
    }
}
