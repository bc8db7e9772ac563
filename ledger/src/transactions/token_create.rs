//! `TokenCreate`: a new token; its treasury gets the first units.

use alloc::{sync::Arc, vec::Vec};

use hapi_proto::{
    fees::Extra,
    services::{
        AccountId, CustomFee, TokenCreateTransactionBody, TokenId, TokenSupplyType, TokenType,
        custom_fee::Fee as Given,
    },
};

use super::{
    PureChecks, TransactionType,
    checks::{self, require},
    tokens::{
        attributes, balances, custom_fees, relations,
        roles::{GivesKeys, Role},
    },
};
use crate::{
    ResponseCode,
    fees::{FeeContext, Usage},
    handle::Handle,
    keys::RequiredKeys,
    state::{EntityNum, Token, TokenKeys, TokenKind},
};

impl TransactionType for TokenCreateTransactionBody {
    fn pure_checks(&self, _cx: &PureChecks<'_>) -> Result<(), ResponseCode> {
        let (supply, max) = (self.initial_supply.cast_signed(), self.max_supply);
        let unique = kind(self)? == TokenKind::NonFungible;

        let (supply_fits, decimals_fit) = if unique {
            (supply == 0, self.decimals == 0)
        } else {
            (supply >= 0, i32::try_from(self.decimals).is_ok())
        };
        require(supply_fits, ResponseCode::InvalidTokenInitialSupply)?;
        require(decimals_fit, ResponseCode::InvalidTokenDecimals)?;
        let max_fits = match TokenSupplyType::try_from(self.supply_type) {
            Ok(TokenSupplyType::Infinite) => max == 0,
            Ok(TokenSupplyType::Finite) => max > 0,
            Err(_) => return Err(ResponseCode::NotSupported),
        };
        require(max_fits, ResponseCode::InvalidTokenMaxSupply)?;
        require(max == 0 || supply <= max, ResponseCode::InvalidTokenInitialSupply)?;
        require(self.treasury.is_some(), ResponseCode::InvalidTreasuryAccountForToken)?;
        require(!unique || self.supply_key.is_some(), ResponseCode::TokenHasNoSupplyKey)?;
        require(!self.freeze_default || self.freeze_key.is_some(), ResponseCode::TokenHasNoFreezeKey)
    }

    fn required_keys(&self, keys: &mut RequiredKeys<'_>) -> Result<(), ResponseCode> {
        keys.account(self.treasury.as_ref(), ResponseCode::InvalidAccountId)?;
        if let Some(account) = &self.auto_renew_account {
            keys.account(Some(account), ResponseCode::InvalidAutorenewAccount)?;
        }
        // What is no key is found out when it is handled.
        let admin = self.admin_key.as_ref().and_then(|key| Role::Admin.read(key).ok());
        keys.role(admin.as_ref());
        self.custom_fees.iter().try_for_each(|fee| collector_signs(keys, fee))
    }

    fn handle(&self, cx: &mut Handle<'_, '_>) -> Result<(), ResponseCode> {
        let token = validated(self, cx)?;
        let num = cx.store.new_entity_num();
        let fees_for = custom_fees::For { token: num, kind: token.kind, created: true };
        let custom_fees = custom_fees::parse(cx, fees_for, &self.custom_fees)?;
        let collectors: Vec<_> = custom_fees::collectors_of_units(num, &custom_fees).collect();
        let treasury = token.treasury;
        let supply = self.initial_supply.cast_signed();

        cx.store.put_token(num, Token { num, custom_fees: Arc::new(custom_fees), ..token });
        associate_all(cx, num, treasury, collectors)?;
        if supply > 0 {
            balances::change_supply(cx, num, supply, ResponseCode::InvalidTokenMintAmount)?;
        }
        balances::holdings(cx, treasury)?.treasury_titles += 1;
        cx.receipt.token_id = Some(cx.token_id(num));
        Ok(())
    }

    fn fees(&self, _cx: &FeeContext<'_>) -> Usage {
        let with_fees = !self.custom_fees.is_empty() || self.fee_schedule_key.is_some();
        Usage::BASE
            .with(Extra::Keys, self.keys_given())
            .with(Extra::TokenCreateWithCustomFee, with_fees.into())
    }
}

fn kind(op: &TokenCreateTransactionBody) -> Result<TokenKind, ResponseCode> {
    match TokenType::try_from(op.token_type) {
        Ok(TokenType::FungibleCommon) => Ok(TokenKind::Fungible),
        Ok(TokenType::NonFungibleUnique) => Ok(TokenKind::NonFungible),
        Err(_) => Err(ResponseCode::NotSupported),
    }
}

