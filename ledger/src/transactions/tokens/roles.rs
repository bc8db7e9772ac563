//! The keys of a token by their roles (HIP-540).

use alloc::sync::Arc;

use hapi_proto::services::{self as hapi, TokenCreateTransactionBody, TokenUpdateTransactionBody};

use super::super::checks;
use crate::{ResponseCode, fees::key_count, keys::Key, state::TokenKeys};

/// What a key of a token lets do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::transactions) enum Role {
    /// Change and delete it.
    Admin,
    /// Change its custom fees.
    FeeSchedule,
    /// Mint and burn it.
    Supply,
    /// Take it out of accounts.
    Wipe,
    /// Pause it.
    Pause,
    /// Freeze accounts.
    Freeze,
    /// Grant KYC.
    Kyc,
    /// Change metadata.
    Metadata,
}

impl Role {
    /// All, in the order in which an update looks at them.
    pub(in crate::transactions) const ALL: [Self; 8] = [
        Self::Admin,
        Self::FeeSchedule,
        Self::Supply,
        Self::Wipe,
        Self::Pause,
        Self::Freeze,
        Self::Kyc,
        Self::Metadata,
    ];

    /// All, in the order in which a creation looks at them.
    pub(in crate::transactions) const CREATED: [Self; 8] = [
        Self::Admin,
        Self::Kyc,
        Self::Wipe,
        Self::Supply,
        Self::Freeze,
        Self::FeeSchedule,
        Self::Pause,
        Self::Metadata,
    ];

    /// The key that a token has for it.
    pub(in crate::transactions) fn of(self, keys: &TokenKeys) -> Option<&Arc<Key>> {
        match self {
            Self::Admin => &keys.admin,
            Self::FeeSchedule => &keys.fee_schedule,
            Self::Supply => &keys.supply,
            Self::Wipe => &keys.wipe,
            Self::Pause => &keys.pause,
            Self::Freeze => &keys.freeze,
            Self::Kyc => &keys.kyc,
            Self::Metadata => &keys.metadata,
        }
        .as_ref()
    }

    /// Gives a token a key for it, or takes it away.
    pub(in crate::transactions) fn set(self, keys: &mut TokenKeys, key: Option<Arc<Key>>) {
        *match self {
            Self::Admin => &mut keys.admin,
            Self::FeeSchedule => &mut keys.fee_schedule,
            Self::Supply => &mut keys.supply,
            Self::Wipe => &mut keys.wipe,
            Self::Pause => &mut keys.pause,
            Self::Freeze => &mut keys.freeze,
            Self::Kyc => &mut keys.kyc,
            Self::Metadata => &mut keys.metadata,
        } = key;
    }

    /// That a token has no key for it.
    pub(in crate::transactions) fn missing(self) -> ResponseCode {
        match self {
            Self::Admin => ResponseCode::TokenHasNoAdminKey,
            Self::FeeSchedule => ResponseCode::TokenHasNoFeeScheduleKey,
            Self::Supply => ResponseCode::TokenHasNoSupplyKey,
            Self::Wipe => ResponseCode::TokenHasNoWipeKey,
            Self::Pause => ResponseCode::TokenHasNoPauseKey,
            Self::Freeze => ResponseCode::TokenHasNoFreezeKey,
            Self::Kyc => ResponseCode::TokenHasNoKycKey,
            Self::Metadata => ResponseCode::TokenHasNoMetadataKey,
        }
    }

    /// That a new key for it is none.
    pub(in crate::transactions) fn invalid(self) -> ResponseCode {
        match self {
            Self::Admin => ResponseCode::InvalidAdminKey,
            Self::FeeSchedule => ResponseCode::InvalidCustomFeeScheduleKey,
            Self::Supply => ResponseCode::InvalidSupplyKey,
            Self::Wipe => ResponseCode::InvalidWipeKey,
            Self::Pause => ResponseCode::InvalidPauseKey,
            Self::Freeze => ResponseCode::InvalidFreezeKey,
            Self::Kyc => ResponseCode::InvalidKycKey,
            Self::Metadata => ResponseCode::InvalidMetadataKey,
        }
    }

    /// Reads a new key for it; the empty list is read as what it is.
    ///
    /// # Errors
    /// [`Role::invalid`], or `BadEncoding` when it is nested too deep.
    pub(in crate::transactions) fn read(self, key: &hapi::Key) -> Result<Arc<Key>, ResponseCode> {
        if key.is_empty_list() { Ok(Arc::new(Key::EMPTY)) } else { checks::new_key(key, self.invalid()) }
    }
}

/// A body that gives a token keys.
pub(in crate::transactions) trait GivesKeys {
    /// The new key for a role.
    fn given(&self, role: Role) -> Option<&hapi::Key>;

    /// How many keys it gives, as fees count them.
    fn keys_given(&self) -> u64 {
        Role::ALL.into_iter().filter_map(|role| self.given(role)).map(key_count).sum()
    }
}

/// Bodies name the fields for the roles alike.
macro_rules! gives_keys {
    ($($body:ty)+) => {
        $(impl GivesKeys for $body {
            fn given(&self, role: Role) -> Option<&hapi::Key> {
                match role {
                    Role::Admin => &self.admin_key,
                    Role::FeeSchedule => &self.fee_schedule_key,
                    Role::Supply => &self.supply_key,
                    Role::Wipe => &self.wipe_key,
                    Role::Pause => &self.pause_key,
                    Role::Freeze => &self.freeze_key,
                    Role::Kyc => &self.kyc_key,
                    Role::Metadata => &self.metadata_key,
                }
                .as_ref()
            }
        })+
    };
}

gives_keys!(TokenCreateTransactionBody TokenUpdateTransactionBody);
