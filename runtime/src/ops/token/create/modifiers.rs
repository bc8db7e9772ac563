//! What a creation says of the token.

use bytes::Bytes;
use hapi_proto::services::{AccountId, TokenId, TokenSupplyType, TokenType};

use super::{AutoRenew, Expires, TokenCreate};
use crate::{
    keys::Signer,
    ops::{TokenFee, TokenRole, Txn},
    registry::{IntoMany, Subject},
};

/// What the token is.
impl Txn<TokenCreate> {
    /// Calls it this on the network; without it, as the registry does.
    pub fn name(self, name: impl Into<String>) -> Self {
        self.with_op(|op| op.name = name.into())
    }

    /// Gives it this symbol; without it, capitals of its name.
    pub fn symbol(self, symbol: impl Into<String>) -> Self {
        self.with_op(|op| op.symbol = symbol.into())
    }

    /// Gives the token, not the transaction, this memo.
    pub fn entity_memo(self, memo: impl Into<String>) -> Self {
        self.with_op(|op| op.memo = memo.into())
    }

    /// Gives it, not its NFTs, these metadata (HIP-646).
    pub fn metadata(self, metadata: impl Into<Bytes>) -> Self {
        self.with_op(|op| op.metadata = metadata.into())
    }

    /// Makes it one of this type.
    pub fn token_type(self, kind: TokenType) -> Self {
        self.with_op(|op| op.kind = kind)
    }

    /// Makes it one of NFTs; it then needs a supply key.
    pub fn non_fungible(self) -> Self {
        self.token_type(TokenType::NonFungibleUnique)
    }

    /// Says whether its supply has a limit; without it, it has one if [`max_supply`](Txn::max_supply) says which.
    pub fn supply_type(self, supply_type: TokenSupplyType) -> Self {
        self.with_op(|op| op.supply_type = Some(supply_type))
    }

    /// Has the treasury start with so many units.
    pub fn initial_supply(self, units: i64) -> Self {
        self.with_op(|op| op.initial_supply = Some(units.cast_unsigned()))
    }

    /// Lets there never be more than so many units or NFTs.
    pub fn max_supply(self, count: i64) -> Self {
        self.with_op(|op| op.max_supply = count)
    }

    /// Makes so many digits of a number of units be shown behind the point.
    pub fn decimals(self, decimals: u32) -> Self {
        self.with_op(|op| op.decimals = Some(decimals))
    }

    /// Adds these custom fees, in their order (HIP-18).
    pub fn with_custom(self, fees: impl IntoMany<TokenFee>) -> Self {
        self.with_op(|op| fees.add_to(&mut op.fees))
    }
}

/// Who has to do with the token.
impl Txn<TokenCreate> {
    /// Has this account hold what is minted.
    pub fn treasury(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.treasury = Some(account.into()))
    }

    /// Leaves the treasury out. Nodes reject that.
    pub fn without_treasury(self) -> Self {
        self.with_op(|op| op.treasury = None)
    }

    /// Lets this key do what the role may.
    pub fn key(self, role: TokenRole, key: impl Into<Signer>) -> Self {
        self.with_op(|op| drop(op.keys.insert(role, key.into())))
    }

    /// Lets this key change and delete the token.
    pub fn admin_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Admin, key)
    }

    /// Lets this key say which accounts are known; no other account may hold the token.
    pub fn kyc_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Kyc, key)
    }

    /// Lets this key freeze and unfreeze accounts.
    pub fn freeze_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Freeze, key)
    }

    /// Lets this key take the token away from accounts.
    pub fn wipe_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Wipe, key)
    }

    /// Lets this key mint and burn.
    pub fn supply_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Supply, key)
    }

    /// Lets this key change the custom fees (HIP-18).
    pub fn fee_schedule_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::FeeSchedule, key)
    }

    /// Lets this key pause and unpause the token (HIP-24).
    pub fn pause_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Pause, key)
    }

    /// Lets this key change the metadata of the token and of its NFTs (HIP-646, HIP-657).
    pub fn metadata_key(self, key: impl Into<Signer>) -> Self {
        self.key(TokenRole::Metadata, key)
    }

    /// Says whether accounts are frozen when they are associated.
    pub fn freeze_default(self, frozen: bool) -> Self {
        self.with_op(|op| op.freeze_default = frozen)
    }
}

/// How long the token lives.
impl Txn<TokenCreate> {
    /// Has this account pay for the renewal.
    pub fn auto_renew_account(self, account: impl Into<Subject<AccountId>>) -> Self {
        self.with_op(|op| op.auto_renew_account = Some(account.into()))
    }

    /// Renews it after so many seconds.
    pub fn auto_renew_period(self, seconds: i64) -> Self {
        self.with_op(|op| op.auto_renew = AutoRenew::Seconds(seconds))
    }

    /// Leaves the renewal period out.
    pub fn without_auto_renew_period(self) -> Self {
        self.with_op(|op| op.auto_renew = AutoRenew::Absent)
    }

    /// Lets it expire at this second of consensus time.
    pub fn expiry(self, seconds: i64) -> Self {
        self.with_op(|op| op.expiry = Expires::At(seconds))
    }

    /// Leaves the expiry out.
    pub fn without_expiry(self) -> Self {
        self.with_op(|op| op.expiry = Expires::Absent)
    }
}

/// What the spec learns of it.
impl Txn<TokenCreate> {
    /// Has `receiver` called with the new token.
    pub fn exposing_created_id_to(self, receiver: impl Fn(TokenId) + Send + Sync + 'static) -> Self {
        self.with_op(|op| op.created_id.set(receiver))
    }

    /// Has `receiver` called with the EVM address that the token has by its number.
    pub fn exposing_address_to(self, receiver: impl Fn([u8; 20]) + Send + Sync + 'static) -> Self {
        self.with_op(|op| op.address.set(receiver))
    }

    /// Shows the new token in the trace.
    pub fn advertising_creation(self) -> Self {
        self.with_op(|op| op.advertised = true)
    }

    /// Lets its name stand for the contract at its address too (HIP-218).
    pub fn as_callable_contract(self) -> Self {
        self.with_op(|op| op.callable = true)
    }

    /// Keeps the token out of the registry.
    pub fn remembering_nothing(self) -> Self {
        self.with_op(|op| op.remembered = false)
    }
}