/// A collector signs that it will be associated with the token; one that is not signs only if it wants to be asked about
/// what it receives.
fn collector_signs(keys: &mut RequiredKeys<'_>, fee: &CustomFee) -> Result<(), ResponseCode> {
    let collector = fee.fee_collector_account_id.as_ref();
    let immutable = |id: &AccountId| {
        keys.find(Some(id)).is_some_and(|account| account.alias.is_empty() && account.key.is_empty_list())
    };
    require(!collector.is_some_and(immutable), ResponseCode::InvalidCustomFeeCollector)?;
    let itself = |token: Option<TokenId>| token.is_some_and(|id| id.token_num == 0);
    let always = match &fee.fee {
        Some(Given::FixedFee(fee)) => itself(fee.denominating_token_id),
        Some(Given::FractionalFee(_)) => true,
        Some(Given::RoyaltyFee(fee)) => {
            fee.fallback_fee.is_some_and(|fallback| itself(fallback.denominating_token_id))
        }
        None => return Ok(()),
    };
    if always {
        keys.account(collector, ResponseCode::InvalidCustomFeeCollector)
    } else {
        keys.receiver(collector, ResponseCode::InvalidCustomFeeCollector)
    }
}

/// The token as it will be, but for its number, its custom fees and its first units.
fn validated(op: &TokenCreateTransactionBody, cx: &Handle<'_, '_>) -> Result<Token, ResponseCode> {
    let full = cx.store.token_count() >= cx.config.tokens.max_number;
    require(!full, ResponseCode::MaxEntitiesInPriceRegimeHaveBeenCreated)?;
    let treasury = op.treasury.as_ref().and_then(|id| cx.store.numbered_account(cx.config, id));
    let treasury = treasury.filter(|account| !account.deleted);
    let treasury = treasury.ok_or(ResponseCode::InvalidTreasuryAccountForToken)?.num;
    checks::memo(cx.config, &op.memo)?;
    attributes::symbol(cx.config, &op.symbol)?;
    attributes::name(cx.config, &op.name)?;
    let keys = keys(op)?;
    attributes::metadata(cx.config, &op.metadata)?;
    let fees_fit = op.custom_fees.len() <= cx.config.tokens.max_custom_fees;
    require(fees_fit, ResponseCode::CustomFeesListTooLong)?;
    let Life { expiry, auto_renew_account, auto_renew_period } = life(op, cx)?;

    Ok(Token {
        num: 0,
        kind: kind(op)?,
        name: op.name.as_str().into(),
        symbol: op.symbol.as_str().into(),
        memo: op.memo.as_str().into(),
        metadata: op.metadata.clone(),
        decimals: op.decimals,
        treasury,
        total_supply: 0,
        max_supply: Some(op.max_supply).filter(|max| *max > 0),
        last_serial: 0,
        keys: Arc::new(keys),
        custom_fees: Arc::default(),
        freeze_default: op.freeze_default,
        paused: false,
        deleted: false,
        auto_renew_account,
        auto_renew_period,
        expiry,
    })
}

fn keys(op: &TokenCreateTransactionBody) -> Result<TokenKeys, ResponseCode> {
    let mut keys = TokenKeys::default();
    for role in Role::CREATED {
        role.set(&mut keys, op.given(role).map(|key| role.read(key)).transpose()?);
    }
    Ok(keys)
}

/// How long a token lives, and who prolongs it.
struct Life {
    expiry: i64,
    auto_renew_account: Option<EntityNum>,
    auto_renew_period: i64,
}

/// With an account that pays and a period it lives for that period, else as long as it says.
fn life(op: &TokenCreateTransactionBody, cx: &Handle<'_, '_>) -> Result<Life, ResponseCode> {
    let account = op.auto_renew_account.as_ref();
    let account = account.map(|id| attributes::auto_renew_account(cx, id)).transpose()?;
    let period = op.auto_renew_period.map(|period| period.seconds);
    if let Some(period) = period {
        // Of a token, no difference is made between a period that is none and one out of range.
        let checked = checks::auto_renew_period(cx.config, period);
        require(checked.is_ok(), ResponseCode::InvalidRenewalPeriod)?;
    }
    let expiry = match (account, period) {
        (Some(_), Some(period)) => Some(cx.now.seconds.saturating_add(period)),
        _ => op.expiry.map(|time| time.seconds),
    };
    let expiry = expiry.ok_or(ResponseCode::InvalidExpirationTime)?;
    checks::expiry(cx.config, cx.now, expiry)?;
    Ok(Life { expiry, auto_renew_account: account, auto_renew_period: period.unwrap_or(0) })
}

/// Associates the treasury, and the collectors that get units; the record tells of all as if it was automatic.
fn associate_all(
    cx: &mut Handle<'_, '_>,
    token: EntityNum,
    treasury: EntityNum,
    collectors: Vec<EntityNum>,
) -> Result<(), ResponseCode> {
    for account in core::iter::once(treasury).chain(collectors) {
        if cx.store.relation(&(account, token)).is_none() {
            relations::associate(cx, account, token, false)?;
            relations::report(cx, account, token);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
